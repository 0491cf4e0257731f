#pragma once
/// The store's own name for its history: an index built from another history is not trusted.
#include <string>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"
#include "storage/meta_store.h"

namespace kecang {

/// Made on first use, then always the same.
Result<std::string> store_epoch(MetaStore& store, const Clock& clock);

}  // namespace kecang
