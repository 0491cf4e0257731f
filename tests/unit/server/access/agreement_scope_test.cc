/// What agreements let people see, and when they stop doing so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"
#include "tests/unit/server/access/people.h"

namespace kecang {
namespace {

using test::must;

class AgreementScopes : public testing::Test {
 protected:
  AgreementScopes() {
    p.join(teacher, school);
    p.join(elsewhere, other);
    p.join(third_teacher, third);
  }

  Resource of(const School& owner, std::vector<Release> releases, const std::string& type = "教案",
              const std::string& subject = "数学") {
    Resource resource;
    resource.owner = owner.id;
    resource.tags.type = said_by_person(type);
    resource.tags.subject = said_by_person(subject);
    resource.releases = std::move(releases);
    return resource;
  }
  Resource lesson(const School& owner, const std::string& type = "教案",
                  const std::string& subject = "数学") {
    return of(owner, {test::Catalogue::to_school(owner)}, type, subject);
  }
  static Release to(const Agreement& agreement) { return {ReleaseKind::agreement, agreement.id.text()}; }
  bool sees(const User& user, const Resource& resource) { return may_view(p.viewer(user).scope(), resource); }
  Actions may(const User& user, const Resource& resource) {
    return actions_on(p.viewer(user).scope(), resource);
  }
  Agreement change(Agreement agreement) {
    return must(p.directory.put_agreement(p.operating, std::move(agreement), {}));
  }

