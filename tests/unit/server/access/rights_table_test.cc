/// Who may do what with a resource that is offered in one way: every role, every kind of offer, one table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>

#include "tests/support/result_matchers.h"
#include "tests/unit/server/access/people.h"

namespace kecang {
namespace {

using test::must;

/// What of an offer somebody has.
///   - nothing: it is not there          t  learn of its title only      r  read it
///   d read it and take the original     f  also make one's own of it    e  all that, and change it
constexpr std::array kOffers{"user",      "office",   "school", "school_only", "group",
                             "agreement", "partners", "region", "everyone"};
struct Row {
  const char* who;
  const char* may;  ///< a letter for each offer
};
// clang-format off
constexpr std::array kTable{
    //                                            user
    //                                            |office
    //                                            ||school
    //                                            |||school_only
    //                                            ||||group
    //                                            |||||agreement
    //                                            ||||||partners
    //                                            |||||||region
    //                                            ||||||||everyone
    Row{"its author, a teacher",                 "e-eeeeeee"},
    Row{"a teacher of the school",               "--fffdfff"},
    Row{"a reviewer of the school",              "--fffdfff"},
    Row{"a curator of the school",               "--fffdfff"},
    Row{"a research leader of the school",       "--eeeeeee"},
    Row{"an administrator of the school",        "-eeeeeeee"},
    Row{"an inspector of the school",            "--ff----f"},
    Row{"an author who left the school",         "f-------f"},
    Row{"a teacher of a member of the group",    "----f-f-f"},
    Row{"a leader of a member of the group",     "----f-f-f"},
    Row{"somebody who joined the group",         "----f-f-f"},
    Row{"an administrator of the group",         "----f-f-f"},
    Row{"a teacher of a partner of the group",   "------f-f"},
    Row{"a teacher of a party of the agreement", "-----d--f"},
    Row{"a teacher of the region",               "-------ff"},
    Row{"an officer of the bureau",              "-------ff"},
    Row{"an inspector of the region",            "--ff----f"},
    Row{"a stranger",                            "--------f"},
    Row{"an administrator of the installation",  "--------f"},
};
// clang-format on

class RightsTable : public testing::Test {
 protected:
  RightsTable() {
    for (auto* one : {&school, &neighbour}) {
      one->place = region.id;
      *one = must(p.directory.put_school(p.operating, *one));
    }
    p.join(school, group, MemberRole::core);
    p.join(member, group);
    p.join(partner, group, MemberRole::partner);
    for (const auto& [who, role] : std::map<std::string, MemberRole>{
             {"its author, a teacher", MemberRole::teacher},
             {"a teacher of the school", MemberRole::teacher},
             {"a reviewer of the school", MemberRole::reviewer},
             {"a curator of the school", MemberRole::curator},
             {"a research leader of the school", MemberRole::research_leader},
             {"an administrator of the school", MemberRole::school_administrator},
             {"an inspector of the school", MemberRole::inspector}})
      p.join(person(who), school, role);
    p.join(person("an author who left the school"), school, MemberRole::teacher, Time{}, p.clock.now());
    p.join(person("a teacher of a member of the group"), member);
    p.join(person("a leader of a member of the group"), member, MemberRole::research_leader);
    p.join(person("somebody who joined the group"), group);
    administer(person("an administrator of the group"));
    p.join(person("a teacher of a partner of the group"), partner);
    p.join(person("a teacher of a party of the agreement"), party);
    p.join(person("a teacher of the region"), neighbour);
    p.join(person("an officer of the bureau"), region, MemberRole::bureau_officer);
    p.join(person("an inspector of the region"), region, MemberRole::inspector);
    p.join(person("a stranger"), stranger);
    auto operating = person("an administrator of the installation");
    operating.role = SystemRole::administrator;
    people_[operating.name] = must(p.directory.put_user(p.operating, operating));
  }

  User& person(const std::string& who) {
    auto& user = people_[who];
    if (!user.id.empty()) return user;
    user.login = "u" + std::to_string(people_.size());
    user.name = who;
    return user = must(p.directory.put_user(p.operating, user));
  }
  void administer(const User& user) {
    Membership membership;
    membership.kind = MembershipKind::user_in_group;
    membership.subject = user.id.text();
    membership.container = group.id.text();
    membership.role = MemberRole::group_administrator;
    must(p.directory.put_membership(p.operating, membership));
  }

  Release release(std::size_t offer, const User& author) const {
    const std::array<std::string, kOffers.size()> targets{
        author.id.text(), school.id.text(), school.id.text(),
        school.id.text(), group.id.text(),  agreement.id.text(),
        group.id.text(),  region.id.text(), ""};
    return {must(parse_enum<ReleaseKind>(kOffers[offer])), targets[offer]};
  }

  char may(const std::string& who, std::size_t offer) {
    const bool left = who == "an author who left the school";
    const auto& author = person(left ? who : "its author, a teacher");
    Resource resource;
    resource.owner = school.id;
    resource.created_by = author.id;
    resource.releases = {release(offer, author)};
    const auto viewer = p.viewer(person(who));
    const auto actions = actions_on(viewer.scope(), resource);
    if (!actions.has(Action::view)) return actions.has(Action::find) ? 't' : '-';
    if (viewer.can_edit(resource)) return 'e';
    if (actions.has(Action::fork)) return 'f';
    return actions.has(Action::download) ? 'd' : 'r';
  }

  test::People p;
  const Region region = p.region("r");
  School school = p.school("s"), neighbour = p.school("n");
  const School member = p.school("m"), partner = p.school("p"), party = p.school("a"),
               stranger = p.school("x");
  const Group group = p.group("g");
  const Agreement agreement =
      p.agree({test::Catalogue::party(school), test::Catalogue::party(party)}, Sharing::by_release);
  std::map<std::string, User> people_;
};

TEST_F(RightsTable, HoldsForEveryRoleAndEveryOffer) {
  for (const auto& row : kTable)
    for (std::size_t offer = 0; offer < kOffers.size(); ++offer)
      EXPECT_EQ(may(row.who, offer), row.may[offer]) << row.who << ", offered to: " << kOffers[offer];
}

TEST_F(RightsTable, NamesEveryOfferThereIs) {
  EXPECT_EQ(kOffers.size(), EnumNames<ReleaseKind>::values.size());
  for (std::size_t i = 0; i < kOffers.size(); ++i)
    EXPECT_EQ(EnumNames<ReleaseKind>::values[i].second, kOffers[i]);
}

/// Nobody has more by an offer that permits less, that has not begun, or of what was withdrawn.
TEST_F(RightsTable, AnOfferOfLessGivesLessToEverybody) {
  const auto& author = person("its author, a teacher");
  for (const auto& row : kTable) {
    const auto viewer = p.viewer(person(row.who));
    for (std::size_t offer = 0; offer < kOffers.size(); ++offer) {
      Resource resource;
      resource.owner = school.id;
      resource.created_by = author.id;
      auto less = release(offer, author);
      less.actions = std::vector{Action::view};
      resource.releases = {less};
      const auto full = actions_on(viewer.scope(), resource);
      EXPECT_FALSE(full.has(Action::download)) << row.who << ", " << kOffers[offer];
      resource.releases.front().from = p.clock.now() + std::chrono::hours{1};
      EXPECT_TRUE(actions_on(viewer.scope(), resource).empty()) << row.who << ", " << kOffers[offer];
      resource.releases = {release(offer, author)};
      resource.state = FileState::withdrawn;
      EXPECT_TRUE(actions_on(viewer.scope(), resource).empty()) << row.who << ", " << kOffers[offer];
    }
  }
}

}  // namespace
}  // namespace kecang
