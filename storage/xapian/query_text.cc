#include "storage/xapian/query_text.h"

#include <algorithm>
#include <optional>

#include "schemas/base/text.h"

namespace kecang::xapian {
namespace {

bool ends_here(std::u32string_view text, std::size_t at) {
  return at >= text.size() || text[at] == U' ';
}

/// Straight quotes always ask for the literal text; Chinese ones only when they stand alone, because running
/// text has them too.
std::optional<char32_t> closing_mark(std::u32string_view text, std::size_t at) {
  const bool alone = at == 0 || text[at - 1] == U' ';
  switch (text[at]) {
    case U'"':
      return U'"';
    case U'“':
      return alone ? std::optional(U'”') : std::nullopt;
    case U'「':
      return alone ? std::optional(U'」') : std::nullopt;
    default:
      return {};
  }
}

/// Takes the quoted parts out of `text` and leaves blanks for the marks.
std::vector<std::string> take_quotes(std::u32string& text) {
  std::vector<std::string> quoted;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto mark = closing_mark(text, at);
    if (!mark) continue;
    const auto end = text.find(*mark, at + 1);
    if (end == std::u32string::npos) continue;
    if (*mark != U'"' && !ends_here(text, end + 1)) continue;
    quoted.push_back(text::to_utf8(std::u32string_view(text).substr(at + 1, end - at - 1)));
    text[at] = text[end] = U' ';
    at = end;
  }
  return quoted;
}

void blank(const TextSpan& span, std::u32string& text) {
  for (auto at = span.begin; at < std::min(span.end, text.size()); ++at) text[at] = U' ';
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(' ') == std::string_view::npos;
}

}  // namespace

std::string without(const std::vector<TextSpan>& spans, std::string_view normalised) {
  auto text = text::to_utf32(normalised);
  for (const auto& span : spans) blank(span, text);
  return text::to_utf8(text);
}

QueryText read_text(const SearchRequest& request) {
  constexpr std::size_t kQueryBytes = 1'024;
  auto text = text::to_utf32(text::clip(text::normalise(request.text), kQueryBytes));
  QueryText parts;
  parts.quoted = take_quotes(text);
  for (const auto& filler : request.fillers) blank(filler, text);
  parts.running = text::to_utf8(text);
  std::vector<TextSpan> said;
  for (const auto& preference : request.preferences) {
    const auto& words = preference.words;
    if (words.begin >= words.end || words.end > text.size()) continue;
    if (std::find(said.begin(), said.end(), words) != said.end()) continue;
    said.push_back(words);
    parts.labels.push_back(
        {text::to_utf8(std::u32string_view(text).substr(words.begin, words.end - words.begin)), {}});
  }
  for (const auto& preference : request.preferences)
    for (std::size_t i = 0; i < said.size(); ++i)
      if (said[i] == preference.words) parts.labels[i].marks.push_back(preference.mark);
  for (const auto& words : said) blank(words, text);
  parts.topic = text::to_utf8(text);
  if (is_blank(parts.topic)) parts.topic.clear();
  return parts;
}

}  // namespace kecang::xapian
