#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"
#include "tests/unit/server/access/people.h"

namespace kecang {
namespace {

using access::Right;
using access::role_has;
using test::Catalogue;
using test::must;
using testing::UnorderedElementsAre;

/// role × right, written down a second time on purpose.
TEST(Rights, AreGivenByRole) {
  struct Row {
    MemberRole role;
    bool upload, offer_to_all, edit_own, edit_any, administer, review, curate, preside;
  };
  const std::vector<Row> table{
      {MemberRole::inspector, false, false, false, false, false, false, false, false},
      {MemberRole::teacher, true, false, true, false, false, false, false, false},
      {MemberRole::reviewer, true, false, true, false, false, true, false, false},
      {MemberRole::curator, true, false, true, false, false, false, true, false},
      {MemberRole::research_leader, true, true, true, true, false, true, true, true},
      {MemberRole::school_administrator, true, true, true, true, true, true, true, true},
      {MemberRole::group_administrator, false, false, false, false, true, true, true, true},
      {MemberRole::bureau_officer, false, false, false, false, false, false, false, false},
      {MemberRole::core, false, false, false, false, false, false, false, false},
      {MemberRole::member, false, false, false, false, false, false, false, false},
      {MemberRole::partner, false, false, false, false, false, false, false, false},
  };
  ASSERT_EQ(table.size(), EnumNames<MemberRole>::values.size());
  for (const auto& row : table) {
    SCOPED_TRACE(std::string(enum_text(row.role)));
    EXPECT_EQ(role_has(row.role, Right::upload), row.upload);
    EXPECT_EQ(role_has(row.role, Right::offer_to_all), row.offer_to_all);
    EXPECT_EQ(role_has(row.role, Right::edit_own), row.edit_own);
    EXPECT_EQ(role_has(row.role, Right::edit_any), row.edit_any);
    EXPECT_EQ(role_has(row.role, Right::administer), row.administer);
    EXPECT_EQ(role_has(row.role, Right::review), row.review);
    EXPECT_EQ(role_has(row.role, Right::curate), row.curate);
    EXPECT_EQ(role_has(row.role, Right::preside), row.preside);
  }
}

class Viewers : public testing::Test {
 protected:
  Resource resource_of(const User& creator) {
    Resource resource;
    resource.owner = school.id;
    resource.created_by = creator.id;
    return resource;
  }

  test::People p;
  const User li = p.user("li"), wang = p.user("wang");
  const School school = p.school("s"), other = p.school("o");
  const Group group = p.group("g"), far = p.group("far");
};

TEST_F(Viewers, KnowTheirPlaces) {
  p.join(li, school);
  p.join(li, school, MemberRole::school_administrator);
  p.join(school, group);
  const auto viewer = p.viewer(li);
  ASSERT_EQ(viewer.schools().size(), 1U);
  EXPECT_THAT(viewer.schools()[0].roles,
              UnorderedElementsAre(MemberRole::teacher, MemberRole::school_administrator));
  EXPECT_THAT(viewer.groups(), ElementsAre(testing::Field(&access::GroupPlace::group, group.id)));
  EXPECT_TRUE(viewer.belongs_to(group.id));
  EXPECT_FALSE(viewer.belongs_to(other.id));
}

TEST_F(Viewers, HaveRightsOnlyInTheSchoolThatGivesThem) {
  p.join(li, school, MemberRole::school_administrator);
  p.join(li, other);
  const auto viewer = p.viewer(li);
  EXPECT_TRUE(viewer.administers(school.id));
  EXPECT_FALSE(viewer.administers(other.id));
  EXPECT_TRUE(viewer.may_upload_to(other.id));
  EXPECT_FALSE(viewer.may_upload_to(SchoolId::make(p.clock.now())));
}

TEST_F(Viewers, LoseTheirRightsWhenTheMembershipEnds) {
  p.join(li, school, MemberRole::school_administrator, Time{}, p.clock.now() + seconds{1});
  EXPECT_TRUE(p.viewer(li).can_edit(resource_of(wang)));
  p.clock.advance(seconds{1});
  EXPECT_FALSE(p.viewer(li).administers(school.id));
  EXPECT_FALSE(p.viewer(li).can_edit(resource_of(wang)));
  EXPECT_FALSE(p.viewer(li).can_edit(resource_of(li)));  // the school's, no longer hers
}

TEST_F(Viewers, EditWhatTheyMadeAndLeadersWhatTheSchoolHas) {
  struct Case {
    MemberRole role;
    bool own, colleagues;
  };
  for (const auto& [role, own, colleagues] :
       {Case{MemberRole::teacher, true, false}, Case{MemberRole::research_leader, true, true},
        Case{MemberRole::school_administrator, true, true}}) {
    SCOPED_TRACE(std::string(enum_text(role)));
    const User user = p.user(std::string(enum_text(role)));
    p.join(user, school, role);
    EXPECT_EQ(p.viewer(user).can_edit(resource_of(user)), own);
    EXPECT_EQ(p.viewer(user).can_edit(resource_of(wang)), colleagues);
  }
  p.join(li, other, MemberRole::school_administrator);
  EXPECT_FALSE(p.viewer(li).can_edit(resource_of(wang)));
}

TEST_F(Viewers, OfferOnlyToAudiencesTheyBelongTo) {
  p.join(li, school);
  p.join(school, group);
  p.join(wang, school, MemberRole::research_leader);
  const auto teacher = p.viewer(li), leader = p.viewer(wang);
  EXPECT_TRUE(teacher.may_offer(Catalogue::to_user(li), school.id));
  EXPECT_FALSE(teacher.may_offer(Catalogue::to_user(wang), school.id));
  EXPECT_TRUE(teacher.may_offer(Catalogue::to_school(school), school.id));
  EXPECT_FALSE(teacher.may_offer(Catalogue::to_school(other), school.id));
  EXPECT_TRUE(teacher.may_offer(Catalogue::to_group(group), school.id));
  EXPECT_FALSE(teacher.may_offer(Catalogue::to_group(far), school.id));
  EXPECT_FALSE(teacher.may_offer(Catalogue::to_everyone(), school.id));
  EXPECT_TRUE(leader.may_offer(Catalogue::to_everyone(), school.id));
  EXPECT_FALSE(leader.may_offer(Catalogue::to_everyone(), other.id));
  // A draft of the office: who does not hold it would lose sight of the resource.
  const Release office{ReleaseKind::office, school.id.text()};
  EXPECT_FALSE(teacher.may_offer(office, school.id));
  EXPECT_FALSE(leader.may_offer(office, school.id));
}

TEST_F(Viewers, AdministratorsOfTheInstallationManageSchoolsButEditNothing) {
  User admin = li;
  admin.role = SystemRole::administrator;
  must(p.directory.put_user(p.operating, admin));
  const auto viewer = p.viewer(li);
  EXPECT_TRUE(viewer.administers(school.id));
  EXPECT_FALSE(viewer.can_edit(resource_of(wang)));
  EXPECT_FALSE(viewer.may_upload_to(school.id));
}

}  // namespace
}  // namespace kecang
