#include "storage/xapian/query_builder.h"

#include <xapian.h>

#include <algorithm>
#include <string>
#include <vector>

#include "storage/xapian/layout.h"

namespace kecang::xapian {
namespace {

using Xapian::Query;

Query any_of(const std::vector<std::string>& terms) {
  return Query(Query::OP_OR, terms.begin(), terms.end());
}

Query scope_filter(const AccessScope& scope) {
  std::vector<std::string> terms;
  for (const auto& term : scope.terms()) terms.push_back(scope_filter_term(term));
  return any_of(terms);
}

Query facet_filter(const AccessScope& scope, Facet facet, const std::vector<std::string>& values) {
  std::vector<std::string> terms;
  for (const auto& value : values) {
    // That a resource is released to a group is told to the group's people only.
    if (facet == Facet::group && !scope.admits(scope_term::group(GroupId::trusted(value)))) continue;
    terms.push_back(facet_filter_term(facet, value));
  }
  return any_of(terms);
}

Query with_phrases(const Query& found, const QueryPlan& plan) {
  if (plan.phrases.empty()) return found;
  std::vector<Query> all;
  for (const auto& phrase : plan.phrases)
    all.emplace_back(Query::OP_AND, phrase.terms.begin(), phrase.terms.end());
  return {Query::OP_FILTER, found, Query(Query::OP_AND, all.begin(), all.end())};
}

}  // namespace

Query admission(const AccessScope& scope, const SearchRequest& request, std::optional<Facet> but) {
  std::vector<Query> all{scope_filter(scope)};
  for (const auto& [facet, values] : request.filters)
    if (facet != but && !values.empty()) all.push_back(facet_filter(scope, facet, values));
  std::vector<std::string> withheld;
  withheld.reserve(scope.terms().size());
  for (const auto& term : scope.terms()) withheld.push_back(withheld_term(term));
  Query admitted(Query::OP_AND_NOT, Query(Query::OP_AND, all.begin(), all.end()), any_of(withheld));
  if (request.excluded.empty()) return admitted;
  std::vector<std::string> ids;
  for (const auto& id : request.excluded) ids.push_back(id_term(id));
  return {Query::OP_AND_NOT, admitted, any_of(ids)};
}

Query matching_units(const QueryPlan& plan) {
  std::vector<Query> units;
  for (const auto& unit : plan.units)
    units.emplace_back(Query::OP_SCALE_WEIGHT, Query(unit.term), unit.weight);
  return with_phrases(Query(Query::OP_OR, units.begin(), units.end()), plan);
}

Query matching_anything(const QueryPlan& plan) {
  if (plan.empty()) return Query::MatchAll;
  std::vector<std::string> terms;
  for (const auto& term : plan.scored) terms.push_back(term.term);
  return with_phrases(any_of(terms), plan);
}

Query ranking(const QueryPlan& plan) {
  std::vector<Query> any;
  for (const auto& term : plan.scored)
    any.emplace_back(Query::OP_SCALE_WEIGHT, Query(term.term, term.count), term.weight);
  return {Query::OP_OR, any.begin(), any.end()};
}

}  // namespace kecang::xapian
