#include "server/access/scope_builder.h"

#include <algorithm>
#include <string>
#include <utility>

#include "schemas/base/digest.h"

namespace kecang::access {
namespace {

constexpr std::size_t kFingerprintDigits = 32;

/// What counts now, and until when that is so.
class Standing {
 public:
  Standing(const Directory& directory, Time now) : directory_(directory), now_(now) {}

  Result<void> add_user(const UserId& user) {
    KECANG_ASSIGN(const auto memberships, directory_.memberships_of(user.text()));
    for (const auto& membership : memberships) {
      if (!counts(membership)) continue;
      if (membership.kind == MembershipKind::user_in_school) add_school(membership);
      if (membership.kind == MembershipKind::user_in_group) add_group(membership);
    }
    for (const auto& place : schools) KECANG_TRY(add_groups_of(place.school));
    return {};
  }
  Result<void> add_office(const SchoolId& school) {
    schools.push_back({school, {MemberRole::school_administrator}});
    return add_groups_of(school);
  }

  std::vector<SchoolPlace> schools;
  std::vector<GroupId> groups;
  Time valid_until = kForever;

 private:
  bool counts(const Membership& membership) {
    for (const Time boundary : {membership.from, membership.until})
      if (boundary > now_) valid_until = std::min(valid_until, boundary);
    return membership.counts_at(now_);
  }

  void add_school(const Membership& membership) {
    const auto school = SchoolId::trusted(membership.container);
    auto place =
        std::find_if(schools.begin(), schools.end(), [&](const auto& p) { return p.school == school; });
    if (place == schools.end()) place = schools.insert(place, SchoolPlace{school, {}});
    place->roles.push_back(membership.role);
  }

  void add_group(const Membership& membership) {
    auto group = GroupId::trusted(membership.container);
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(std::move(group));
  }

  Result<void> add_groups_of(const SchoolId& school) {
    KECANG_ASSIGN(const auto memberships, directory_.memberships_of(school.text()));
    for (const auto& membership : memberships)
      if (counts(membership) && membership.kind == MembershipKind::school_in_group) add_group(membership);
    return {};
  }

  const Directory& directory_;
  Time now_;
};

std::vector<std::string> terms_of(const UserId& user, const Standing& standing) {
  std::vector<std::string> terms{scope_term::everyone(), scope_term::user(user)};
  for (const auto& place : standing.schools) {
    terms.push_back(scope_term::school(place.school));
    if (std::any_of(place.roles.begin(), place.roles.end(),
                    [](auto role) { return role_has(role, Right::administer); }))
      terms.push_back(scope_term::school_office(place.school));
  }
  for (const auto& group : standing.groups) terms.push_back(scope_term::group(group));
  std::sort(terms.begin(), terms.end());
  return terms;
}

std::string fingerprint_of(const std::vector<std::string>& terms) {
  Sha256 hash;
  for (const auto& term : terms) {
    hash.update(term);
    hash.update("\n");
  }
  return hash.finish().hex().substr(0, kFingerprintDigits);
}

}  // namespace

template <class Standing>
Viewer ScopeBuilder::viewer_of(const User& user, Standing standing) {
  auto terms = terms_of(user.id, standing);
  auto fingerprint = fingerprint_of(terms);
  return Viewer(user, AccessScope(std::move(terms), std::move(fingerprint), standing.valid_until),
                std::move(standing.schools), std::move(standing.groups));
}

Result<Viewer> ScopeBuilder::viewer(const User& user, Time now) const {
  if (user.disabled) return Error::unauthenticated("user.disabled");
  Standing standing(directory_, now);
  KECANG_TRY(standing.add_user(user.id));
  return viewer_of(user, std::move(standing));
}

Result<Viewer> ScopeBuilder::office_of(const SchoolId& school, Time now) const {
  Standing standing(directory_, now);
  KECANG_TRY(standing.add_office(school));
  return viewer_of(User(), std::move(standing));
}

}  // namespace kecang::access
