#pragma once
/// What a text says of books and of kinds of resources, in one form for all ways to write it: 初二下,
/// 8年级第二学期 and 八年级下册 are grade:八年级 and volume:下册. Documents are marked and queries are read
/// by the same code, so that one way to say a thing finds the others.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/resource.h"
#include "schemas/vocab/vocab.h"

namespace kecang::vocab {

/// One thing that a text says.
struct Mark {
  Field field;
  std::string value;
  /// Where, in code points of the normalised text.
  std::size_t begin = 0;
  std::size_t end = 0;
  /// "grade:八年级": what documents are marked with.
  std::string text() const;
  bool operator==(const Mark&) const = default;
};

/// A part of a text, in code points of its normalised form.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// What a resource says.
struct DocumentMarks {
  std::vector<std::string> marks;  ///< none twice
  std::vector<Span> title_labels;  ///< the words of the title that say it: what is left is the lesson's name
};
/// From its title, its folders and its tags; and, of books only, from the beginning of its text where these
/// say nothing.
DocumentMarks marks_of(const Vocabulary& vocabulary, std::string_view title, std::string_view path,
                       const ResourceTags& tags, std::string_view beginning);

/// An English term and what it is called in Chinese.
struct EnglishWords {
  std::string english;  ///< as it was typed, normalised
  std::vector<std::string> han;
};

/// A query, read. Places are code points of text::normalise(query).
struct Reading {
  std::vector<Mark> marks;  ///< by place; one place can mean several things
  /// Words that only ask (我想找, 怎么教): they name nothing.
  std::vector<Span> requests;
  /// By place, without overlap.
  std::vector<EnglishWords> translations;
};
Reading read_query(const Vocabulary& vocabulary, std::string_view query);

/// How much agreement with a mark counts, 1 for the kind.
double importance(Field field);

/// The names of fields in marks and in the API: "kind", "grade".
std::string_view field_name(Field field);

}  // namespace kecang::vocab
