#include "indexer/extract/text_form.h"

#include <algorithm>

#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kLabelLimit = 300;

// What one character becomes: itself, a line end, a space, or nothing (0).
char32_t plain(char32_t c) {
  switch (c) {
    case U'\r':
    case U'\f':
    case U'\v':
    case 0x85:
    case 0x2028:
    case 0x2029:
      return U'\n';
    case 0xA0:
    case 0x202F:
    case 0x2007:
      return U' ';
    case 0xAD:
    case 0x200B:
    case 0x2060:
    case 0xFEFF:
    case 0x200E:
    case 0x200F:
      return 0;
    case U'\n':
    case U'\t':
      return c;
    default:
      break;
  }
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2066 && c <= 0x2069) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
  return control ? 0 : c;
}

void drop_line_end_spaces(std::u32string& text) {
  while (!text.empty() && (text.back() == U' ' || text.back() == U'\t' || text.back() == 0x3000))
    text.pop_back();
}

// Places in a text, which follow what becomes of its characters. They count bytes outside, characters within.
class Places {
 public:
  Places(std::string_view text, std::vector<std::size_t>& places) : places_(places) {
    std::size_t bytes = 0;
    std::size_t characters = 0;
    for (std::size_t& place : places_) {
      const std::size_t until = std::min(std::max(place, bytes), text.size());
      if (until > bytes) characters += text::to_utf32(text.substr(bytes, until - bytes)).size();
      bytes = until;
      place = characters;
    }
  }

  // Character `from` is about to become character `to`.
  void reach(std::size_t from, std::size_t to) {
    for (; reached_ < places_.size() && places_[reached_] <= from; ++reached_) places_[reached_] = to;
  }
  // What was taken off the end takes nothing with it.
  void cut(std::size_t size) {
    for (std::size_t i = reached_; i > 0 && places_[i - 1] > size; --i) places_[i - 1] = size;
  }
  // An empty line that is not kept: what stood on it stands on the one before.
  void drop_line(std::size_t size) {
    for (std::size_t i = reached_; i > 0 && places_[i - 1] == size && size > 0; --i)
      places_[i - 1] = size - 1;
  }

  void count_bytes(std::u32string_view characters, std::string_view utf8) {
    std::size_t done = 0;
    std::size_t bytes = 0;
    for (std::size_t& place : places_) {
      const std::size_t until = std::min(place, characters.size());
      if (until > done) bytes += text::nfc(text::to_utf8(characters.substr(done, until - done))).size();
      done = std::max(done, until);
      place = text::clip(utf8, bytes).size();
    }
  }

 private:
  std::vector<std::size_t>& places_;
  std::size_t reached_ = 0;
};

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

std::string normal_text(std::string_view text) {
  std::vector<std::size_t> none;
  return normal_text(text, none);
}

std::string normal_text(std::string_view text, std::vector<std::size_t>& places) {
  if (places.empty() && is_printable_ascii(text))
    return std::string(text.substr(0, text.find_last_not_of(' ') + 1));
  const std::u32string from = text::to_utf32(text);
  Places placed(text, places);
  std::u32string to;
  to.reserve(from.size());
  char32_t before = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const char32_t c = from[i];
    placed.reach(i, to.size());
    const bool second_of_crlf = before == U'\r' && c == U'\n';
    before = c;
    if (second_of_crlf) continue;
    const char32_t kept = plain(c);
    if (kept == U'\n') {
      drop_line_end_spaces(to);
      placed.cut(to.size());
      if (to.empty() || (to.size() >= 2 && to[to.size() - 1] == U'\n' && to[to.size() - 2] == U'\n')) {
        placed.drop_line(to.size());
        continue;
      }
    }
    if (kept != 0) to += kept;
  }
  placed.reach(from.size(), to.size());
  drop_line_end_spaces(to);
  while (!to.empty() && to.back() == U'\n') to.pop_back();
  placed.cut(to.size());
  std::string normal = text::nfc(text::to_utf8(to));
  placed.count_bytes(to, normal);
  return normal;
}

std::string normal_label(std::string_view text) {
  std::string label;
  for (const char c : normal_text(text)) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space) label += c;
    if (space && !label.empty() && label.back() != ' ') label += ' ';
  }
  while (!label.empty() && label.back() == ' ') label.pop_back();
  return std::string(text::clip(label, kLabelLimit));
}

std::string join_spaced_han(std::string_view utf8) {
  const std::u32string from = text::to_utf32(utf8);
  const auto han_at = [&](std::size_t i) { return i < from.size() && text::is_han(from[i]); };
  const auto spaced_at = [&](std::size_t i) {
    return han_at(i) && i + 1 < from.size() && from[i + 1] == U' ' && han_at(i + 2);
  };
  std::u32string to;
  to.reserve(from.size());
  for (std::size_t i = 0; i < from.size();) {
    const bool starts_word = i == 0 || !han_at(i - 1);
    std::size_t last = i;
    while (starts_word && spaced_at(last)) last += 2;
    const bool ends_word = !han_at(last + 1);
    if (last < i + 4 || !ends_word) {
      to += from[i++];
      continue;
    }
    for (std::size_t k = i; k <= last; k += 2) to += from[k];
    i = last + 1;
  }
  return text::to_utf8(to);
}

std::vector<std::string_view> split_at_lines(std::string_view utf8, std::size_t limit) {
  std::vector<std::string_view> pieces;
  while (utf8.size() > limit) {
    const auto line_end = utf8.rfind('\n', limit - 1);
    const bool at_line = line_end != std::string_view::npos && line_end > 0;
    const auto cut = at_line ? line_end : text::clip(utf8, limit).size();
    pieces.push_back(utf8.substr(0, cut));
    utf8.remove_prefix(at_line ? cut + 1 : cut);
  }
  if (!utf8.empty()) pieces.push_back(utf8);
  return pieces;
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace kecang::extract
