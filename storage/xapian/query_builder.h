#pragma once
/// QueryPlan and SearchRequest → the engine's queries.
#include <optional>

#include "storage/index.h"
#include "storage/xapian/query_plan.h"

namespace Xapian {
class Query;
}  // namespace Xapian

namespace kecang::xapian {

/// What admits a document: scope, filters, excluded ids. `but` names a facet whose filter is left out.
Xapian::Query admission(const AccessScope& scope, const SearchRequest& request,
                        std::optional<Facet> but = {});
/// Which documents hold any unit; its coordination weight is what a floor is compared with.
Xapian::Query matching_units(const QueryPlan& plan);
/// Which documents hold any term at all, down to single characters; every document if the query has none.
Xapian::Query matching_anything(const QueryPlan& plan);
/// How well they match.
Xapian::Query ranking(const QueryPlan& plan);

}  // namespace kecang::xapian
