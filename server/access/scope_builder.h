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
  /// Whoever operates the installation, acting as a school's office. Nobody signs in as that; only the
  /// internal API asks for it.
  Result<Viewer> office_of(const SchoolId& school, Time now) const;

 private:
  template <class Standing>
  static Viewer viewer_of(const User& user, Standing standing);
  const Directory& directory_;
};

}  // namespace kecang::access
