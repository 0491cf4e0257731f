#pragma once
/// What reviewers said of a version, as the resource's standing. For the catalogue's own files.
#include "schemas/model/submission.h"
#include "storage/meta_store.h"

namespace kecang {

/// The best of what counts for this revision.
Result<Standing> standing_of(MetaReader& from, const ResourceId& resource, const RevisionId& revision);

}  // namespace kecang
