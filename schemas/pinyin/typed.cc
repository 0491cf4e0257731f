#include "schemas/pinyin/typed.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "schemas/base/text.h"

namespace kecang::pinyin {
namespace {

constexpr char32_t kBmpEnd = 0x10000;
constexpr char kBeginsWord = '|';
constexpr char kInsideWord = '.';

bool is_typed(char32_t folded) {
  return text::is_han(folded) || u_isalnum(static_cast<UChar32>(folded));
}

bool is_latin(char32_t c) {
  return c >= U'a' && c <= U'z';
}

/// Long words are pairs of short ones (勾股定理): people look for the second, too.
void part_pairs(std::u32string_view folded, std::vector<bool>& starts) {
  for (std::size_t begin = 0; begin < folded.size();) {
    auto end = begin + 1;
    while (end < folded.size() && !starts[end] && text::is_han(folded[end])) ++end;
    for (auto at = begin + 2; starts[begin] && at + 2 <= end; at += 2) starts[at] = true;
    begin = end;
  }
}

/// Which code points a word begins at.
std::vector<bool> word_starts(std::u32string_view folded) {
  const auto utf8 = text::to_utf8(folded);
  std::vector<std::size_t> bytes;
  std::size_t from = 0;
  for (const auto& term : text::terms_of(utf8)) {
    if (term.kind != text::TermKind::word) continue;
    const auto at = utf8.find(term.text, from);
    if (at == std::string::npos) continue;
    bytes.push_back(at);
    from = at + term.text.size();
  }
  std::vector<bool> starts(folded.size(), false);
  std::size_t byte = 0;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    starts[i] = std::binary_search(bytes.begin(), bytes.end(), byte);
    byte += text::to_utf8(folded.substr(i, 1)).size();
  }
  part_pairs(folded, starts);
  return starts;
}

/// Many type lu for lü.
void add_without_dots(Readings& readings) {
  for (std::size_t i = 0, count = readings.size(); i < count; ++i) {
    auto plain = readings[i];
    std::replace(plain.begin(), plain.end(), 'v', 'u');
    if (std::find(readings.begin(), readings.end(), plain) == readings.end()) readings.push_back(plain);
  }
}

/// Cheap: most texts end here.
bool may_begin(char32_t typed, const Typeable::Unit& unit) {
  if (unit.character == typed) return true;
  return std::any_of(unit.readings.begin(), unit.readings.end(),
                     [&](const auto& reading) { return static_cast<char32_t>(reading.front()) == typed; });
}

/// How the rest of what was typed can be had from the rest of a text, from one unit on.
class Matching {
 public:
  Matching(const std::vector<Typed::Character>& typed, const std::vector<Typeable::Unit>& units,
           std::size_t begin)
      : typed_(typed), units_(units), begin_(begin), known_((typed.size() + 1) * (typed.size() + 1), kOpen) {}

  /// The best manner, or nothing.
  std::optional<Manner> best() {
    const auto found = best_from(0, begin_);
    return found == kNone ? std::nullopt : std::optional(static_cast<Manner>(found));
  }

  /// One past the last unit that the best way uses.
  std::size_t end() const {
    std::size_t at = 0;
    auto unit = begin_;
    while (at < typed_.size()) at = step_of(at, unit++);
    return unit;
  }

 private:
  static constexpr std::int8_t kOpen = -1;
  static constexpr std::int8_t kNone = 3;

  std::size_t cell(std::size_t at, std::size_t unit) const {
    return at * (typed_.size() + 1) + (unit - begin_);
  }

  std::int8_t best_from(std::size_t at, std::size_t unit) {
    if (at == typed_.size()) return 0;
    if (unit == units_.size()) return kNone;
    if (known_[cell(at, unit)] != kOpen) return known_[cell(at, unit)];
    std::int8_t best = kNone;
    each_step(at, unit, [&](std::size_t next, Manner manner) {
      best = std::min(best, std::max(static_cast<std::int8_t>(manner), best_from(next, unit + 1)));
    });
    return known_[cell(at, unit)] = best;
  }

  /// Where the best way goes on behind `unit`; everything it needs is known already.
  std::size_t step_of(std::size_t at, std::size_t unit) const {
    std::size_t best_next = typed_.size();
    std::int8_t best = kNone;
    each_step(at, unit, [&](std::size_t next, Manner manner) {
      const auto rest = next == typed_.size()       ? std::int8_t{0}
                        : unit + 1 == units_.size() ? kNone
                                                    : known_[cell(next, unit + 1)];
      const auto all = std::max(static_cast<std::int8_t>(manner), rest);
      if (rest != kOpen && all < best) best = all, best_next = next;
    });
    return best_next;
  }

