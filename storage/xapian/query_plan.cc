#include "storage/xapian/query_plan.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "schemas/base/text.h"
#include "storage/xapian/layout.h"

namespace kecang::xapian {
namespace {

using text::TermKind;

constexpr std::size_t kQueryBytes = 1'024;

/// How much each reading of the text counts (schemas/index-layout.md says what was measured).
constexpr double kWordWeight = 1.0;
constexpr double kBigramWeight = 0.7;
constexpr double kCharacterWeight = 0.3;
constexpr double kTitleWeight = 0.2;

/// What a match must hold of the query's units: this share, but of a long sentence not more than the sum of
/// the second line; and if that finds less than a page, one unit. A short run of characters is one name or
/// notion: all of it.
constexpr double kShare = 0.5;
constexpr double kLongBase = 1.0;
constexpr double kLongShare = 0.1;
constexpr double kOneUnit = 1.0;
constexpr std::size_t kPage = 20;
constexpr std::size_t kNotionCharacters = 4;

constexpr double kLatinUnit = 2.0;
constexpr double kHanUnit = 1.0;
constexpr double kJoiningUnit = 0.5;  ///< one of its characters is a function word

double weight_of(TermKind kind) {
  switch (kind) {
    case TermKind::word:
      return kWordWeight;
    case TermKind::bigram:
      return kBigramWeight;
    case TermKind::character:
      return kCharacterWeight;
  }
  return 0;
}

/// Words that ask or join and say nothing of the subject. They still add to the score.
bool is_function_word(std::string_view word) {
  static const std::set<std::string_view> words = {
      "的",   "了",   "是",     "在",   "和",   "与",   "及",   "或",     "有",   "为",   "吗",
      "呢",   "吧",   "啊",     "我",   "你",   "他",   "她",   "它",     "这",   "那",   "个",
      "些",   "之",   "其",     "把",   "被",   "对",   "从",   "到",     "给",   "请",   "找",
      "要",   "想",   "求",     "用",   "于",   "也",   "都",   "就",     "不",   "什么", "怎么",
      "怎样", "如何", "为什么", "哪些", "哪个", "哪里", "多少", "几",     "谁",   "何时", "一个",
      "一些", "一下", "我们",   "你们", "他们", "关于", "有关", "有没有", "可以", "能",   "能否",
      "需要", "以及", "还有",   "帮我", "the",  "a",    "an",   "of",     "and",  "or",   "to",
      "in",   "on",   "for",    "is",   "are",  "what", "how",  "why",    "which"};
  return words.contains(word);
}

struct Parts {
  std::string running;  ///< the text without quotation marks
  std::vector<std::string> quoted;
};

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

Parts split_quotes(std::string_view normalised) {
  auto text = text::to_utf32(normalised);
  Parts parts;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto mark = closing_mark(text, at);
    if (!mark) continue;
    const auto end = text.find(*mark, at + 1);
    if (end == std::u32string::npos) continue;
    if (*mark != U'"' && !ends_here(text, end + 1)) continue;
    parts.quoted.push_back(text::to_utf8(std::u32string_view(text).substr(at + 1, end - at - 1)));
    text[at] = text[end] = U' ';
    at = end;
  }
  parts.running = text::to_utf8(text);
  return parts;
}

bool has_han(std::string_view utf8) {
  const auto characters = text::to_utf32(utf8);
  return std::any_of(characters.begin(), characters.end(), text::is_han);
}

/// Han text of two and more characters is found by its bigrams, whatever words the document was cut into.
std::vector<std::string> terms_that_hold(std::string_view part) {
  std::vector<std::string> terms;
  const auto all = text::terms_of(part);
  for (const auto& term : all)
    if (term.kind == TermKind::bigram) terms.push_back(text_term(Field::body, term.kind, term.text));
  for (const auto& term : all) {
    const auto characters = text::to_utf32(term.text);
    const bool has_han = std::any_of(characters.begin(), characters.end(), text::is_han);
    if (term.kind == TermKind::word && !has_han)
      terms.push_back(text_term(Field::body, term.kind, term.text));
    if (term.kind == TermKind::character && terms.empty())
      terms.push_back(text_term(Field::body, term.kind, term.text));
  }
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

double weight_of_bigram(std::string_view bigram) {
  if (is_function_word(bigram)) return 0;
  const auto characters = text::to_utf32(bigram);
  const bool joins = std::any_of(characters.begin(), characters.end(), [](char32_t c) {
    return is_function_word(text::to_utf8({&c, 1}));
  });
  return joins ? kJoiningUnit : kHanUnit;
}

double weight_of_unit(const text::Term& term) {
  switch (term.kind) {
    case TermKind::bigram:
      return weight_of_bigram(term.text);
    case TermKind::word:
      return has_han(term.text) || is_function_word(term.text) ? 0 : kLatinUnit;
    case TermKind::character:
      return 0;
  }
  return 0;
}

std::vector<Unit> units_of(const std::vector<text::Term>& terms) {
  std::map<std::string, double> units;
  for (const auto& term : terms)
    if (const auto weight = weight_of_unit(term); weight > 0)
      units.emplace(text_term(Field::body, term.kind, term.text), weight);
  std::vector<Unit> list;
  list.reserve(units.size());
  for (const auto& [term, weight] : units) list.push_back({term, weight});
  return list;
}

std::vector<ScoredTerm> scored_terms(const std::vector<text::Term>& terms) {
  std::map<std::string, ScoredTerm> scored;
  const auto add = [&](Field field, const text::Term& term, double weight) {
    auto name = text_term(field, term.kind, term.text);
    auto& entry = scored.try_emplace(name, ScoredTerm{name, weight, 0}).first->second;
    ++entry.count;
  };
  for (const auto& term : terms) {
    add(Field::body, term, weight_of(term.kind));
    if (term.kind != TermKind::character) add(Field::title, term, weight_of(term.kind) * kTitleWeight);
  }
  std::vector<ScoredTerm> list;
  list.reserve(scored.size());
  for (auto& [name, term] : scored) list.push_back(std::move(term));
  return list;
}

std::vector<Phrase> phrases_of(const std::vector<std::string>& quoted) {
  std::vector<Phrase> phrases;
  for (const auto& part : quoted) {
    const auto first = part.find_first_not_of(' ');
    if (first == std::string::npos) continue;
    Phrase phrase{part.substr(first, part.find_last_not_of(' ') - first + 1), terms_that_hold(part)};
    if (!phrase.terms.empty()) phrases.push_back(std::move(phrase));
  }
  return phrases;
}

/// The words to mark in a text. Characters that the analyser left alone but that stand together are a name it
/// does not know (课 + 件): one word. Function words are marked only when there is nothing else.
std::vector<std::string> words_to_mark(const std::vector<text::Term>& terms) {
  std::set<std::string_view> bigrams;
  for (const auto& term : terms)
    if (term.kind == TermKind::bigram) bigrams.insert(term.text);
  std::vector<std::string> words;
  std::string last;  // the character before, if it stood alone
  for (const auto& term : terms) {
    if (term.kind != TermKind::word) continue;
    const bool lone = text::to_utf32(term.text).size() == 1 && has_han(term.text);
    if (is_function_word(term.text)) {
      last.clear();
    } else if (lone && !last.empty() && bigrams.contains(last + term.text)) {
      words.back() += term.text;
      last = term.text;
    } else {
      words.push_back(term.text);
      last = lone ? term.text : "";
    }
  }
  if (!words.empty()) return words;
  for (const auto& term : terms)
    if (term.kind == TermKind::word) words.push_back(term.text);
  return words;
}

std::vector<std::string> words_of(const std::vector<text::Term>& terms, const std::vector<Phrase>& phrases) {
  std::vector<std::string> words;
  words.reserve(phrases.size());
  for (const auto& phrase : phrases) words.push_back(phrase.text);
  for (auto& word : words_to_mark(terms))
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  return words;
}

/// True for 勾股定理 and for "photosynthesis".
bool is_one_notion(const std::vector<text::Term>& terms, const std::vector<Unit>& units) {
  const auto count = [&](TermKind kind) {
    return static_cast<std::size_t>(
        std::count_if(terms.begin(), terms.end(), [kind](const auto& term) { return term.kind == kind; }));
  };
  const auto characters = count(TermKind::character);
  if (characters == 0) return units.size() == 1;
  const bool one_run = count(TermKind::bigram) + 1 == characters;
  const bool only_han =
      std::none_of(units.begin(), units.end(), [](const auto& unit) { return unit.weight == kLatinUnit; });
  return one_run && only_han && characters <= kNotionCharacters;
}

std::vector<Floor> floors_of(const std::vector<text::Term>& terms, const std::vector<Unit>& units) {
  double sum = 0;
  for (const auto& unit : units) sum += unit.weight;
  if (sum == 0) return {};
  std::vector<Floor> floors;
  const auto strict = std::min(sum * kShare, kLongBase + sum * kLongShare);
  const auto weak = std::min(sum * kShare, kOneUnit);
  if (is_one_notion(terms, units)) {
    floors.push_back({sum, 1});
  } else {
    floors.push_back({strict, kPage});
  }
  floors.push_back({weak, 1});
  return floors;
}

}  // namespace

QueryPlan plan_query(std::string_view text) {
  const auto parts = split_quotes(text::clip(text::normalise(text), kQueryBytes));
  const auto terms = text::terms_of(parts.running);
  QueryPlan plan;
  plan.scored = scored_terms(terms);
  plan.units = units_of(terms);
  plan.phrases = phrases_of(parts.quoted);
  plan.words = words_of(terms, plan.phrases);
  plan.floors = floors_of(terms, plan.units);
  return plan;
}

}  // namespace kecang::xapian
