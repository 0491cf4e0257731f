#pragma once
/// One path on its way through the lexicon.
#include <string>
#include <string_view>
#include <vector>

#include "schemas/vocab/lexicon.h"

namespace kecang::vocab {

/// Not for use by several threads at once.
class Guesser {
 public:
  explicit Guesser(const Lexicon& lexicon) : lexicon_(lexicon) {}
  Guesses run(std::string_view path, std::string_view text);

 private:
  /// How sure and from where the words of one part of the path are.
  struct Part {
    double share;  ///< of the confidence of what is found in it
    std::string source;
  };

  void read_part(const std::string& part, const Part& how);
  void read_hints(const std::string& part, const Part& how);
  void read_phrases(const std::string& part, const Part& how);
  void read_lesson_name(const std::string& name);
  std::vector<Place> fitting(const std::vector<Place>& places) const;
  void read_extension(std::string_view name);
  void conclude_stage();
  void choose_subject();
  void offer(Field field, std::string value, double confidence, const std::string& source,
             const std::string& from);

  const Lexicon& lexicon_;
  Guesses guesses_;
  std::vector<std::string> subjects_;  ///< what the found name of a subject can stand for
};

}  // namespace kecang::vocab
