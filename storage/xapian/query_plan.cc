#include "storage/xapian/query_plan.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "schemas/base/text.h"
#include "schemas/commonness/commonness.h"
#include "schemas/pinyin/pinyin.h"
#include "storage/xapian/headings.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/query_text.h"
#include "storage/xapian/sounds.h"
#include "storage/xapian/stems.h"

namespace kecang::xapian {
namespace {

using text::TermKind;

/// How much each reading of the text counts (schemas/index-layout.md says what was measured).
constexpr double kWordWeight = 1.0;
constexpr double kBigramWeight = 0.4;
constexpr double kCharacterWeight = 1.0;
/// Of words that ask or join, which match everywhere.
constexpr double kFunctionShare = 0.5;
constexpr double kTitleWeight = 0.4;
constexpr double kStemWeight = 0.5;
/// What agreeing with a preference of importance 1 adds; a word that tells much adds about 10.
constexpr double kPreferenceWeight = 14;
/// The words of a preference are looked for in the text, too: they may be meant literally.
constexpr double kLabelShare = 0.1;
/// What a lesson's whole name adds, as written or as it was typed; and by other characters of the same sound.
constexpr double kNameWeight = 10;
constexpr double kNameSoundWeight = 6;
/// Two syllables, or a character's initial, that a title holds.
constexpr double kSoundWeight = 6;
constexpr double kInitialWeight = 3;
/// The same two syllables in other characters.
constexpr double kSameSoundWeight = 1.5;
/// Of what an English term is called in Chinese.
constexpr double kTranslatedShare = 0.4;
/// Of all related terms together, beside the words of the topic: of a bare topic as much, of a query that
/// says a book or a kind, too, and so means a certain lesson, less. There are up to twenty of them.
constexpr double kRelatedWeight = 1;
constexpr double kRelatedWeightBesideLabels = 0.3;
/// Of the words of the best matches together.
constexpr double kFeedbackWeight = 0.3;
constexpr std::size_t kTopicUnits = 8;

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
constexpr double kMuchTelling = 4.5;  ///< of a pair that names something
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

/// Rare pairs tell more than common ones, and what stands at the seam of function words tells little.
double weight_of_bigram(std::string_view bigram) {
  if (is_function_word(bigram)) return 0;
  const auto telling = std::min(1.0, commonness::weight_of(TermKind::bigram, bigram) / kMuchTelling);
  const auto characters = text::to_utf32(bigram);
  const bool joins = std::any_of(characters.begin(), characters.end(), [](char32_t c) {
    return is_function_word(text::to_utf8({&c, 1}));
  });
  return telling * (joins ? kJoiningUnit : kHanUnit);
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

std::vector<Way> ways_of(const text::Term& term) {
  std::vector<Way> ways{{.terms = {text_term(Field::body, term.kind, term.text)}}};
  if (term.kind == TermKind::bigram) {
    for (auto& sound : sounds_of_pair(term.text))
      ways.push_back({.terms = {std::move(sound)}, .indirect = true});
    return ways;
  }
  if (const auto stem = stem_of(term.text); !stem.empty()) ways.push_back({.terms = {stem_term(stem)}});
  for (auto& terms : sound_ways(term.text)) ways.push_back({.terms = std::move(terms)});
  if (ways.size() > 2) return ways;
  if (auto terms = initials_way(term.text); !terms.empty()) ways.push_back({.terms = std::move(terms)});
  ways.push_back({.terms = {heading_initials_term(term.text)}});
  return ways;
}

/// Words of `apart` belong to a longer one.
std::vector<Unit> units_of(const std::vector<text::Term>& terms, const std::set<std::string>& apart) {
  std::map<std::string, Unit> units;
  for (const auto& term : terms)
    if (const auto weight = weight_of_unit(term); weight > 0 && !apart.contains(term.text))
      units.try_emplace(text_term(Field::body, term.kind, term.text), Unit{ways_of(term), weight});
  std::vector<Unit> list;
  list.reserve(units.size());
  for (auto& [term, unit] : units) list.push_back(std::move(unit));
  return list;
}

/// What a query without a topic matches by: the mark, or the words themselves.
Unit unit_of_label(const QueryText::Label& label) {
  Unit unit{{}, kLatinUnit};
  for (const auto& mark : label.marks) unit.ways.push_back({.terms = {mark_term(mark)}});
  if (auto terms = terms_that_hold(label.words); !terms.empty())
    unit.ways.push_back({.terms = std::move(terms)});
  return unit;
}

/// Weights by term; what is said twice counts up to twice.
class Scores {
 public:
  void add_text(const std::vector<text::Term>& terms, double share) {
    for (const auto& term : terms) {
      const auto telling = share * (is_function_word(term.text) ? kFunctionShare : 1);
      const auto weight = telling * weight_of(term.kind) * commonness::weight_of(term.kind, term.text);
      add(text_term(Field::body, term.kind, term.text), weight);
      if (term.kind != TermKind::character)
        add(text_term(Field::title, term.kind, term.text), weight * kTitleWeight);
      if (term.kind != TermKind::word) continue;
      if (const auto stem = stem_of(term.text); !stem.empty()) add(stem_term(stem), weight * kStemWeight);
    }
  }
  void add_sounds(const std::vector<text::Term>& terms) {
    for (const auto& term : terms) {
      if (term.kind == TermKind::bigram && weight_of_bigram(term.text) > kJoiningUnit * kHanUnit)
        for (const auto& sound : sounds_of_pair(term.text)) add_fixed(sound, kSameSoundWeight);
      if (term.kind != TermKind::word || has_han(term.text)) continue;
      const auto ways = sound_ways(term.text);
      for (const auto& way : ways)
        for (const auto& sound : way) add_fixed(sound, kSoundWeight);
      if (!ways.empty()) continue;
      for (const auto& part : initials_way(term.text))
        add_fixed(part, kInitialWeight * static_cast<double>(part.size() - 1));
    }
  }
  void add_names(std::string_view topic) {
    for (const auto& term : asked_heading_sounds(topic)) add_fixed(term, kNameSoundWeight);
    for (const auto& term : asked_heading_terms(topic)) add_fixed(term, kNameWeight);
  }
  void add_preferences(const std::vector<Preference>& preferences) {
    for (const auto& preference : preferences)
      add_fixed(mark_term(preference.mark), kPreferenceWeight * preference.importance);
  }
  void add_fixed(const std::string& term, double weight) { scores_[term] = {weight, 0}; }
  /// On top of what it has.
  void add_more(const std::string& term, double weight) { more_[term] += weight; }
  /// Of the words of the text.
  double text_weight() const {
    double sum = 0;
    for (const auto& [term, score] : scores_)
      if (term.front() == 'W' || term.front() == 'B') sum += score.weight * asked(score.count);
    return sum;
  }
  std::vector<ScoredTerm> list() const {
    std::vector<ScoredTerm> list;
    list.reserve(scores_.size() + more_.size());
    for (const auto& [term, score] : scores_) {
      const auto more = more_.find(term);
      list.push_back({term, score.weight * asked(score.count) + (more == more_.end() ? 0 : more->second)});
    }
    for (const auto& [term, weight] : more_)
      if (!scores_.contains(term)) list.push_back({term, weight});
    return list;
  }

 private:
  struct Score {
    double weight = 0;
    std::uint32_t count = 0;  ///< 0: as heavy as it is
  };
  static double asked(std::uint32_t count) { return count == 0 ? 1 : 2.0 * count / (1.0 + count); }
  void add(const std::string& term, double weight) {
    auto& score = scores_[term];
    score.weight = std::max(score.weight, weight);
    ++score.count;
  }
  std::map<std::string, Score> scores_;
  std::map<std::string, double> more_;
};

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

/// Few words, and none that asks or joins.
bool is_bare_topic(const std::vector<text::Term>& terms, const std::vector<Unit>& units) {
  return !terms.empty() && units.size() <= kTopicUnits &&
         std::none_of(terms.begin(), terms.end(), [](const auto& term) {
           return term.kind == TermKind::word && is_function_word(term.text);
         });
}

std::vector<Floor> floors_of(const std::vector<text::Term>& terms, const std::vector<Unit>& units) {
  double sum = 0;
  for (const auto& unit : units) sum += unit.weight;
  if (sum == 0) return {};
  const auto strict = std::min(sum * kShare, kLongBase + sum * kLongShare);
  double largest = 0;
  double smallest = sum;
  for (const auto& unit : units) {
    largest = std::max(largest, unit.weight);
    smallest = std::min(smallest, unit.weight);
  }
  const bool notion = is_one_notion(terms, units);
  const auto first = notion ? sum : strict;
  const auto enough = notion ? std::size_t{1} : kPage;
  std::vector<Floor> floors{{.weight = first, .enough = enough},
                            {.weight = first, .indirect = true, .enough = enough}};
  if (notion) floors.push_back({.weight = sum * kShare, .enough = 1});
  // At last any piece of a notion, and of a sentence one that tells something.
  floors.push_back({.weight = notion ? smallest : std::min({sum * kShare, kOneUnit, largest}), .enough = 1});
  return floors;
}

/// Of a query that says nothing but books and kinds: all of it, or, if that finds nothing, any of it.
std::vector<Floor> floors_of_labels(const std::vector<Unit>& units) {
  return {{.weight = kLatinUnit * static_cast<double>(units.size()), .enough = 1},
          {.weight = kLatinUnit, .enough = 1}};
}

/// Syllables typed apart (san xia): the runs of two and more of them.
std::vector<std::vector<std::string>> syllable_runs(std::string_view topic) {
  std::vector<std::vector<std::string>> runs(1);
  for (std::size_t at = 0; at < topic.size();) {
    const auto end = std::min(topic.find(' ', at), topic.size());
    const auto word = topic.substr(at, end - at);
    if (pinyin::is_syllable(word)) {
      runs.back().emplace_back(word);
    } else if (!word.empty()) {
      runs.emplace_back();
    }
    at = end + 1;
  }
  std::erase_if(runs, [](const auto& run) { return run.size() < 2; });
  return runs;
}

/// One unit for each run; its syllables are in `apart` afterwards.
std::vector<Unit> units_of_runs(std::string_view topic, std::set<std::string>& apart, Scores& scores) {
  std::vector<Unit> units;
  for (const auto& run : syllable_runs(topic)) {
    std::string words;
    for (const auto& syllable : run) words.append(words.empty() ? "" : " ").append(syllable);
    Unit unit{{}, kLatinUnit};
    for (auto& terms : sound_ways(words)) unit.ways.push_back({.terms = std::move(terms)});
    if (unit.ways.empty()) continue;
    for (const auto& way : unit.ways)
      for (const auto& term : way.terms) scores.add_fixed(term, kSoundWeight);
    // It may be English all the same: to be.
    Way as_words;
    for (const auto& syllable : run)
      as_words.terms.push_back(text_term(Field::body, TermKind::word, syllable));
    unit.ways.push_back(std::move(as_words));
    apart.insert(run.begin(), run.end());
    units.push_back(std::move(unit));
  }
  return units;
}

std::vector<std::string> parted(std::string_view words) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(' ', at), words.size());
    if (end > at) parts.emplace_back(words.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

/// Each word of the term is held where one of its meanings stands.
void add_translation(const Translation& translation, std::vector<Unit>& units) {
  for (const auto& word : parted(translation.words)) {
    const Way as_typed{.terms = {text_term(Field::body, TermKind::word, word)}};
    for (auto& unit : units) {
      if (unit.ways.front().terms != as_typed.terms) continue;
      for (const auto& meaning : translation.meanings)
        if (auto terms = terms_that_hold(meaning); !terms.empty())
          unit.ways.push_back({.terms = std::move(terms), .indirect = true});
    }
  }
}

/// What the query's terms are called in the language of the texts.
void add_translations(const std::vector<Translation>& translations, QueryPlan& plan, Scores& scores) {
  for (const auto& translation : translations) {
    add_translation(translation, plan.units);
    for (const auto& meaning : translation.meanings)
      scores.add_text(text::terms_of(meaning), kTranslatedShare);
  }
}

}  // namespace

QueryPlan plan_query(const SearchRequest& request, const LearnedTerms& learned) {
  const auto parts = read_text(request);
  const auto terms = text::terms_of(parts.topic);
  QueryPlan plan;
  Scores scores;
  scores.add_text(terms, 1);
  const auto text_weight = scores.text_weight();
  const auto related_weight =
      text_weight * (parts.labels.empty() ? kRelatedWeight : kRelatedWeightBesideLabels);
  for (const auto& [term, share] : learned.related_to(parts.topic)) {
    plan.related.push_back({term, related_weight * share});
    scores.add_more(term, related_weight * share);
  }
  scores.add_sounds(terms);
  scores.add_names(parts.topic);
  std::set<std::string> apart;
  plan.units = units_of_runs(parts.topic, apart, scores);
  for (auto& unit : units_of(terms, apart)) plan.units.push_back(std::move(unit));
  add_translations(request.translations, plan, scores);
  for (const auto& term : terms) plan.topic.push_back(text_term(Field::body, term.kind, term.text));
  if (terms.empty()) {
    for (const auto& label : parts.labels) plan.units.push_back(unit_of_label(label));
    if (!plan.units.empty()) plan.floors = floors_of_labels(plan.units);
  } else {
    plan.floors = floors_of(terms, plan.units);
  }
  for (const auto& label : parts.labels) {
    const auto words = text::terms_of(label.words);
    scores.add_text(words, kLabelShare);
    if (terms.empty())
      for (const auto& term : words) plan.topic.push_back(text_term(Field::body, term.kind, term.text));
  }
  scores.add_preferences(request.preferences);
  plan.scored = scores.list();
  plan.phrases = phrases_of(parts.quoted);
  if (parts.labels.empty() && plan.phrases.empty() && is_bare_topic(terms, plan.units))
    plan.feedback_weight = kFeedbackWeight * text_weight;
  plan.names = asked_heading_terms(parts.topic);
  // 年级 of 八年级 is not what a text is found for.
  plan.words = words_of(terms.empty() ? text::terms_of(parts.running) : terms, plan.phrases);
  for (const auto& translation : request.translations)
    plan.words.insert(plan.words.end(), translation.meanings.begin(), translation.meanings.end());
  return plan;
}

}  // namespace kecang::xapian
