#pragma once
/// The only place where an AccessScope is made: from the memberships that count at this instant, read anew
/// each time.
#include "schemas/base/clock.h"
#include "server/access/viewer.h"
#include "storage/catalog/directory.h"

namespace kecang::access {

/// Any thread may call.
class ScopeBuilder {
 public:
  explicit ScopeBuilder(const Directory& directory) : directory_(directory) {}
  /// unauthenticated/user.disabled for a disabled user: they have no scope at all, not even the public one.
  Result<Viewer> viewer(const User& user, Time now) const;

 private:
  const Directory& directory_;
};

}  // namespace kecang::access
