#pragma once
/// The rows by which is found what somebody may know by its title and no more (schemas/access-requests.md).
/// For the catalogue's own files.
#include <optional>

#include "schemas/model/resource.h"
#include "storage/meta_store.h"

namespace kecang {

/// Rows that a resource usually writes here: one taken away, one put.
inline constexpr std::size_t kRowsPerTitle = 2;

/// Keeps them in the transaction of the change.
Result<void> keep_title_rows(Transaction& tx, const std::optional<Resource>& before, const Resource& after);

/// Makes them for resources that were there before this version, a few hundred in each transaction and at
/// most `most` transactions; true when all have theirs.
Result<bool> make_title_rows(MetaStore& store, std::size_t most);

}  // namespace kecang
