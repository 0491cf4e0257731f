/// Who belongs to what, from when until when.
#include "storage/catalog/audit.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/membership_rows.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

Result<void> check(const Membership& membership) {
  if (!role_fits(membership.role, membership.kind))
    return Error::invalid("membership.role_mismatch").at("role");
  if (membership.until < membership.from) return Error::invalid("membership.dates_reversed").at("until");
  return {};
}

std::string subject_key(const Membership& membership) {
  if (membership.kind == MembershipKind::school_in_group)
    return keys::school(SchoolId::trusted(membership.subject));
  return keys::user(UserId::trusted(membership.subject));
}

std::string container_key(const Membership& membership) {
  if (membership.kind == MembershipKind::user_in_school)
    return keys::school(SchoolId::trusted(membership.container));
  if (membership.kind == MembershipKind::user_in_region)
    return keys::region(RegionId::trusted(membership.container));
  return keys::group(GroupId::trusted(membership.container));
}

Result<void> check_ends_exist(Transaction& tx, const Membership& membership) {
  KECANG_ASSIGN(const auto subject, tx.get(subject_key(membership)));
  if (!subject) return Error::invalid("membership.subject_absent").at("subject");
  KECANG_ASSIGN(const auto container, tx.get(container_key(membership)));
  if (!container) return Error::invalid("membership.container_absent").at("container");
  return {};
}

template <class Reader>
Result<Membership> stored_membership(Reader& reader, const MembershipId& id) {
  KECANG_ASSIGN(const auto subject, reader.get(keys::membership_subject(id)));
  if (!subject) return Error::not_found("membership.absent");
  return rows::need<Membership>(reader, keys::membership(*subject, id.text()), "membership.absent");
}

Result<void> check_follows(const Membership& before, const Membership& after) {
  if (before.version != after.version) return Error::conflict("membership.changed");
  if (before.kind != after.kind || before.subject != after.subject || before.container != after.container)
    return Error::invalid("membership.moved");
  return {};
}

/// Who and what a membership joins stands in every record of it.
AuditDetails membership_details(const std::optional<Membership>& before, const Membership& after) {
  AuditDetails details = changes_between(before.value_or(Membership{}), after);
  details["subject"] = after.subject;
  details["container"] = after.container;
  return details;
}

}  // namespace

Result<Membership> Directory::membership(const MembershipId& id) const {
  const auto snapshot = store_.snapshot();
  return stored_membership(*snapshot, id);
}

Result<std::vector<Membership>> Directory::memberships_of(std::string_view subject_id) const {
  std::vector<Membership> memberships;
  KECANG_TRY(rows::each_noun<Membership>(
      *store_.snapshot(), keys::memberships_of(subject_id),
      [&](const auto&, const Membership& membership) { memberships.push_back(membership); }));
  std::reverse(memberships.begin(), memberships.end());
  return memberships;
}

Result<std::vector<Membership>> Directory::limited_members(std::string_view group_id) const {
  std::vector<Membership> memberships;
  KECANG_TRY(rows::each_noun<Membership>(
      *store_.snapshot(), keys::limited_members_in(group_id),
      [&](const auto&, const Membership& membership) { memberships.push_back(membership); }));
  return memberships;
}

Result<Page<Membership>> Directory::members_of(std::string_view container_id, const PageRequest& page) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(auto found,
                rows::page_of(*snapshot, keys::members_in(container_id), page, rows::Order::ascending));
  std::vector<std::string> wanted;
  wanted.reserve(found.items.size());
  for (const auto& row : found.items) wanted.push_back(keys::membership(row.value, keys::last_part(row.key)));
  KECANG_ASSIGN(auto memberships, (rows::find_all<Membership>(*snapshot, wanted)));
  Page<Membership> answer{.items = {}, .next = std::move(found.next)};
  for (auto& membership : memberships)
    if (membership) answer.items.push_back(std::move(*membership));
  return answer;
}

/// A school reads of its people and of the groups it joins; a group of its schools and people.
static std::vector<std::string> concerned_by(const Membership& membership) {
  if (membership.kind == MembershipKind::school_in_group) return {membership.subject, membership.container};
  return {membership.container};
}

Result<Membership> Directory::put_membership(const Actor& actor, Membership membership) {
  KECANG_TRY(check(membership));
  Membership stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    stored = membership;
    const Time now = clock_.now();
    std::optional<Membership> before;
    if (membership.id.empty()) {
      KECANG_TRY(check_ends_exist(tx, membership));
      stored.id = MembershipId::make(now);
    } else {
      KECANG_ASSIGN(before, stored_membership(tx, membership.id));
      KECANG_TRY(check_follows(*before, membership));
      if (to_cbor(*before) == to_cbor(membership)) return {};
    }
    stored.version = membership.version + 1;
    KECANG_TRY(put_membership_rows(tx, stored));
    return append_audit(tx, now, actor, before ? "membership.changed" : "membership.created",
                        stored.id.text(), membership_details(before, stored), concerned_by(stored));
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

}  // namespace kecang
