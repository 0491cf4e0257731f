#pragma once
/// Steps of the work queue that several of its files take. For the catalogue's own files.
#include <string>

#include "storage/catalog/work_queue.h"

namespace kecang {

/// The archive was read to its end, or nobody could: what was stored goes on, an archive that gave nothing
/// has failed.
Result<Import> end_unpacking(Transaction& tx, const ImportId& id, const ExtractEnd& end, Time now);

/// The resource's file cannot be read, for good; it is still found by its title and path.
Result<void> end_reading_broken(Transaction& tx, const ResourceId& id, const std::string& reason, Time now);

}  // namespace kecang
