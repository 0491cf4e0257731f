#pragma once
/// What a person may offer to whom, asked whenever something is about to be offered. Any thread may call.
#include <vector>

#include "server/access/viewer.h"

namespace kecang {

/// forbidden/upload.not_your_school, upload.not_your_group. Asked when an upload begins, for each of its
/// pieces and when a plan is applied: a membership may have ended in between.
Result<void> may_offer(const access::Viewer& viewer, const SchoolId& school,
                       const std::vector<Release>& releases);

}  // namespace kecang
