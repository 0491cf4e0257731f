#include "storage/catalog/desk.h"

#include <algorithm>

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {

Result<void> DeskCatalog::star(const UserId& user, const ResourceId& resource) {
  const auto prefix = keys::favourites_of(user);
  return store_.run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto known, tx.get(prefix + resource.text()));
    if (known) return {};
    KECANG_ASSIGN(const auto count, rows::count(tx, prefix, kMostFavourites));
    if (count >= kMostFavourites)
      return Error::conflict("desk.too_many").with("limit", std::to_string(kMostFavourites));
    return rows::put(tx, prefix + resource.text(), DeskMark{.resource = resource, .at = clock_.now()});
  });
}

Result<void> DeskCatalog::unstar(const UserId& user, const ResourceId& resource) {
  return store_.run([&](Transaction& tx) { return tx.erase(keys::favourites_of(user) + resource.text()); });
}

Result<bool> DeskCatalog::is_starred(const UserId& user, const ResourceId& resource) const {
  KECANG_ASSIGN(const auto row, store_.get(keys::favourites_of(user) + resource.text()));
  return row.has_value();
}

Result<std::vector<DeskMark>> DeskCatalog::marks_below(const std::string& prefix) const {
  std::vector<DeskMark> marks;
  KECANG_TRY(rows::each_noun<DeskMark>(*store_.snapshot(), prefix,
                                       [&](const auto&, const auto& mark) { marks.push_back(mark); }));
  std::sort(marks.begin(), marks.end(), [](const DeskMark& a, const DeskMark& b) {
    return a.at != b.at ? a.at > b.at : a.resource > b.resource;
  });
  return marks;
}

Result<std::vector<DeskMark>> DeskCatalog::favourites(const UserId& user) const {
  return marks_below(keys::favourites_of(user));
}

Result<void> DeskCatalog::opened(const UserId& user, const ResourceId& resource) {
  const auto prefix = keys::opened_by(user);
  return store_.run([&](Transaction& tx) -> Result<void> {
    KECANG_TRY(rows::put(tx, prefix + resource.text(), DeskMark{.resource = resource, .at = clock_.now()}));
    std::vector<DeskMark> marks;
    KECANG_TRY(
        rows::each_noun<DeskMark>(tx, prefix, [&](const auto&, const auto& mark) { marks.push_back(mark); }));
    if (marks.size() <= kMostOpened) return {};
    const auto oldest = std::min_element(marks.begin(), marks.end(),
                                         [](const auto& a, const auto& b) { return a.at < b.at; });
    return tx.erase(prefix + oldest->resource.text());
  });
}

Result<std::vector<DeskMark>> DeskCatalog::opened_by(const UserId& user) const {
  return marks_below(keys::opened_by(user));
}

Result<void> DeskCatalog::forget_opened(const UserId& user) {
  return store_.run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto found, tx.scan(Range::prefix(keys::opened_by(user))));
    for (const auto& row : found) KECANG_TRY(tx.erase(row.key));
    return {};
  });
}

Result<ClassUse> DeskCatalog::add_use(const Actor& actor, ClassUse use) {
  ClassUse stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    stored = use;
    stored.id = ClassUseId::make(now);
    stored.at = now;
    KECANG_ASSIGN(const auto count, rows::count(tx, keys::uses_of(stored.user), kMostUses));
    if (count >= kMostUses)
      return Error::conflict("desk.too_many_uses").with("limit", std::to_string(kMostUses));
    KECANG_TRY(rows::put(tx, keys::class_use(stored.user, stored.id), stored));
    KECANG_TRY(tx.put(keys::uses_in(stored.resource, stored.school) + stored.id.text(), ""));
    return append_audit(tx, now, actor, "use.noted", stored.resource.text(), {}, {stored.school.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<void> DeskCatalog::erase_use(const Actor& actor, const UserId& user, const ClassUseId& id) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto use, (rows::need<ClassUse>(tx, keys::class_use(user, id), "desk.use_absent")));
    KECANG_TRY(tx.erase(keys::class_use(user, id)));
    KECANG_TRY(tx.erase(keys::uses_in(use.resource, use.school) + id.text()));
    return append_audit(tx, clock_.now(), actor, "use.erased", use.resource.text(), {}, {use.school.text()});
  });
}

Result<Page<ClassUse>> DeskCatalog::uses_of(const UserId& user, const PageRequest& page) const {
  return rows::nouns_page<ClassUse>(*store_.snapshot(), keys::uses_of(user), page, rows::Order::descending);
}

Result<std::vector<ClassUse>> DeskCatalog::uses_of(const UserId& user, const ResourceId& resource) const {
  std::vector<ClassUse> uses;
  KECANG_TRY(
      rows::each_noun<ClassUse>(*store_.snapshot(), keys::uses_of(user), [&](const auto&, const auto& use) {
        if (use.resource == resource) uses.push_back(use);
      }));
  std::reverse(uses.begin(), uses.end());
  return uses;
}

Result<std::uint64_t> DeskCatalog::uses_in(const ResourceId& resource, const SchoolId& school) const {
  return rows::count(*store_.snapshot(), keys::uses_in(resource, school), kMostCounted);
}

}  // namespace kecang
