#pragma once
/// The tree of regions as bureaus keep it, and which school stands where. Officers keep what lies within
/// their own regions, the installation's administrators all of it. Any thread may call.
#include <optional>
#include <string>
#include <vector>

#include "server/access/viewer.h"
#include "storage/catalog/directory.h"

namespace kecang {

struct RegionView {
  Region region;
  bool may_edit = false;  ///< rename, close, and make regions in it
};

struct PlacedSchool {
  SchoolId id;
  std::string name;
};

struct RegionPage {
  RegionView view;
  std::vector<PlacedSchool> schools;  ///< that stand in the region itself, by name
};

struct NewRegion {
  std::string name;
  RegionKind kind = RegionKind::county;
  RegionId parent;  ///< empty: none; for the installation's administrators
};
template <class V>
void describe(V& v, NewRegion& n) {
  v("name", n.name);
  v("kind", n.kind);
  v("parent", n.parent);
}

struct RegionEdit {
  std::uint64_t version = 0;
  std::optional<std::string> name;
  std::optional<bool> closed;
};
template <class V>
void describe(V& v, RegionEdit& e) {
  v("version", e.version);
  v("name", e.name);
  v("closed", e.closed);
}

class Regions {
 public:
  explicit Regions(Directory& directory) : directory_(directory) {}

  /// All that the viewer keeps, and those these stand in. forbidden/region.not_bureau for everybody else.
  Result<std::vector<RegionView>> list(const access::Viewer& viewer) const;
  /// not_found/region.absent for what `list` does not show.
  Result<RegionPage> page(const access::Viewer& viewer, const RegionId& id) const;
  /// invalid/region.name_empty, region.level_wrong; conflict/region.closed; forbidden/region.not_bureau.
  Result<RegionView> create(const Actor& actor, const access::Viewer& viewer, const NewRegion& as);
  /// One is closed when nothing stands in it any more: conflict/region.not_empty, region.changed.
  Result<RegionView> edit(const Actor& actor, const access::Viewer& viewer, const RegionId& id,
                          const RegionEdit& edit);
  /// A school moves there. An officer moves those that stand within their regions already; one that stands
  /// nowhere is placed by the installation's administrators. not_found/school.absent for any other one.
  Result<RegionPage> place(const Actor& actor, const access::Viewer& viewer, const RegionId& id,
                           const SchoolId& school);
  /// It stands in no region any more; for the installation's administrators.
  Result<RegionPage> take_out(const Actor& actor, const access::Viewer& viewer, const RegionId& id,
                              const SchoolId& school);

 private:
  Result<bool> keeps(const access::Viewer& viewer, const RegionId& id) const;
  Result<Region> kept(const access::Viewer& viewer, const RegionId& id) const;
  Result<std::vector<PlacedSchool>> schools_in(const RegionId& id) const;
  Result<bool> has_open_regions(const RegionId& id) const;

  Directory& directory_;
};

}  // namespace kecang
