/// Users, regions, schools and groups: one way of storing a noun with a version and unique keys.
#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

#include "schemas/base/text.h"
#include "storage/catalog/audit.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/directory_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

/// A key by which a noun is found beside its id; an empty one is not kept.
struct UniqueKey {
  std::string key;
  std::string part;   ///< what people wrote
  const char* taken;  ///< code of the conflict
};

std::vector<UniqueKey> unique_keys(const User& user) {
  return {{keys::user_by_login(user.login), user.login, "user.login_taken"},
          {keys::user_by_key(user.external_key), user.external_key, "user.key_taken"}};
}
std::vector<UniqueKey> unique_keys(const Region& region) {
  return {{keys::region_by_key(region.key), region.key, "region.key_taken"}};
}
std::vector<UniqueKey> unique_keys(const School& school) {
  return {{keys::school_by_key(school.key), school.key, "school.key_taken"}};
}
std::vector<UniqueKey> unique_keys(const Group& group) {
  return {{keys::group_by_key(group.key), group.key, "group.key_taken"}};
}

std::string row_key(const User& user) {
  return keys::user(user.id);
}
std::string row_key(const Region& region) {
  return keys::region(region.id);
}
std::string row_key(const School& school) {
  return keys::school(school.id);
}
std::string row_key(const Group& group) {
  return keys::group(group.id);
}

template <class Noun>
struct Words;
template <>
struct Words<User> {
  static constexpr auto absent = "user.absent", changed_since = "user.changed";
  static constexpr auto created = "user.created", changed = "user.changed";
};
template <>
struct Words<Region> {
  static constexpr auto absent = "region.absent", changed_since = "region.changed";
  static constexpr auto created = "region.created", changed = "region.changed";
};
template <>
struct Words<School> {
  static constexpr auto absent = "school.absent", changed_since = "school.changed";
  static constexpr auto created = "school.created", changed = "school.changed";
};
template <>
struct Words<Group> {
  static constexpr auto absent = "group.absent", changed_since = "group.changed";
  static constexpr auto created = "group.created", changed = "group.changed";
};

Result<void> check_part(const std::string& part, const char* field) {
  if (part.size() > keys::kWrittenPart)
    return Error::invalid("value.too_long").with("limit", std::to_string(keys::kWrittenPart)).at(field);
  return {};
}

Result<void> check(User& user) {
  user.login = login_spelling(user.login);
  if (user.login.empty()) return Error::invalid("user.login_empty").at("login");
  if (user.login.find(' ') != std::string::npos) return Error::invalid("user.login_spaces").at("login");
  KECANG_TRY(check_part(user.login, "login"));
  return check_part(user.external_key, "external_key");
}
Result<void> check(Region& region) {
  if (region.key.empty()) return Error::invalid("region.key_empty").at("key");
  return check_part(region.key, "key");
}
Result<void> check(School& school) {
  if (school.key.empty()) return Error::invalid("school.key_empty").at("key");
  return check_part(school.key, "key");
}
Result<void> check(Group& group) {
  if (group.key.empty()) return Error::invalid("group.key_empty").at("key");
  return check_part(group.key, "key");
}

/// Takes the new keys, gives up the old ones.
template <class Noun>
Result<void> move_unique_keys(Transaction& tx, const std::optional<Noun>& before, const Noun& after) {
  const auto now = unique_keys(after);
  const auto old = before ? unique_keys(*before) : std::vector<UniqueKey>(now.size());
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (before && old[i].key == now[i].key) continue;
    if (!old[i].part.empty()) KECANG_TRY(tx.erase(old[i].key));
    if (now[i].part.empty()) continue;
    KECANG_ASSIGN(const auto holder, tx.get(now[i].key));
    if (holder) return Error::conflict(now[i].taken).with("value", now[i].part);
    KECANG_TRY(tx.put(now[i].key, after.id.text()));
  }
  return {};
}

/// Where a noun stands in the tree of regions; nowhere unless there is an overload.
std::string place_key(const Region& region) {
  return region.parent.empty() ? std::string() : keys::region_in(region.parent, region.id);
}
std::string place_key(const School& school) {
  return school.place.empty() ? std::string() : keys::school_in(school.place, school.id);
}
template <class Noun>
std::string place_key(const Noun&) {
  return {};
}
const RegionId& place_of(const Region& region) {
  return region.parent;
}
const RegionId& place_of(const School& school) {
  return school.place;
}

/// Regions a region stands in, itself first; too_many steps mean a circle.
template <class Reader>
Result<std::vector<RegionId>> chain_of(Reader& reader, RegionId at) {
  constexpr std::size_t kDeepest = 8;
  std::vector<RegionId> chain;
  while (!at.empty()) {
    if (chain.size() == kDeepest) return Error::invalid("region.circle").at("parent");
    KECANG_ASSIGN(const auto region, (rows::need<Region>(reader, keys::region(at), "region.absent")));
    chain.push_back(std::exchange(at, region.parent));
  }
  return chain;
}

template <class Noun>
Result<void> keep_place(Transaction& tx, const std::optional<Noun>& before, const Noun& after) {
  const auto old_key = before ? place_key(*before) : std::string();
  const auto new_key = place_key(after);
  if (old_key == new_key) return {};
  if (!old_key.empty()) KECANG_TRY(tx.erase(old_key));
  if constexpr (requires { place_of(after); }) {
    KECANG_ASSIGN(const auto chain, chain_of(tx, place_of(after)));
    if constexpr (std::is_same_v<Noun, Region>)
      if (std::find(chain.begin(), chain.end(), after.id) != chain.end())
        return Error::invalid("region.circle").at("parent");
  }
  return new_key.empty() ? Result<void>() : tx.put(new_key, "");
}

