#include "storage/xapian/suggest_keys.h"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>

#include "schemas/base/text.h"

namespace kecang::xapian {
namespace {

using pinyin::Manner;
using pinyin::Typeable;
using pinyin::Typed;

/// Ways in which a text with characters of several readings is spelled; the likeliest count.
constexpr std::size_t kMostSpellings = 8;
/// Ways in which typed latin can be meant as initials.
constexpr std::size_t kMostMeanings = 12;
constexpr std::size_t kLongestSyllable = 6;

/// How long the beginnings are that stand in the index, ascending. What is typed is looked for by the longest
/// that is not longer; the more a text has of them, the fewer candidates are looked at in vain.
std::span<const std::size_t> lengths_at(const SuggestLevel& level) {
  static constexpr std::size_t kText[] = {1, 2, 4};
  static constexpr std::size_t kTextStart[] = {1, 2, 4, 8, 12};
  static constexpr std::size_t kSound[] = {1, 2, 3, 5, 8};
  static constexpr std::size_t kSoundStart[] = {1, 2, 3, 5, 8, 12, 18};
  static constexpr std::size_t kInitials[] = {2, 3, 5};
  static constexpr std::size_t kInitialsStart[] = {2, 3, 5, 8};
  switch (level.manner) {
    case Manner::text:
      return level.at_start ? std::span<const std::size_t>(kTextStart) : kText;
    case Manner::sound:
      return level.at_start ? std::span<const std::size_t>(kSoundStart) : kSound;
    case Manner::initials:
      break;
  }
  return level.at_start ? std::span<const std::size_t>(kInitialsStart) : kInitials;
}

std::string key(const SuggestLevel& level, std::u32string_view beginning) {
  std::string term;
  switch (level.manner) {
    case Manner::text:
      term = "T";
      break;
    case Manner::sound:
      term = "Y";
      break;
    case Manner::initials:
      term = "I";
      break;
  }
  return term.append(level.at_start ? "^" : "|").append(text::to_utf8(beginning));
}

std::u32string wide(std::string_view ascii) {
  return {ascii.begin(), ascii.end()};
}

/// What a character adds to a text's spelling in one manner, likely ones first.
std::vector<std::u32string> pieces(char32_t character, const pinyin::Readings& readings, Manner manner) {
  if (manner == Manner::text || readings.empty()) return {std::u32string(1, character)};
  std::vector<std::u32string> all;
  for (const auto& reading : readings) {
    auto piece =
        wide(manner == Manner::sound ? std::string_view(reading) : std::string_view(reading).substr(0, 1));
    if (std::find(all.begin(), all.end(), piece) == all.end()) all.push_back(std::move(piece));
  }
  return all;
}

using Spellings = std::vector<std::u32string>;

/// The likeliest come first and stay.
void bound(Spellings& spellings, std::size_t most) {
  Spellings kept;
  for (auto& each : spellings)
    if (kept.size() < most && std::find(kept.begin(), kept.end(), each) == kept.end())
      kept.push_back(std::move(each));
  spellings = std::move(kept);
}

/// Adds one character to each spelling that is not long enough. First readings of all before second ones.
void spell(Spellings& spellings, const std::vector<std::u32string>& with, std::size_t enough) {
  Spellings longer;
  for (const auto& piece : with)
    for (const auto& each : spellings) longer.push_back(each.size() < enough ? each + piece : each);
  bound(longer, kMostSpellings);
  spellings = std::move(longer);
}

Spellings spellings_from(const Typeable& text, std::size_t begin, const SuggestLevel& level) {
  const auto enough = lengths_at(level).back();
  Spellings spellings{{}};
  const auto& units = text.units();
  for (auto at = begin; at < units.size() && at < begin + enough; ++at)
    spell(spellings, pieces(units[at].character, units[at].readings, level.manner), enough);
  return spellings;
}

void add_keys(const SuggestLevel& level, const Spellings& spellings, std::set<std::string>& keys) {
  for (const auto& spelling : spellings)
    for (const auto length : lengths_at(level))
      if (length <= spelling.size()) keys.insert(key(level, std::u32string_view(spelling).substr(0, length)));
}

bool is_latin(char32_t c) {
  return c >= U'a' && c <= U'z';
}

/// What was typed as letters: Han characters as they may be read.
Spellings sounds_of(const Typed& typed) {
  Spellings spellings{{}};
  for (const auto& [character, begins] : typed.characters()) {
    if (text::is_han(character))
      spell(
          spellings,
          pieces(character, Typeable(text::to_utf8({&character, 1})).units().front().readings, Manner::sound),
          Typed::kMostTyped * kLongestSyllable);
    else
      spell(spellings, {std::u32string(1, character)}, Typed::kMostTyped * kLongestSyllable);
  }
  return spellings;
}

/// Initials that what was typed may stand for: each letter, zh ch sh, or syllable for one.
class Meanings {
 public:
  explicit Meanings(const Typed& typed) : typed_(typed.characters()), found_(typed_.size() + 1) {
    found_[0] = {{}};
    for (std::size_t at = 0; at < typed_.size(); ++at) leave(at);
  }
  Spellings all() const { return found_.back(); }

