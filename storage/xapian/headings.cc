#include "storage/xapian/headings.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "schemas/base/text.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/sounds.h"

namespace kecang::xapian {
namespace {

constexpr std::size_t kLongestName = 40;  ///< code points; longer ones are sentences

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_letter(char32_t c) {
  return u_isalpha(static_cast<UChar32>(c)) != 0 || is_digit(c);
}

/// 第7课, 第三章, 12: where a lesson stands, not what it is called.
bool is_number(std::u32string_view part) {
  constexpr std::u32string_view kUnits = U"章课节讲单元时";
  constexpr std::u32string_view kNumbers = U"一二三四五六七八九十百";
  if (std::all_of(part.begin(), part.end(), is_digit)) return true;
  if (part.front() != U'第') return false;
  return std::all_of(part.begin() + 1, part.end(), [&](char32_t c) {
    return is_digit(c) || kUnits.find(c) != std::u32string_view::npos ||
           kNumbers.find(c) != std::u32string_view::npos;
  });
}

/// A number before a name without a space between: 第7课有理数.
std::u32string_view without_number(std::u32string_view part) {
  if (part.front() != U'第') return part;
  const auto end = part.find_first_of(U"章课节讲元");
  if (end == std::u32string_view::npos || end + 1 >= part.size() || !is_number(part.substr(0, end + 1)))
    return part;
  return part.substr(end + 1);
}

std::vector<std::u32string> parts_of(std::string_view normalised) {
  const auto text = text::to_utf32(normalised);
  std::vector<std::u32string> parts;
  for (std::size_t at = 0; at < text.size();) {
    auto end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    const auto part = std::u32string_view(text).substr(at, end - at);
    if (!part.empty() && !is_number(part) && (part.size() > 1 || text::is_han(part.front())))
      parts.emplace_back(without_number(part));
    at = end + 1;
  }
  return parts;
}

std::u32string joined(const std::vector<std::u32string>& parts) {
  std::u32string all;
  for (const auto& part : parts) all += part;
  return all;
}

/// 的 and 课 at the ends are of the sentence around the name.
std::u32string trimmed(std::u32string part) {
  while (part.size() > 1 && (part.back() == U'的' || part.back() == U'课')) part.pop_back();
  while (part.size() > 1 && part.front() == U'的') part.erase(0, 1);
  return part;
}

bool all_han(std::u32string_view part) {
  return std::all_of(part.begin(), part.end(), text::is_han);
}

std::string together(const std::vector<std::string>& syllables) {
  std::string all;
  for (const auto& syllable : syllables) all += syllable;
  return all;
}

std::string initials_of(const std::vector<std::string>& syllables) {
  std::string all;
  for (const auto& syllable : syllables) all += syllable.front();
  return all;
}

std::vector<std::u32string> names_of(std::string_view unlabelled) {
  auto names = parts_of(unlabelled);
  if (names.size() > 1) names.push_back(joined(names));
  for (auto& name : names) name = trimmed(std::move(name));
  std::erase_if(names, [](const auto& name) { return name.size() > kLongestName; });
  return names;
}

void unique(std::vector<std::string>& terms) {
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
}

}  // namespace

std::vector<std::string> names_in(std::string_view unlabelled) {
  std::vector<std::string> names;
  for (const auto& name : names_of(unlabelled)) names.push_back(text::to_utf8(name));
  unique(names);
  return names;
}

std::vector<std::string> heading_terms(std::string_view unlabelled) {
  std::vector<std::string> terms;
  for (const auto& name : names_of(unlabelled)) {
    const auto text = text::to_utf8(name);
    terms.push_back(heading_term(text));
    if (!all_han(name)) continue;
    for (const auto& reading : typed_readings(text)) {
      terms.push_back(heading_sound_term(together(reading)));
      terms.push_back(heading_initials_term(initials_of(reading)));
    }
  }
  unique(terms);
  return terms;
}

std::vector<std::string> asked_heading_terms(std::string_view topic) {
  std::vector<std::string> terms;
  for (const auto& name : names_of(topic)) {
    const auto text = text::to_utf8(name);
    terms.push_back(heading_term(text));
    if (!std::all_of(name.begin(), name.end(), [](char32_t c) { return c >= U'a' && c <= U'z'; })) continue;
    terms.push_back(heading_sound_term(text));
    terms.push_back(heading_initials_term(text));
  }
  unique(terms);
  return terms;
}

std::vector<std::string> asked_heading_sounds(std::string_view topic) {
  std::vector<std::string> terms;
  for (const auto& name : names_of(topic))
    if (all_han(name))
      if (const auto readings = typed_readings(text::to_utf8(name)); !readings.empty())
        terms.push_back(heading_sound_term(together(readings.front())));
  unique(terms);
  return terms;
}

}  // namespace kecang::xapian
