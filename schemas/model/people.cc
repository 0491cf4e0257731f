#include "schemas/model/people.h"

namespace kecang {

bool role_fits(MemberRole role, MembershipKind kind) {
  switch (role) {
    case MemberRole::inspector:
      return kind != MembershipKind::school_in_group;
    case MemberRole::teacher:
    case MemberRole::reviewer:
    case MemberRole::curator:
    case MemberRole::research_leader:
      return kind == MembershipKind::user_in_school || kind == MembershipKind::user_in_group;
    case MemberRole::school_administrator:
      return kind == MembershipKind::user_in_school;
    case MemberRole::group_administrator:
      return kind == MembershipKind::user_in_group;
    case MemberRole::bureau_officer:
      return kind == MembershipKind::user_in_region;
    case MemberRole::core:
    case MemberRole::member:
    case MemberRole::partner:
      return kind == MembershipKind::school_in_group;
  }
  return false;
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::User);
KECANG_NOUN_FORMS(kecang::Session);
KECANG_NOUN_FORMS(kecang::ApiToken);
KECANG_NOUN_FORMS(kecang::Region);
KECANG_NOUN_FORMS(kecang::School);
KECANG_NOUN_FORMS(kecang::Group);
KECANG_NOUN_FORMS(kecang::Membership);
