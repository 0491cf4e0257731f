#include "storage/catalog/membership_rows.h"

#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {

Result<void> put_membership_rows(Transaction& tx, const Membership& membership) {
  const auto& id = membership.id.text();
  KECANG_TRY(rows::put(tx, keys::membership(membership.subject, id), membership));
  KECANG_TRY(tx.put(keys::membership_subject(membership.id), membership.subject));
  if (membership.kind == MembershipKind::school_in_group) {
    const auto limited = keys::limited_member_in(membership.container, id);
    KECANG_TRY(membership.until == kForever ? tx.erase(limited) : rows::put(tx, limited, membership));
  }
  return tx.put(keys::member_in(membership.container, id), membership.subject);
}

}  // namespace kecang
