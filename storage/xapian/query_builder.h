#pragma once
/// QueryPlan and SearchRequest → the engine's queries.
#include <optional>

#include "storage/index.h"
#include "storage/xapian/query_plan.h"

namespace Xapian {
class Query;
}  // namespace Xapian

namespace kecang::xapian {

/// How much of a query a document must hold.
enum class Strictness : std::uint8_t {
  floor,  ///< the plan's floor, by the engine's coordination weight
  any,    ///< any term at all
};

/// What admits a document: scope, filters, excluded ids. `but` names a facet whose filter is left out.
Xapian::Query admission(const AccessScope& scope, const SearchRequest& request,
                        std::optional<Facet> but = {});
/// Which documents match; its coordination weight is what the floor is compared with.
Xapian::Query matching(const QueryPlan& plan, Strictness strictness);
/// How well they match.
Xapian::Query ranking(const QueryPlan& plan);

}  // namespace kecang::xapian
