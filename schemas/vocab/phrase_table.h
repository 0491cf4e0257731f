#pragma once
/// Finds many phrases in a short text: the longest, from right to left, because in Chinese what a thing is
/// stands last (讲评课件 is 讲评 + 课件, not 讲 + 评课 + 件).
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kecang::vocab {

/// Whether a phrase may stand inside a longer word.
enum class Standing : bool { anywhere, alone };

struct PhraseMatch {
  std::size_t begin = 0;  ///< characters
  std::size_t end = 0;
  std::size_t phrase = 0;  ///< what `add` answered
};

/// Any thread may call the const methods.
class PhraseTable {
 public:
  /// The phrase's number; a phrase that is known already keeps its number and its standing. Not empty.
  std::size_t add(const std::u32string& phrase, Standing standing);
  /// Ascending, without overlap.
  std::vector<PhraseMatch> find(std::u32string_view text) const;
  /// Whether a phrase that may stand anywhere stands at `begin`.
  bool starts_at(std::u32string_view text, std::size_t begin) const;
  /// The phrase that one slip parts from `text` (a character put, left out or changed); of several the first
  /// added. Empty if there is none, or if `text` is a phrase itself.
  std::string like(std::u32string_view text) const;
  std::size_t size() const { return phrases_.size(); }

 private:
  struct Phrase {
    std::u32string text;
    Standing standing;
  };
  const std::size_t* longest_before(std::u32string_view text, std::size_t end) const;
  std::vector<Phrase> phrases_;
  std::unordered_map<char32_t, std::vector<std::size_t>> by_last_;  ///< by last character, longest first
};

}  // namespace kecang::vocab
