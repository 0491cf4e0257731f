#pragma once
/// Reading UTF-8 from the left, one character after another; full-width letters, digits and marks are read as
/// their half-width twins. Any thread may call.
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kecang::questions {

/// Ａ → A, （ → (, ideographic space → space; others are themselves.
char32_t half_width(char32_t c);
bool is_space(char32_t c);
bool is_digit(char32_t c);
bool is_latin(char32_t c);

class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  /// The next character in half width; 0 at the end.
  char32_t peek() const;
  char32_t take();
  void skip_spaces();
  /// Takes the character if it is the next.
  bool eat(char32_t half_width_character);
  bool eat_any(std::u32string_view half_width_characters);
  /// Takes the words, compared byte by byte.
  bool eat_word(std::string_view word);
  /// Takes the first word of the list that is next.
  bool eat_word(std::initializer_list<std::string_view> words) { return eat_word(std::span(words)); }
  bool eat_word(std::span<const std::string_view> words);
  /// Up to six digits.
  std::optional<int> number();
  /// 一 to 九十九.
  std::optional<int> han_number();
  void remove(std::size_t bytes) { rest_.remove_prefix(bytes); }

 private:
  std::string_view rest_;
};

/// At most `limit` characters; for lines that should be short.
bool shorter_than(std::string_view text, std::size_t limit);
bool contains_any(std::string_view text, std::initializer_list<std::string_view> words);
/// The text in half width, without spaces, Latin letters small.
std::string folded(std::string_view text);
void append_utf8(std::string& to, char32_t c);

}  // namespace kecang::questions
