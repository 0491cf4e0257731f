#include "schemas/model/extraction.h"

namespace kecang {
namespace {
constexpr std::size_t kFrameHead = 5;
}

std::string frame_bytes(FrameType type, std::string_view payload) {
  const auto length = static_cast<std::uint32_t>(payload.size());
  std::string bytes;
  bytes.reserve(kFrameHead + payload.size());
  bytes += static_cast<char>(type);
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(length >> shift & 0xFFU);
  bytes += payload;
  return bytes;
}

Result<std::optional<Frame>> FrameParser::next() {
  if (buffer_.size() - consumed_ < kFrameHead) return std::optional<Frame>();
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(buffer_[consumed_ + i]); };
  if (byte(0) < static_cast<std::uint8_t>(FrameType::head) ||
      byte(0) > static_cast<std::uint8_t>(FrameType::question))
    return Error::corrupt("extract.protocol").because("unknown frame type");
  const std::uint32_t length =
      byte(1) | byte(2) << 8 | byte(3) << 16 | static_cast<std::uint32_t>(byte(4)) << 24;
  if (length > kFramePayloadLimit) return Error::corrupt("extract.protocol").because("frame too long");
  if (buffer_.size() - consumed_ < kFrameHead + length) return std::optional<Frame>();
  Frame frame{static_cast<FrameType>(byte(0)), buffer_.substr(consumed_ + kFrameHead, length)};
  consumed_ += kFrameHead + length;
  if (consumed_ == buffer_.size() || consumed_ > kFramePayloadLimit) {
    buffer_.erase(0, consumed_);
    consumed_ = 0;
  }
  return std::optional<Frame>(std::move(frame));
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::Locator);
KECANG_NOUN_FORMS(kecang::Segment);
KECANG_NOUN_FORMS(kecang::DocumentHead);
KECANG_NOUN_FORMS(kecang::Member);
KECANG_NOUN_FORMS(kecang::ExtractEnd);
