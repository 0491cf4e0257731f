#pragma once
/// The only place where an AccessScope is made: from the memberships and agreements that count at this
/// instant. What was worked out is used again only as long as nothing at all was committed to the store and
/// no membership or agreement began or ended.
#include <memory>
#include <optional>

#include "schemas/base/clock.h"
#include "schemas/base/remembered.h"
#include "server/access/viewer.h"
#include "storage/catalog/directory.h"

namespace kecang::access {

class Standing;

/// Any thread may call.
class ScopeBuilder {
 public:
  explicit ScopeBuilder(const Directory& directory) : directory_(directory) {}
  /// unauthenticated/user.disabled for a disabled user: they have no scope at all, not even the public one.
  Result<Viewer> viewer(const User& user, Time now) const;
  /// What somebody sees as one of the people of these schools, for who administers them: without what is
  /// theirs by name, without other schools and groups joined directly, and without an id, so that nothing
  /// personal of theirs is shown. They see nothing at all where none of the memberships counts.
  Result<Viewer> viewer_within(const User& user, const std::vector<SchoolId>& schools, Time now) const;
  /// Whoever operates the installation, acting as a school's office. Nobody signs in as that; only the
  /// internal API asks for it.
  Result<Viewer> office_of(const SchoolId& school, Time now) const;

 private:
  static constexpr std::size_t kViewersRemembered = 4'096;

  static Viewer viewer_of(const User& user, Standing standing, Time now);
  std::optional<Viewer> remembered(const User& user, Time now, std::uint64_t version) const;
  const Directory& directory_;
  mutable Remembered<std::shared_ptr<const Viewer>> viewers_{kViewersRemembered};  ///< by user id
};

}  // namespace kecang::access
