#include "indexer/extract/rtf_tokens.h"

#include <algorithm>

namespace kecang::extract {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kLongestWord = 32;
constexpr std::size_t kLongestRun = 4096;
constexpr std::int64_t kLargestNumber = 2'000'000'000;

bool is_letter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(int c) {
  return c >= '0' && c <= '9';
}

bool is_special(int c) {
  return c == '{' || c == '}' || c == '\\' || c == '\r' || c == '\n' || c == '\0';
}

}  // namespace

int hex_value(int c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int RtfTokens::peek() {
  if (at_ >= buffer_.size()) {
    buffer_start_ += at_;
    at_ = 0;
    buffer_ = source_.read(buffer_start_, kPiece);
    if (buffer_.empty()) return kNone;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

int RtfTokens::get() {
  const int c = peek();
  if (c != kNone) ++at_;
  return c;
}

void RtfTokens::skip(std::uint64_t bytes) {
  buffer_start_ = std::min(buffer_start_ + at_ + bytes, source_.size());
  buffer_.clear();
  at_ = 0;
}

std::string RtfTokens::take(std::uint64_t bytes, std::size_t most) {
  std::string taken = source_.read(buffer_start_ + at_, std::min<std::uint64_t>(bytes, most));
  skip(bytes);
  return taken;
}

const RtfToken& RtfTokens::next() {
  token_.number.reset();
  token_.text.clear();
  int c = get();
  while (c == '\r' || c == '\n' || c == '\0') c = get();
  switch (c) {
    case kNone:
      token_.kind = RtfToken::Kind::end;
      break;
    case '{':
      token_.kind = RtfToken::Kind::open;
      break;
    case '}':
      token_.kind = RtfToken::Kind::close;
      break;
    case '\\':
      read_control();
      break;
    default:
      read_text(static_cast<char>(c));
  }
  return token_;
}

void RtfTokens::read_control() {
  const int c = get();
  if (c == kNone) {
    token_.kind = RtfToken::Kind::end;
    return;
  }
  if (is_letter(c)) return read_word(static_cast<char>(c));
  token_.kind = RtfToken::Kind::symbol;
  token_.text = static_cast<char>(c);
  if (c != '\'') return;
  token_.kind = RtfToken::Kind::byte;
  int value = 0;
  for (int digit = 0; digit < 2 && hex_value(peek()) >= 0; ++digit) value = 16 * value + hex_value(get());
  token_.text = static_cast<char>(value);
}

void RtfTokens::read_word(char first) {
  token_.kind = RtfToken::Kind::word;
  token_.text = first;
  while (is_letter(peek())) {
    const int c = get();
    if (token_.text.size() < kLongestWord) token_.text += static_cast<char>(c);
  }
  const bool negative = peek() == '-';
  if (negative) get();
  std::int64_t number = 0;
  const bool numbered = is_digit(peek());
  while (is_digit(peek())) number = std::min(10 * number + (get() - '0'), kLargestNumber);
  if (numbered) token_.number = static_cast<std::int32_t>(negative ? -number : number);
  if (peek() == ' ') get();
}

void RtfTokens::read_text(char first) {
  token_.kind = RtfToken::Kind::text;
  token_.text = first;
  for (int c = peek(); c != kNone && !is_special(c) && token_.text.size() < kLongestRun; c = peek())
    token_.text += static_cast<char>(get());
}

}  // namespace kecang::extract
