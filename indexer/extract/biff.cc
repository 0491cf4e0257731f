#include "indexer/extract/biff.h"

#include <algorithm>

#include "indexer/extract/code_page.h"
#include "indexer/extract/little_endian.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kHeader = 4;
constexpr int kUtf16 = 1200;

// One byte a character: the low halves of UTF-16.
void append_narrow(std::string& utf16, std::string_view bytes) {
  for (const char c : bytes) {
    utf16 += c;
    utf16 += '\0';
  }
}

}  // namespace

bool BiffReader::next() {
  const std::string header(window_.read(next_, kHeader));
  if (header.size() < kHeader) {
    cut_short_ = cut_short_ || !header.empty();
    return false;
  }
  const std::size_t length = u16_at(header, 2);
  offset_ = next_;
  type_ = static_cast<Biff>(u16_at(header, 0));
  body_ = window_.read(next_ + kHeader, length);
  next_ += kHeader + length;
  cut_short_ = cut_short_ || body_.size() < length;
  return !cut_short_;
}

bool BiffReader::is_continued() {
  const std::string_view header = window_.read(next_, kHeader);
  return header.size() == kHeader && static_cast<Biff>(u16_at(header, 0)) == Biff::continued;
}

bool BiffBytes::available() {
  while (!done_ && at_ >= reader_.body().size()) {
    at_ -= reader_.body().size();
    done_ = !reader_.is_continued() || !reader_.next();
  }
  return !done_;
}

std::uint8_t BiffBytes::byte() {
  return available() ? byte_at(reader_.body(), at_++) : std::uint8_t{0};
}

std::uint16_t BiffBytes::u16() {
  const std::uint8_t low = byte();
  return static_cast<std::uint16_t>(low | byte() << 8);
}

std::uint32_t BiffBytes::u32() {
  const std::uint16_t low = u16();
  return low | static_cast<std::uint32_t>(u16()) << 16;
}

void BiffBytes::skip(std::uint64_t count) {
  at_ += count;
  available();
}

std::string BiffBytes::characters(std::size_t count, bool wide) {
  std::string utf16;
  while (count > 0) {
    if (at_ >= reader_.body().size()) {
      if (!available()) break;
      wide = (byte() & 1U) != 0;
      continue;
    }
    const std::size_t width = wide ? 2 : 1;
    const std::size_t here = std::min(count, (reader_.body().size() - at_ + width - 1) / width);
    const std::string_view bytes = part_of(reader_.body(), at_, here * width);
    if (wide)
      utf16 += bytes;
    else
      append_narrow(utf16, bytes);
    at_ += here * width;
    count -= here;
  }
  return decode_code_page(utf16, kUtf16);
}

std::string BiffBytes::shared_string() {
  constexpr std::uint8_t kWide = 1;
  constexpr std::uint8_t kReadingAid = 4;
  constexpr std::uint8_t kFormatted = 8;
  const std::size_t count = u16();
  const std::uint8_t flags = byte();
  const std::uint64_t runs = (flags & kFormatted) != 0 ? u16() : 0;
  const std::uint64_t aid = (flags & kReadingAid) != 0 ? u32() : 0;
  std::string text = characters(count, (flags & kWide) != 0);
  skip(4 * runs + aid);
  return text;
}

std::string biff_characters(std::string_view bytes, std::size_t count) {
  std::string utf16;
  if ((byte_at(bytes, 0) & 1U) != 0)
    utf16 = part_of(bytes, 1, 2 * count);
  else
    append_narrow(utf16, part_of(bytes, 1, count));
  return decode_code_page(utf16, kUtf16);
}

}  // namespace kecang::extract
