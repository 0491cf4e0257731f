#pragma once
/// Taking back what a file of an import brought. For the catalogue's own files; each function works inside
/// the caller's transaction.
#include <optional>

#include "storage/catalog/import_rows.h"

namespace kecang {

/// Rows that taking back one file may write: two entries with their places, a link or two, a job, revisions,
/// a resource, and the folders it
/// was planned in.
inline constexpr std::size_t kRowsPerUndo = 16 + kRowsPerResource + kRowsPerPlace;

/// Takes back what `entry` of `open` brought and lists it as undone. What other imports brought, too, stays
/// theirs. Answers the resource that nobody holds any more: it is withdrawn, and its text and its row are to
/// be erased.
Result<std::optional<ResourceId>> undo_entry(Transaction& tx, OpenImport& open, const ImportEntry& entry,
                                             Time now);

}  // namespace kecang
