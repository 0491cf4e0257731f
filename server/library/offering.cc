#include "server/library/offering.h"

namespace kecang {

Result<void> may_offer(const access::Viewer& viewer, const SchoolId& school,
                       const std::vector<Release>& releases) {
  if (!viewer.may_upload_to(school)) return Error::forbidden("upload.not_your_school").at("school");
  for (const auto& release : releases)
    if (!viewer.may_offer(release, school)) return Error::forbidden("upload.not_your_group").at("groups");
  return {};
}

}  // namespace kecang
