#pragma once
/// The vocabulary of Chinese schools: stages, grades, volumes, subjects, editions, resource types, and what a
/// path tells about a file. Seed data in schemas/vocab/data; an administrator's file of the same name
/// replaces one of them. With no file at all everything works and nothing is guessed.
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/result.h"
#include "schemas/model/describe.h"
#include "schemas/model/resource.h"

namespace kecang::vocab {

enum class Field : std::uint8_t {
  stage,
  grade,
  volume,
  subject,
  edition,
  type,
  year,
  lesson,    ///< as written: 第三章 第2节, 1.3, Unit 3
  node,      ///< the lesson's place in the textbook: 第五章 相交线与平行线/5.1 相交线
  exam,      ///< 期中, 一模, 高考 …
  revision,  ///< 新教材, 2024版 …
  audience,  ///< 教师版, 解析版 …
  kind,      ///< finer than the type: 说课稿, 期中 … (marks only)
};

/// One thing that was guessed.
struct Guess {
  std::string value;      ///< a name of the vocabulary, where the field has one
  double confidence = 0;  ///< below 1; a person's word is 1
  std::string source;     ///< "name" (of the file), "path" (a folder), "text", "format" (the extension)
  std::string from;       ///< the words it was guessed from, normalised
};
using Guesses = std::map<Field, Guess>;

/// The guesses a resource keeps.
ResourceTags tags_of(const Guesses& guesses);
/// A file name as a title: without extension and copy marks.
std::string title_of(std::string_view path);

class MarkReader;

struct VocabularyTerm {
  std::string name;
  std::vector<std::string> aliases;
  std::string stage;  ///< of grades
};

/// A chapter or lesson of a textbook, as the book writes it.
struct TextbookNode {
  std::string title;
  std::string chapter;  ///< what it stands in; empty: the book itself
  std::string stage;
  std::string subject;
  std::string edition;
  std::string grade;
  std::string volume;
};

/// Immutable once loaded; any thread may call.
class Vocabulary {
 public:
  /// The files' names without ".json".
  static const std::vector<std::string>& files();

  /// `replacements` may name a folder that does not exist. invalid/vocab.malformed with the file and the
  /// place.
  static Result<Vocabulary> load(const std::filesystem::path& seeds,
                                 const std::filesystem::path& replacements = {});
  /// Whether `load` would take `content` as file `name`: not_found/vocab.no_such_file,
  /// invalid/vocab.malformed.
  static Result<void> check(std::string_view name, const Json& content);

  Vocabulary(Vocabulary&&) noexcept;
  Vocabulary& operator=(Vocabulary&&) noexcept;
  ~Vocabulary();

  /// What the path, and the first line of the text if there is any, tell. The file name counts before its
  /// folders, near folders before far ones.
  Guesses guess(std::string_view path, std::string_view text = {}) const;

  /// For marks.h.
  const MarkReader& mark_reader() const;

  /// The name of a lesson that differs from `normalised` in one character, put, left out or changed; empty if
  /// there is none or it is the name of a lesson itself.
  std::string lesson_like(std::string_view normalised) const;

  /// In the order pages show them. Empty for fields without a list.
  const std::vector<VocabularyTerm>& terms(Field field) const;
  /// Those that are known well enough to be shown (trust A and B), book by book.
  const std::vector<TextbookNode>& nodes() const;

 private:
  struct State;
  explicit Vocabulary(std::unique_ptr<State> state);
  std::unique_ptr<const State> state_;
};

}  // namespace kecang::vocab
