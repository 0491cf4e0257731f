#include "server/library/roster.h"

#include <algorithm>
#include <set>

#include "schemas/base/text.h"
#include "server/library/roster_words.h"

namespace kecang {
namespace {

/// A CSV that is larger than any roster has no business here.
constexpr std::size_t kMostRows = 200'000;
constexpr std::size_t kNameBytes = 400;

Result<std::string> name_in(const roster::Line& line) {
  KECANG_ASSIGN(auto name, line.needed("name"));
  if (name.size() > kNameBytes)
    return Error::invalid("value.too_long").at("name").with("limit", std::to_string(kNameBytes));
  return name;
}

Result<Time> date_in(const std::string& text, const char* column) {
  auto spelled_date = text;
  std::replace(spelled_date.begin(), spelled_date.end(), '/', '-');
  auto time = parse_time(spelled_date);
  if (!time) return Error::invalid("roster.date_malformed").at(column).with("value", text);
  return time;
}

MemberRole usual_role(MembershipKind kind) {
  if (kind == MembershipKind::user_in_region) return MemberRole::bureau_officer;
  return kind == MembershipKind::school_in_group ? MemberRole::member : MemberRole::teacher;
}

/// What is wrong with one row, as opposed to with the store.
bool is_about_the_row(const Error& error) {
  return error.kind() == ErrorKind::invalid || error.kind() == ErrorKind::not_found ||
         error.kind() == ErrorKind::conflict;
}

/// Catalogue fields that a roster calls otherwise.
std::string column_named(const std::string& field, RosterKind kind) {
  if (field == "external_key") return "key";
  if (kind == RosterKind::memberships && field == "subject") return "member";
  return field;
}

/// For conflicts, which do not say which field they are about.
std::string column_of(const Error& error, RosterKind kind) {
  const auto field = error.params().find("field");
  if (field != error.params().end()) return column_named(field->second, kind);
  if (error.code() == "user.login_taken") return "login";
  return error.code() == "user.key_taken" ? "key" : "";
}

}  // namespace

struct Roster::Run {
  const Actor& actor;
  RosterKind kind;
  Mode mode;
  RosterReport report{};
  std::set<std::string> seen{};  ///< what earlier rows of the same file named
};

Result<RosterReport> Roster::import(const Actor& actor, RosterKind kind, std::string_view csv, Mode mode) {
  KECANG_ASSIGN(const auto table, roster::read(csv, roster::columns_of(kind)));
  if (table.lines.size() > kMostRows)
    return Error::too_large("roster.too_many_rows").with("limit", std::to_string(kMostRows));
  Run run{.actor = actor, .kind = kind, .mode = mode};
  for (const auto& line : table.lines) {
    auto done = take(run, line);
    if (!done) {
      if (!is_about_the_row(done.error())) return std::move(done).error();
      const auto column = column_of(done.error(), kind);
      const auto heading = table.headings.find(column);
      run.report.problems.push_back({.row = line.row(),
                                     .column = heading == table.headings.end() ? column : heading->second,
                                     .value = line.text(column),
                                     .error = std::move(done).error()});
      continue;
    }
    auto& counter = *done == Done::created   ? run.report.created
                    : *done == Done::updated ? run.report.updated
                                             : run.report.unchanged;
    ++counter;
  }
  return std::move(run.report);
}

Result<Roster::Done> Roster::take(Run& run, const roster::Line& line) {
  switch (run.kind) {
    case RosterKind::regions:
      return take_region(run, line);
    case RosterKind::schools:
      return take_school(run, line);
    case RosterKind::groups:
      return take_group(run, line);
    case RosterKind::users:
      return take_user(run, line);
    case RosterKind::memberships:
      return take_membership(run, line);
  }
  return Error::internal("roster.kind_unknown");
}

Result<Roster::Done> Roster::take_region(Run& run, const roster::Line& line) {
  KECANG_ASSIGN(const auto key, line.needed("key"));
  if (!run.seen.insert(key).second) return Error::invalid("roster.row_twice").at("key");
  KECANG_ASSIGN(const auto known, directory_.region_by_key(key));
  auto region = known.value_or(Region());
  region.key = key;
  if (!known || line.cell("name")) {
    KECANG_ASSIGN(region.name, name_in(line));
  }
  if (const auto kind = line.text("kind"); !kind.empty()) {
    KECANG_ASSIGN(region.kind, roster::spelled<RegionKind>(kind, "kind"));
  }
  if (const auto parent = line.cell("parent")) {
    // A dry run has not stored the rows above.
    if (run.mode == Mode::apply || !run.seen.contains(*parent)) {
      KECANG_ASSIGN(region.parent, region_named(*parent));
    }
  }
  if (known && to_cbor(*known) == to_cbor(region)) return Done::unchanged;
  if (run.mode == Mode::apply) KECANG_TRY(directory_.put_region(run.actor, region));
  return known ? Done::updated : Done::created;
}

Result<Roster::Done> Roster::take_school(Run& run, const roster::Line& line) {
  KECANG_ASSIGN(const auto key, line.needed("key"));
  if (!run.seen.insert(key).second) return Error::invalid("roster.row_twice").at("key");
  KECANG_ASSIGN(const auto known, directory_.school_by_key(key));
  auto school = known.value_or(School());
  school.key = key;
  if (!known || line.cell("name")) {
    KECANG_ASSIGN(school.name, name_in(line));
  }
  if (const auto region = line.cell("region")) school.region = *region;
  if (const auto place = line.cell("place")) {
    KECANG_ASSIGN(school.place, region_named(*place));
  }
  if (const auto kind = line.text("kind"); !kind.empty()) {
    KECANG_ASSIGN(school.kind, roster::spelled<SchoolKind>(kind, "kind"));
  }
  if (const auto stages = line.cell("stages")) school.stages = roster::list_in(*stages);
  if (known && to_cbor(*known) == to_cbor(school)) return Done::unchanged;
  if (run.mode == Mode::apply) KECANG_TRY(directory_.put_school(run.actor, school));
  return known ? Done::updated : Done::created;
}

Result<Roster::Done> Roster::take_group(Run& run, const roster::Line& line) {
  KECANG_ASSIGN(const auto key, line.needed("key"));
  if (!run.seen.insert(key).second) return Error::invalid("roster.row_twice").at("key");
  KECANG_ASSIGN(const auto known, directory_.group_by_key(key));
  auto group = known.value_or(Group());
  group.key = key;
  if (!known || line.cell("name")) {
    KECANG_ASSIGN(group.name, name_in(line));
  }
  if (const auto kind = line.text("kind"); !kind.empty()) {
    KECANG_ASSIGN(group.kind, roster::spelled<GroupKind>(kind, "kind"));
  }
  if (const auto tie = line.text("tie"); !tie.empty()) {
    KECANG_ASSIGN(group.tie, roster::spelled<GroupTie>(tie, "tie"));
  }
  if (const auto pattern = line.text("pattern"); !pattern.empty()) {
    KECANG_ASSIGN(group.pattern, roster::spelled<GroupPattern>(pattern, "pattern"));
  }
  if (known && to_cbor(*known) == to_cbor(group)) return Done::unchanged;
  if (run.mode == Mode::apply) KECANG_TRY(directory_.put_group(run.actor, group));
  return known ? Done::updated : Done::created;
}

Result<std::optional<User>> Roster::known_user(const roster::Line& line) const {
  const auto key = line.text("key");
  if (!key.empty()) {
    KECANG_ASSIGN(auto by_key, directory_.user_by_key(key));
    if (by_key) return by_key;
  }
  const auto login = line.text("login");
  if (login.empty())
    return key.empty() ? Result<std::optional<User>>(Error::invalid("roster.cell_empty").at("login"))
                       : std::optional<User>();
  KECANG_ASSIGN(auto by_login, directory_.user_by_login(login));
  // The same login with another staff number is somebody else.
  if (by_login && !key.empty() && !by_login->external_key.empty() && by_login->external_key != key)
    return Error::conflict("user.login_taken").at("login").with("value", login);
  return by_login;
}

Result<Roster::Done> Roster::take_user(Run& run, const roster::Line& line) {
  KECANG_ASSIGN(const auto known, known_user(line));
  auto user = known.value_or(User());
  if (const auto key = line.text("key"); !key.empty()) user.external_key = key;
  if (!known || !line.text("login").empty()) {
    KECANG_ASSIGN(const auto login, line.needed("login"));
    user.login = text::normalise(login);
  }
  if (!run.seen.insert(user.login).second) return Error::invalid("roster.row_twice").at("login");
  if (!known || line.cell("name")) {
    KECANG_ASSIGN(user.name, name_in(line));
  }
  if (const auto role = line.text("role"); !role.empty()) {
    KECANG_ASSIGN(user.role, roster::spelled<SystemRole>(role, "role"));
  }
  const bool same = known && to_cbor(*known) == to_cbor(user);
  const auto password = line.text("password");
  // A password in the file is a first one: it is for new people, and whoever chose another keeps it.
  if (known) {
    if (same) return Done::unchanged;
    if (run.mode == Mode::apply) KECANG_TRY(directory_.put_user(run.actor, user));
    return Done::updated;
  }
  if (!password.empty()) KECANG_TRY(access::Passwords::check_rules(password, user.login));
  if (run.mode == Mode::dry_run) return Done::created;
  const auto secret = password.empty() ? access::Passwords::one_time() : password;
  user.must_change_password = password.empty();
  KECANG_ASSIGN(user.password_hash, passwords_.hash(secret));
  KECANG_ASSIGN(const auto stored, directory_.put_user(run.actor, user));
  if (password.empty()) run.report.passwords.push_back({stored.login, secret});
  return Done::created;
}

Result<std::string> Roster::person_named(const std::string& key_or_login) const {
  KECANG_ASSIGN(const auto by_key, directory_.user_by_key(key_or_login));
  if (by_key) return by_key->id.text();
  KECANG_ASSIGN(const auto by_login, directory_.user_by_login(key_or_login));
  if (by_login) return by_login->id.text();
  return Error::not_found("roster.user_unknown").with("value", key_or_login);
}

Result<std::string> Roster::school_named(const std::string& key) const {
  KECANG_ASSIGN(const auto school, directory_.school_by_key(key));
  if (school) return school->id.text();
  return Error::not_found("roster.school_unknown").with("value", key);
}

Result<std::string> Roster::group_named(const std::string& key) const {
  KECANG_ASSIGN(const auto group, directory_.group_by_key(key));
  if (group) return group->id.text();
  return Error::not_found("roster.group_unknown").with("value", key);
}

Result<RegionId> Roster::region_named(const std::string& key) const {
  if (key.empty()) return RegionId();
  KECANG_ASSIGN(const auto region, directory_.region_by_key(key));
  if (region) return region->id;
  return Error::not_found("roster.region_unknown").with("value", key);
}

Result<std::string> Roster::container_named(MembershipKind kind, const std::string& key) const {
  if (kind == MembershipKind::user_in_school) return school_named(key);
  if (kind != MembershipKind::user_in_region) return group_named(key);
  KECANG_ASSIGN(const auto region, region_named(key));
  return region.text();
}

Result<void> Roster::name_ends(Membership& membership, const roster::Line& line) const {
  KECANG_ASSIGN(const auto member, line.needed("member"));
  KECANG_ASSIGN(const auto container, line.needed("container"));
  auto subject =
      membership.kind == MembershipKind::school_in_group ? school_named(member) : person_named(member);
  if (!subject) return std::move(subject).error().with("field", "member");
  auto whole = container_named(membership.kind, container);
  if (!whole) return std::move(whole).error().with("field", "container");
  membership.subject = std::move(*subject);
  membership.container = std::move(*whole);
  return {};
}

/// The stored membership a row speaks of: the one with the same beginning if it names one, else the one that
/// has not ended, else the one that ended when the row says.
Result<std::optional<Membership>> Roster::known_membership(const Membership& wanted, bool from_given) const {
  KECANG_ASSIGN(const auto all, directory_.memberships_of(wanted.subject));
  std::optional<Membership> standing;
  std::optional<Membership> ended;
  for (const auto& membership : all) {
    if (membership.kind != wanted.kind || membership.container != wanted.container) continue;
    if (from_given && membership.from == wanted.from) return std::optional(membership);
    if (!standing && membership.until > clock_.now()) standing = membership;
    if (!ended && membership.until == wanted.until) ended = membership;
  }
  return standing || from_given ? standing : ended;
}

Result<Roster::Done> Roster::take_membership(Run& run, const roster::Line& line) {
  Membership wanted;
  KECANG_ASSIGN(const auto kind, line.needed("kind"));
  KECANG_ASSIGN(wanted.kind, roster::spelled<MembershipKind>(kind, "kind"));
  KECANG_TRY(name_ends(wanted, line));
  const auto from = line.text("from");
  const auto until = line.text("until");
  wanted.from = clock_.now();
  if (!from.empty()) {
    KECANG_ASSIGN(wanted.from, date_in(from, "from"));
  }
  if (!until.empty()) {
    KECANG_ASSIGN(wanted.until, date_in(until, "until"));
  }
  if (!run.seen.insert(wanted.subject + wanted.container + from).second)
    return Error::invalid("roster.row_twice").at("member");
  KECANG_ASSIGN(const auto known, known_membership(wanted, !from.empty()));
  wanted.role = usual_role(wanted.kind);
  auto membership = known.value_or(wanted);
  if (!from.empty()) membership.from = wanted.from;
  if (line.cell("until")) membership.until = wanted.until;
  if (const auto role = line.text("role"); !role.empty()) {
    KECANG_ASSIGN(membership.role, roster::spelled<MemberRole>(role, "role"));
  }
  if (membership.until <= membership.from) return Error::invalid("membership.dates_reversed").at("until");
  if (known && to_cbor(*known) == to_cbor(membership)) return Done::unchanged;
  if (run.mode == Mode::apply) KECANG_TRY(directory_.put_membership(run.actor, membership));
  return known ? Done::updated : Done::created;
}

}  // namespace kecang
