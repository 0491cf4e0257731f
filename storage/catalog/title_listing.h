#pragma once
/// What somebody may know by its title and no more: that a resource exists, whose it is, of what type. Any
/// thread may call.
#include <functional>
#include <string>
#include <string_view>

#include "schemas/model/access_scope.h"
#include "schemas/model/resource.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

/// All there is to tell of such a resource.
struct KnownTitle {
  ResourceId id;
  std::string title;
  std::string type;
  SchoolId owner;
  bool viewable = false;  ///< the viewer may view it, so it is in no list of titles
};

class TitleCatalog {
 public:
  explicit TitleCatalog(const MetaStore& store) : store_(store) {}

  /// Those whose title is `wanted`, newest first. What the viewer may view is not among them, and a page is
  /// full whatever was left out: neither it nor its cursor says anything of the rest.
  Result<Page<KnownTitle>> titles(const AccessScope& scope,
                                  const std::function<bool(std::string_view)>& wanted,
                                  const PageRequest& page) const;
  /// One the scope lets its viewer know of. not_found/resource.absent.
  Result<KnownTitle> title(const AccessScope& scope, const ResourceId& id) const;

 private:
  const MetaStore& store_;
};

}  // namespace kecang
