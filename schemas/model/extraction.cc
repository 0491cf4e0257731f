#include "schemas/model/extraction.h"

#include <algorithm>

namespace kecang {
namespace {
constexpr std::size_t kFrameHead = 5;

bool is_within_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

bool begins_line(std::string_view text) {
  return text.empty() || text.back() == '\n';
}

}  // namespace

std::string text_without_answers(const Segment& segment) {
  const std::string_view text = segment.text;
  std::string left;
  std::size_t at = 0;
  for (const auto& passage : segment.answers) {
    std::size_t from = std::min<std::size_t>(passage.from, text.size());
    std::size_t to = std::min<std::size_t>(passage.to, text.size());
    while (is_within_character(text, from)) --from;
    while (is_within_character(text, to)) ++to;
    if (from > at) left += text.substr(at, from - at);
    at = std::max(at, to);
    if (begins_line(left) && at < text.size() && text[at] == '\n') ++at;
  }
  return left.append(text.substr(at));
}

bool is_in_order(const AnswerPassages& passages) {
  std::uint32_t end = 0;
  for (const auto& [from, to] : passages) {
    if (from < end || to <= from) return false;
    end = to;
  }
  return passages.size() <= kMostPassages;
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
      byte(0) > static_cast<std::uint8_t>(FrameType::answers))
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
KECANG_NOUN_FORMS(kecang::AnswerPassage);
KECANG_NOUN_FORMS(kecang::Segment);
KECANG_NOUN_FORMS(kecang::SegmentAnswers);
KECANG_NOUN_FORMS(kecang::DocumentHead);
KECANG_NOUN_FORMS(kecang::Member);
KECANG_NOUN_FORMS(kecang::ExtractEnd);
