#pragma once
/// The terms by which what somebody types is found among texts that begin so (schemas/index-layout.md). They
/// find candidates; pinyin::Typed::match decides. No engine types.
#include <string>
#include <vector>

#include "schemas/pinyin/typed.h"

namespace kecang::xapian {

/// How a suggestion was found: the order in which they are offered.
struct SuggestLevel {
  pinyin::Manner manner;
  bool at_start;
  bool operator==(const SuggestLevel&) const = default;
};
inline constexpr SuggestLevel kSuggestLevels[] = {
    {pinyin::Manner::text, true},   {pinyin::Manner::text, false},    {pinyin::Manner::sound, true},
    {pinyin::Manner::sound, false}, {pinyin::Manner::initials, true}, {pinyin::Manner::initials, false}};

/// What a text is to be found by: at each level, beginnings of a few lengths.
std::vector<std::string> keys_of(const pinyin::Typeable& text);

/// Any of these is on every text that `typed` matches at this level; none: nothing can match.
std::vector<std::string> keys_for(const pinyin::Typed& typed, const SuggestLevel& level);

}  // namespace kecang::xapian
