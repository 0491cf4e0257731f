#include "server/library/administration.h"

namespace kecang {

Result<Membership> Administration::edit_membership(const Actor& actor, const MembershipId& id,
                                                   const MembershipEdit& edit) {
  KECANG_ASSIGN(auto membership, directory_.membership(id));
  if (membership.version != edit.version) return Error::conflict("membership.changed");
  membership.from = edit.from.value_or(membership.from);
  membership.until = edit.until.value_or(membership.until);
  if (membership.until < membership.from) return Error::invalid("membership.dates_reversed").at("until");
  return directory_.put_membership(actor, membership);
}

Result<UserEdited> Administration::edit_user(const Actor& actor, const UserId& id, const UserEdit& edit) {
  UserEdited edited;
  KECANG_ASSIGN(edited.user, directory_.user(id));
  if (edited.user.version != edit.version) return Error::conflict("user.changed");
  if (edit.disabled.value_or(false) && actor.id == id.text()) return Error::conflict("user.self_disabled");
  if (edit.disabled && *edit.disabled != edited.user.disabled) {
    edited.user.disabled = *edit.disabled;
    KECANG_ASSIGN(edited.user, directory_.put_user(actor, edited.user));
    if (edited.user.disabled) KECANG_TRY(directory_.erase_sessions_of(actor, id));
  }
  if (edit.reset_password) {
    edited.one_time_password = access::Passwords::one_time();
    KECANG_ASSIGN(auto hash, passwords_.hash(edited.one_time_password));
    KECANG_ASSIGN(edited.user, directory_.replace_password(actor, id, std::move(hash), MustChange::yes));
  }
  return edited;
}

}  // namespace kecang
