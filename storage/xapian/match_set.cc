#include "storage/xapian/match_set.h"

#include <algorithm>
#include <optional>

#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

/// The numbers a facet is filtered by.
class FacetFilter {
 public:
  FacetFilter(const Snapshot& snapshot, const AccessScope& scope, Facet facet,
              const std::vector<std::string>& values)
      : columns_(snapshot.columns()), facet_(facet), chosen_(snapshot.facets().size(facet), false) {
    for (const auto& value : values) {
      // That a resource is released to a group is told to the group's people only.
      if (facet == Facet::group && !scope.holds(scope_term::group(GroupId::trusted(value)))) continue;
      if (const auto number = snapshot.facets().number(facet, value)) chosen_[number] = true;
    }
  }
  Facet facet() const { return facet_; }
  bool passes(DocumentNumber document) const {
    if (facet_ != Facet::group) return is_chosen(columns_.single(facet_, document));
    const auto groups = columns_.groups(document);
    return std::any_of(groups.begin(), groups.end(), [&](std::uint32_t one) { return is_chosen(one); });
  }

 private:
  bool is_chosen(std::uint32_t number) const { return number < chosen_.size() && chosen_[number]; }
  const Columns& columns_;
  Facet facet_;
  std::vector<bool> chosen_;
};

std::vector<FacetFilter> filters_of(const Snapshot& snapshot, const AccessScope& scope,
                                    const SearchRequest& request) {
  std::vector<FacetFilter> filters;
  for (const auto& [facet, values] : request.filters)
    if (!values.empty()) filters.emplace_back(snapshot, scope, facet, values);
  return filters;
}

void count(const Columns& columns, Facet facet, const Documents& documents,
           std::vector<std::uint64_t>& into) {
  const auto add = [&](std::uint32_t number) {
    if (number < into.size()) ++into[number];
  };
  if (facet != Facet::group) {
    for (const auto document : documents) add(columns.single(facet, document));
    return;
  }
  for (const auto document : documents)
    for (const auto group : columns.groups(document)) add(group);
}

}  // namespace

MatchSet match_all(const Snapshot& snapshot, const AccessScope& scope, const SearchRequest& request,
                   const Documents& candidates) {
  const auto filters = filters_of(snapshot, scope, request);
  MatchSet found;
  // What fails a single filter counts for that filter's facet.
  std::vector<Documents> all_but(filters.size());
  for (const auto document : candidates) {
    std::optional<std::size_t> failed;
    bool lost = false;
    for (std::size_t i = 0; i < filters.size() && !lost; ++i) {
      if (filters[i].passes(document)) continue;
      lost = failed.has_value();
      failed = i;
    }
    if (lost) continue;
    (failed ? all_but[*failed] : found.documents).push_back(document);
  }
  const auto& columns = snapshot.columns();
  for (std::size_t i = 0; i < kFacetCount; ++i) {
    const auto facet = static_cast<Facet>(i);
    found.counts[i].assign(snapshot.facets().size(facet), 0);
    count(columns, facet, found.documents, found.counts[i]);
  }
  for (std::size_t i = 0; i < filters.size(); ++i)
    count(columns, filters[i].facet(), all_but[i],
          found.counts[static_cast<std::size_t>(filters[i].facet())]);
  return found;
}

}  // namespace kecang::xapian
