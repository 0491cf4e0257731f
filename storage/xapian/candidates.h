#pragma once
/// The documents that hold enough of a query and that a viewer may see, before any filter.
#include <vector>

#include "storage/index.h"
#include "storage/xapian/columns.h"
#include "storage/xapian/query_plan.h"

namespace kecang::xapian {

class Snapshot;
class VisibleDocuments;

/// Document numbers, ascending.
using Documents = std::vector<DocumentNumber>;

/// Whether indirect ways count.
enum class Indirect : bool { overlooked, count };

/// Documents whose units weigh `least` (above 0) together. May throw the engine's exceptions.
Documents holding_units(const Snapshot& snapshot, const std::vector<Unit>& units, Indirect indirect,
                        double least, const VisibleDocuments& visible);
/// Documents that hold any of the terms, or all if there is none. May throw the engine's exceptions.
Documents holding_anything(const Snapshot& snapshot, const std::vector<std::string>& terms,
                           const VisibleDocuments& visible);
/// Leaves those that hold every phrase literally. May throw the engine's exceptions.
void keep_phrases(const Snapshot& snapshot, const std::vector<Phrase>& phrases, Documents& documents);

}  // namespace kecang::xapian
