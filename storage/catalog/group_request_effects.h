#pragma once
/// What a filed request does to groups and memberships, and where a hand-over begins. For the catalogue's own
/// files.
#include <set>
#include <string>

#include "schemas/model/group_request.h"
#include "storage/meta_store.h"

namespace kecang {

/// Changes the memberships as the terms say, from their date on and not before `now`; an ended membership
/// stays as history. `request.made` becomes the group that came of it. Answers the id texts of everybody
/// whose membership changed and of the groups. `by` is who files it, as the trail names them. Errors: see
/// GroupRequestCatalog::put.
Result<std::set<std::string>> carry_out(Transaction& tx, GroupRequest& request, const std::string& by,
                                        Time now);

}  // namespace kecang
