#include "indexer/extract/rtf_picture.h"

#include <algorithm>
#include <utility>

#include "indexer/extract/metafile.h"
#include "indexer/extract/office_art.h"
#include "indexer/extract/rtf_tokens.h"

namespace kecang::extract {

void RtfPicture::take_word(std::string_view word, std::int32_t number) {
  if (word == "picwgoal") width_ = number;
  if (word == "pichgoal") height_ = number;
  if (word == "wmetafile") metafile_ = true;
  if (word == "dibitmap") bitmap_ = true;
}

void RtfPicture::take_digits(std::string_view text) {
  for (const char c : text) {
    const int value = hex_value(static_cast<unsigned char>(c));
    if (value < 0 || room() == 0) continue;
    if (half_ < 0)
      half_ = value;
    else
      bytes_ += static_cast<char>(16 * std::exchange(half_, -1) + value);
  }
}

void RtfPicture::take_bytes(std::string_view bytes) {
  bytes_ += bytes.substr(0, room());
}

// One byte beyond the largest tells that there are more.
std::size_t RtfPicture::room() const {
  return kLargestPicture + 1 - std::min(bytes_.size(), kLargestPicture + 1);
}

std::string RtfPicture::take() {
  constexpr double kTwips = 1440;
  const RtfPicture whole = std::exchange(*this, {});
  if (whole.bitmap_) return bitmap_file(whole.bytes_);
  if (!whole.metafile_) return whole.bytes_;
  return with_size(whole.bytes_, {.width = whole.width_ / kTwips, .height = whole.height_ / kTwips});
}

}  // namespace kecang::extract
