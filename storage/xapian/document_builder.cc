#include "storage/xapian/document_builder.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "schemas/base/text.h"
#include "storage/xapian/facet_dictionary.h"
#include "storage/xapian/headings.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/query_text.h"
#include "storage/xapian/sounds.h"
#include "storage/xapian/stems.h"

namespace kecang::xapian {
namespace {

using Counts = std::unordered_map<std::string, Xapian::termcount>;

void count_terms(Field field, std::string_view normalised, Counts& to) {
  for (const auto& term : text::terms_of(normalised)) {
    if (field == Field::title && term.kind == text::TermKind::character) continue;
    ++to[text_term(field, term.kind, term.text)];
    if (field == Field::title || term.kind != text::TermKind::word) continue;
    if (const auto stem = stem_of(term.text); !stem.empty()) ++to[stem_term(stem)];
  }
}

/// A title and folder names say once what a text says often: they count where the text does not.
void count_what_is_missing(std::string_view normalised, Counts& to) {
  Counts counts;
  count_terms(Field::body, normalised, counts);
  for (const auto& [term, count] : counts) {
    auto& known = to[term];
    known = std::max(known, count);
  }
}

using FacetValuesOf = std::map<Facet, std::vector<std::string>>;

FacetNumbers numbers_of(const FacetValuesOf& of, FacetNumbering& facets) {
  FacetNumbers numbers;
  for (const auto& [facet, values] : of) {
    for (const auto& value : values) {
      if (value.empty()) continue;
      const auto number = facets.number(facet, value);
      if (facet == Facet::group) {
        numbers.groups.push_back(number);
      } else {
        numbers.single[static_cast<std::size_t>(facet)] = number;
      }
    }
  }
  return numbers;
}

void add_filters(const ResourceId& id, const std::vector<std::string>& scope_terms, Xapian::Document& to) {
  to.add_boolean_term(id_term(id));
  for (const auto& term : scope_terms) to.add_boolean_term(scope_filter_term(term));
}

void add_likeness(const IndexDocument& from, Xapian::Document& to) {
  if (!from.blob.empty()) to.add_boolean_term(blob_term(from.blob));
  for (const auto& term : sketch_terms(from.sketch)) to.add_boolean_term(term);
  if (!from.lesson.empty()) to.add_boolean_term(lesson_term(from.lesson));
}

void add_facets(const FacetValuesOf& of, FacetNumbering& facets, Xapian::Document& to) {
  for (const auto& [facet, values] : of)
    for (const auto& value : values)
      if (!value.empty()) to.add_boolean_term(facet_filter_term(facet, value));
  to.add_value(slot::kFacets, pack(numbers_of(of, facets)));
}

/// The words of a document, and its normalised text, a line for each part: what phrases are checked on.
/// Counted here before they go to the engine: one look-up there costs more than one here.
class Lines {
 public:
  void add(std::string_view part) {
    const auto normalised = text::normalise(part);
    count_terms(Field::body, normalised, counts_);
    text_.append(normalised).append("\n");
  }
  /// After all of the text.
  void add_label(std::string_view part) {
    const auto normalised = text::normalise(part);
    count_what_is_missing(normalised, counts_);
    text_.append(normalised).append("\n");
  }
  void add_title(std::string_view title, const std::vector<TextSpan>& labels) {
    const auto normalised = text::normalise(title);
    count_terms(Field::title, normalised, counts_);
    for (auto& term : title_sounds(normalised)) flags_.push_back(std::move(term));
    for (auto& term : heading_terms(without(labels, normalised))) flags_.push_back(std::move(term));
    add_label(title);
  }
  void write(Xapian::Document& to) const {
    for (const auto& [term, count] : counts_) to.add_term(term, count);
    for (const auto& term : flags_) to.add_boolean_term(term);
    to.set_data(text_);
  }

