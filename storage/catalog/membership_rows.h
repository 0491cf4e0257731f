#pragma once
/// The rows of a membership. For the catalogue's own files.
#include "schemas/model/people.h"
#include "storage/meta_store.h"

namespace kecang {

/// The membership with everything it is found by.
Result<void> put_membership_rows(Transaction& tx, const Membership& membership);

}  // namespace kecang
