#pragma once
/// Where a query's words stand in a text. Ranges instead of markup: what a page shows is never HTML made from
/// text. Any thread may call.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::text {

/// [begin, end) in UTF-16 code units, so that `text.slice(begin, end)` in a browser is the marked part.
struct TextRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const TextRange&) const = default;
};

struct Snippet {
  std::size_t segment = 0;  ///< index of the text it was taken from
  std::string text;         ///< one line: line breaks are spaces
  std::vector<TextRange> ranges;
  bool cut_front = false;  ///< the segment goes on before `text`
  bool cut_back = false;   ///< and after it
};

/// The part of at most `width` characters that holds the most of `words` (as SearchPage::words), the earliest
/// if several do. Without any: the beginning of the first segment that has text, and no ranges.
Snippet best_snippet(std::span<const std::string_view> segments, const std::vector<std::string>& words,
                     std::size_t width = 120);

/// Every place of `words` in `text`, ascending, without overlap; at most `limit`.
std::vector<TextRange> highlight(std::string_view text, const std::vector<std::string>& words,
                                 std::size_t limit = 1'000);

}  // namespace kecang::text