  /// Every way in which `unit` stands for what was typed from `at` on: next(where that ends, how).
  template <class Next>
  void each_step(std::size_t at, std::size_t unit, Next next) const {
    const auto& [character, begins, place, length, readings] = units_[unit];
    if (typed_[at].character == character) next(at + 1, Manner::text);
    if (!is_latin(typed_[at].character)) return;
    for (const auto& reading : readings) {
      const auto said = common(reading, at);
      if (said == 0) continue;
      if (said == reading.size() || at + said == typed_.size()) next(at + said, Manner::sound);
      if (reading.size() > 1) next(at + 1, Manner::initials);
      if (said > 1 && reading.size() > 2 && reading[1] == 'h') next(at + 2, Manner::initials);
    }
  }

  /// How many letters of `reading` were typed from `at` on, within one syllable.
  std::size_t common(std::string_view reading, std::size_t at) const {
    std::size_t count = 0;
    while (count < reading.size() && at + count < typed_.size() &&
           typed_[at + count].character == static_cast<char32_t>(reading[count]) &&
           (count == 0 || !typed_[at + count].begins_syllable))
      ++count;
    return count;
  }

  const std::vector<Typed::Character>& typed_;
  const std::vector<Typeable::Unit>& units_;
  const std::size_t begin_;
  std::vector<std::int8_t> known_;  ///< by place in what was typed and unit
};

}  // namespace

void Typeable::take_units() {
  const auto characters = text::to_utf32(text_);
  const auto folded = text::fold(text_);
  std::uint32_t place = 0;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const std::uint32_t length = characters[i] < kBmpEnd ? 1 : 2;
    if (is_typed(folded[i])) units_.push_back({folded[i], false, place, length, {}});
    place += length;
  }
}

Typeable::Typeable(std::string text) : text_(std::move(text)) {
  take_units();
  const auto folded = text::fold(text_);
  const auto starts = word_starts(folded);
  auto readings = pinyin::readings(text::to_utf8(folded));
  auto reading = readings.begin();
  auto unit = units_.begin();
  for (std::size_t i = 0; i < folded.size(); ++i) {
    if (!is_typed(folded[i])) continue;
    unit->begins_word = starts[i] || unit == units_.begin();
    if (text::is_han(folded[i]) && reading != readings.end()) {
      unit->readings = std::move(*reading++);
      std::erase(unit->readings, std::string());
      add_without_dots(unit->readings);
    }
    ++unit;
  }
}

std::string Typeable::packed() const {
  std::string packed = text_;
  std::replace(packed.begin(), packed.end(), '\n', ' ');
  packed += '\n';
  for (const auto& unit : units_) {
    packed += unit.begins_word ? kBeginsWord : kInsideWord;
    for (std::size_t i = 0; i < unit.readings.size(); ++i)
      packed.append(i > 0 ? "," : "").append(unit.readings[i]);
  }
  return packed;
}

std::optional<Typeable> Typeable::unpack(std::string_view packed) {
  const auto line_end = packed.find('\n');
  if (line_end == std::string_view::npos) return std::nullopt;
  Typeable text;
  text.text_ = packed.substr(0, line_end);
  text.take_units();
  packed.remove_prefix(line_end + 1);
  for (auto& unit : text.units_) {
    if (packed.empty()) return std::nullopt;
    unit.begins_word = packed.front() == kBeginsWord;
    packed.remove_prefix(1);
    const auto end = std::min(packed.find_first_of("|."), packed.size());
    for (auto left = packed.substr(0, end); !left.empty();) {
      const auto comma = std::min(left.find(','), left.size());
      unit.readings.emplace_back(left.substr(0, comma));
      left.remove_prefix(std::min(comma + 1, left.size()));
    }
    packed.remove_prefix(end);
  }
  return packed.empty() ? std::optional(std::move(text)) : std::nullopt;
}

Typed::Typed(std::string_view text) {
  bool parted = true;
  for (auto c : text::fold(text)) {
    if (c == U'ü') c = U'v';
    if (!is_typed(c)) {
      parted = true;
      continue;
    }
    const auto before = characters_.empty() ? U' ' : characters_.back().character;
    if (c == U'v' && !parted && (before == U'j' || before == U'q' || before == U'x' || before == U'y'))
      c = U'u';
    characters_.push_back({c, parted});
    parted = false;
    if (characters_.size() == kMostTyped) return;
  }
}

bool Typed::has_latin() const {
  return std::any_of(characters_.begin(), characters_.end(),
                     [](const auto& one) { return is_latin(one.character); });
}

std::optional<TypedMatch> Typed::match(const Typeable& text) const {
  std::optional<TypedMatch> best;
  const auto& units = text.units();
  for (std::size_t begin = 0; begin < units.size() && !empty(); ++begin) {
    if (!units[begin].begins_word || !may_begin(characters_.front().character, units[begin])) continue;
    Matching matching(characters_, units, begin);
    const auto manner = matching.best();
    if (!manner) continue;
    TypedMatch found{*manner, begin == 0, {}};
    if (best && best->order() <= found.order()) continue;
    const auto& last = units[matching.end() - 1];
    found.range = {units[begin].place, last.place + last.length};
    best = found;
  }
  return best;
}

}  // namespace kecang::pinyin
