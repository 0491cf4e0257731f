#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;

class Memberships : public testing::Test {
 protected:
  Membership of(MembershipKind kind, const std::string& subject, const std::string& container,
                MemberRole role) {
    Membership membership;
    membership.kind = kind;
    membership.subject = subject;
    membership.container = container;
    membership.role = role;
    return membership;
  }

  Catalogue c;
  const User li = c.user("li");
  const School school = c.school("s");
  const Group group = c.group("g");
};

TEST_F(Memberships, CountFromTheirFirstInstantUntilJustBeforeTheirLast) {
  const Time from = c.clock.now(), until = from + seconds{60};
  const auto membership = c.join(li, school, MemberRole::teacher, from, until);
  EXPECT_FALSE(membership.counts_at(from - milliseconds{1}));
  EXPECT_TRUE(membership.counts_at(from));
  EXPECT_TRUE(membership.counts_at(until - milliseconds{1}));
  EXPECT_FALSE(membership.counts_at(until));
}

TEST_F(Memberships, JoinOnlyWhatExists) {
  const auto absent = UserId::make(c.clock.now()).text();
  EXPECT_THAT(c.directory.put_membership(c.operating, of(MembershipKind::user_in_school, absent,
                                                         school.id.text(), MemberRole::teacher)),
              FailsWith(ErrorKind::invalid, "membership.subject_absent"));
  EXPECT_THAT(c.directory.put_membership(c.operating, of(MembershipKind::user_in_school, li.id.text(),
                                                         group.id.text(), MemberRole::teacher)),
              FailsWith(ErrorKind::invalid, "membership.container_absent"));
}

TEST_F(Memberships, GivePeopleTheRolesOfPeopleAndSchoolsThoseOfSchools) {
  EXPECT_THAT(c.directory.put_membership(c.operating, of(MembershipKind::user_in_school, li.id.text(),
                                                         school.id.text(), MemberRole::core)),
              FailsWith(ErrorKind::invalid, "membership.role_mismatch"));
  EXPECT_THAT(c.directory.put_membership(c.operating, of(MembershipKind::school_in_group, school.id.text(),
                                                         group.id.text(), MemberRole::teacher)),
              FailsWith(ErrorKind::invalid, "membership.role_mismatch"));
}

TEST_F(Memberships, ChangeRoleAndDatesButNotWhoTheyJoin) {
  auto membership = c.join(li, school);
  membership.until = c.clock.now();
  membership.role = MemberRole::research_leader;
  const auto ended = must(c.directory.put_membership(c.operating, membership));
  EXPECT_EQ(ended.version, 2U);
  EXPECT_EQ(must(c.directory.membership(ended.id)).until, c.clock.now());
  EXPECT_THAT(c.directory.put_membership(c.operating, membership),
              FailsWith(ErrorKind::conflict, "membership.changed"));
  auto moved = ended;
  moved.container = c.school("other").id.text();
  EXPECT_THAT(c.directory.put_membership(c.operating, moved),
              FailsWith(ErrorKind::invalid, "membership.moved"));
  auto reversed = ended;
  reversed.until = reversed.from - seconds{1};
  EXPECT_THAT(c.directory.put_membership(c.operating, reversed),
              FailsWith(ErrorKind::invalid, "membership.dates_reversed"));
}

TEST_F(Memberships, StayAsHistoryAfterTheyEnded) {
  const auto first = c.join(li, school, MemberRole::teacher, Time{}, c.clock.now() - seconds{1});
  const auto second = c.join(li, school);
  const auto all = must(c.directory.memberships_of(li.id.text()));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, second.id);  // newest first
  EXPECT_EQ(all[1].id, first.id);
}

TEST_F(Memberships, OfASchoolAreListedInPages) {
  std::vector<std::string> joined;
  for (int i = 0; i < 5; ++i) joined.push_back(c.join(c.user("u" + std::to_string(i)), school).subject);
  c.join(school, group);
  std::vector<std::string> listed;
  PageRequest request{.after = {}, .limit = 2};
  do {
    const auto page = must(c.directory.members_of(school.id.text(), request));
    for (const auto& membership : page.items) listed.push_back(membership.subject);
    request.after = page.next;
  } while (!request.after.empty());
  EXPECT_EQ(listed, joined);
}

TEST_F(Memberships, LeaveARecordOfWhoJoinedWhat) {
  c.join(li, school);
  const auto newest = must(c.directory.audit({})).items.front();
  EXPECT_EQ(newest.action, "membership.created");
  EXPECT_EQ(newest.details.at("subject"), li.id.text());
  EXPECT_EQ(newest.details.at("container"), school.id.text());
}

}  // namespace
}  // namespace kecang
