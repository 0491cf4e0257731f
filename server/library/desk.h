#pragma once
/// 我的: what a person starred, opened lately and used in class (schemas/desk.md). Of resources only what
/// they may see at this moment is shown; notes are their writer's alone. Any thread may call.
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "server/library/resources.h"
#include "storage/catalog/desk.h"

namespace kecang {

struct MarkedView {
  ResourceView view;
  Time at{};
};

struct UseView {
  ClassUse use;
  std::optional<ResourceView> resource;  ///< nothing when it may not be seen now
  bool withheld = false;                 ///< what was written names what may not be seen
};

/// What somebody says of a use.
struct NewUse {
  ResourceId resource;
  SchoolId school;  ///< empty: the first of the writer's
  Time on{};
  std::string classes;
  std::string note;
  Worked worked = Worked::well;
};
template <class V>
void describe(V& v, NewUse& u) {
  v("resource", u.resource);
  v("school", u.school);
  v("on", u.on);
  v("classes", u.classes);
  v("note", u.note);
  v("worked", u.worked);
}

struct SchoolUses {
  SchoolId school;
  std::string name;
  std::uint64_t count = 0;
};

/// What a resource's page tells its reader of themselves and their schools.
struct ResourceDesk {
  bool starred = false;
  std::vector<ClassUse> mine;       ///< newest first
  std::vector<SchoolUses> schools;  ///< the reader's, with uses
};

class Desk {
 public:
  Desk(DeskCatalog& desk, const LibraryCatalog& catalog, const Resources& resources,
       const Directory& directory, const Clock& clock)
      : desk_(desk), catalog_(catalog), resources_(resources), directory_(directory), clock_(clock) {}

  /// not_found/resource.absent for what may not be seen; a star is taken away from anything.
  Result<void> star(const access::Viewer& viewer, const ResourceId& id);
  Result<void> unstar(const access::Viewer& viewer, const ResourceId& id);
  Result<std::vector<MarkedView>> favourites(const access::Viewer& viewer) const;
  /// The ids alone, for marks in lists.
  Result<std::vector<ResourceId>> starred(const access::Viewer& viewer) const;

  Result<void> opened(const access::Viewer& viewer, const ResourceId& id);
  Result<std::vector<MarkedView>> recent(const access::Viewer& viewer) const;
  Result<void> forget_recent(const access::Viewer& viewer);

  /// not_found/resource.absent; invalid/desk.date_wrong, desk.not_your_school, value.too_long;
  /// conflict/desk.too_many_uses.
  Result<UseView> add_use(const Actor& actor, const access::Viewer& viewer, const NewUse& use);
  Result<void> erase_use(const Actor& actor, const access::Viewer& viewer, const ClassUseId& id);
  Result<Page<UseView>> uses(const access::Viewer& viewer, const PageRequest& page) const;

  /// not_found/resource.absent.
  Result<ResourceDesk> of_resource(const access::Viewer& viewer, const ResourceId& id) const;

 private:
  Result<std::vector<MarkedView>> shown(const access::Viewer& viewer,
                                        const std::vector<DeskMark>& marks) const;

  DeskCatalog& desk_;
  const LibraryCatalog& catalog_;
  const Resources& resources_;
  const Directory& directory_;
  const Clock& clock_;
};

}  // namespace kecang

KECANG_NOUN(kecang::NewUse);
