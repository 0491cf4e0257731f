/// Requests that change who belongs to which group, and what a trial of one shows.
#include "storage/catalog/group_requests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/catalog/trial_store.h"
#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class StoredRequests : public testing::Test {
 protected:
  GroupRequestTerms terms(GroupRequestKind kind, const std::vector<School>& schools) const {
    GroupRequestTerms terms;
    terms.kind = kind;
    terms.group = group.id;
    for (const auto& school : schools) terms.schools.push_back({school.id});
    return terms;
  }
  GroupRequest request(GroupRequestTerms of) {
    GroupRequest request;
    request.sides = sides_of(of);
    request.terms = std::move(of);
    return request;
  }
  Result<GroupRequest> filed(GroupRequestTerms of) {
    auto stored = requests.put(c.operating, request(std::move(of)), {.step = "proposed"});
    if (!stored) return stored;
    stored->state = GroupRequestState::filed;
    return requests.put(c.operating, *stored, {.step = "file"});
  }
  /// The schools that are members at a time.
  std::vector<std::string> members(const Group& of, Time at) { return members(c.directory, of.id, at); }
  static std::vector<std::string> members(const Directory& directory, const GroupId& of, Time at) {
    std::vector<std::string> found;
    for (const auto& one : must(directory.members_of(of.text(), {})).items)
      if (one.counts_at(at)) found.push_back(one.subject);
    return found;
  }

  Catalogue c;
  GroupRequestCatalog requests{c.store(), c.clock};
  const School one = c.school("one"), two = c.school("two"), three = c.school("three");
  const Group group = c.group("g"), other = c.group("other");
  const Time now = c.clock.now();
  const Time later = now + std::chrono::hours{24};
};

TEST_F(StoredRequests, ChangeNothingBeforeTheyAreFiled) {
  must(requests.put(c.operating, request(terms(GroupRequestKind::join, {one})), {.step = "proposed"}));
  EXPECT_THAT(members(group, now), IsEmpty());
}

TEST_F(StoredRequests, MakeSchoolsMembersFromTheirDateOn) {
  auto joining = terms(GroupRequestKind::join, {one, two});
  joining.from = later;
  must(filed(joining));
  EXPECT_THAT(members(group, now), IsEmpty());
  EXPECT_THAT(members(group, later), UnorderedElementsAre(one.id.text(), two.id.text()));
}

TEST_F(StoredRequests, EndMembershipsAndKeepThemAsHistory) {
  c.join(one, group);
  auto leaving = terms(GroupRequestKind::leave, {one});
  leaving.from = later;
  must(filed(leaving));
  EXPECT_THAT(members(group, now), ElementsAre(one.id.text()));
  EXPECT_THAT(members(group, later), IsEmpty());
  EXPECT_THAT(must(c.directory.memberships_of(one.id.text())), SizeIs(1));
  EXPECT_THAT(must(c.directory.limited_members(group.id.text())), SizeIs(1))
      << "what it offered the group counts no more";
}

TEST_F(StoredRequests, ExtendAMembershipByOneThatFollowsIt) {
  c.join(one, group, Time{}, later);
  auto longer = terms(GroupRequestKind::extend, {one});
  longer.until = later + std::chrono::hours{24};
  must(filed(longer));
  EXPECT_THAT(members(group, later), ElementsAre(one.id.text()));
  EXPECT_THAT(members(group, longer.until), IsEmpty());
  EXPECT_THAT(must(c.directory.memberships_of(one.id.text())), SizeIs(2));
}

TEST_F(StoredRequests, FoundAGroupOfTheirSchools) {
  auto founding = terms(GroupRequestKind::found, {one, two});
  founding.group = {};
  founding.name = "江北教联体";
  founding.group_kind = GroupKind::community;
  founding.schools.front().role = MemberRole::core;
  const auto done = must(filed(founding));
  const auto made = must(c.directory.group(done.made));
  EXPECT_EQ(made.name, "江北教联体");
  EXPECT_EQ(made.kind, GroupKind::community);
  EXPECT_THAT(members(made, now), UnorderedElementsAre(one.id.text(), two.id.text()));
  EXPECT_THAT(must(requests.requests_of(done.made.text())), SizeIs(1));
}

TEST_F(StoredRequests, MergeAGroupIntoAnotherOnce) {
  const auto li = c.user("li");
  c.join(one, group, MemberRole::core);
  c.join(two, group);
  c.join(two, other);
  c.join(li, group);
  auto merging = terms(GroupRequestKind::merge, {});
  merging.into = other.id;
  must(filed(merging));
  EXPECT_THAT(members(group, now), IsEmpty());
  EXPECT_THAT(members(other, now), UnorderedElementsAre(one.id.text(), two.id.text(), li.id.text()));
  for (const auto& one_of : must(c.directory.members_of(other.id.text(), {})).items)
    EXPECT_NE(one_of.role, MemberRole::core) << "who led the old group does not lead the new one";
}

