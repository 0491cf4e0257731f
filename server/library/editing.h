#pragma once
/// What people may change of a resource, one by one or many at once.
#include <string>
#include <vector>

#include "schemas/model/resource.h"
#include "server/access/viewer.h"

namespace kecang {

/// A person says it; an empty value clears. invalid/resource.tag_unknown, value.too_long.
Result<void> set_tag(Resource& resource, const std::string& name, const std::string& value);
/// invalid/resource.nobody_left, value.too_many; forbidden/release.not_yours for a target out of the viewer's
/// reach that was not there before.
Result<void> set_releases(Resource& resource, const access::Viewer& viewer,
                          const std::vector<Release>& releases);

}  // namespace kecang
