#include "storage/xapian/visible_suggestions.h"

#include <xapian.h>

#include "storage/xapian/conditions.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/scoped_postings.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

DocumentNumber end_of(const Xapian::Database& database) {
  const auto newest = database.postlist_begin("");
  return newest == database.postlist_end("") ? 0 : kOldestSuggestion - *newest + 1;
}

}  // namespace

VisibleSuggestions::VisibleSuggestions(const Xapian::Database& database, const AccessScope& scope)
    : strict_(end_of(database)), loose_(end_of(database)) {
  for (const auto& term : scope.terms()) add(database, term);
  for (const auto& grant : scope.grants())
    if (grant.actions.has(Action::view)) add(database, grant);
}

void VisibleSuggestions::add(const Xapian::Database& database, const std::string& scope_term) {
  const auto term = scope_filter_term(scope_term);
  for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) {
    strict_.set(kOldestSuggestion - *at, true);
    loose_.set(kOldestSuggestion - *at, true);
  }
}

void VisibleSuggestions::add(const Xapian::Database& database, const ScopeGrant& grant) {
  std::vector<std::vector<std::string>> sets(1);
  std::vector<std::string> without;
  for (const auto& term : grant.terms) sets.front().push_back(scope_filter_term(term));
  ScopedPostings all(database, sets);
  while (const auto document = all.next()) loose_.set(kOldestSuggestion - document, true);
  for (const auto& condition : conditions_of(grant)) {
    std::vector<std::string> values;
    for (const auto& value : condition.values) values.push_back(facet_filter_term(condition.facet, value));
    if (condition.wanted)
      sets.push_back(std::move(values));
    else
      without.insert(without.end(), values.begin(), values.end());
  }
  ScopedPostings admitted(database, sets, without);
  while (const auto document = admitted.next()) strict_.set(kOldestSuggestion - document, true);
}

std::shared_ptr<const VisibleSuggestions> VisibleSuggestionsCache::of(const Snapshot& snapshot,
                                                                      const AccessScope& scope) {
  auto rights = rights_of(scope);
  const auto position = snapshot.position();
  if (const auto kept = kept_.find(rights); kept && kept->position == position) return kept->value;
  auto made = std::make_shared<const VisibleSuggestions>(snapshot.database(), scope);
  kept_.keep(std::move(rights), {position, made});
  return made;
}

}  // namespace kecang::xapian
