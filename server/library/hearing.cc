#include "server/library/hearing.h"

#include <algorithm>
#include <optional>

#include "schemas/base/text.h"
#include "schemas/pinyin/pinyin.h"
#include "schemas/pinyin/typed.h"

namespace kecang {
namespace {

constexpr std::size_t kFewestCharacters = 2;
constexpr std::size_t kMostCharacters = 20;

bool has_latin(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool all_han(std::string_view text) {
  const auto characters = text::to_utf32(text);
  return !characters.empty() && std::all_of(characters.begin(), characters.end(), text::is_han);
}

/// The part of a title in UTF-16 code units.
std::string part_of(std::string_view title, const text::TextRange& range) {
  std::u32string part;
  std::size_t at = 0;
  for (const auto c : text::to_utf32(title)) {
    if (at >= range.begin && at < range.end) part += c;
    at += c > 0xFFFF ? 2 : 1;
  }
  return text::to_utf8(part);
}

std::string sound_of(std::string_view han) {
  std::string sound;
  for (const auto& syllable : pinyin::best(han)) sound.append(sound.empty() ? "" : " ").append(syllable);
  return sound;
}

/// What stands in the first title that begins a word as `typed` does.
std::optional<std::string> heard_in(const std::vector<std::string_view>& titles, const std::string& typed) {
  const pinyin::Typed sounds(typed);
  if (sounds.empty()) return {};
  for (const auto title : titles) {
    const auto match = sounds.match(pinyin::Typeable(std::string(title)));
    if (match && match->manner != pinyin::Manner::text) return part_of(title, match->range);
  }
  return {};
}

bool holds(const std::vector<std::string_view>& titles, const std::string& topic) {
  return std::any_of(titles.begin(), titles.end(), [&](std::string_view title) {
    return text::normalise(title).find(topic) != std::string::npos;
  });
}

}  // namespace

Hearing hearing(const vocab::Vocabulary& vocabulary, const std::string& topic,
                const std::vector<std::string_view>& titles, bool as_written) {
  Hearing heard;
  const auto length = text::to_utf32(topic).size();
  if (length < kFewestCharacters || length > kMostCharacters * 3 || holds(titles, topic)) return heard;
  if (has_latin(topic)) {
    if (auto found = heard_in(titles, topic)) heard.read_as = std::move(*found);
    return heard;
  }
  if (!all_han(topic) || length > kMostCharacters) return heard;
  if (auto found = heard_in(titles, sound_of(topic)); found && *found != topic) {
    heard.did_you_mean = std::move(*found);
  } else if (!as_written) {
    heard.did_you_mean = vocabulary.lesson_like(topic);
  }
  return heard;
}

}  // namespace kecang
