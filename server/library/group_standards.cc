#include "server/library/group_standards.h"

#include <utility>

#include "server/library/names.h"
#include "server/library/submission_parts.h"

namespace kecang {
namespace {

Result<void> check_presides(const access::Viewer& viewer, const GroupId& group) {
  if (viewer.has(access::Right::preside, group)) return {};
  return Error::forbidden("standard.not_presiding");
}

}  // namespace

Result<std::vector<StandardView>> GroupStandards::of(const access::Viewer& viewer,
                                                     const ResourceId& id) const {
  KECANG_ASSIGN(const auto resource, catalog_.resource(viewer.scope(), id));
  KECANG_ASSIGN(const auto standards, standards_.of(viewer.scope(), id));
  Names names(directory_);
  std::vector<StandardView> views;
  for (const auto& one : standards) {
    if (one.resource.empty() || !belongs_to(viewer, {PlaceKind::group, one.group.text()})) continue;
    StandardView view{.group = one.group,
                      .group_name = {},
                      .state = StandardState::former,
                      .at = one.at,
                      .now = {},
                      .now_title = {}};
    if (one.resource == id) {
      const bool same = resource.revision && resource.revision->id == one.revision;
      view.state = same ? StandardState::current : StandardState::version;
    } else {
      // Nothing is told of a standard that the viewer may not view, not even that this one was it before.
      auto now = catalog_.resource(viewer.scope(), one.resource);
      if (!now && now.error().kind() == ErrorKind::not_found) continue;
      if (!now) return std::move(now).error();
      view.now = one.resource;
      view.now_title = std::move(now->title);
    }
    KECANG_ASSIGN(view.group_name, names.group(one.group));
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::vector<StandardView>> GroupStandards::name(const Actor& actor, const access::Viewer& viewer,
                                                       const GroupId& group, const ResourceId& id) {
  KECANG_TRY(catalog_.resource(viewer.scope(), id));
  KECANG_TRY(check_presides(viewer, group));
  KECANG_TRY(standards_.name(actor, viewer.scope(), group, id, viewer.id()));
  return of(viewer, id);
}

Result<std::vector<StandardView>> GroupStandards::remove(const Actor& actor, const access::Viewer& viewer,
                                                         const GroupId& group, const ResourceId& id) {
  KECANG_TRY(catalog_.resource(viewer.scope(), id));
  KECANG_TRY(check_presides(viewer, group));
  KECANG_TRY(standards_.remove(actor, viewer.scope(), group, id));
  return of(viewer, id);
}

}  // namespace kecang
