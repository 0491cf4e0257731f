#pragma once
/// Regions, schools, groups, users and memberships from a spreadsheet. Each wrong row is reported by row and
/// column and the rest goes in; a row that is known already is updated, never doubled; a column that is
/// absent changes nothing. Any thread may call.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"
#include "schemas/model/describe.h"
#include "server/access/passwords.h"
#include "server/library/roster_table.h"
#include "storage/catalog/directory.h"

namespace kecang {

enum class RosterKind { regions, schools, groups, users, memberships };
template <>
struct EnumNames<RosterKind> {
  static constexpr auto values =
      std::array{std::pair{RosterKind::regions, "regions"}, std::pair{RosterKind::schools, "schools"},
                 std::pair{RosterKind::groups, "groups"}, std::pair{RosterKind::users, "users"},
                 std::pair{RosterKind::memberships, "memberships"}};
};

struct RosterProblem {
  std::uint32_t row = 0;  ///< line of the file, the heading is 1
  std::string column;     ///< as the file calls it
  std::string value;
  Error error;
};

struct RosterReport {
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  std::vector<RosterProblem> problems;
  struct Password {
    std::string login;
    std::string password;
  };
  std::vector<Password> passwords;  ///< one-time passwords of new users who were given none
};

class Roster {
 public:
  Roster(Directory& directory, access::Passwords& passwords, const Clock& clock)
      : directory_(directory), passwords_(passwords), clock_(clock) {}

  enum class Mode { apply, dry_run };
  /// Errors are those of the file as a whole: csv.*, roster.no_rows, roster.column_missing,
  /// roster.column_unknown, roster.column_twice; and those of the store.
  Result<RosterReport> import(const Actor& actor, RosterKind kind, std::string_view csv, Mode mode);

 private:
  enum class Done { created, updated, unchanged };
  struct Run;
  Result<Done> take(Run& run, const roster::Line& line);
  Result<Done> take_region(Run& run, const roster::Line& line);
  Result<Done> take_school(Run& run, const roster::Line& line);
  Result<Done> take_group(Run& run, const roster::Line& line);
  Result<Done> take_user(Run& run, const roster::Line& line);
  Result<Done> take_membership(Run& run, const roster::Line& line);
  Result<std::optional<User>> known_user(const roster::Line& line) const;
  Result<std::string> person_named(const std::string& key_or_login) const;
  Result<std::string> school_named(const std::string& key) const;
  Result<std::string> group_named(const std::string& key) const;
  Result<RegionId> region_named(const std::string& key) const;
  Result<std::string> container_named(MembershipKind kind, const std::string& key) const;
  Result<void> name_ends(Membership& membership, const roster::Line& line) const;
  Result<std::optional<Membership>> known_membership(const Membership& wanted, bool from_given) const;

  Directory& directory_;
  access::Passwords& passwords_;
  const Clock& clock_;
};

}  // namespace kecang