 private:
  Counts counts_;
  std::vector<std::string> flags_;  ///< sounds and names
  std::string text_;
};

/// What a question is looked for by beside its own words: of which subject, grade and book.
constexpr auto kQuestionKeywords =
    std::to_array<Facet>({Facet::subject, Facet::grade, Facet::stage, Facet::volume, Facet::edition});

Xapian::Document build_question(const IndexDocument& from, const IndexQuestion& question, bool with_answer,
                                FacetNumbering& facets) {
  Lines lines;
  for (const auto part : question.texts) lines.add(part);
  if (with_answer)
    for (const auto part : question.answer_texts) lines.add(part);
  for (const auto facet : kQuestionKeywords)
    if (const auto found = from.facets.find(facet); found != from.facets.end())
      for (const auto& value : found->second) lines.add(value);
  Xapian::Document to;
  lines.write(to);
  for (const auto& mark : from.marks) to.add_boolean_term(mark_term(mark));
  auto values = from.facets;
  values[Facet::question_kind] = {std::string(question.kind)};
  add_facets(values, facets, to);
  to.add_value(slot::kOrder, question_order_value(from.date, from.id, question.index));
  to.add_value(slot::kVersion, version_value(from.version));
  to.add_value(slot::kQuestion, question_value(question.index, with_answer));
  return to;
}

bool all_read_answers(const IndexDocument& from) {
  return std::all_of(from.scope_terms.begin(), from.scope_terms.end(), [&](const auto& term) {
    return std::find(from.answer_terms.begin(), from.answer_terms.end(), term) != from.answer_terms.end();
  });
}

Xapian::Document build_document(const IndexDocument& from, const std::vector<std::string_view>& segments,
                                FacetNumbering& facets) {
  Xapian::Document to;
  Lines lines;
  for (const auto segment : segments) lines.add(segment);
  lines.add_title(from.title, from.title_labels);
  for (const auto keyword : from.keywords) lines.add_label(keyword);
  lines.write(to);
  for (const auto& mark : from.marks) to.add_boolean_term(mark_term(mark));
  add_likeness(from, to);
  add_facets(from.facets, facets, to);
  to.add_value(slot::kOrder, order_value(from.date, from.id));
  to.add_value(slot::kVersion, version_value(from.version));
  return to;
}

}  // namespace

std::vector<Xapian::Document> build_documents(const IndexDocument& from, FacetNumbering& facets) {
  std::vector<Xapian::Document> all;
  const auto& open = from.segments_without_answers;
  if (!open) {
    all.push_back(build_document(from, from.segments, facets));
    add_filters(from.id, from.scope_terms, all.back());
    return all;
  }
  if (!from.answer_terms.empty()) {
    all.push_back(build_document(from, from.segments, facets));
    add_filters(from.id, from.answer_terms, all.back());
    all.back().add_value(slot::kQuestion, question_value(0, true));
    if (all_read_answers(from)) return all;
  }
  all.push_back(build_document(from, {open->begin(), open->end()}, facets));
  add_filters(from.id, from.scope_terms, all.back());
  for (const auto& term : from.answer_terms) all.back().add_boolean_term(withheld_term(term));
  if (all.size() > 1) all.back().add_value(slot::kAgain, "1");
  return all;
}

std::vector<Xapian::Document> build_questions(const IndexDocument& from, FacetNumbering& facets) {
  std::vector<Xapian::Document> all;
  const bool one_is_enough = all_read_answers(from);
  for (const auto& question : from.questions) {
    const bool answered = !question.answer_texts.empty();
    if (answered && !from.answer_terms.empty()) {
      all.push_back(build_question(from, question, true, facets));
      add_filters(from.id, from.answer_terms, all.back());
    }
    if (answered && one_is_enough) continue;
    all.push_back(build_question(from, question, false, facets));
    add_filters(from.id, from.scope_terms, all.back());
    if (!answered) continue;
    for (const auto& term : from.answer_terms) all.back().add_boolean_term(withheld_term(term));
  }
  return all;
}

}  // namespace kecang::xapian
