#include "server/library/applying.h"

#include <memory>
#include <utility>

#include "server/access/scope_builder.h"

namespace kecang {
namespace {

bool is_nobody(const Error& error) {
  return error.kind() == ErrorKind::not_found || error.kind() == ErrorKind::unauthenticated;
}

Result<access::Viewer> applier(const Directory& directory, const Import& import, Time now) {
  const access::ScopeBuilder builder(directory);
  if (import.applied_by.empty()) return builder.office_of(import.school, now);
  KECANG_ASSIGN(const auto user, directory.user(import.applied_by));
  return builder.viewer(user, now);
}

}  // namespace

Result<MayReplace> Applying::rights(const Import& import) const {
  auto viewer = applier(directory_, import, clock_.now());
  if (!viewer) {
    if (!is_nobody(viewer.error())) return viewer.error();
    return MayReplace([](const Resource&) { return false; });
  }
  const auto who = std::make_shared<const access::Viewer>(std::move(*viewer));
  return MayReplace([who](const Resource& resource) {
    return may_view(who->scope(), resource) && who->can_edit(resource);
  });
}

}  // namespace kecang
