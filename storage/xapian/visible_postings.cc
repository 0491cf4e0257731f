#include "storage/xapian/visible_postings.h"

#include <xapian.h>

#include <utility>

#include "storage/xapian/conditions.h"
#include "storage/xapian/layout.h"

namespace kecang::xapian {
namespace {

std::vector<std::string> filter_terms(const std::vector<std::string>& scope_terms) {
  std::vector<std::string> terms;
  terms.reserve(scope_terms.size());
  for (const auto& term : scope_terms) terms.push_back(scope_filter_term(term));
  return terms;
}

ScopedPostings granted(const Xapian::Database& database, const std::vector<std::string>& terms,
                       const ScopeGrant& grant, Evidence evidence) {
  std::vector<std::vector<std::string>> sets{terms, filter_terms(grant.terms)};
  std::vector<std::string> without;
  if (evidence == Evidence::strict) {
    for (const auto& condition : conditions_of(grant)) {
      std::vector<std::string> values;
      for (const auto& value : condition.values) values.push_back(facet_filter_term(condition.facet, value));
      if (condition.wanted)
        sets.push_back(std::move(values));
      else
        without.insert(without.end(), values.begin(), values.end());
    }
  }
  return {database, sets, without};
}

}  // namespace

VisiblePostings::VisiblePostings(const Xapian::Database& database, const std::vector<std::string>& terms,
                                 const AccessScope& scope, Evidence evidence) {
  ways_.push_back({ScopedPostings(database, {terms, filter_terms(scope.terms())}), 0});
  for (const auto& grant : scope.grants())
    if (grant.actions.has(Action::view)) ways_.push_back({granted(database, terms, grant, evidence), 0});
  for (auto& way : ways_) way.at = way.postings.next();
}

std::uint32_t VisiblePostings::next() {
  std::uint32_t first = 0;
  for (const auto& way : ways_)
    if (way.at != 0 && (first == 0 || way.at < first)) first = way.at;
  for (auto& way : ways_)
    if (way.at != 0 && way.at == first) way.at = way.postings.next();
  return first;
}

}  // namespace kecang::xapian
