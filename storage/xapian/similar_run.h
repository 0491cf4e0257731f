#pragma once
/// What is like a resource, over one snapshot.
#include "storage/index.h"

namespace kecang::xapian {

class Snapshot;

/// Scores count what is shared and nothing else: no length, no frequency of a library whose other part a
/// viewer may not see. Not for use by several threads at once. May throw the engine's exceptions.
SimilarPage similar_page(const Snapshot& snapshot, const AccessScope& scope, const SimilarRequest& request);

}  // namespace kecang::xapian
