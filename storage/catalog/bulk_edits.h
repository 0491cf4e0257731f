#pragma once
/// Changes of many resources at once, and how they are taken back. Each resource is changed with its audit
/// record and with what it was before in one transaction, a few resources in each. Any thread may call.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/bulk_edit.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

/// What became of one resource.
struct BulkOutcome {
  ResourceId resource;
  std::optional<Resource> before{};  ///< nothing where it may not be seen
  std::optional<Resource> after{};
  std::optional<Error> refused{};
};

class BulkEditCatalog {
 public:
  BulkEditCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// Changes one resource, or says why not.
  using Edit = std::function<Result<void>(Resource&)>;
  struct Done {
    BulkEdit edit;  ///< without an id when nothing changed
    std::vector<BulkOutcome> outcomes;
  };
  /// In the order asked. What the scope does not admit is refused as resource.absent. Errors are those of the
  /// store before anything was changed; later ones are told as the outcome of what was left.
  Result<Done> apply(const Actor& actor, const AccessScope& scope, const UserId& user,
                     const std::vector<ResourceId>& ids, const Edit& edit);

  /// Whether this person may have what is there now be as it was.
  using Allow = std::function<bool(const Resource& now, const Resource& as_it_was)>;
  /// Restores what the edit touched where it stands as the edit left it; else it is refused with
  /// bulk.changed_since. not_found/bulk.absent also for somebody else's and when its time is over,
  /// conflict/bulk.undone.
  Result<std::vector<BulkOutcome>> undo(const Actor& actor, const UserId& user, const BulkEditId& id,
                                        const Allow& allow);
  /// Those that can be taken back now, newest first.
  Result<std::vector<BulkEdit>> undoable(const UserId& user) const;
  /// Forgets those whose time is over.
  Result<void> sweep();

 private:
  Result<void> apply_some(const Actor& actor, const AccessScope& scope, const Edit& edit,
                          const std::vector<ResourceId>& ids, Done& done);
  Result<std::vector<BulkEditItem>> items_left(const BulkEditId& id) const;

  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
