#include "schemas/vocab/marks.h"

#include <algorithm>
#include <set>

#include "schemas/base/text.h"
#include "schemas/vocab/mark_reader.h"

namespace kecang::vocab {
namespace {

constexpr std::size_t kPartBytes = 512;
constexpr std::size_t kBeginningBytes = 1'500;
constexpr std::size_t kPathParts = 12;

/// What a book is known by. A text may mention many kinds of resources, but it is of one book.
bool tells_the_book(Field field) {
  return field == Field::grade || field == Field::volume || field == Field::subject ||
         field == Field::edition || field == Field::stage;
}

class MarkSet {
 public:
  void add(const Mark& mark) { add(mark.field, mark.value); }
  void add(Field field, const std::string& value) {
    if (value.empty()) return;
    fields_.insert(field);
    marks_.insert(Mark{field, value}.text());
  }
  bool has(Field field) const { return fields_.contains(field); }
  std::vector<std::string> list() const { return {marks_.begin(), marks_.end()}; }

 private:
  std::set<Field> fields_;
  std::set<std::string> marks_;
};

/// Only what is said first counts: later books are those that a text compares itself with.
void add_beginning(const MarkReader& reader, std::string_view beginning, MarkSet& to) {
  const auto known = to;
  std::set<Field> said;
  std::size_t place = 0;
  for (const auto& mark : reader.read(text::normalise(text::clip(beginning, kBeginningBytes)))) {
    if (!tells_the_book(mark.field) || known.has(mark.field)) continue;
    if (said.contains(mark.field) && mark.begin != place) continue;
    said.insert(mark.field);
    place = mark.begin;
    to.add(mark);
  }
}

/// A guessed type says less than the words of the title it was guessed from (说课稿 is filed as 教案).
void add_tags(const ResourceTags& tags, MarkSet& to) {
  const bool confirmed = tags.type.confidence >= 1;
  if (confirmed || !to.has(Field::kind)) to.add(Field::kind, tags.type.value);
  to.add(Field::stage, tags.stage.value);
  to.add(Field::subject, tags.subject.value);
  to.add(Field::grade, tags.grade.value);
  to.add(Field::volume, tags.volume.value);
  to.add(Field::edition, tags.edition.value);
  to.add(Field::year, tags.year.value);
}

}  // namespace

std::string Mark::text() const {
  return std::string(field_name(field)).append(":").append(value);
}

DocumentMarks marks_of(const Vocabulary& vocabulary, std::string_view title, std::string_view path,
                       const ResourceTags& tags, std::string_view beginning) {
  const auto& reader = vocabulary.mark_reader();
  DocumentMarks found;
  MarkSet marks;
  for (const auto& mark : reader.read(text::normalise(title))) {
    marks.add(mark);
    found.title_labels.push_back({mark.begin, mark.end});
  }
  for (std::size_t parts = 0; !path.empty() && parts < kPathParts; ++parts) {
    const auto slash = path.rfind('/');
    const auto part = slash == std::string_view::npos ? path : path.substr(slash + 1);
    for (const auto& mark : reader.read(text::normalise(text::clip(part, kPartBytes)))) marks.add(mark);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  }
  add_tags(tags, marks);
  add_beginning(reader, beginning, marks);
  found.marks = marks.list();
  return found;
}

Reading read_query(const Vocabulary& vocabulary, std::string_view query) {
  const auto& reader = vocabulary.mark_reader();
  const auto normalised = text::normalise(query);
  return {.marks = reader.read_typed(normalised),
          .requests = reader.requests(normalised),
          .translations = reader.translations(normalised)};
}

double importance(Field field) {
  switch (field) {
    case Field::kind:
      return 1;
    case Field::edition:
      return 0.35;
    case Field::grade:
      return 0.25;
    case Field::subject:
      return 0.2;
    case Field::year:
      return 0.2;
    case Field::volume:
      return 0.15;
    case Field::stage:
      return 0.1;
    default:
      return 0;
  }
}

std::string_view field_name(Field field) {
  switch (field) {
    case Field::stage:
      return "stage";
    case Field::grade:
      return "grade";
    case Field::volume:
      return "volume";
    case Field::subject:
      return "subject";
    case Field::edition:
      return "edition";
    case Field::type:
      return "type";
    case Field::year:
      return "year";
    case Field::lesson:
      return "lesson";
    case Field::node:
      return "node";
    case Field::exam:
      return "exam";
    case Field::revision:
      return "revision";
    case Field::audience:
      return "audience";
    case Field::kind:
      return "kind";
  }
  return {};
}

}  // namespace kecang::vocab
