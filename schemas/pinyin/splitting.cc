#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "schemas/base/text.h"
#include "schemas/pinyin/pinyin.h"
#include "schemas/pinyin/reading_table.h"

namespace kecang::pinyin {
namespace {

constexpr std::size_t kLongestSyllable = 6;
constexpr std::size_t kLongestText = 128;  // letters: more than anybody types as one run of pinyin
/// What fewer rows of the dictionary have is dialect or an exclamation (eh, fiao, wong).
constexpr std::uint32_t kFewestUses = 4;

/// 0 for what nobody types.
std::uint32_t uses_of(std::string_view syllable) {
  const auto rows = reading_table().syllables;
  const auto row = std::lower_bound(rows.begin(), rows.end(), syllable,
                                    [](const auto& a, std::string_view b) { return a.text < b; });
  if (row == rows.end() || row->text != syllable || row->uses < kFewestUses) return 0;
  return row->uses;
}

/// The uses of all syllables that begin so.
std::uint32_t uses_of_beginning(std::string_view beginning) {
  const auto rows = reading_table().syllables;
  auto row = std::lower_bound(rows.begin(), rows.end(), beginning,
                              [](const auto& a, std::string_view b) { return a.text < b; });
  std::uint32_t uses = 0;
  for (; row != rows.end() && row->text.starts_with(beginning); ++row)
    if (row->uses >= kFewestUses) uses += row->uses;
  return uses;
}

/// Beside l and n, ue can only mean üe.
std::string_view with_dots(std::string_view piece) {
  if (piece == "lue") return "lve";
  if (piece == "nue") return "nve";
  return piece;
}

double total_uses() {
  static const double total = [] {
    double sum = 0;
    for (const auto& row : reading_table().syllables) sum += row.uses;
    return sum;
  }();
  return total;
}

/// One way to cut what stands before a place.
struct Cut {
  double likelihood = 0;  ///< logarithm; every syllable costs, so fewer are likelier
  TypedSyllables typed;
};

bool is_likelier(const Cut& a, const Cut& b) {
  if (a.typed.last_is_whole != b.typed.last_is_whole) return a.typed.last_is_whole;
  if (a.likelihood != b.likelihood) return a.likelihood > b.likelihood;
  return a.typed.syllables > b.typed.syllables;
}

/// The likeliest cuts up to each place, from left to right; each place keeps `limit`.
class Splitting {
 public:
  Splitting(std::string_view spelled, std::size_t limit)
      : text_(spelled), limit_(limit), cuts_(spelled.size() + 1) {
    cuts_[0].emplace_back();
    for (std::size_t at = 0; at < text_.size(); ++at) leave(at);
  }

  std::vector<Cut> whole() const { return cuts_.back(); }

  /// With the beginning of a syllable at the end.
  std::vector<Cut> unfinished() const {
    std::vector<Cut> found;
    const auto shortest = text_.size() - std::min(text_.size(), kLongestSyllable);
    for (std::size_t at = shortest; at < text_.size(); ++at) {
      const auto rest = text_.substr(at);
      const auto uses = is_letters(rest) ? uses_of_beginning(rest) : 0;
      if (uses == uses_of(rest)) continue;  // nothing goes on from here
      for (const auto& cut : cuts_[at]) found.push_back(extended(cut, rest, uses, false));
    }
    return found;
  }

 private:
  static bool is_letters(std::string_view text) { return text.find_first_of(" '") == std::string_view::npos; }

  static Cut extended(const Cut& cut, std::string_view syllable, std::uint32_t uses, bool is_whole) {
    auto longer = cut;
    longer.likelihood += std::log(uses / total_uses());
    longer.typed.syllables.emplace_back(syllable);
    longer.typed.last_is_whole = is_whole;
    return longer;
  }

  void leave(std::size_t at) {
    auto& here = cuts_[at];
    std::sort(here.begin(), here.end(), is_likelier);
    if (here.size() > limit_) here.resize(limit_);
    if (here.empty()) return;
    if (!is_letters(text_.substr(at, 1))) {
      cuts_[at + 1].insert(cuts_[at + 1].end(), here.begin(), here.end());
      return;
    }
    for (std::size_t length = 1; length <= kLongestSyllable && at + length <= text_.size(); ++length) {
      const auto piece = with_dots(text_.substr(at, length));
      const auto uses = uses_of(piece);
      if (uses == 0) continue;
      for (const auto& cut : here) cuts_[at + length].push_back(extended(cut, piece, uses, true));
    }
  }

  std::string_view text_;
  std::size_t limit_;
  std::vector<std::vector<Cut>> cuts_;  ///< by place
};

std::vector<Cut> best_of(std::vector<Cut> cuts, std::size_t limit) {
  std::sort(cuts.begin(), cuts.end(), is_likelier);
  if (cuts.size() > limit) cuts.resize(limit);
  return cuts;
}

/// jü, qü, xü and yü are written without the dots.
std::string without_needless_dots(std::string letters) {
  for (std::size_t i = 1; i < letters.size(); ++i)
    if (letters[i] == 'v' && std::string_view("jqxy").find(letters[i - 1]) != std::string_view::npos)
      letters[i] = 'u';
  return letters;
}

}  // namespace

bool is_syllable(std::string_view latin) {
  return uses_of(latin) > 0;
}

std::string spelling(std::string_view latin) {
  std::string spelled;
  const auto characters = text::to_utf32(latin);
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const auto c = characters[i];
    if (c >= U'a' && c <= U'z') {
      spelled += static_cast<char>(c);
    } else if (c >= U'A' && c <= U'Z') {
      spelled += static_cast<char>(c - U'A' + U'a');
    } else if (c == U'ü' || c == U'Ü') {
      spelled += 'v';
    } else if (c == U':' && !spelled.empty() && spelled.back() == 'u') {
      spelled.back() = 'v';
    } else if (c == U'\'' || c == U'’' || c == U'‘' || c == U'ʼ' || c == U'`') {
      spelled += '\'';
    } else if (c == U' ' || c == U'\u3000') {
      spelled += ' ';
    } else {
      return {};
    }
  }
  return without_needless_dots(std::move(spelled));
}

std::vector<std::vector<std::string>> split(std::string_view latin, std::size_t limit) {
  const auto spelled = spelling(latin);
  if (spelled.empty() || spelled.size() > kLongestText) return {};
  std::vector<std::vector<std::string>> found;
  for (auto& cut : best_of(Splitting(spelled, limit).whole(), limit))
    if (!cut.typed.syllables.empty()) found.push_back(std::move(cut.typed.syllables));
  return found;
}

std::vector<TypedSyllables> split_typed(std::string_view latin, std::size_t limit) {
  const auto spelled = spelling(latin);
  if (spelled.empty() || spelled.size() > kLongestText) return {};
  const Splitting splitting(spelled, limit);
  auto cuts = splitting.whole();
  for (auto& cut : splitting.unfinished()) cuts.push_back(std::move(cut));
  std::vector<TypedSyllables> found;
  for (auto& cut : best_of(std::move(cuts), limit))
    if (!cut.typed.syllables.empty()) found.push_back(std::move(cut.typed));
  return found;
}

}  // namespace kecang::pinyin
