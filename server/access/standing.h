#pragma once
/// What memberships and agreements make of one person at one instant. For ScopeBuilder alone.
#include <string>
#include <vector>

#include "schemas/model/access_scope.h"
#include "server/access/viewer.h"
#include "storage/catalog/directory.h"

namespace kecang::access {

/// Adds up what counts now, and until when that is so. One thread, one request.
class Standing {
 public:
  Standing(const Directory& directory, Time now) : directory_(directory), now_(now) {}

  Result<void> add_user(const UserId& user);
  /// As one of the people of these schools only.
  Result<void> add_user_within(const UserId& user, const std::vector<SchoolId>& schools);
  /// Of a school, acting as its office.
  Result<void> add_office(const SchoolId& school);

  /// Everything but what a person holds by name; sorted, each once.
  std::vector<std::string> terms() const;
  std::vector<ScopeGrant> grants;
  Places places;
  Time valid_until = kForever;

 private:
  /// Of what is looked at only who receives or gives now.
  struct Parties {
    bool receives = false;
    bool partner = false;              ///< belongs to it as one of its partners, or as more
    std::vector<std::string> givers;   ///< id texts of schools that give to those who receive
    std::vector<std::string> members;  ///< of all that are no partners
  };

  bool counts(Time from, Time until);
  bool counts(const Membership& membership) { return counts(membership.from, membership.until); }
  void add_school(const Membership& membership);
  void add_group(const Membership& membership);
  void add_school_to_group(const Membership& membership, const SchoolPlace& school);
  Result<void> add_region(const Membership& membership);
  Result<void> add_what_schools_have();
  Result<void> add_groups_of(const SchoolPlace& school);
  Result<void> add_regions_of(const SchoolId& school);
  Result<void> add_group_offers();
  Result<void> add_agreements();
  Result<void> add_agreement(const Agreement& agreement);
  void note_place(const Agreement& agreement, const std::vector<std::string>& givers);
  Result<Parties> parties_of(const Agreement& agreement);
  Result<std::vector<std::string>> schools_of(const AgreementParty& party);
  Result<std::vector<std::string>> schools_that_left(const GroupId& group);
  bool is_own(const AgreementParty& party) const;

  const Directory& directory_;
  Time now_;
  std::vector<std::string> terms_;
};

}  // namespace kecang::access