TEST_F(StoredRequests, SplitSomeOffAsAGroupOfTheirOwn) {
  for (const auto& school : {one, two, three}) c.join(school, group);
  auto splitting = terms(GroupRequestKind::split, {one, two});
  splitting.name = "新集团";
  const auto done = must(filed(splitting));
  EXPECT_THAT(members(group, now), ElementsAre(three.id.text()));
  EXPECT_THAT(members(must(c.directory.group(done.made)), now),
              UnorderedElementsAre(one.id.text(), two.id.text()));
}

TEST_F(StoredRequests, AreRefusedWholeWhenASchoolDoesNotFit) {
  c.join(one, group);
  EXPECT_THAT(filed(terms(GroupRequestKind::join, {two, one})),
              FailsWith(ErrorKind::conflict, "group_request.already_member"));
  EXPECT_THAT(members(group, now), ElementsAre(one.id.text()));
  EXPECT_THAT(filed(terms(GroupRequestKind::leave, {two})),
              FailsWith(ErrorKind::conflict, "group_request.not_member"));
  EXPECT_THAT(filed(terms(GroupRequestKind::extend, {one})),
              FailsWith(ErrorKind::conflict, "group_request.already_member"));
}

TEST_F(StoredRequests, AreFoundByEverybodyTheyAreAboutAndKeepTheirTrail) {
  const auto done = must(filed(terms(GroupRequestKind::join, {one})));
  for (const auto& place : {one.id.text(), group.id.text()})
    EXPECT_THAT(must(requests.requests_of(place)), SizeIs(1));
  EXPECT_THAT(must(requests.requests_of(two.id.text())), IsEmpty());
  EXPECT_THAT(must(requests.trail(done.id)), ElementsAre(testing::Field(&TrailEvent::step, "proposed"),
                                                         testing::Field(&TrailEvent::step, "file")));
  auto again = done;
  again.version = 1;
  EXPECT_THAT(requests.put(c.operating, again, {.step = "refuse"}),
              FailsWith(ErrorKind::conflict, "group_request.changed"));
}

TEST_F(StoredRequests, ShowOnTrialWhoWouldBelongAndLeaveEverythingAsItIs) {
  c.join(two, group);
  const auto before = must(c.store().snapshot()->scan({.from = "", .to = ""}));
  const auto trial = must(requests.trial(terms(GroupRequestKind::join, {one})));
  EXPECT_THAT(members(trial->directory(), group.id, now), UnorderedElementsAre(one.id.text(), two.id.text()));
  EXPECT_EQ(must(c.store().snapshot()->scan({.from = "", .to = ""})), before);
}

class TrialRowsTest : public testing::Test {
 protected:
  static void put(MetaStore& to, const std::string& key, const std::string& value) {
    must(to.run([&](Transaction& tx) { return tx.put(key, value); }));
  }
  Catalogue c;
};

TEST_F(TrialRowsTest, StandAmongThoseBelowInTheirOrder) {
  for (const auto* key : {"zz/1", "zz/3", "zz/5"}) put(c.store(), key, "below");
  TrialStore trial(c.store());
  put(trial, "zz/2", "above");
  put(trial, "zz/3", "changed");
  must(trial.run([](Transaction& tx) { return tx.erase("zz/1"); }));
  put(c.store(), "zz/4", "later");
  const std::vector<Row> wanted{{"zz/2", "above"}, {"zz/3", "changed"}, {"zz/5", "below"}};
  EXPECT_EQ(must(trial.snapshot()->scan(Range::prefix("zz/"))), wanted);
  EXPECT_THAT(must(trial.snapshot()->scan(Range::prefix("zz/", 2))), ElementsAre(wanted[0], wanted[1]));
  auto backwards = Range::prefix("zz/", 2);
  backwards.reverse = true;
  EXPECT_THAT(must(trial.snapshot()->scan(backwards)), ElementsAre(wanted[2], wanted[1]));
  EXPECT_EQ(must(trial.get("zz/1")), std::nullopt);
}

TEST_F(TrialRowsTest, AreNotKeptWhenATransactionFails) {
  TrialStore trial(c.store());
  EXPECT_FALSE(trial.run([](Transaction& tx) -> Result<void> {
    KECANG_TRY(tx.put("zz/1", "x"));
    return Error::conflict("user.changed");
  }));
  EXPECT_EQ(must(trial.get("zz/1")), std::nullopt);
}

}  // namespace
}  // namespace kecang
