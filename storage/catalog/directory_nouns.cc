/// Users, schools and groups: one way of storing a noun with a version and unique keys.
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
std::vector<UniqueKey> unique_keys(const School& school) {
  return {{keys::school_by_key(school.key), school.key, "school.key_taken"}};
}
std::vector<UniqueKey> unique_keys(const Group& group) {
  return {{keys::group_by_key(group.key), group.key, "group.key_taken"}};
}

std::string row_key(const User& user) {
  return keys::user(user.id);
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

template <class Noun>
Result<std::optional<Noun>> stored_version(Transaction& tx, const Noun& noun) {
  if (noun.id.empty()) return std::optional<Noun>();
  KECANG_ASSIGN(auto before, (rows::need<Noun>(tx, row_key(noun), Words<Noun>::absent)));
  if (before.version != noun.version) return Error::conflict(Words<Noun>::changed_since);
  return std::optional<Noun>(std::move(before));
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
    KECANG_TRY(rows::put(tx, row_key(stored), stored));
    return append_audit(tx, now, actor, before ? Words<Noun>::changed : Words<Noun>::created,
                        stored.id.text(), changes_between(before.value_or(Noun{}), stored));
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
