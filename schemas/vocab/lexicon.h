#pragma once
/// The vocabulary's files as tables: what `Vocabulary` looks things up in.
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schemas/vocab/hint_rules.h"
#include "schemas/vocab/phrase_table.h"
#include "schemas/vocab/vocab.h"

namespace kecang::vocab {

/// What a phrase can stand for.
struct Meaning {
  Field field;
  std::string value;
  double confidence;
};

struct Grade {
  std::string name;
  std::string stage;
  int order = 0;  ///< 1 to 12
};

/// Where a lesson stands.
struct Place {
  std::string stage;
  std::string subject;
  std::string grade;
  std::string volume;
  std::string node;  ///< the lesson below its unit
  bool operator==(const Place&) const = default;
};

/// What a term of a subject is called in both languages.
struct EnglishTerm {
  std::string english;
  std::vector<std::string> han;
};

/// A word and what it stands for, as marks are read (marks.h).
struct MarkWord {
  std::string word;
  Field field;
  std::string value;
  Standing standing;
};

struct Lexicon {
  std::map<Field, std::vector<VocabularyTerm>> terms;
  std::vector<Grade> grades;
  std::unordered_map<std::string, std::vector<std::string>> stages_of_subject;
  std::unordered_map<std::string, std::string> type_of_extension;
  HintRules hints;

  PhraseTable phrases;
  std::vector<std::vector<Meaning>> meanings;  ///< by phrase

  std::vector<MarkWord> mark_words;   ///< of kinds, books and years; what a word says first counts more
  std::vector<std::string> requests;  ///< words that only ask: 我想找, 怎么教

  std::vector<EnglishTerm> english_terms;

  PhraseTable lessons;
  std::vector<std::vector<Place>> places;  ///< by lesson
  std::vector<TextbookNode> nodes;

  /// Takes one file's content. invalid/vocab.malformed with the place in it.
  Result<void> add(std::string_view file, const Json& content);

 private:
  Result<void> add_stages_and_grades(const Json& content);
  Result<void> add_subjects(const Json& content);
  Result<void> add_editions(const Json& content);
  Result<void> add_types(const Json& content);
  Result<void> add_hints(const Json& content);
  Result<void> add_textbooks(const Json& content);
  Result<void> add_chapters(const Json& content);
  Result<void> add_search_words(const Json& content);
  Result<void> add_english_terms(const Json& content);
  void add_phrase(const std::string& phrase, Meaning meaning, Standing standing);
  void add_term(Field field, VocabularyTerm term);
  void add_units(const Json& units, const Place& place);
  void add_nodes(const Json& units, const TextbookNode& book);
  void add_lesson(const std::string& title, Place place);
};

/// Short forms mean something else inside other words: 初 in 最初, RJ in "rjust".
Standing standing_of(Field field, const std::string& alias);

/// The nine files, by name without ".json".
const std::vector<std::string>& lexicon_files();

}  // namespace kecang::vocab
