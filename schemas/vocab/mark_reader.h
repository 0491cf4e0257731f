#pragma once
/// Finds the marks in one text, by the tables of the vocabulary.
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schemas/vocab/lexicon.h"
#include "schemas/vocab/marks.h"

namespace kecang::vocab {

/// Immutable; any thread may call.
class MarkReader {
 public:
  /// `lexicon` must outlive it.
  explicit MarkReader(const Lexicon& lexicon);

  /// What normalised text says, by place.
  std::vector<Mark> read(std::string_view normalised) const;
  /// The same of a query, where words may be typed by their sounds, too (jiaoan, daoxuean).
  std::vector<Mark> read_typed(std::string_view normalised) const;
  /// The words that only ask.
  std::vector<Span> requests(std::string_view normalised) const;
  std::vector<EnglishWords> translations(std::string_view normalised) const;

 private:
  void add_words(const Lexicon& lexicon);
  void add_english(const EnglishTerm& term);
  void add_word(const std::string& word, Field field, const std::string& value, Standing standing);
  void read_phrases(std::u32string_view text, std::vector<Mark>& marks) const;
  void read_grades(std::u32string_view text, std::vector<Mark>& marks) const;
  void read_volumes_after_grades(std::u32string_view text, std::vector<Mark>& marks) const;
  void read_sounds(std::u32string_view text, std::vector<Mark>& marks) const;
  void add_stages(std::vector<Mark>& marks) const;
  bool is_a_grade_here(std::u32string_view text, std::size_t begin, std::size_t end) const;

  struct Meaning {
    Field field;
    std::string value;
  };
  const std::vector<Grade>& grades_;
  PhraseTable words_;
  std::vector<std::vector<Meaning>> meanings_;  ///< by word
  PhraseTable requests_;
  PhraseTable english_;
  std::vector<std::vector<std::string>> han_;  ///< by English phrase
  /// By the sounds of a word, run together: jiaoan → kind:教案.
  std::unordered_map<std::string, std::vector<Mark>> by_sound_;
};

}  // namespace kecang::vocab
