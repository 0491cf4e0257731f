#pragma once
/// How Chinese is read aloud, without tones: what index and queries need to find 勾股定理 by "gougu" or
/// "ggdl". Syllables are lower case a to z with ü as v (lv, nve), as input methods write them. The readings
/// come from a table in the program (README.md); any thread may call.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::pinyin {

/// The syllables one character may be read as, the likeliest first; never empty, never one twice.
using Readings = std::vector<std::string>;

/// One entry for each Han character (text::is_han) of normalised text, in order; everything else is skipped
/// and parts phrases. Where a phrase tells (长江, 音乐, 银行) its reading comes first and the character's
/// others follow. A character nobody knows how to read is one empty string.
std::vector<Readings> readings(std::string_view normalised);

/// The first of each of `readings`: 长江大桥 → chang jiang da qiao.
std::vector<std::string> best(std::string_view normalised);

/// What stands in initials: the first letter of each of `best`, 长江大桥 → cjdq.
std::string initials(std::string_view normalised);

/// Whether it is a syllable that people type. False for rare dialect readings and for parts of syllables.
bool is_syllable(std::string_view latin);

/// As typed latin is read here: lower case, ü and u: as v, or as u after j, q, x and y; apostrophes of all
/// kinds as ', spaces kept. Empty when it holds anything else, a digit or a Han character say.
std::string spelling(std::string_view latin);

/// How `latin` can be cut into whole syllables, the likeliest first, at most `limit`: xian → xian, xi an.
/// An apostrophe or a space parts syllables: xi'an → xi an only. Empty when it cannot be cut.
std::vector<std::vector<std::string>> split(std::string_view latin, std::size_t limit = 8);

/// As `split` while somebody still types: the last syllable may be the beginning of one. gougudi → gou gu di,
/// xia → xia, xi a; gougud → gou gu d.
struct TypedSyllables {
  std::vector<std::string> syllables;
  bool last_is_whole = true;
  bool operator==(const TypedSyllables&) const = default;
};
std::vector<TypedSyllables> split_typed(std::string_view latin, std::size_t limit = 8);

}  // namespace kecang::pinyin
