#include "server/library/lineage.h"

#include "server/library/names.h"

namespace kecang {

Result<LineageView> Lineage::of(const access::Viewer& viewer, const ResourceId& id) const {
  KECANG_ASSIGN(const auto resource, library_.resource(viewer.scope(), id));
  LineageView view;
  KECANG_ASSIGN(view.hand_overs, hand_overs_.before(viewer.scope(), id));
  Names names(directory_);
  KECANG_ASSIGN(view.author_name, names.user(resource.created_by));
  KECANG_ASSIGN(view.owner_name, names.school(resource.owner));
  return view;
}

}  // namespace kecang
