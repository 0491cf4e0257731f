#pragma once
/// People and how they belong together: users, sessions, tokens, regions, schools, groups, dated memberships,
/// agreements, the audit trail. For server/access and the use cases that administer. Any thread may call.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/remembered.h"
#include "schemas/model/agreement.h"
#include "schemas/model/people.h"
#include "schemas/model/work.h"
#include "storage/catalog/actor.h"
#include "storage/catalog/audit_filter.h"
#include "storage/meta_store.h"

namespace kecang {

/// Whether a password serves once only, for choosing another.
enum class MustChange { no, yes };

class Directory {
 public:
  Directory(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// The store's (meta_store.h).
  std::uint64_t version() const { return store_.version(); }
  /// What the things ids stand for are called, by id text.
  Remembered<std::string>& names() const { return names_; }

  // -- users. A login is kept in one spelling (NFKC, lower case, simplified), so that no two look alike.
  // Logins and external keys are unique (conflict/user.login_taken, user.key_taken)
  Result<User> user(const UserId& id) const;  ///< not_found/user.absent
  Result<std::optional<User>> user_by_login(std::string_view login) const;
  Result<std::optional<User>> user_by_key(std::string_view external_key) const;
  /// Version 0 and no id creates; otherwise the version must be the stored one (conflict/user.changed).
  /// Returns what is stored. An equal one changes nothing.
  Result<User> put_user(const Actor& actor, User user);
  /// Sets the password and ends every session of the user, in one transaction.
  Result<User> replace_password(const Actor& actor, const UserId& id, std::string password_hash,
                                MustChange must_change);

  // -- regions: a tree (invalid/region.circle, not_found/region.absent for a parent or place that is not
  // there); keys are unique (conflict/region.key_taken)
  Result<Region> region(const RegionId& id) const;
  Result<std::optional<Region>> region_by_key(std::string_view key) const;
  Result<Page<Region>> regions(const PageRequest& page) const;
  Result<Region> put_region(const Actor& actor, Region region);
  /// The region and those it stands in, outwards; none for an empty id.
  Result<std::vector<RegionId>> regions_around(const RegionId& id) const;
  /// Of the region and all below it. too_large/region.too_many_schools beyond `most`.
  Result<std::vector<SchoolId>> schools_within(const RegionId& id, std::size_t most) const;

  // -- schools and groups: keys are unique (conflict/school.key_taken, group.key_taken)
  Result<School> school(const SchoolId& id) const;
  Result<std::optional<School>> school_by_key(std::string_view key) const;
  Result<Page<School>> schools(const PageRequest& page) const;
  Result<School> put_school(const Actor& actor, School school);
  Result<Group> group(const GroupId& id) const;
  Result<std::optional<Group>> group_by_key(std::string_view key) const;
  Result<Page<Group>> groups(const PageRequest& page) const;
  Result<Group> put_group(const Actor& actor, Group group);

  // -- memberships
  Result<Membership> membership(const MembershipId& id) const;
  /// All of a user's or school's, ended ones included, newest first.
  Result<std::vector<Membership>> memberships_of(std::string_view subject_id) const;
  Result<Page<Membership>> members_of(std::string_view container_id, const PageRequest& page) const;
  /// Role and dates may change; another subject, container or kind is another membership
  /// (invalid/membership.moved). invalid/membership.subject_absent, container_absent, role_mismatch,
  /// dates_reversed.
  Result<Membership> put_membership(const Actor& actor, Membership membership);
  /// Memberships of schools in a group that ended or will.
  Result<std::vector<Membership>> limited_members(std::string_view group_id) const;

  // -- agreements. Who may take which step is the use case's rule (server/library/agreements.h)
  Result<Agreement> agreement(const AgreementId& id) const;  ///< not_found/agreement.absent
  /// Those a school or group is named in as a party, ended ones included, newest first.
  Result<std::vector<Agreement>> agreements_of(std::string_view party_id) const;
  /// All of them, in the order they were made.
  Result<Page<Agreement>> agreements(const PageRequest& page) const;
  /// Version 0 and no id creates; otherwise the version must be the stored one (conflict/agreement.changed).
  /// The step goes into the agreement's trail and into the audit trail, in the same transaction.
  Result<Agreement> put_agreement(const Actor& actor, Agreement agreement, TrailEvent step);
  /// Oldest first.
  Result<std::vector<TrailEvent>> agreement_trail(const AgreementId& id) const;

  // -- sessions and tokens, found by the SHA-256 of their secret
  /// A user has at most kSessionsPerUser; the oldest makes room.
  Result<void> put_session(const Actor& actor, const Session& session);
  static constexpr std::size_t kSessionsPerUser = 50;
  Result<std::optional<Session>> session_by_secret(const Digest& secret_hash) const;
  /// Moves last_seen_at; not audited.
  Result<void> touch_session(const Session& session, Time now);
  /// Keeps as whom the session looks at the library.
  Result<void> put_view_as(const Actor& actor, const Session& session);
  Result<void> erase_session(const Actor& actor, const SessionId& id);
  Result<void> erase_sessions_of(const Actor& actor, const UserId& user);
  Result<std::vector<Session>> sessions_of(const UserId& user) const;
  /// conflict/token.too_many beyond kTokensPerUser.
  Result<void> put_token(const Actor& actor, const ApiToken& token);
  static constexpr std::size_t kTokensPerUser = 50;
  Result<std::optional<ApiToken>> token_by_secret(const Digest& secret_hash) const;
  Result<std::vector<ApiToken>> tokens_of(const UserId& user) const;
  Result<void> erase_token(const Actor& actor, const UserId& user,
                           const TokenId& id);  ///< not_found/token.absent

  // -- failed sign-ins, per account and per address ("login:…", "address:…")
  struct Failures {
    std::uint32_t count = 0;
    Time last;
  };
  Result<Failures> failures(std::string_view key) const;
  /// Counts one more; those before are forgotten if the last is older than `memory`. Returns the count.
  Result<Failures> record_failure(std::string_view key, Time now, milliseconds memory);
  Result<void> clear_failures(std::string_view key);

  /// Erases sessions and tokens that ended and failures older than a day; returns how many. For the server's
  /// housekeeping.
  Result<std::uint64_t> sweep(Time now);

  // -- audit, newest first
  Result<Page<AuditRecord>> audit(const PageRequest& page, const AuditFilter& filter = {}) const;
  /// What concerns a school or group, by id text.
  Result<Page<AuditRecord>> audit_of(std::string_view place, const PageRequest& page,
                                     const AuditFilter& filter) const;
  Result<void> record(const Actor& actor, std::string action, std::string subject,
                      std::map<std::string, std::string> details = {},
                      const std::vector<std::string>& concerns = {});
  /// Follows the chain from its first record; returns how many there are. corrupt/audit.chain_broken with the
  /// sequence.
  Result<std::uint64_t> verify_audit() const;

 private:
  static constexpr std::size_t kNamesRemembered = 20'000;

  MetaStore& store_;
  const Clock& clock_;
  mutable Remembered<std::string> names_{kNamesRemembered};
};

}  // namespace kecang