  test::People p;
  const School school = p.school("s"), other = p.school("o"), third = p.school("t");
  const Group group = p.group("g");
  const User teacher = p.user("teacher"), elsewhere = p.user("elsewhere"), third_teacher = p.user("third");
  static constexpr auto party = [](const auto& of, PartyRole role = PartyRole::member) {
    return test::Catalogue::party(of, role);
  };
};

TEST_F(AgreementScopes, AreNothingWithoutAnAgreement) {
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
}

TEST_F(AgreementScopes, OfAnAgreementThatSharesByDefaultHoldWhatTheOtherSchoolOffersItsOwnPeople) {
  p.agree({party(school), party(other)}, Sharing::by_default);
  EXPECT_TRUE(sees(elsewhere, lesson(school)));
  EXPECT_TRUE(sees(teacher, lesson(other)));
  EXPECT_FALSE(sees(third_teacher, lesson(school)));
  EXPECT_FALSE(sees(elsewhere, of(school, {{ReleaseKind::school_only, school.id.text()}})));
  EXPECT_FALSE(sees(elsewhere, of(school, {{ReleaseKind::office, school.id.text()}})));
  EXPECT_FALSE(sees(elsewhere, of(school, {test::Catalogue::to_user(teacher)})));
}

TEST_F(AgreementScopes, OfAnAgreementThatSharesByReleaseHoldWhatWasReleasedToItOnly) {
  const auto agreement = p.agree({party(school), party(other)}, Sharing::by_release);
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
  EXPECT_TRUE(sees(elsewhere, of(school, {to(agreement)})));
  EXPECT_FALSE(sees(elsewhere, of(third, {to(agreement)})));  // no party to it
  EXPECT_FALSE(sees(third_teacher, of(school, {to(agreement)})));
}

TEST_F(AgreementScopes, FollowTheDirectionThatWasAgreed) {
  const std::vector<AgreementParty> parties{party(school, PartyRole::lead), party(other), party(third)};
  const auto down = p.agree(parties, Sharing::by_default, Flow::down);
  EXPECT_TRUE(sees(elsewhere, lesson(school)));
  EXPECT_FALSE(sees(teacher, lesson(other)));
  EXPECT_FALSE(sees(third_teacher, lesson(other)));
  auto ended = down;
  ended.state = AgreementState::terminated;
  change(ended);
  p.agree(parties, Sharing::by_default, Flow::up);
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
  EXPECT_TRUE(sees(teacher, lesson(other)));
  EXPECT_FALSE(sees(third_teacher, lesson(other)));
}

TEST_F(AgreementScopes, HoldWhatTheAgreementCoversOnly) {
  Agreement agreement = p.agree({party(school), party(other)}, Sharing::by_default);
  agreement.content = {.types = {"教案"}, .subjects = {"数学", "物理"}, .least = Standing::approved};
  change(agreement);
  auto approved = lesson(school);
  approved.standing = Standing::exemplary;
  EXPECT_TRUE(sees(elsewhere, approved));
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
  approved.tags.type.value = "课件";
  EXPECT_FALSE(sees(elsewhere, approved));
  approved.tags.type.value = "教案";
  approved.tags.subject.value = "语文";
  EXPECT_FALSE(sees(elsewhere, approved));
}

TEST_F(AgreementScopes, PermitWhatBothTheAgreementAndTheReleasePermit) {
  Agreement agreement = p.agree({party(school), party(other)}, Sharing::by_default);
  agreement.actions = {Action::view};
  change(agreement);
  EXPECT_EQ(may(elsewhere, lesson(school)), Actions({Action::view}));
  EXPECT_EQ(may(teacher, lesson(school)), Actions::all());
  auto titles = lesson(school);
  titles.releases.front().actions = std::vector{Action::find};
  EXPECT_EQ(may(elsewhere, titles), Actions({Action::find}));
  EXPECT_FALSE(sees(elsewhere, titles));
}

TEST_F(AgreementScopes, TellOfTitlesWhereThatWasAgreed) {
  Agreement agreement = p.agree({party(school), party(other)}, Sharing::by_release);
  EXPECT_TRUE(may(elsewhere, lesson(school)).empty());
  agreement.unshared = Unshared::titles;
  change(agreement);
  EXPECT_EQ(may(elsewhere, lesson(school)), Actions({Action::find}));
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
}

TEST_F(AgreementScopes, BeginAndEndAtTheExactInstant) {
  Agreement agreement = p.agree({party(school), party(other)}, Sharing::by_default);
  agreement.from = p.clock.now() + seconds{10};
  agreement.until = agreement.from + seconds{10};
  agreement = change(agreement);
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
  EXPECT_EQ(p.viewer(elsewhere).scope().valid_until(), agreement.from);
  p.clock.set(agreement.from);
  EXPECT_TRUE(sees(elsewhere, lesson(school)));
  EXPECT_EQ(p.viewer(elsewhere).scope().valid_until(), agreement.until);
  p.clock.set(agreement.until - milliseconds{1});
  EXPECT_TRUE(sees(elsewhere, lesson(school)));
  p.clock.set(agreement.until);
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
}

TEST_F(AgreementScopes, ComeFromFiledAgreementsOnly) {
  for (const auto state : {AgreementState::draft, AgreementState::proposed, AgreementState::approved,
                           AgreementState::terminated}) {
    Agreement agreement = p.agree({party(school), party(other)}, Sharing::by_default);
    agreement.state = state;
    change(agreement);
    EXPECT_FALSE(sees(elsewhere, lesson(school))) << enum_text(state);
  }
}

TEST_F(AgreementScopes, CloseForAPartyThatLeftAndForWhatItHad) {
  Agreement agreement = p.agree({party(school), party(other), party(third)}, Sharing::by_default);
  agreement.parties[1].until = p.clock.now();
  change(agreement);
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
  EXPECT_FALSE(sees(teacher, lesson(other)));
  EXPECT_TRUE(sees(third_teacher, lesson(school)));
}

TEST_F(AgreementScopes, OfAGroupThatIsAPartyAreThoseOfItsSchoolsOfToday) {
  auto membership = p.join(other, group);
  p.agree({party(school), party(group)}, Sharing::by_default);
  EXPECT_TRUE(sees(elsewhere, lesson(school)));
  EXPECT_TRUE(sees(teacher, lesson(other)));
  membership.until = p.clock.now();
  must(p.directory.put_membership(p.operating, membership));
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
  EXPECT_FALSE(sees(teacher, lesson(other)));
}

TEST_F(AgreementScopes, OfAPartnerHoldWhatIsReleasedToPartners) {
  const auto agreement =
      p.agree({party(school), party(third), party(other, PartyRole::partner)}, Sharing::by_default);
  EXPECT_FALSE(sees(elsewhere, lesson(school)));
  EXPECT_FALSE(sees(elsewhere, of(school, {to(agreement)})));
  const Release partners{ReleaseKind::partners, agreement.id.text()};
  EXPECT_TRUE(sees(elsewhere, of(school, {partners})));
  EXPECT_TRUE(sees(third_teacher, of(school, {partners})));
  EXPECT_FALSE(sees(third_teacher, of(other, {partners})));
}

TEST_F(AgreementScopes, OfAPartnerOfAGroupHoldWhatIsReleasedToPartners) {
  p.join(school, group);
  p.join(other, group, MemberRole::partner);
  EXPECT_FALSE(sees(elsewhere, of(school, {test::Catalogue::to_group(group)})));
  EXPECT_TRUE(sees(elsewhere, of(school, {{ReleaseKind::partners, group.id.text()}})));
}

TEST_F(AgreementScopes, LoseWhatASchoolOfferedItsGroupWhenThatSchoolLeaves) {
  auto membership = p.join(school, group);
  p.join(other, group);
  const auto offered = of(school, {test::Catalogue::to_group(group)});
  EXPECT_TRUE(sees(elsewhere, offered));
  membership.until = p.clock.now() + seconds{5};
  must(p.directory.put_membership(p.operating, membership));
  EXPECT_TRUE(sees(elsewhere, offered));
  EXPECT_EQ(p.viewer(elsewhere).scope().valid_until(), membership.until);
  p.clock.set(membership.until);
  EXPECT_FALSE(sees(elsewhere, offered));
  p.join(school, group);
  EXPECT_TRUE(sees(elsewhere, offered));
}

TEST_F(AgreementScopes, HoldWhatIsReleasedToTheRegionsTheirSchoolStandsIn) {
  const auto city = p.region("city");
  const auto county = p.region("county", city.id);
  School moved = other;
  moved.place = county.id;
  must(p.directory.put_school(p.operating, moved));
  EXPECT_TRUE(sees(elsewhere, of(school, {{ReleaseKind::region, city.id.text()}})));
  EXPECT_TRUE(sees(elsewhere, of(school, {{ReleaseKind::region, county.id.text()}})));
  EXPECT_FALSE(sees(teacher, of(other, {{ReleaseKind::region, county.id.text()}})));
  EXPECT_FALSE(
      may_see_answers(p.viewer(elsewhere).scope(), of(school, {{ReleaseKind::region, city.id.text()}})));
}

TEST_F(AgreementScopes, OfAnInspectorShowWhatTheSchoolHasAndNothingItReceives) {
  const auto inspector = p.user("inspector");
  p.join(inspector, school, MemberRole::inspector);
  p.join(school, group);
  p.join(other, group);
  p.agree({party(school), party(third)}, Sharing::by_default);
  EXPECT_TRUE(sees(inspector, lesson(school)));
  EXPECT_FALSE(sees(inspector, of(other, {test::Catalogue::to_group(group)})));
  EXPECT_FALSE(sees(inspector, lesson(third)));
  EXPECT_FALSE(p.viewer(inspector).may_upload_to(school.id));
  EXPECT_FALSE(p.viewer(inspector).can_edit(lesson(school)));
}

TEST_F(AgreementScopes, OfAnInspectorOfARegionShowItsSchools) {
  const auto city = p.region("city");
  School placed = other;
  placed.place = p.region("county", city.id).id;
  must(p.directory.put_school(p.operating, placed));
  const auto inspector = p.user("inspector");
  p.join(inspector, city, MemberRole::inspector);
  EXPECT_TRUE(sees(inspector, lesson(other)));
  EXPECT_FALSE(sees(inspector, lesson(school)));
}

TEST_F(AgreementScopes, DoNotCountReleasesBeforeTheirTime) {
  auto embargoed = lesson(school);
  embargoed.releases.front().from = p.clock.now() + seconds{1};
  EXPECT_FALSE(sees(teacher, embargoed));
  EXPECT_EQ(next_release(embargoed, p.clock.now()), embargoed.releases.front().from);
  p.clock.set(p.clock.now() + seconds{1});
  EXPECT_TRUE(sees(teacher, embargoed));
  EXPECT_EQ(next_release(embargoed, p.clock.now()), std::nullopt);
}

TEST_F(AgreementScopes, HaveOtherFingerprintsWhenWhatIsAgreedChanges) {
  Agreement agreement = p.agree({party(school), party(other)}, Sharing::by_default);
  const auto before = p.viewer(elsewhere).scope().fingerprint();
  agreement.content.types = {"教案"};
  agreement = change(agreement);
  const auto after = p.viewer(elsewhere).scope().fingerprint();
  EXPECT_NE(after, before);
  agreement.actions = {Action::view};
  change(agreement);
  EXPECT_NE(p.viewer(elsewhere).scope().fingerprint(), after);
}

TEST_F(AgreementScopes, LetASchoolThatGivesReleaseToTheAgreementAndNoOther) {
  const auto agreement =
      p.agree({party(school, PartyRole::lead), party(other)}, Sharing::by_release, Flow::down);
  EXPECT_TRUE(p.viewer(teacher).may_offer(to(agreement), school.id));
  EXPECT_FALSE(p.viewer(elsewhere).may_offer(to(agreement), other.id));
  EXPECT_FALSE(p.viewer(third_teacher).may_offer(to(agreement), third.id));
}

TEST_F(AgreementScopes, OfAnAdministratorWhoLooksAsATeacherAreThoseOfTheSchoolTheyAdminister) {
  p.join(teacher, third);
  const auto viewer = must(p.scopes.viewer_within(teacher, {school.id}, p.clock.now()));
  EXPECT_TRUE(may_view(viewer.scope(), lesson(school)));
  EXPECT_FALSE(may_view(viewer.scope(), lesson(third)));
  EXPECT_FALSE(may_view(viewer.scope(), of(school, {test::Catalogue::to_user(teacher)})));
}

}  // namespace
}  // namespace kecang
