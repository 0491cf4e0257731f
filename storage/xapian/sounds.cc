#include "storage/xapian/sounds.h"

#include <algorithm>
#include <set>

#include "schemas/base/text.h"
#include "schemas/pinyin/pinyin.h"
#include "storage/xapian/layout.h"

namespace kecang::xapian {
namespace {

constexpr std::size_t kReadings = 2;  ///< of a character; rarer ones are not typed for titles
constexpr std::size_t kTitleSyllables = 64;
constexpr std::size_t kWays = 3;
constexpr std::size_t kLongestInitials = 16;

/// ü is typed v by some and u by others.
std::string with_u(std::string syllable) {
  std::replace(syllable.begin(), syllable.end(), 'v', 'u');
  return syllable;
}

void add_pair(const std::string& first, const std::string& second, std::set<std::string>& to) {
  if (first.empty() || second.empty()) return;
  to.insert(sound_term(first, second));
  to.insert(sound_term(with_u(first), with_u(second)));
}

void add_pairs(const pinyin::Readings& first, const pinyin::Readings& second, std::set<std::string>& to) {
  for (std::size_t a = 0; a < std::min(kReadings, first.size()); ++a)
    for (std::size_t b = 0; b < std::min(kReadings, second.size()); ++b) add_pair(first[a], second[b], to);
}

/// The first letters of `size` characters from `at` on, with each of their readings.
void add_initials(const std::vector<pinyin::Readings>& readings, std::size_t at, std::size_t size,
                  std::set<std::string>& to) {
  std::vector<std::string> so_far{""};
  for (std::size_t i = at; i < at + size; ++i) {
    std::set<char> letters;
    for (std::size_t k = 0; k < std::min(kReadings, readings[i].size()); ++k)
      if (!readings[i][k].empty()) letters.insert(readings[i][k].front());
    std::vector<std::string> longer;
    for (const auto& start : so_far)
      for (const char letter : letters) longer.push_back(start + letter);
    so_far = std::move(longer);
  }
  for (const auto& initials : so_far) to.insert(initials_term(initials));
}

std::vector<std::string> windows(std::string_view initials) {
  std::vector<std::string> terms;
  const auto size = std::min(kMostInitials, initials.size());
  for (std::size_t at = 0; at + size <= initials.size(); ++at)
    terms.push_back(initials_term(initials.substr(at, size)));
  return terms;
}

}  // namespace

std::vector<std::vector<std::string>> typed_readings(std::string_view normalised_han) {
  constexpr std::size_t kMost = 8;
  const auto readings = pinyin::readings(normalised_han);
  std::vector<std::string> best;
  for (const auto& of_one : readings) {
    if (of_one.front().empty()) return {};
    best.push_back(of_one.front());
  }
  std::vector<std::vector<std::string>> all{best};
  const auto add = [&all](std::vector<std::string> one) {
    if (all.size() < kMost && std::find(all.begin(), all.end(), one) == all.end())
      all.push_back(std::move(one));
  };
  const auto characters = text::to_utf32(normalised_han);
  for (std::size_t i = 0; i < readings.size() && readings.size() == characters.size(); ++i)
    for (std::size_t k = 1; k < std::min(kReadings, readings[i].size()); ++k) {
      auto other = best;
      for (std::size_t j = 0; j < other.size(); ++j)
        if (characters[j] == characters[i]) other[j] = readings[i][k];
      add(std::move(other));
    }
  for (std::size_t i = 0, count = all.size(); i < count; ++i) {
    auto other = all[i];
    for (auto& syllable : other) syllable = with_u(std::move(syllable));
    add(std::move(other));
  }
  return all;
}

std::vector<std::string> title_sounds(std::string_view normalised_title) {
  auto readings = pinyin::readings(normalised_title);
  if (readings.size() > kTitleSyllables) readings.resize(kTitleSyllables);
  std::set<std::string> terms;
  for (std::size_t i = 0; i + 1 < readings.size(); ++i) add_pairs(readings[i], readings[i + 1], terms);
  for (auto size = kFewestInitials; size <= kMostInitials; ++size)
    for (std::size_t at = 0; at + size <= readings.size(); ++at) add_initials(readings, at, size, terms);
  return {terms.begin(), terms.end()};
}

std::vector<std::vector<std::string>> sound_ways(std::string_view latin) {
  std::vector<std::vector<std::string>> ways;
  for (const auto& syllables : pinyin::split(latin, kWays)) {
    if (syllables.size() < 2) continue;
    std::vector<std::string> terms;
    for (std::size_t i = 0; i + 1 < syllables.size(); ++i)
      terms.push_back(sound_term(syllables[i], syllables[i + 1]));
    ways.push_back(std::move(terms));
  }
  return ways;
}

std::vector<std::string> initials_way(std::string_view latin) {
  const auto is_initial = [](char c) { return c >= 'a' && c <= 'z' && c != 'i' && c != 'u' && c != 'v'; };
  if (latin.size() < kFewestInitials || latin.size() > kLongestInitials ||
      !std::all_of(latin.begin(), latin.end(), is_initial))
    return {};
  return windows(latin);
}

std::vector<std::string> sounds_of_pair(std::string_view han_pair) {
  const auto readings = pinyin::readings(han_pair);
  if (readings.size() != 2) return {};
  const auto& first = readings[0].front();
  const auto& second = readings[1].front();
  if (first.empty() || second.empty()) return {};
  return {sound_term(first, second)};
}

}  // namespace kecang::xapian
