#include "storage/xapian/document_builder.h"

#include <xapian.h>

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

FacetNumbers numbers_of(const IndexDocument& from, FacetNumbering& facets) {
  FacetNumbers numbers;
  for (const auto& [facet, values] : from.facets) {
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

void add_filters(const IndexDocument& from, Xapian::Document& to) {
  to.add_boolean_term(id_term(from.id));
  for (const auto& term : from.scope_terms) to.add_boolean_term(scope_filter_term(term));
  for (const auto& [facet, values] : from.facets)
    for (const auto& value : values)
      if (!value.empty()) to.add_boolean_term(facet_filter_term(facet, value));
}

/// The normalised text, a line for each part: what phrases are checked on.
std::string add_text(const IndexDocument& from, Xapian::Document& to) {
  TermCounts counts;
  std::string lines;
  const auto add = [&](std::string_view part) {
    const auto normalised = text::normalise(part);
    counts.add(Field::body, normalised);
    lines.append(normalised).append("\n");
    return normalised;
  };
  counts.add(Field::title, add(from.title));
  for (const auto segment : from.segments) add(segment);
  for (const auto keyword : from.keywords) add(keyword);
  counts.write(to);
  return lines;
}

}  // namespace

Xapian::Document build_document(const IndexDocument& from, FacetNumbering& facets) {
  Xapian::Document to;
  to.set_data(add_text(from, to));
  add_filters(from, to);
  to.add_value(slot::kOrder, order_value(from.date, from.id));
  to.add_value(slot::kVersion, version_value(from.version));
  to.add_value(slot::kFacets, pack(numbers_of(from, facets)));
  return to;
}

}  // namespace kecang::xapian
