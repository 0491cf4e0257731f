#pragma once
/// Whether what somebody types begins a text: in its own characters, by how they are read, by initials, or
/// any mixture (勾股, gougu, ggdl, gou股). What suggestions are found and marked by. Any thread may call.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/base/snippet.h"
#include "schemas/pinyin/pinyin.h"

namespace kecang::pinyin {

/// How well typed text stands for a text, the best first.
enum class Manner : std::uint8_t { text, sound, initials };

struct TypedMatch {
  Manner manner = Manner::initials;
  bool at_start = false;  ///< of the text; otherwise of a word inside it
  text::TextRange range;
  /// Better ones are less: by manner, the text's start before a word's.
  auto order() const { return std::pair(manner, !at_start); }
};

/// A text as it may be typed: its letters, digits and Han characters, each with its readings, and where words
/// begin. Everything else in it need not be typed.
class Typeable {
 public:
  explicit Typeable(std::string text);
  /// What `packed` of an equal version wrote; nothing if it is not ours.
  static std::optional<Typeable> unpack(std::string_view packed);
  /// The text and all that was found out about it, so that reading it again costs little.
  std::string packed() const;

  struct Unit {
    char32_t character;  ///< folded (text::fold)
    bool begins_word;
    std::uint32_t place;   ///< in the text, in UTF-16 code units
    std::uint32_t length;  ///< likewise
    Readings readings;     ///< of a Han character; with u for ü as well
  };
  const std::string& text() const { return text_; }
  const std::vector<Unit>& units() const { return units_; }

 private:
  Typeable() = default;
  void take_units();
  std::string text_;
  std::vector<Unit> units_;
};

/// What was typed so far. At most kMostTyped characters of it count.
class Typed {
 public:
  explicit Typed(std::string_view text);
  static constexpr std::size_t kMostTyped = 48;

  bool empty() const { return characters_.empty(); }
  bool has_latin() const;
  /// The best match that begins where a word of `text` begins; the earliest of equal ones.
  std::optional<TypedMatch> match(const Typeable& text) const;

  struct Character {
    char32_t character;    ///< folded; ü is v
    bool begins_syllable;  ///< an apostrophe or a space stands before it
  };
  const std::vector<Character>& characters() const { return characters_; }

 private:
  std::vector<Character> characters_;
};

}  // namespace kecang::pinyin
