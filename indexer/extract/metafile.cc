#include "indexer/extract/metafile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "indexer/extract/little_endian.h"

namespace kecang::extract {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSizeMark = "\xD7\xCD\xC6\x9A"sv;
constexpr std::size_t kSizeHeader = 22;
constexpr std::size_t kWmfHeader = 18;
constexpr double kHundredthsOfMillimetres = 2540;  // in an inch

bool has_size(std::string_view wmf) {
  return wmf.starts_with(kSizeMark) && wmf.size() > kSizeHeader;
}

std::int16_t i16_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::int16_t>(u16_at(bytes, at));
}

double i32_at(std::string_view bytes, std::size_t at) {
  return static_cast<double>(static_cast<std::int32_t>(u32_at(bytes, at)));
}

std::string_view without_size(std::string_view wmf) {
  return has_size(wmf) ? wmf.substr(kSizeHeader) : wmf;
}

std::string le(std::uint32_t value, std::size_t width) {
  std::string bytes;
  for (std::size_t i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
  return bytes;
}

// Most functions only choose how to draw; the lower byte tells them apart.
bool draws(std::uint16_t function) {
  static constexpr auto kDrawing =
      std::to_array<std::uint8_t>({0x13, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1F, 0x21, 0x22, 0x23,
                                   0x24, 0x25, 0x28, 0x29, 0x30, 0x32, 0x33, 0x38, 0x40, 0x41, 0x43, 0x48});
  return std::find(kDrawing.begin(), kDrawing.end(), function & 0xFFU) != kDrawing.end();
}

/// What the records of a WMF say when they are whole: the extent of what they draw on.
struct WmfExtent {
  int width = 0;
  int height = 0;
};
std::optional<WmfExtent> whole_records(std::string_view records) {
  constexpr std::uint16_t kSetWindowExtent = 0x020C;
  constexpr std::uint32_t kLeastWords = 3;
  WmfExtent extent;
  bool drawn = false;
  for (std::size_t at = kWmfHeader; at + 6 <= records.size();) {
    const std::uint32_t words = u32_at(records, at);
    const std::uint16_t function = u16_at(records, at + 4);
    if (function == 0) return drawn ? std::optional(extent) : std::nullopt;
    if (words < kLeastWords || words > (records.size() - at) / 2) return std::nullopt;
    if (function == kSetWindowExtent)
      extent = {std::abs(int{i16_at(records, at + 8)}), std::abs(int{i16_at(records, at + 6)})};
    drawn = drawn || draws(function);
    at += std::size_t{2} * words;
  }
  return std::nullopt;
}

PictureSize guessed_size(double width, double height) {
  constexpr double kLonger = 2;
  const double longer = std::max(width, height);
  if (width <= 0 || height <= 0) return {.width = kLonger, .height = kLonger};
  return {.width = kLonger * width / longer, .height = kLonger * height / longer};
}

}  // namespace

bool is_wmf(std::string_view bytes) {
  const std::string_view bare = without_size(bytes);
  const std::uint16_t kind = u16_at(bare, 0);
  const std::uint16_t version = u16_at(bare, 4);
  return bare.size() > kWmfHeader && (kind == 1 || kind == 2) && u16_at(bare, 2) == kWmfHeader / 2 &&
         (version == 0x0100 || version == 0x0300);
}

bool is_emf(std::string_view bytes) {
  constexpr std::size_t kLeast = 88;
  return bytes.size() >= kLeast && u32_at(bytes, 0) == 1 && bytes.substr(40, 4) == " EMF"sv;
}

std::optional<PictureSize> wmf_size(std::string_view bytes) {
  if (!is_wmf(bytes)) return std::nullopt;
  const auto extent = whole_records(without_size(bytes));
  if (!extent) return std::nullopt;
  const double inch = u16_at(bytes, 14);
  if (!has_size(bytes) || inch == 0) return guessed_size(extent->width, extent->height);
  return PictureSize{.width = std::abs(i16_at(bytes, 10) - i16_at(bytes, 6)) / inch,
                     .height = std::abs(i16_at(bytes, 12) - i16_at(bytes, 8)) / inch};
}

std::optional<PictureSize> emf_size(std::string_view bytes) {
  constexpr std::uint32_t kEnd = 14;
  constexpr std::uint32_t kLeast = 8;
  if (!is_emf(bytes)) return std::nullopt;
  std::size_t records = 0;
  for (std::size_t at = 0; at + kLeast <= bytes.size(); ++records) {
    const std::uint32_t size = u32_at(bytes, at + 4);
    if (size < kLeast || size > bytes.size() - at) return std::nullopt;
    if (u32_at(bytes, at) == kEnd) {
      if (records < 2) return std::nullopt;
      return PictureSize{.width = (i32_at(bytes, 32) - i32_at(bytes, 24)) / kHundredthsOfMillimetres,
                         .height = (i32_at(bytes, 36) - i32_at(bytes, 28)) / kHundredthsOfMillimetres};
    }
    at += size;
  }
  return std::nullopt;
}

std::string with_size(std::string wmf, PictureSize size) {
  constexpr double kLargest = 0x7FFF;
  constexpr double kTwips = 1440;
  if (has_size(wmf) || !(size.width > 0) || !(size.height > 0)) return wmf;
  const double inch = std::max(1.0, std::min(kTwips, kLargest / std::max(size.width, size.height)));
  const auto units = [&](double inches) {
    return static_cast<std::uint32_t>(std::clamp(std::round(inches * inch), 1.0, kLargest));
  };
  std::string header = std::string(kSizeMark) + le(0, 2) + le(0, 4) + le(units(size.width), 2) +
                       le(units(size.height), 2) + le(static_cast<std::uint32_t>(inch), 2) + le(0, 4);
  std::uint16_t sum = 0;
  for (std::size_t at = 0; at < header.size(); at += 2) sum ^= u16_at(header, at);
  return header + le(sum, 2) + wmf;
}

std::string bitmap_file(std::string_view bitmap) {
  constexpr std::uint32_t kOldHeader = 12;
  constexpr std::uint32_t kFileHeader = 14;
  constexpr std::uint32_t kMasks = 3;  // three words that say where colours lie stand behind the header
  const std::uint32_t header = u32_at(bitmap, 0);
  const bool old = header == kOldHeader;
  const std::uint32_t bits = u16_at(bitmap, old ? 10 : 14);
  std::uint32_t colours = old ? 0 : u32_at(bitmap, 32) & 0xFFFFU;
  if (colours == 0 && bits <= 8) colours = 1U << bits;
  std::uint32_t palette = colours * (old ? 3 : 4);
  if (header == 40 && u32_at(bitmap, 16) == kMasks) palette += 12;
  const auto size = static_cast<std::uint32_t>(kFileHeader + bitmap.size());
  return "BM" + le(size, 4) + le(0, 4) + le(kFileHeader + (header & 0xFFFFU) + palette, 4) +
         std::string(bitmap);
}

}  // namespace kecang::extract
