#include "storage/xapian/document_builder.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>

#include "schemas/base/text.h"
#include "storage/xapian/facet_dictionary.h"
#include "storage/xapian/layout.h"

namespace kecang::xapian {
namespace {

/// Terms and how often they occur, gathered before they go to the engine: one look-up there costs more than
/// one here.
class TermCounts {
 public:
  void add(Field field, std::string_view normalised) {
    for (const auto& term : text::terms_of(normalised)) {
      if (field == Field::title && term.kind == text::TermKind::character) continue;
      ++counts_[text_term(field, term.kind, term.text)];
    }
  }
  void write(Xapian::Document& to) const {
    for (const auto& [term, count] : counts_) to.add_term(term, count);
  }

 private:
  std::unordered_map<std::string, Xapian::termcount> counts_;
};

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

void add_facets(const FacetValuesOf& of, FacetNumbering& facets, Xapian::Document& to) {
  for (const auto& [facet, values] : of)
    for (const auto& value : values)
      if (!value.empty()) to.add_boolean_term(facet_filter_term(facet, value));
  to.add_value(slot::kFacets, pack(numbers_of(of, facets)));
}

/// The normalised text of a document, a line for each part: what phrases are checked on.
class Lines {
 public:
  void add(std::string_view part, std::optional<Field> also = {}) {
    const auto normalised = text::normalise(part);
    counts_.add(Field::body, normalised);
    if (also) counts_.add(*also, normalised);
    text_.append(normalised).append("\n");
  }
  void write(Xapian::Document& to) const {
    counts_.write(to);
    to.set_data(text_);
  }

 private:
  TermCounts counts_;
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

}  // namespace

Xapian::Document build_document(const IndexDocument& from, FacetNumbering& facets) {
  Xapian::Document to;
  Lines lines;
  lines.add(from.title, Field::title);
  for (const auto segment : from.segments) lines.add(segment);
  for (const auto keyword : from.keywords) lines.add(keyword);
  lines.write(to);
  add_filters(from.id, from.scope_terms, to);
  add_facets(from.facets, facets, to);
  to.add_value(slot::kOrder, order_value(from.date, from.id));
  to.add_value(slot::kVersion, version_value(from.version));
  return to;
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
