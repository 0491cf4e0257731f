#include "schemas/base/sketch.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "schemas/base/text.h"

namespace kecang {
namespace {

constexpr std::size_t kShingle = 5;          // characters
constexpr std::size_t kFewestShingles = 60;  // fewer say nothing about a text
constexpr std::size_t kMostCharacters = 200'000;
constexpr std::size_t kFewestOfStem = 4;
constexpr std::size_t kDigitsOfPlace = 8;

std::uint64_t mixed(std::uint64_t value) {  // the finaliser of SplitMix64
  value ^= value >> 30U;
  value *= 0xbf58476d1ce4e5b9ULL;
  value ^= value >> 27U;
  value *= 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

std::u32string letters_of(const std::vector<std::string_view>& text) {
  std::u32string letters;
  for (const auto& piece : text)
    for (const char32_t c : text::fold(piece)) {
      if (u_isalnum(static_cast<UChar32>(c)) == 0) continue;
      letters += c;
      if (letters.size() == kMostCharacters) return letters;
    }
  return letters;
}

std::string_view family_of(std::string_view extension) {
  using Family = std::pair<std::string_view, std::string_view>;
  static constexpr auto families = std::to_array<Family>({{"doc", "text"},
                                                          {"docx", "text"},
                                                          {"docm", "text"},
                                                          {"wps", "text"},
                                                          {"rtf", "text"},
                                                          {"odt", "text"},
                                                          {"ppt", "slides"},
                                                          {"pptx", "slides"},
                                                          {"pptm", "slides"},
                                                          {"ppsx", "slides"},
                                                          {"dps", "slides"},
                                                          {"odp", "slides"},
                                                          {"xls", "sheets"},
                                                          {"xlsx", "sheets"},
                                                          {"xlsm", "sheets"},
                                                          {"et", "sheets"},
                                                          {"ods", "sheets"},
                                                          {"csv", "sheets"}});
  const auto* found = std::find_if(families.begin(), families.end(),
                                   [&](const Family& family) { return family.first == extension; });
  return found == families.end() ? extension : found->second;
}

/// Longer marks before those they contain.
constexpr auto kVersionMarks = std::to_array<std::u32string_view>(
    {U"最终修改版", U"最终版", U"最终稿", U"修改版", U"修改稿", U"修订版", U"修订稿", U"定稿版", U"完整版",
     U"更新版",     U"最新版", U"终稿",   U"定稿",   U"初稿",   U"草稿",   U"备份",   U"副本",   U"修改",
     U"修订",       U"最终",   U"最新",   U"更新",   U"final",  U"copy",   U"new"});

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

/// How long a mark of a version is that ends at the end of `name`; 0: none.
std::size_t mark_at_end(std::u32string_view name) {
  for (const auto mark : kVersionMarks)
    if (name.ends_with(mark)) return mark.size();
  std::size_t digits = 0;
  while (digits < name.size() && is_digit(name[name.size() - 1 - digits])) ++digits;
  const auto before = name.substr(0, name.size() - digits);
  if (digits > 0 && before.ends_with(U'v')) return digits + 1;
  if (digits > 0 && before.ends_with(U"版本")) return digits + 2;
  const bool is_date = digits == 8 || digits == 6;
  const bool is_bracketed = digits > 0 && digits < 3 && before.ends_with(U'(');
  if (is_bracketed) return digits + 1;
  return is_date ? digits : 0;
}

bool is_filler(char32_t c) {
  return u_isalnum(static_cast<UChar32>(c)) == 0 && c != U'(';
}

/// Without marks of versions at its end, and without what joins words.
std::u32string stem_of(std::u32string name) {
  while (true) {
    while (!name.empty() && is_filler(name.back())) name.pop_back();
    const auto mark = mark_at_end(name);
    if (mark == 0) break;
    name.resize(name.size() - mark);
  }
  std::erase_if(name, [](char32_t c) { return u_isalnum(static_cast<UChar32>(c)) == 0; });
  return name;
}

}  // namespace

TextSketch TextSketch::of(const std::vector<std::string_view>& text) {
  TextSketch sketch;
  const auto letters = letters_of(text);
  if (letters.size() < kShingle + kFewestShingles) return sketch;
  sketch.empty_ = false;
  sketch.places_.fill(std::numeric_limits<std::uint32_t>::max());
  for (std::size_t at = 0; at + kShingle <= letters.size(); ++at) {
    std::uint64_t shingle = 0;
    for (std::size_t i = 0; i < kShingle; ++i) shingle = mixed(shingle ^ letters[at + i]);
    for (auto& place : sketch.places_) {
      shingle = mixed(shingle + 0x9e3779b97f4a7c15ULL);
      place = std::min(place, static_cast<std::uint32_t>(shingle >> 32U));
    }
  }
  return sketch;
}

TextSketch TextSketch::from(std::string_view hex) {
  TextSketch sketch;
  if (hex.size() != kPlaces * kDigitsOfPlace) return sketch;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    const auto* begin = hex.data() + i * kDigitsOfPlace;
    const auto* end = begin + kDigitsOfPlace;
    if (std::from_chars(begin, end, sketch.places_[i], 16).ptr != end) return {};
  }
  sketch.empty_ = false;
  return sketch;
}

std::size_t TextSketch::agreeing(const TextSketch& other) const {
  if (empty_ || other.empty_) return 0;
  std::size_t agreeing = 0;
  for (std::size_t i = 0; i < kPlaces; ++i) agreeing += places_[i] == other.places_[i] ? 1 : 0;
  return agreeing;
}

std::vector<std::uint64_t> TextSketch::bands() const {
  std::vector<std::uint64_t> bands;
  if (empty_) return bands;
  constexpr auto kInBand = kPlaces / kBands;
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint64_t hash = band;
    for (std::size_t i = 0; i < kInBand; ++i) hash = mixed(hash ^ places_[band * kInBand + i]);
    bands.push_back(hash);
  }
  return bands;
}

std::vector<std::uint64_t> TextSketch::pairs() const {
  std::vector<std::uint64_t> pairs;
  if (empty_) return pairs;
  for (std::size_t pair = 0; pair < kPairs; ++pair)
    pairs.push_back(mixed(mixed(pair ^ places_[2 * pair]) ^ places_[2 * pair + 1]));
  return pairs;
}

std::string TextSketch::hex() const {
  std::string hex;
  if (empty_) return hex;
  for (const auto place : places_)
    for (unsigned shift = 28; shift < 32; shift -= 4) hex += "0123456789abcdef"[(place >> shift) & 15U];
  return hex;
}

std::string version_stem(std::string_view path) {
  const auto name = text::normalise(path.substr(path.rfind('/') + 1));
  const auto dot = name.rfind('.');
  const auto named =
      dot == std::string::npos ? std::string_view(name) : std::string_view(name).substr(0, dot);
  const auto extension =
      dot == std::string::npos ? std::string_view() : std::string_view(name).substr(dot + 1);
  const auto stem = stem_of(text::to_utf32(named));
  if (stem.size() < kFewestOfStem) return {};
  return text::to_utf8(stem) + '.' + std::string(family_of(extension));
}

}  // namespace kecang
