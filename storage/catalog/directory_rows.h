#pragma once
/// What the directory's files share. For the catalogue's own files.
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/people.h"
#include "storage/meta_store.h"

namespace kecang {

/// The one spelling of a login: NFKC, lower case, simplified characters, without spaces around it.
std::string login_spelling(std::string_view login);

/// Erases every session of the user; their number is bounded, so one transaction holds them.
Result<void> erase_all_sessions(Transaction& tx, const UserId& user);

}  // namespace kecang