 private:
  void leave(std::size_t at) {
    bound(found_[at], kMostMeanings);
    if (found_[at].empty()) return;
    const auto character = typed_[at].character;
    if (text::is_han(character)) {
      for (const auto& piece :
           pieces(character, Typeable(text::to_utf8({&character, 1})).units().front().readings,
                  Manner::initials))
        go_on(at, 1, piece);
      return;
    }
    const std::u32string initial(1, character);
    std::string letters;
    std::size_t longest = 1;
    for (std::size_t i = at; i < typed_.size() && i < at + kLongestSyllable && is_latin(typed_[i].character);
         ++i) {
      if (i > at && typed_[i].begins_syllable) break;
      letters += static_cast<char>(typed_[i].character);
      const bool is_pair = letters == "zh" || letters == "ch" || letters == "sh";
      if (letters.size() > 1 && (is_pair || pinyin::is_syllable(letters))) {
        go_on(at, letters.size(), initial);
        longest = letters.size();
      }
    }
    // The end of what was typed may be the beginning of a syllable.
    if (letters.size() > longest && at + letters.size() == typed_.size()) go_on(at, letters.size(), initial);
    go_on(at, 1, initial);
  }

  void go_on(std::size_t at, std::size_t length, const std::u32string& initial) {
    for (const auto& each : found_[at]) found_[at + length].push_back(each + initial);
  }

  const std::vector<Typed::Character>& typed_;
  std::vector<Spellings> found_;
};

Spellings spellings_of(const Typed& typed, Manner manner) {
  if (manner == Manner::sound) return sounds_of(typed);
  if (manner == Manner::initials) {
    auto all = Meanings(typed).all();
    bound(all, kMostMeanings);
    return all;
  }
  std::u32string text;
  for (const auto& each : typed.characters()) text += each.character;
  return {text};
}

}  // namespace

std::vector<std::string> keys_of(const Typeable& text) {
  std::set<std::string> keys;
  for (std::size_t begin = 0; begin < text.units().size(); ++begin) {
    if (!text.units()[begin].begins_word) continue;
    for (const auto& level : kSuggestLevels)
      if (level.at_start == (begin == 0)) add_keys(level, spellings_from(text, begin, level), keys);
  }
  return {keys.begin(), keys.end()};
}

std::vector<std::string> keys_for(const Typed& typed, const SuggestLevel& level) {
  if (typed.empty() || (level.manner != Manner::text && !typed.has_latin())) return {};
  std::set<std::string> keys;
  const auto lengths = lengths_at(level);
  for (const auto& spelling : spellings_of(typed, level.manner)) {
    const auto longer = std::upper_bound(lengths.begin(), lengths.end(), spelling.size());
    if (longer == lengths.begin()) continue;
    keys.insert(key(level, std::u32string_view(spelling).substr(0, *std::prev(longer))));
  }
  return {keys.begin(), keys.end()};
}

}  // namespace kecang::xapian
