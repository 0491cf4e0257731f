#pragma once
/// What people keep for themselves of the library: stars, what they opened lately, notes of use. A person's
/// own, whatever they may see: what is shown of it is decided when it is shown. Any thread may call.
#include <optional>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/desk.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

class DeskCatalog {
 public:
  DeskCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  static constexpr std::size_t kMostFavourites = 500;
  static constexpr std::size_t kMostOpened = 100;
  static constexpr std::size_t kMostUses = 2'000;

  // Stars and what was opened are a person's own bookkeeping: no audit records.
  /// conflict/desk.too_many. Starred again it keeps its time.
  Result<void> star(const UserId& user, const ResourceId& resource);
  Result<void> unstar(const UserId& user, const ResourceId& resource);
  Result<bool> is_starred(const UserId& user, const ResourceId& resource) const;
  /// Newest first.
  Result<std::vector<DeskMark>> favourites(const UserId& user) const;

  /// The oldest makes room.
  Result<void> opened(const UserId& user, const ResourceId& resource);
  Result<std::vector<DeskMark>> opened_by(const UserId& user) const;
  Result<void> forget_opened(const UserId& user);

  /// conflict/desk.too_many_uses. The audit record says that something was used and not what was written.
  Result<ClassUse> add_use(const Actor& actor, ClassUse use);
  /// not_found/desk.use_absent, also for somebody else's.
  Result<void> erase_use(const Actor& actor, const UserId& user, const ClassUseId& id);
  /// Newest first.
  Result<Page<ClassUse>> uses_of(const UserId& user, const PageRequest& page) const;
  Result<std::vector<ClassUse>> uses_of(const UserId& user, const ResourceId& resource) const;
  /// By people of a school, counted up to kMostCounted.
  Result<std::uint64_t> uses_in(const ResourceId& resource, const SchoolId& school) const;
  static constexpr std::uint64_t kMostCounted = 1'000;

 private:
  Result<std::vector<DeskMark>> marks_below(const std::string& prefix) const;

  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