template <class Noun>
Result<std::optional<Noun>> stored_version(Transaction& tx, const Noun& noun) {
  if (noun.id.empty()) return std::optional<Noun>();
  KECANG_ASSIGN(auto before, (rows::need<Noun>(tx, row_key(noun), Words<Noun>::absent)));
  if (before.version != noun.version) return Error::conflict(Words<Noun>::changed_since);
  return std::optional<Noun>(std::move(before));
}

template <class Noun>
std::vector<std::string> concerned_by(const Noun& noun) {
  if constexpr (std::is_same_v<Noun, School> || std::is_same_v<Noun, Group>) return {noun.id.text()};
  return {};
}

template <class Noun>
Result<Noun> put_noun(MetaStore& store, const Clock& clock, const Actor& actor, Noun noun) {
  KECANG_TRY(check(noun));
  Noun stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    stored = noun;
    const Time now = clock.now();
    KECANG_ASSIGN(const auto before, stored_version(tx, noun));
    if (before && to_cbor(*before) == to_cbor(noun)) return {};
    if (!before) {
      stored.id = decltype(noun.id)::make(now);
      stored.created_at = now;
    }
    stored.version = noun.version + 1;
    KECANG_TRY(move_unique_keys(tx, before, stored));
    KECANG_TRY(keep_place(tx, before, stored));
    KECANG_TRY(rows::put(tx, row_key(stored), stored));
    return append_audit(tx, now, actor, before ? Words<Noun>::changed : Words<Noun>::created,
                        stored.id.text(), changes_between(before.value_or(Noun{}), stored),
                        concerned_by(stored));
  };
  KECANG_TRY(run_audited(store, step));
  return stored;
}

/// The noun whose id stands under a unique key.
template <class Noun, class KeyOfId>
Result<std::optional<Noun>> by_unique_key(const MetaStore& store, const std::string& key, KeyOfId key_of_id) {
  if (key.size() > MetaStoreBounds::kKeyBytes) return std::optional<Noun>();
  KECANG_ASSIGN(const auto id, store.get(key));
  if (!id) return std::optional<Noun>();
  return rows::find<Noun>(store, key_of_id(decltype(Noun::id)::trusted(*id)));
}

}  // namespace

std::string login_spelling(std::string_view login) {
  std::string text = text::normalise(login);
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Result<User> Directory::user(const UserId& id) const {
  return rows::need<User>(store_, keys::user(id), Words<User>::absent);
}
Result<std::optional<User>> Directory::user_by_login(std::string_view login) const {
  return by_unique_key<User>(store_, keys::user_by_login(login_spelling(login)), keys::user);
}
Result<std::optional<User>> Directory::user_by_key(std::string_view external_key) const {
  return by_unique_key<User>(store_, keys::user_by_key(external_key), keys::user);
}
Result<User> Directory::put_user(const Actor& actor, User user) {
  return put_noun(store_, clock_, actor, std::move(user));
}

Result<Region> Directory::region(const RegionId& id) const {
  return rows::need<Region>(store_, keys::region(id), Words<Region>::absent);
}
Result<std::optional<Region>> Directory::region_by_key(std::string_view key) const {
  return by_unique_key<Region>(store_, keys::region_by_key(key), keys::region);
}
Result<Page<Region>> Directory::regions(const PageRequest& page) const {
  return rows::nouns_page<Region>(*store_.snapshot(), keys::kRegions, page);
}
Result<Region> Directory::put_region(const Actor& actor, Region region) {
  return put_noun(store_, clock_, actor, std::move(region));
}
Result<std::vector<RegionId>> Directory::regions_around(const RegionId& id) const {
  return chain_of(*store_.snapshot(), id);
}
Result<std::vector<SchoolId>> Directory::schools_within(const RegionId& id, std::size_t most) const {
  const auto snapshot = store_.snapshot();
  std::vector<SchoolId> schools;
  std::vector<RegionId> open{id};
  while (!open.empty()) {
    const auto region = open.back();
    open.pop_back();
    KECANG_TRY(rows::each_row(*snapshot, keys::regions_in(region), [&](const Row& row) -> Result<bool> {
      open.push_back(RegionId::trusted(std::string(keys::last_part(row.key))));
      return true;
    }));
    KECANG_TRY(rows::each_row(*snapshot, keys::schools_in(region), [&](const Row& row) -> Result<bool> {
      if (schools.size() == most) return Error::too_large("region.too_many_schools");
      schools.push_back(SchoolId::trusted(std::string(keys::last_part(row.key))));
      return true;
    }));
  }
  return schools;
}

Result<School> Directory::school(const SchoolId& id) const {
  return rows::need<School>(store_, keys::school(id), Words<School>::absent);
}
Result<std::optional<School>> Directory::school_by_key(std::string_view key) const {
  return by_unique_key<School>(store_, keys::school_by_key(key), keys::school);
}
Result<Page<School>> Directory::schools(const PageRequest& page) const {
  return rows::nouns_page<School>(*store_.snapshot(), keys::kSchools, page);
}
Result<School> Directory::put_school(const Actor& actor, School school) {
  return put_noun(store_, clock_, actor, std::move(school));
}

Result<Group> Directory::group(const GroupId& id) const {
  return rows::need<Group>(store_, keys::group(id), Words<Group>::absent);
}
Result<std::optional<Group>> Directory::group_by_key(std::string_view key) const {
  return by_unique_key<Group>(store_, keys::group_by_key(key), keys::group);
}
Result<Page<Group>> Directory::groups(const PageRequest& page) const {
  return rows::nouns_page<Group>(*store_.snapshot(), keys::kGroups, page);
}
Result<Group> Directory::put_group(const Actor& actor, Group group) {
  return put_noun(store_, clock_, actor, std::move(group));
}

}  // namespace kecang
