#include "schemas/base/snippet.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "schemas/base/text.h"

namespace kecang::text {
namespace {

constexpr std::size_t kHitLimit = 20'000;
constexpr double kBigramShare = 0.3;  ///< what a piece of a word counts beside the whole
constexpr double kLoneCharacter = 0.1;

bool is_space(char32_t c) {
  return c <= U' ' || c == 0x85 || c == 0xA0 || c == 0x2028 || c == 0x2029 || c == 0x3000;
}

bool is_word_character(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') ||
         (c >= 0xC0 && c < 0x2000);
}

struct Needle {
  std::u32string text;
  double weight;
};

/// A needle found at characters [begin, end).
struct Hit {
  std::size_t begin;
  std::size_t end;
  std::size_t needle;
};

/// Looks for many words at once. A table of first characters keeps the others cheap.
class Finder {
 public:
  explicit Finder(const std::vector<std::string>& words) : starts_(0x10000, false) {
    for (const auto& word : words) add_word(fold(word));
  }

  const Needle& needle(std::size_t index) const { return needles_[index]; }
  std::size_t size() const { return needles_.size(); }

  std::vector<Hit> find(const std::u32string& folded, std::size_t limit) const {
    std::vector<Hit> hits;
    if (needles_.empty()) return hits;
    for (std::size_t at = 0; at < folded.size() && hits.size() < limit; ++at) {
      if (!starts_[folded[at] & 0xFFFF]) continue;
      const auto found = by_first_.find(folded[at]);
      if (found == by_first_.end()) continue;
      for (const auto index : found->second)
        if (const auto end = match(folded, at, needles_[index].text)) hits.push_back({at, *end, index});
    }
    return hits;
  }

 private:
  void add_word(const std::u32string& word) {
    const auto han = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_han));
    add(word, word.size() == 1 && han == 1 ? kLoneCharacter : static_cast<double>(word.size()));
    if (han < 3) return;
    for (std::size_t i = 0; i + 1 < word.size(); ++i)
      if (is_han(word[i]) && is_han(word[i + 1])) add(word.substr(i, 2), kBigramShare);
  }

  void add(std::u32string word, double weight) {
    if (word.empty() || is_space(word.front())) return;
    const auto same = [&](const Needle& needle) { return needle.text == word; };
    if (std::any_of(needles_.begin(), needles_.end(), same)) return;
    starts_[word.front() & 0xFFFF] = true;
    by_first_[word.front()].push_back(needles_.size());
    needles_.push_back({std::move(word), weight});
  }

  /// Where the needle ends. A line may be wrapped between two Han characters; a Latin word has to be whole.
  static std::optional<std::size_t> match(const std::u32string& in, std::size_t at,
                                          const std::u32string& needle) {
    const auto begin = at;
    for (std::size_t i = 0; i < needle.size(); ++i, ++at) {
      if (at < in.size() && in[at] == U' ' && needle[i] != U' ' && i > 0 && is_han(needle[i]) &&
          is_han(needle[i - 1]))
        ++at;
      if (at >= in.size() || in[at] != needle[i]) return {};
    }
    if (is_word_character(needle.front()) && begin > 0 && is_word_character(in[begin - 1])) return {};
    if (is_word_character(needle.back()) && at < in.size() && is_word_character(in[at])) return {};
    return at;
  }

  std::vector<Needle> needles_;
  std::unordered_map<char32_t, std::vector<std::size_t>> by_first_;
  std::vector<bool> starts_;
};

struct Window {
  std::size_t begin = 0;  ///< characters
  std::size_t end = 0;
  double score = 0;
};

/// The window with the most distinct needles by weight, among those that begin with a hit.
Window best_window(const std::vector<Hit>& hits, const Finder& finder, std::size_t width) {
  std::vector<std::size_t> inside(finder.size(), 0);
  Window best;
  double score = 0;
  std::size_t next = 0;
  for (std::size_t first = 0; first < hits.size(); ++first) {
    for (; next < hits.size() && hits[next].end <= hits[first].begin + width; ++next)
      if (inside[hits[next].needle]++ == 0) score += finder.needle(hits[next].needle).weight;
    if (next <= first) {  // longer than the window by itself
      next = first + 1;
      continue;
    }
    if (score > best.score + 1e-9) best = {hits[first].begin, hits[next - 1].end, score};
    if (--inside[hits[first].needle] == 0) score -= finder.needle(hits[first].needle).weight;
  }
  return best;
}

