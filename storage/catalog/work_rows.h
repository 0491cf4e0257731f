#pragma once
/// Steps of the work queue that several of its files take. For the catalogue's own files.
#include <string>
#include <vector>

#include "storage/catalog/work_queue.h"

namespace kecang {

/// The archive was read to its end, or nobody could: what was stored goes on, an archive that gave nothing
/// has failed.
Result<Import> end_unpacking(Transaction& tx, const ImportId& id, const ExtractEnd& end, Time now);

/// The resource's file cannot be read, for good; it is still found by its title and path.
Result<void> end_reading_broken(Transaction& tx, const ResourceId& id, const std::string& reason, Time now);

/// Nobody could make it: what is known of it is why.
Result<void> end_preview(Transaction& tx, const ResourceId& id, const std::string& reason, Time now);

/// What an archive's member is listed as that is not stored.
FileState listed_as(MemberState state);
/// What was said of the folders of an import, shallow ones first.
Result<std::vector<FolderRule>> read_rules(MetaReader& reader, const ImportId& id);

}  // namespace kecang
