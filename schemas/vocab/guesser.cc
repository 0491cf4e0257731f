#include "schemas/vocab/guesser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "schemas/base/text.h"

namespace kecang::vocab {
namespace {

constexpr double kHintConfidence = 0.9;
constexpr double kYearConfidence = 0.9;
constexpr double kFolderShare = 0.9;  ///< per folder away from the file
constexpr double kTextShare = 0.6;
constexpr double kLessonConfidence = 0.6;
constexpr double kExtensionConfidence = 0.5;
constexpr double kConclusionShare = 0.95;
constexpr std::size_t kPathParts = 12;
constexpr std::size_t kPartBytes = 512;
constexpr std::size_t kLineBytes = 240;

/// 一 … 十 or digits; 0 if it is no number up to 12.
int number_of(std::string_view text) {
  static constexpr std::array<std::string_view, 12> names = {"一", "二", "三", "四", "五",   "六",
                                                             "七", "八", "九", "十", "十一", "十二"};
  const auto* named = std::find(names.begin(), names.end(), text);
  if (named != names.end()) return static_cast<int>(named - names.begin()) + 1;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number <= 12 ? number : 0;
}

/// The grade a hint means: counted from the stage's first if it names one (初二), else through all grades
/// (八).
int grade_order(const HintMatch& match, std::string_view grade) {
  const auto number = number_of(grade);
  const auto stage = match.groups.find("stage");
  if (number == 0 || stage == match.groups.end()) return number;
  if (stage->second == "小") return number;
  if (stage->second == "初") return std::min(6 + number, 9);
  return number <= 3 ? 9 + number : 0;
}

std::string volume_name(const HintMatch& match, const std::string& volume) {
  static constexpr std::array<std::string_view, 4> numbers = {"一", "二", "三", "四"};
  if (volume == "上" || volume == "下") return volume + "册";
  const auto n = match.groups.find("n");
  const auto number = n == match.groups.end() ? 0 : number_of(n->second);
  if (number < 1 || number > 4) return {};
  return std::string(volume == "必修" ? "必修" : "选择性必修") + " 第" +
         std::string(numbers[static_cast<std::size_t>(number - 1)]) + "册";
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty() && parts.size() < kPathParts) {
    const auto slash = path.rfind('/');
    const auto part = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (!part.empty()) parts.push_back(text::normalise(text::clip(part, kPartBytes)));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  }
  return parts;
}

std::string_view extension_of(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

std::string first_line(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  return text::normalise(text::clip(text.substr(0, text.find('\n')), kLineBytes));
}

}  // namespace

Guesses Guesser::run(std::string_view path, std::string_view text) {
  const auto parts = parts_of(path);
  double share = 1;
  for (std::size_t i = 0; i < parts.size(); ++i, share *= kFolderShare)
    read_part(parts[i], {share, i == 0 ? "name" : "path"});
  if (!parts.empty()) {
    read_lesson_name(parts.front());
    read_extension(parts.front());
  }
  if (const auto line = first_line(text); !line.empty()) read_phrases(line, {kTextShare, "text"});
  conclude_stage();
  choose_subject();
  return std::move(guesses_);
}

void Guesser::read_part(const std::string& part, const Part& how) {
  read_hints(part, how);
  read_phrases(part, how);
}

void Guesser::read_hints(const std::string& part, const Part& how) {
  std::string lesson;
  for (const auto& match : lexicon_.hints.find(part)) {
    const auto confidence = kHintConfidence * how.share;
    for (const auto& [group, value] : match.groups) {
      if (group == "grade") {
        const auto order = static_cast<std::size_t>(grade_order(match, value));
        if (order >= 1 && order <= lexicon_.grades.size())
          offer(Field::grade, lexicon_.grades[order - 1].name, confidence, how.source, match.whole);
      } else if (group == "volume") {
        if (auto name = volume_name(match, value); !name.empty())
          offer(Field::volume, std::move(name), confidence, how.source, match.whole);
      } else if (group == "year") {
        offer(Field::year, value, kYearConfidence * how.share, how.source, match.whole);
      } else if (group == "exam") {
        offer(Field::exam, value, confidence, how.source, match.whole);
      } else if (group == "rev") {
        offer(Field::revision, value, confidence, how.source, match.whole);
      } else if (group == "ver") {
        offer(Field::audience, value, confidence, how.source, match.whole);
      } else if (group == "level" || group == "chapter" || (group == "n" && match.groups.size() == 1)) {
        lesson += (lesson.empty() ? "" : " ") + match.whole;
      }
    }
  }
  if (!lesson.empty()) offer(Field::lesson, lesson, kHintConfidence * how.share, how.source, lesson);
}

void Guesser::read_phrases(const std::string& part, const Part& how) {
  auto characters = text::to_utf32(part);
  std::replace(characters.begin(), characters.end(), U'_', U' ');
  Guesses found;
  for (const auto& match : lexicon_.phrases.find(characters)) {
    const auto from =
        text::to_utf8(std::u32string_view(characters).substr(match.begin, match.end - match.begin));
    for (const auto& meaning : lexicon_.meanings[match.phrase]) {
      if (meaning.field == Field::subject && !guesses_.contains(Field::subject) &&
          (!found.contains(Field::subject) || found[Field::subject].from == from))
        subjects_.push_back(meaning.value);
      // What a file is stands last in its name: 试卷讲评课件 is slides.
      const Guess guess{meaning.value, meaning.confidence * how.share, how.source, from};
      if (meaning.field == Field::type && (!found.contains(Field::type) || found[Field::type].from != from)) {
        found[Field::type] = guess;
      } else {
        found.emplace(meaning.field, guess);
      }
    }
  }
  for (const auto& [field, guess] : found)
    offer(field, guess.value, guess.confidence, guess.source, guess.from);
}

/// The name of a lesson tells the book it stands in, as far as all books that have it agree.
void Guesser::read_lesson_name(const std::string& name) {
  const auto matches = lexicon_.lessons.find(text::to_utf32(name));
  if (matches.empty()) return;
  const auto longest = *std::max_element(
      matches.begin(), matches.end(),
      [](const PhraseMatch& a, const PhraseMatch& b) { return a.end - a.begin < b.end - b.begin; });
  const auto places = fitting(lexicon_.places[longest.phrase]);
  const auto from = text::to_utf8(
      std::u32string_view(text::to_utf32(name)).substr(longest.begin, longest.end - longest.begin));
  const auto agreed = [&](std::string Place::*member, Field field) {
    const auto& value = places.front().*member;
    const auto same = [&](const Place& place) { return place.*member == value; };
    if (value.empty() || !std::all_of(places.begin(), places.end(), same)) return;
    if (field == Field::subject && !guesses_.contains(field)) subjects_.push_back(value);
    offer(field, value, kLessonConfidence, "name", from);
  };
  agreed(&Place::subject, Field::subject);
  agreed(&Place::stage, Field::stage);
  agreed(&Place::grade, Field::grade);
  agreed(&Place::volume, Field::volume);
  agreed(&Place::node, Field::node);
}

/// Those that what is known already does not rule out; all if it rules out all.
std::vector<Place> Guesser::fitting(const std::vector<Place>& places) const {
  const auto fits = [&](Field field, const std::string& value) {
    const auto known = guesses_.find(field);
    return known == guesses_.end() || value.empty() || known->second.value == value;
  };
  std::vector<Place> left;
  for (const auto& place : places)
    if (fits(Field::subject, place.subject) && fits(Field::stage, place.stage) &&
        fits(Field::grade, place.grade) && fits(Field::volume, place.volume))
      left.push_back(place);
  return left.empty() ? places : left;
}

void Guesser::read_extension(std::string_view name) {
  const std::string extension(extension_of(name));
  const auto type = lexicon_.type_of_extension.find(extension);
  if (type != lexicon_.type_of_extension.end())
    offer(Field::type, type->second, kExtensionConfidence, "format", extension);
}

/// A grade belongs to one stage, and the books 必修 and 选择性必修 are those of 高中.
void Guesser::conclude_stage() {
  const auto conclude = [&](const Guess& from, const std::string& stage) {
    offer(Field::stage, stage, from.confidence * kConclusionShare, from.source, from.from);
  };
  if (const auto grade = guesses_.find(Field::grade); grade != guesses_.end()) {
    const auto same = [&](const Grade& one) { return one.name == grade->second.value; };
    const auto known = std::find_if(lexicon_.grades.begin(), lexicon_.grades.end(), same);
    if (known != lexicon_.grades.end()) conclude(grade->second, known->stage);
  }
  const auto volume = guesses_.find(Field::volume);
  if (volume != guesses_.end() && volume->second.value.find("必修") != std::string::npos)
    conclude(volume->second, "高中");
}

/// 政治 is 思想政治 in 高中 and 道德与法治 before.
void Guesser::choose_subject() {
  const auto subject = guesses_.find(Field::subject);
  const auto stage = guesses_.find(Field::stage);
  if (subject == guesses_.end() || stage == guesses_.end()) return;
  for (const auto& candidate : subjects_) {
    const auto stages = lexicon_.stages_of_subject.find(candidate);
    if (stages == lexicon_.stages_of_subject.end()) continue;
    if (std::find(stages->second.begin(), stages->second.end(), stage->second.value) == stages->second.end())
      continue;
    subject->second.value = candidate;
    return;
  }
}

void Guesser::offer(Field field, std::string value, double confidence, const std::string& source,
                    const std::string& from) {
  guesses_.try_emplace(field, Guess{std::move(value), confidence, source, from});
}

}  // namespace kecang::vocab
