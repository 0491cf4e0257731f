/// Resources that change their school of record: what goes along, a few at a time, and again after a stop.
#include "storage/catalog/hand_overs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/catalog/group_requests.h"
#include "storage/catalog/keys.h"
#include "tests/support/result_matchers.h"
#include "tests/unit/storage/imported.h"

namespace kecang {
namespace {

using test::FailsWith;
using test::must;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class HandingOver : public testing::Test, protected test::Imported {
 protected:
  GroupRequestTerms terms(std::vector<ResourceId> chosen = {}) const {
    GroupRequestTerms terms;
    terms.kind = GroupRequestKind::hand_over;
    terms.schools = {{school.id}};
    terms.receiver = other.id;
    terms.resources = std::move(chosen);
    return terms;
  }
  GroupRequest filed(GroupRequestTerms of) {
    GroupRequest request;
    request.sides = sides_of(of);
    request.terms = std::move(of);
    auto stored = must(requests.put(c.operating, request, {.step = "proposed"}));
    stored.state = GroupRequestState::filed;
    stored.filing_number = "7";
    return must(requests.put(c.operating, stored, {.step = "file"}));
  }
  /// As many resources as an archive has files, all of them read.
  Import many(std::size_t count) {
    std::vector<StoredMember> members;
    for (std::uint32_t i = 0; i < count; ++i)
      members.push_back(test::stored(i, "教案" + std::to_string(i) + ".txt", "bytes " + std::to_string(i)));
    auto import = unpack("archive", members,
                         {{ReleaseKind::school, school.id.text()}, {ReleaseKind::group, group.id.text()}});
    read_all();
    return import;
  }
  std::vector<Resource> all() {
    std::vector<Resource> found;
    must(rows_of(found));
    return found;
  }
  Result<void> rows_of(std::vector<Resource>& to) {
    for (const auto& [key, value] : world()) {
      if (!key.starts_with(keys::kResources)) continue;
      KECANG_ASSIGN(auto one, from_cbor<Resource>(value));
      to.push_back(std::move(one));
    }
    return {};
  }
  std::size_t owned_by(const School& one) {
    const auto found = all();
    return static_cast<std::size_t>(std::count_if(
        found.begin(), found.end(), [&](const Resource& resource) { return resource.owner == one.id; }));
  }
  AccessScope theirs() const { return test::scope_of({scope_term::school(other.id)}); }

  const School other = c.school("other");
  GroupRequestCatalog requests{c.store(), c.clock};
  HandOvers hand_overs{c.store(), c.clock};
};

TEST_F(HandingOver, GivesTheOtherSchoolEverythingAFewAtATimeAndGoesOnAfterAStop) {
  many(60);
  const auto request = filed(terms());
  EXPECT_FALSE(must(hand_overs.carry_on(request.id, 1)));
  EXPECT_EQ(owned_by(other), HandOvers::kAtOnce);
  HandOvers after_a_stop(c.store(), c.clock);
  EXPECT_GE(must(after_a_stop.carry_on_due(100)), 2U);
  EXPECT_EQ(owned_by(other), 60U);
  EXPECT_EQ(owned_by(school), 0U);
  const auto done = must(hand_overs.of(request.id));
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->is_finished());
  EXPECT_EQ(done->moved, 60U);
  EXPECT_EQ(must(hand_overs.carry_on_due(100)), 0U) << "nothing is left to do";
  EXPECT_EQ(must(requests.trail(request.id)).back().step, "carried_out");
  EXPECT_EQ(must(requests.trail(request.id)).back().note, "60");
  EXPECT_THAT(must(c.directory.audit_of(other.id.text(), {.after = {}, .limit = 200},
                                        {.action = "resource.handed_over"}))
                  .items,
              SizeIs(60));
}

TEST_F(HandingOver, KeepsTheAuthorAndEveryOfferButThoseToTheSchoolItself) {
  many(1);
  const auto before = all().front();
  must(hand_overs.carry_on(filed(terms()).id, 1));
  const auto after = all().front();
  EXPECT_EQ(after.owner, other.id);
  EXPECT_EQ(after.created_by, before.created_by);
  EXPECT_THAT(after.releases, ElementsAre(Release{ReleaseKind::school, other.id.text()},
                                          Release{ReleaseKind::group, group.id.text()}));
  const auto owners = must(hand_overs.before(theirs(), after.id));
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners.front().from_name, school.name);
  EXPECT_EQ(owners.front().to_name, other.name);
  EXPECT_EQ(owners.front().filing_number, "7");
  EXPECT_THAT(hand_overs.before(mine(), after.id), FailsWith(ErrorKind::not_found, "resource.absent"));
  EXPECT_THAT(must(c.library.pending_narrowings()), ElementsAre(after.id))
      << "nobody finds it by what counted before";
}

TEST_F(HandingOver, MovesTheBytesThatCountAndWhereDuplicatesAreLookedFor) {
  many(3);
  must(hand_overs.carry_on(filed(terms()).id, 10));
  const auto rows = world();
  EXPECT_EQ(must(from_cbor<Usage>(rows.at(keys::usage(other.id)))).stored, 3 * std::string("bytes 0").size());
  for (const auto& [key, value] : rows)
    EXPECT_FALSE(key.starts_with("resource.blob/" + school.id.text())) << key;
}

TEST_F(HandingOver, TakesWhatWasChosenAndPassesOverWhatIsNotTheSchoolsAnyMore) {
  many(3);
  const auto found = all();
  must(hand_overs.carry_on(filed(terms({found[0].id})).id, 10));
  EXPECT_EQ(owned_by(other), 1U);
  std::vector<ResourceId> both{found[0].id, found[1].id};
  std::sort(both.begin(), both.end());
  const auto again = filed(terms(both));
  must(hand_overs.carry_on(again.id, 10));
  EXPECT_EQ(must(hand_overs.of(again.id))->moved, 1U);
  EXPECT_EQ(owned_by(other), 2U);
}

TEST_F(HandingOver, WaitsForItsDate) {
  many(1);
  auto later = terms();
  later.from = c.clock.now() + std::chrono::hours{24};
  const auto request = filed(later);
  EXPECT_TRUE(must(hand_overs.carry_on(request.id, 10))) << "nothing to do today";
  EXPECT_EQ(must(hand_overs.carry_on_due(10)), 0U);
  EXPECT_EQ(owned_by(other), 0U);
  c.clock.set(later.from);
  EXPECT_EQ(must(hand_overs.carry_on_due(10)), 1U);
  EXPECT_EQ(owned_by(other), 1U);
}

TEST_F(HandingOver, IsNotTakenBackWithTheImportThatBroughtIt) {
  const auto import = many(2);
  must(hand_overs.carry_on(filed(terms({all().front().id})).id, 1));
  undo(import);
  const auto left = all();
  ASSERT_THAT(left, SizeIs(1));
  EXPECT_EQ(left.front().owner, other.id);
  EXPECT_NE(left.front().state, FileState::withdrawn);
}

TEST_F(HandingOver, NeedsASchoolThatIsThere) {
  auto nowhere = terms();
  nowhere.receiver = SchoolId::make(c.clock.now());
  GroupRequest request;
  request.sides = sides_of(nowhere);
  request.terms = nowhere;
  EXPECT_THAT(requests.put(c.operating, request, {.step = "proposed"}),
              FailsWith(ErrorKind::invalid, "group_request.school_absent"));
}

}  // namespace
}  // namespace kecang
