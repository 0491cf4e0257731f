/// Regions and agreements in the catalogue.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Regions : public testing::Test {
 protected:
  School at(const std::string& key, const Region& region) {
    auto school = c.school(key);
    school.place = region.id;
    return must(c.directory.put_school(c.operating, school));
  }
  Catalogue c;
  const Region city = c.region("city");
  const Region county = c.region("county", city.id);
  const Region town = c.region("town", county.id);
};

TEST_F(Regions, AreToldOutwards) {
  EXPECT_THAT(must(c.directory.regions_around(town.id)), ElementsAre(town.id, county.id, city.id));
  EXPECT_THAT(must(c.directory.regions_around(RegionId())), IsEmpty());
}

TEST_F(Regions, HoldTheSchoolsOfAllBelow) {
  const auto first = at("s1", town), second = at("s2", city);
  EXPECT_THAT(must(c.directory.schools_within(city.id, 10)), UnorderedElementsAre(first.id, second.id));
  EXPECT_THAT(must(c.directory.schools_within(county.id, 10)), ElementsAre(first.id));
  EXPECT_THAT(c.directory.schools_within(city.id, 1),
              FailsWith(ErrorKind::too_large, "region.too_many_schools"));
}

TEST_F(Regions, LoseASchoolThatMoves) {
  auto school = at("s1", town);
  school.place = city.id;
  must(c.directory.put_school(c.operating, school));
  EXPECT_THAT(must(c.directory.schools_within(county.id, 10)), IsEmpty());
}

TEST_F(Regions, NeverStandInThemselves) {
  auto moved = city;
  moved.parent = town.id;
  EXPECT_THAT(c.directory.put_region(c.operating, moved), FailsWith(ErrorKind::invalid, "region.circle"));
}

TEST_F(Regions, AreThereBeforeAnythingStandsInThem) {
  auto school = c.school("s");
  school.place = RegionId::make(c.clock.now());
  EXPECT_THAT(c.directory.put_school(c.operating, school), FailsWith(ErrorKind::not_found, "region.absent"));
}

class StoredAgreements : public testing::Test {
 protected:
  Catalogue c;
  const School one = c.school("one"), two = c.school("two"), three = c.school("three");
  Agreement agreement = c.agree({Catalogue::party(one), Catalogue::party(two)}, Sharing::by_default);
};

TEST_F(StoredAgreements, AreFoundByEachOfTheirParties) {
  for (const auto& school : {one, two})
    EXPECT_THAT(must(c.directory.agreements_of(school.id.text())),
                ElementsAre(testing::Field(&Agreement::id, agreement.id)));
  EXPECT_THAT(must(c.directory.agreements_of(three.id.text())), IsEmpty());
}

TEST_F(StoredAgreements, AreNoLongerFoundByWhoIsNotNamedAnyMore) {
  agreement.parties.back() = Catalogue::party(three);
  must(c.directory.put_agreement(c.operating, agreement, {.step = "edited"}));
  EXPECT_THAT(must(c.directory.agreements_of(two.id.text())), IsEmpty());
  EXPECT_THAT(must(c.directory.agreements_of(three.id.text())), testing::SizeIs(1));
}

TEST_F(StoredAgreements, KeepEveryStepAndWhoTookIt) {
  agreement.title = "改名";
  const auto li = c.user("li");
  must(c.directory.put_agreement(Actor::user(li.id, ""), agreement, {.step = "edited", .note = "因为"}));
  const auto trail = must(c.directory.agreement_trail(agreement.id));
  ASSERT_THAT(trail, testing::SizeIs(2));
  EXPECT_EQ(trail.back().step, "edited");
  EXPECT_EQ(trail.back().by, li.id.text());
  EXPECT_EQ(trail.back().note, "因为");
  const auto newest = must(c.directory.audit({})).items.front();
  EXPECT_EQ(newest.action, "agreement.edited");
  EXPECT_EQ(newest.subject, agreement.id.text());
}

TEST_F(StoredAgreements, AreNotOverwrittenByWhoReadAnOlderVersion) {
  must(c.directory.put_agreement(c.operating, agreement, {.step = "edited"}));
  EXPECT_THAT(c.directory.put_agreement(c.operating, agreement, {.step = "edited"}),
              FailsWith(ErrorKind::conflict, "agreement.changed"));
}

TEST_F(StoredAgreements, NameSchoolsAndGroupsThatAreThere) {
  agreement.parties.push_back({.kind = PartyKind::group, .id = GroupId::make(Time{}).text()});
  EXPECT_THAT(c.directory.put_agreement(c.operating, agreement, {.step = "edited"}),
              FailsWith(ErrorKind::invalid, "agreement.party_absent"));
}

TEST(ReleasesFromALaterTimeOn, TellTheIndexWhenTheyBegin) {
  Catalogue c;
  const auto li = c.user("li");
  const auto school = c.school("s");
  auto file = c.file(li, school, "a.txt", "a");
  file.releases.front().from = c.clock.now() + seconds{10};
  const auto id = c.entry_resource(c.accept(file));
  const auto version = must(c.work.resource(id)).version;
  must(c.work.clear_dirty(must(c.work.dirty(10))));
  must(c.work.begin_releases());
  EXPECT_EQ(must(c.work.dirty_count()), 0U);
  c.clock.set(c.clock.now() + seconds{10});
  must(c.work.begin_releases());
  EXPECT_EQ(must(c.work.dirty_count()), 1U);
  EXPECT_EQ(must(c.work.resource(id)).version, version + 1);
  must(c.work.clear_dirty(must(c.work.dirty(10))));
  must(c.work.begin_releases());
  EXPECT_EQ(must(c.work.dirty_count()), 0U);
}

}  // namespace
}  // namespace kecang
