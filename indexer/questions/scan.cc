#include "indexer/questions/scan.h"

#include <algorithm>
#include <array>

namespace kecang::questions {
namespace {

struct Decoded {
  char32_t character = 0;
  std::size_t bytes = 0;
};

// Bytes that are no UTF-8 are taken one by one.
Decoded decode(std::string_view text) {
  if (text.empty()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t bytes = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (bytes == 1 || bytes > text.size()) return {first < 0x80 ? char32_t{first} : U'\uFFFD', 1};
  char32_t c = first & (0xFF >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) c = (c << 6) | (byte(i) & 0x3F);
  return {c, bytes};
}

constexpr std::array<std::string_view, 10> kHanDigits = {"",   "一", "二", "三", "四",
                                                         "五", "六", "七", "八", "九"};

int han_digit(Cursor& cursor) {
  for (std::size_t i = 1; i < kHanDigits.size(); ++i)
    if (cursor.eat_word(kHanDigits[i])) return static_cast<int>(i);
  return 0;
}

}  // namespace

char32_t half_width(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  return c == 0x3000 || c == 0xA0 ? U' ' : c;
}

bool is_space(char32_t c) {
  return c == U' ' || c == U'\t' || c == 0x3000 || c == 0xA0 || c == U'\n' || c == U'\r';
}

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_latin(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

char32_t Cursor::peek() const {
  return half_width(decode(rest_).character);
}

char32_t Cursor::take() {
  const Decoded next = decode(rest_);
  rest_.remove_prefix(next.bytes);
  return half_width(next.character);
}

void Cursor::skip_spaces() {
  while (!rest_.empty() && is_space(peek())) take();
}

bool Cursor::eat(char32_t half_width_character) {
  if (rest_.empty() || peek() != half_width_character) return false;
  take();
  return true;
}

bool Cursor::eat_any(std::u32string_view half_width_characters) {
  if (rest_.empty() || half_width_characters.find(peek()) == std::u32string_view::npos) return false;
  take();
  return true;
}

bool Cursor::eat_word(std::string_view word) {
  if (!rest_.starts_with(word)) return false;
  rest_.remove_prefix(word.size());
  return true;
}

bool Cursor::eat_word(std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return eat_word(word); });
}

std::optional<int> Cursor::number() {
  int value = 0;
  int digits = 0;
  while (is_digit(peek())) {
    if (++digits > 6) return std::nullopt;
    value = value * 10 + static_cast<int>(take() - U'0');
  }
  if (digits == 0) return std::nullopt;
  return value;
}

std::optional<int> Cursor::han_number() {
  const int tens = han_digit(*this);
  if (!eat_word("十")) return tens > 0 ? std::optional(tens) : std::nullopt;
  return std::max(tens, 1) * 10 + han_digit(*this);
}

bool shorter_than(std::string_view text, std::size_t limit) {
  if (text.size() > limit * 4) return false;
  const auto starts = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return static_cast<std::size_t>(starts) < limit;
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::string folded(std::string_view text) {
  std::string plain;
  for (Cursor cursor(text); !cursor.at_end();) {
    const char32_t c = cursor.take();
    if (is_space(c)) continue;
    append_utf8(plain, c >= U'A' && c <= U'Z' ? c + 32 : c);
  }
  return plain;
}

void append_utf8(std::string& to, char32_t c) {
  if (c < 0x80) {
    to += static_cast<char>(c);
  } else if (c < 0x800) {
    to += static_cast<char>(0xC0 | (c >> 6));
    to += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    to += static_cast<char>(0xE0 | (c >> 12));
    to += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    to += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    to += static_cast<char>(0xF0 | (c >> 18));
    to += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    to += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    to += static_cast<char>(0x80 | (c & 0x3F));
  }
}

}  // namespace kecang::questions
