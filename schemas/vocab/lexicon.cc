#include "schemas/vocab/lexicon.h"

#include <algorithm>

#include "schemas/base/text.h"

namespace kecang::vocab {
namespace {

constexpr double kNameConfidence = 0.9;
constexpr double kAliasConfidence = 0.85;
constexpr double kLoneConfidence = 0.5;
constexpr std::size_t kLessonCharacters = 4;
/// From so many letters on a Latin alias is a word (Math, Physics) and no abbreviation (sx, RJ).
constexpr std::size_t kLatinWord = 4;

using LexiconPart = Result<void> (Lexicon::*)(const Json&);

Error malformed(std::string place) {
  return Error::invalid("vocab.malformed").with("place", std::move(place));
}

/// The list `key` of objects with a non-empty string under each of `fields`.
Result<std::vector<Json>> rows(const Json& content, const std::string& key,
                               const std::vector<std::string>& fields) {
  if (!content.is_object() || !content.contains(key) || !content.at(key).is_array()) return malformed(key);
  std::vector<Json> list;
  for (const auto& row : content.at(key)) {
    const auto place = key + "/" + std::to_string(list.size());
    if (!row.is_object()) return malformed(place);
    for (const auto& field : fields) {
      const auto found = row.find(field);
      if (found == row.end() || !found->is_string() || found->get_ref<const std::string&>().empty())
        return malformed(std::string(place).append("/").append(field));
    }
    list.push_back(row);
  }
  return list;
}

std::vector<std::string> strings(const Json& row, const char* field) {
  std::vector<std::string> list;
  if (const auto found = row.find(field); found != row.end() && found->is_array())
    for (const auto& item : *found)
      if (item.is_string() && !item.get_ref<const std::string&>().empty())
        list.push_back(item.get<std::string>());
  return list;
}

std::string string_of(const Json& row, const char* field) {
  const auto found = row.find(field);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
}

VocabularyTerm term_of(const Json& row) {
  return {string_of(row, "name"), strings(row, "aliases"), string_of(row, "stage")};
}

double confidence_in(const std::string& alias, Standing standing) {
  const bool latin = alias.size() >= kLatinWord &&
                     std::all_of(alias.begin(), alias.end(), [](unsigned char c) { return c < 0x80; });
  return standing == Standing::alone && !latin ? kLoneConfidence : kAliasConfidence;
}

/// 第3节, 16.1, Unit 3 and the like before a lesson's own name.
std::string without_number(const std::string& title) {
  const auto space = title.find(' ');
  return space == std::string::npos ? title : title.substr(space + 1);
}

std::string grade_in(const std::string& volume, const std::vector<Grade>& grades) {
  const auto found = std::find_if(grades.begin(), grades.end(),
                                  [&](const Grade& grade) { return volume.starts_with(grade.name); });
  return found == grades.end() ? std::string() : found->name;
}

}  // namespace

Standing standing_of(Field field, const std::string& alias) {
  const auto characters = text::to_utf32(text::normalise(alias));
  const bool latin = std::none_of(characters.begin(), characters.end(), text::is_han);
  return latin || characters.size() < 2 || field == Field::stage ? Standing::alone : Standing::anywhere;
}

const std::vector<std::string>& lexicon_files() {
  // Chapters come after the grades they name.
  static const std::vector<std::string> files = {"stages-grades",  "subjects",       "editions",
                                                 "resource-types", "filename-hints", "textbooks",
                                                 "chapters",       "search-words",   "english-terms"};
  return files;
}

Result<void> Lexicon::add(std::string_view file, const Json& content) {
  static const std::unordered_map<std::string_view, LexiconPart> parts = {
      {"stages-grades", &Lexicon::add_stages_and_grades},
      {"subjects", &Lexicon::add_subjects},
      {"editions", &Lexicon::add_editions},
      {"resource-types", &Lexicon::add_types},
      {"filename-hints", &Lexicon::add_hints},
      {"textbooks", &Lexicon::add_textbooks},
      {"chapters", &Lexicon::add_chapters},
      {"search-words", &Lexicon::add_search_words},
      {"english-terms", &Lexicon::add_english_terms}};
  const auto part = parts.find(file);
  if (part == parts.end()) return Error::not_found("vocab.no_such_file").with("file", std::string(file));
  return (this->*part->second)(content);
}

Result<void> Lexicon::add_stages_and_grades(const Json& content) {
  KECANG_ASSIGN(const auto stages, rows(content, "stages", {"name"}));
  for (const auto& row : stages) add_term(Field::stage, term_of(row));
  KECANG_ASSIGN(const auto grade_rows, rows(content, "grades", {"name", "stage"}));
  for (const auto& row : grade_rows) {
    grades.push_back({string_of(row, "name"), string_of(row, "stage"), static_cast<int>(grades.size()) + 1});
    add_term(Field::grade, term_of(row));
  }
  KECANG_ASSIGN(const auto volumes, rows(content, "volumes", {"name"}));
  for (const auto& row : volumes) add_term(Field::volume, term_of(row));
  return {};
}

Result<void> Lexicon::add_subjects(const Json& content) {
  KECANG_ASSIGN(const auto subjects, rows(content, "subjects", {"name"}));
  for (const auto& row : subjects) {
    const auto term = term_of(row);
    if (const auto stages = row.find("stages"); stages != row.end() && stages->is_object())
      for (const auto& [stage, count] : stages->items()) stages_of_subject[term.name].push_back(stage);
    add_term(Field::subject, term);
  }
  return {};
}

Result<void> Lexicon::add_editions(const Json& content) {
  KECANG_ASSIGN(const auto editions, rows(content, "editions", {"name"}));
  for (const auto& row : editions) add_term(Field::edition, term_of(row));
  return {};
}

Result<void> Lexicon::add_types(const Json& content) {
  KECANG_ASSIGN(const auto types, rows(content, "resource_types", {"name"}));
  for (const auto& row : types) {
    const auto term = term_of(row);
    for (const auto& extension : strings(row, "extensions")) type_of_extension.emplace(extension, term.name);
    add_term(Field::type, term);
  }
  for (const auto& kind : strings(content, "exam_kinds"))
    add_phrase(kind, {Field::exam, kind, kNameConfidence}, standing_of(Field::exam, kind));
  return {};
}

Result<void> Lexicon::add_hints(const Json& content) {
  KECANG_ASSIGN(const auto rules, rows(content, "rules", {"re"}));
  for (const auto& row : rules) KECANG_TRY(hints.add(string_of(row, "re")));
  return {};
}

Result<void> Lexicon::add_textbooks(const Json& content) {
  KECANG_TRY(rows(content, "textbooks", {"stage", "subject", "edition", "title"}));
  return {};
}

Result<void> Lexicon::add_chapters(const Json& content) {
  KECANG_ASSIGN(const auto books, rows(content, "books", {"stage", "subject", "edition", "volume", "conf"}));
  for (const auto& book : books) {
    // Rows of trust C wait for a person's confirmation and guess nothing.
    const auto units = book.find("units");
    if (units == book.end() || !units->is_array())
      return malformed("books/" + string_of(book, "volume") + "/units");
    if (string_of(book, "conf") == "C") continue;
    auto volume = string_of(book, "volume");
    const auto grade = grade_in(volume, grades);
    volume.erase(0, grade.size());
    add_units(*units, {.stage = string_of(book, "stage"),
                       .subject = string_of(book, "subject"),
                       .grade = grade,
                       .volume = volume,
                       .node = {}});
    add_nodes(*units, {.title = {},
                       .chapter = {},
                       .stage = string_of(book, "stage"),
                       .subject = string_of(book, "subject"),
                       .edition = string_of(book, "edition"),
                       .grade = grade,
                       .volume = volume});
  }
  return {};
}

/// Words of kinds come before the names of types, so that what is finer wins (说课稿 is not just a 教案).
Result<void> Lexicon::add_search_words(const Json& content) {
  KECANG_ASSIGN(const auto kinds, rows(content, "kinds", {"name"}));
  KECANG_ASSIGN(const auto words, rows(content, "words", {"field", "name"}));
  const std::unordered_map<std::string, Field> fields = {
      {"stage", Field::stage},     {"grade", Field::grade},     {"volume", Field::volume},
      {"subject", Field::subject}, {"edition", Field::edition}, {"kind", Field::kind}};
  const auto add = [&](Field field, const std::string& name, const std::string& word) {
    mark_words.push_back({word, field, name, standing_of(field, word)});
  };
  for (const auto& row : kinds) {
    const auto name = string_of(row, "name");
    add(Field::kind, name, name);
    for (const auto& word : strings(row, "words")) add(Field::kind, name, word);
  }
  for (const auto& row : words) {
    const auto field = fields.find(string_of(row, "field"));
    if (field == fields.end()) return malformed("words/" + string_of(row, "name") + "/field");
    for (const auto& word : strings(row, "words")) add(field->second, string_of(row, "name"), word);
  }
  for (const auto& request : strings(content, "requests")) requests.push_back(request);
  return {};
}

Result<void> Lexicon::add_english_terms(const Json& content) {
  KECANG_ASSIGN(const auto terms_in, rows(content, "terms", {"english"}));
  for (const auto& row : terms_in) {
    EnglishTerm term{string_of(row, "english"), strings(row, "han")};
    if (term.han.empty()) return malformed("terms/" + term.english + "/han");
    english_terms.push_back(std::move(term));
  }
  return {};
}

void Lexicon::add_nodes(const Json& units, const TextbookNode& book) {
  for (const auto& unit : units) {
    auto node = book;
    node.title = unit.is_string() ? unit.get<std::string>() : string_of(unit, "t");
    if (!node.title.empty()) nodes.push_back(node);
    const auto children = unit.is_object() ? unit.find("c") : unit.end();
    if (children == unit.end() || !children->is_array()) continue;
    auto below = book;
    below.chapter = node.title;
    add_nodes(*children, below);
  }
}

void Lexicon::add_units(const Json& units, const Place& place) {
  for (const auto& unit : units) {
    if (unit.is_string()) add_lesson(unit.get<std::string>(), place);
    if (!unit.is_object()) continue;
    const auto title = string_of(unit, "t");
    add_lesson(title, place);
    Place below = place;
    below.node += title + '/';
    if (const auto children = unit.find("c"); children != unit.end() && children->is_array())
      add_units(*children, below);
  }
}

void Lexicon::add_lesson(const std::string& title, Place place) {
  const auto name = text::to_utf32(text::normalise(without_number(title)));
  if (static_cast<std::size_t>(std::count_if(name.begin(), name.end(), text::is_han)) < kLessonCharacters)
    return;
  const auto number = lessons.add(name, Standing::anywhere);
  places.resize(lessons.size());
  place.node += title;
  if (std::find(places[number].begin(), places[number].end(), place) == places[number].end())
    places[number].push_back(std::move(place));
}

void Lexicon::add_term(Field field, VocabularyTerm term) {
  add_phrase(term.name, {field, term.name, kNameConfidence}, Standing::anywhere);
  for (const auto& alias : term.aliases) {
    const auto standing = standing_of(field, alias);
    add_phrase(alias, {field, term.name, confidence_in(alias, standing)}, standing);
  }
  terms[field].push_back(std::move(term));
}

void Lexicon::add_phrase(const std::string& phrase, Meaning meaning, Standing standing) {
  const auto characters = text::to_utf32(text::normalise(phrase));
  if (characters.empty()) return;
  const auto number = phrases.add(characters, standing);
  meanings.resize(phrases.size());
  meanings[number].push_back(std::move(meaning));
}

}  // namespace kecang::vocab
