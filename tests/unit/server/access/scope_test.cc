#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/result_matchers.h"
#include "tests/unit/server/access/people.h"

namespace kecang {
namespace {

using test::FailsWith;
using test::must;
using testing::UnorderedElementsAre;

class Scopes : public testing::Test {
 protected:
  std::vector<std::string> terms() { return p.viewer(li).scope().terms(); }

  test::People p;
  const User li = p.user("li");
  const School school = p.school("s"), second = p.school("s2");
  const Group group = p.group("g"), studio = p.group("st");
};

TEST_F(Scopes, OfSomebodyWithoutMembershipsAreThemselvesAndThePublic) {
  EXPECT_THAT(terms(), UnorderedElementsAre("public", scope_term::user(li.id)));
  EXPECT_EQ(p.viewer(li).scope().valid_until(), kForever);
}

TEST_F(Scopes, HoldSchoolsTheirGroupsAndGroupsJoinedDirectly) {
  p.join(li, school);
  p.join(school, group);
  p.join(li, studio);
  p.join(second, p.group("elsewhere"));
  EXPECT_THAT(terms(),
              UnorderedElementsAre("public", scope_term::user(li.id), scope_term::school(school.id),
                                   scope_term::school_only(school.id), scope_term::group(group.id),
                                   scope_term::partners(group.id.text()), scope_term::group(studio.id),
                                   scope_term::partners(studio.id.text())));
  const auto sorted = terms();
  EXPECT_TRUE(std::is_sorted(sorted.begin(), sorted.end()));
}

TEST_F(Scopes, NameEachTermOnceHoweverManyWaysLeadThere) {
  p.join(li, school);
  p.join(li, school, MemberRole::research_leader);
  p.join(li, second);
  p.join(school, group);
  p.join(second, group);
  p.join(li, group);
  EXPECT_THAT(terms(), UnorderedElementsAre("public", scope_term::user(li.id), scope_term::school(school.id),
                                            scope_term::school_only(school.id), scope_term::school(second.id),
                                            scope_term::school_only(second.id), scope_term::group(group.id),
                                            scope_term::partners(group.id.text())));
}

TEST_F(Scopes, HoldTheOfficeForTheSchoolsAdministratorsOnly) {
  p.join(li, school, MemberRole::research_leader);
  p.join(li, second, MemberRole::school_administrator);
  const auto viewer = p.viewer(li);
  EXPECT_TRUE(viewer.scope().admits(scope_term::school_office(second.id)));
  EXPECT_FALSE(viewer.scope().admits(scope_term::school_office(school.id)));
}

TEST_F(Scopes, BeginAndEndAtTheExactInstant) {
  const Time from = p.clock.now() + seconds{10}, until = from + seconds{10};
  p.join(li, school, MemberRole::teacher, from, until);
  const auto school_term = scope_term::school(school.id);
  p.clock.set(from - milliseconds{1});
  EXPECT_FALSE(p.viewer(li).scope().admits(school_term));
  EXPECT_EQ(p.viewer(li).scope().valid_until(), from);
  p.clock.set(from);
  EXPECT_TRUE(p.viewer(li).scope().admits(school_term));
  EXPECT_EQ(p.viewer(li).scope().valid_until(), until);
  p.clock.set(until - milliseconds{1});
  EXPECT_TRUE(p.viewer(li).scope().admits(school_term));
  p.clock.set(until);
  EXPECT_FALSE(p.viewer(li).scope().admits(school_term));
  EXPECT_EQ(p.viewer(li).scope().valid_until(), kForever);
}

TEST_F(Scopes, AreValidUntilTheFirstOfAllTheBoundariesThatMatter) {
  const Time now = p.clock.now();
  p.join(li, school, MemberRole::teacher, now, now + seconds{100});
  p.join(school, group, now, now + seconds{50});
  p.join(li, studio, now + seconds{70});
  p.join(second, p.group("elsewhere"), now, now + seconds{1});  // not a group of hers
  EXPECT_EQ(p.viewer(li).scope().valid_until(), now + seconds{50});
}

TEST_F(Scopes, CloseAtOnceWhenAPersonLeavesTheSchool) {
  auto membership = p.join(li, school);
  p.join(school, group);
  EXPECT_TRUE(p.viewer(li).scope().admits(scope_term::group(group.id)));
  membership.until = p.clock.now();
  must(p.directory.put_membership(p.operating, membership));
  EXPECT_THAT(terms(), UnorderedElementsAre("public", scope_term::user(li.id)));
}

TEST_F(Scopes, CloseAtOnceWhenTheSchoolLeavesTheGroup) {
  p.join(li, school);
  auto membership = p.join(school, group);
  membership.until = p.clock.now();
  must(p.directory.put_membership(p.operating, membership));
  EXPECT_FALSE(p.viewer(li).scope().admits(scope_term::group(group.id)));
  EXPECT_TRUE(p.viewer(li).scope().admits(scope_term::school(school.id)));
}

TEST_F(Scopes, HaveTheSameFingerprintForTheSameRightsOnly) {
  const User wang = p.user("wang");
  p.join(li, school);
  const auto before = p.viewer(li).scope().fingerprint();
  EXPECT_EQ(p.viewer(li).scope().fingerprint(), before);
  EXPECT_NE(p.viewer(wang).scope().fingerprint(), before);
  p.join(school, group);
  EXPECT_NE(p.viewer(li).scope().fingerprint(), before);
}

TEST_F(Scopes, AreOfTheInstantAskedForWhileNothingIsCommitted) {
  p.join(li, school);
  const auto first = p.viewer(li).scope();
  p.clock.advance(std::chrono::minutes(5));
  const auto later = p.viewer(li).scope();
  EXPECT_EQ(later.at(), p.clock.now());
  EXPECT_EQ(later.terms(), first.terms());
  // Asked for an earlier instant, what counted then counts.
  EXPECT_EQ(must(p.scopes.viewer(li, first.at())).scope().at(), first.at());
}

TEST_F(Scopes, EndWithTheirTimeThoughNothingIsCommitted) {
  auto membership = p.join(li, school);
  membership.until = p.clock.now() + std::chrono::minutes(10);
  must(p.directory.put_membership(p.operating, membership));
  EXPECT_TRUE(p.viewer(li).scope().admits(scope_term::school(school.id)));
  p.clock.advance(std::chrono::minutes(10) - milliseconds(1));
  EXPECT_TRUE(p.viewer(li).scope().admits(scope_term::school(school.id)));
  p.clock.advance(milliseconds(1));
  EXPECT_FALSE(p.viewer(li).scope().admits(scope_term::school(school.id)));
}

TEST_F(Scopes, ShowTheUserAsTheyAreNow) {
  p.join(li, school);
  EXPECT_FALSE(p.viewer(li).is_administrator());
  User changed = li;
  changed.role = SystemRole::administrator;
  EXPECT_TRUE(must(p.scopes.viewer(changed, p.clock.now())).is_administrator());
}

TEST_F(Scopes, AreDeniedToADisabledUser) {
  User disabled = li;
  disabled.disabled = true;
  EXPECT_THAT(p.scopes.viewer(disabled, p.clock.now()),
              FailsWith(ErrorKind::unauthenticated, "user.disabled"));
}

TEST_F(Scopes, OfTheInstallationsAdministratorShowNoMore) {
  User admin = li;
  admin.role = SystemRole::administrator;
  must(p.directory.put_user(p.operating, admin));
  EXPECT_THAT(terms(), UnorderedElementsAre("public", scope_term::user(li.id)));
  EXPECT_TRUE(p.viewer(li).is_administrator());
}

}  // namespace
}  // namespace kecang