bool ends_sentence(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'；' || c == U'\n' || c == U'!' || c == U'?' ||
         c == U';';
}

/// Half of the spare room stands before the first hit, or less if a sentence begins there; more if the text
/// ends soon. A Latin word is not cut.
std::size_t begin_of_text(const std::u32string& text, const Window& window, std::size_t width) {
  if (text.size() <= width) return 0;
  const auto spare = width - std::min(width, window.end - window.begin);
  const auto half = window.begin - std::min(window.begin, spare / 2);
  const auto earliest = std::min(half, text.size() - width);
  for (auto at = window.begin; at > earliest; --at)
    if (ends_sentence(text[at - 1])) return at;
  auto begin = earliest;
  const auto inside_word = [&](std::size_t at) {
    return at > 0 && is_word_character(text[at - 1]) && is_word_character(text[at]);
  };
  while (begin < window.begin && inside_word(begin)) ++begin;
  return begin;
}

/// Puts ranges of characters into UTF-16 code units of text[begin, end), joining those that touch.
std::vector<TextRange> to_ranges(const std::u32string& text, std::size_t begin, std::size_t end,
                                 std::vector<Hit> hits, std::size_t limit) {
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.begin < b.begin; });
  std::vector<TextRange> ranges;
  std::size_t at = begin;
  std::uint32_t units = 0;
  const auto units_until = [&](std::size_t to) {
    for (; at < to; ++at) units += text[at] > 0xFFFF ? 2 : 1;
    return units;
  };
  for (std::size_t i = 0; i < hits.size() && ranges.size() < limit;) {
    const auto from = hits[i].begin;
    auto to = hits[i].end;
    for (++i; i < hits.size() && hits[i].begin <= to; ++i) to = std::max(to, hits[i].end);
    if (from < begin || to > end) continue;
    const auto first = units_until(from);
    ranges.push_back({first, units_until(to)});
  }
  return ranges;
}

Snippet cut(const std::u32string& text, std::size_t begin, std::size_t width, const std::vector<Hit>& hits) {
  while (begin < text.size() && is_space(text[begin])) ++begin;
  auto end = std::min(text.size(), begin + width);
  while (end > begin && is_space(text[end - 1])) --end;
  Snippet snippet;
  auto line = text.substr(begin, end - begin);
  for (auto& c : line)
    if (is_space(c)) c = U' ';
  snippet.text = to_utf8(line);
  snippet.ranges = to_ranges(text, begin, end, hits, hits.size());
  snippet.cut_front = std::any_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin),
                                  [](char32_t c) { return !is_space(c); });
  snippet.cut_back = std::any_of(text.begin() + static_cast<std::ptrdiff_t>(end), text.end(),
                                 [](char32_t c) { return !is_space(c); });
  return snippet;
}

Snippet beginning(std::span<const std::string_view> segments, std::size_t width) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto text = to_utf32(segments[i]);
    if (std::all_of(text.begin(), text.end(), is_space)) continue;
    auto snippet = cut(text, 0, width, {});
    snippet.segment = i;
    return snippet;
  }
  return {};
}

}  // namespace

Snippet best_snippet(std::span<const std::string_view> segments, const std::vector<std::string>& words,
                     std::size_t width) {
  const Finder finder(words);
  Window best;
  std::size_t best_segment = 0;
  std::vector<Hit> best_hits;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    auto hits = finder.find(fold(segments[i]), kHitLimit);
    const auto window = best_window(hits, finder, width);
    if (window.score <= best.score + 1e-9) continue;
    best = window;
    best_segment = i;
    best_hits = std::move(hits);
  }
  if (best_hits.empty()) return beginning(segments, width);
  const auto text = to_utf32(segments[best_segment]);
  auto snippet = cut(text, begin_of_text(text, best, width), width, best_hits);
  snippet.segment = best_segment;
  return snippet;
}

std::vector<TextRange> highlight(std::string_view text, const std::vector<std::string>& words,
                                 std::size_t limit) {
  const Finder finder(words);
  const auto folded = fold(text);
  return to_ranges(to_utf32(text), 0, folded.size(), finder.find(folded, kHitLimit), limit);
}

}  // namespace kecang::text
