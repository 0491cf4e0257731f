#include "server/library/submissions.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"
#include "tests/unit/server/library/review_district.h"

namespace kecang {
namespace {

using test::FailsWith;
using test::must;
using test::ReviewDistrict;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SubmissionsTest : public ::testing::Test {
 protected:
  using Shelf = Submissions::Shelf;
  std::vector<std::string> titles(const User& user, Shelf shelf) {
    std::vector<std::string> titles;
    for (const auto& card : must(d.submissions.list(d.viewer(user), shelf, d.school_place(), {})).items)
      titles.push_back(card.title);
    return titles;
  }
  /// "place state current" for each.
  std::vector<std::string> badges(const User& user, const ResourceId& id) {
    std::vector<std::string> told;
    for (const auto& badge : must(d.submissions.badges(d.viewer(user), id)))
      told.push_back(badge.place_name + " " + std::string(enum_text(badge.state)) +
                     (badge.current ? "" : " before") + (badge.open_as.empty() ? "" : " open"));
    return told;
  }
  std::vector<std::string> thread(const User& user, const SubmissionId& id) {
    std::vector<std::string> lines;
    for (const auto& one : must(d.submissions.comments(d.viewer(user), id, {})).items)
      lines.push_back(std::string(enum_text(one.role)) + std::to_string(one.reviewer) + " " + one.by_name +
                      ": " + one.comment.text);
    return lines;
  }
  CommentView say(const User& user, const SubmissionId& id, const std::string& text) {
    SubmissionComment comment;
    comment.text = text;
    return must(d.submissions.comment(d.actor(user), d.viewer(user), id, comment));
  }
  static SubmissionState state(const SubmissionView& view) { return view.card.submission.state; }
  const SubmissionId& id(const SubmissionView& view) { return view.card.submission.id; }
  auto absent() const { return FailsWith(ErrorKind::not_found, "submission.absent"); }

  ReviewDistrict d;
};

TEST_F(SubmissionsTest, GoFromHandToHandUntilAReviewerDecides) {
  const auto text = d.for_school("浮力");
  const auto made = d.submit(text);
  EXPECT_EQ(state(made), SubmissionState::submitted);
  EXPECT_THAT(made.may, ElementsAre(SubmissionStep::withdraw));
  EXPECT_THAT(titles(d.wang, Shelf::mine), ElementsAre("浮力"));
  EXPECT_THAT(titles(d.zhou, Shelf::place), ElementsAre("浮力"));
  EXPECT_THAT(titles(d.qian, Shelf::to_review), IsEmpty());

  EXPECT_EQ(state(d.assign(id(made), {d.qian})), SubmissionState::under_review);
  EXPECT_THAT(titles(d.qian, Shelf::to_review), ElementsAre("浮力"));
  const auto decided = d.step(d.qian, id(made), d.opinion(ReviewVerdict::exemplary));
  EXPECT_EQ(state(decided), SubmissionState::exemplary);
  EXPECT_THAT(titles(d.qian, Shelf::to_review), IsEmpty());
  EXPECT_THAT(titles(d.qian, Shelf::reviewing), ElementsAre("浮力"));

  const auto told = d.view(d.wang, id(made));
  ASSERT_TRUE(told.result.has_value());
  EXPECT_THAT(told.result->means, ElementsAre(20, 15, 20, 10, 10));
  EXPECT_NEAR(told.result->total, 75, 0.001);
  EXPECT_FALSE(told.reviewers.at(0).opinion.has_value()) << "what one reviewer said is not the submitter's";
  EXPECT_THAT(badges(d.yu, text), ElementsAre("east exemplary"));
  EXPECT_THAT(badges(d.wang, text), ElementsAre("east exemplary open"));
}

TEST_F(SubmissionsTest, AreNothingToWhoHasNoPartInThem) {
  const auto made = d.submit(d.for_group("浮力"));
  for (const auto& user : {d.yu, d.qian, d.li, d.zhao, d.gao}) {
    EXPECT_THAT(d.submissions.view(d.viewer(user), id(made)), absent()) << user.login;
    EXPECT_THAT(d.submissions.comments(d.viewer(user), id(made), {}), absent());
    EXPECT_THAT(d.submissions.candidates(d.viewer(user), id(made)), absent());
    EXPECT_THAT(d.try_step(user, id(made), d.plain(SubmissionStep::withdraw)), absent());
    EXPECT_THAT(d.submissions.comment(d.actor(user), d.viewer(user), id(made), {}), absent());
  }
  EXPECT_THAT(badges(d.yu, made.card.submission.resource), IsEmpty());
  EXPECT_THAT(d.submissions.list(d.viewer(d.yu), Shelf::place, d.school_place(), {}),
              FailsWith(ErrorKind::forbidden, "submission.not_presiding"));
}

TEST_F(SubmissionsTest, GoWithTheResourceForEverybody) {
  const auto text = d.for_school("浮力");
  const auto made = d.submit(text);
  d.assign(id(made), {d.qian});
  say(d.qian, id(made), "第 2 页有误");
  const auto before = d.resource(text);
  must(d.library.change(d.actor(d.wang), d.viewer(d.wang).scope(), text, before.version, "resource.withdrawn",
                        [](Resource& one) -> Result<void> {
                          one.state = FileState::withdrawn;
                          return {};
                        }));
  for (const auto& user : {d.wang, d.qian, d.zhou, d.chen}) {
    EXPECT_THAT(d.submissions.view(d.viewer(user), id(made)), absent()) << user.login;
    EXPECT_THAT(d.submissions.comments(d.viewer(user), id(made), {}), absent());
  }
  EXPECT_THAT(titles(d.qian, Shelf::reviewing), IsEmpty());
  EXPECT_THAT(titles(d.zhou, Shelf::place), IsEmpty());
}

TEST_F(SubmissionsTest, AreClosedToAReviewerWhoseRoleEnded) {
  const auto text = d.for_group("浮力");
  const auto made = d.submit_to_group(text);
  d.appoint(d.li, d.group, MemberRole::reviewer, d.clock.now() + std::chrono::hours{1});
  SubmissionStepRequest request = d.plain(SubmissionStep::assign);
  request.reviewers = {d.li.id, d.gao.id};
  d.step(d.chen, id(made), request);
  EXPECT_OK(d.submissions.view(d.viewer(d.li), id(made)));
  d.clock.advance(std::chrono::hours{2});
  EXPECT_THAT(d.submissions.view(d.viewer(d.li), id(made)), absent());
  EXPECT_THAT(d.try_step(d.li, id(made), d.opinion(ReviewVerdict::approved)), absent());
}

TEST_F(SubmissionsTest, AreTakenOnlyWhereSomebodyWhoReviewsCanSeeTheResource) {
  const auto hidden = d.text("草稿", "草稿", {d.to_user(d.wang)});
  EXPECT_THAT(d.try_submit(d.wang, {.resource = hidden, .place = d.school_place()}),
              FailsWith(ErrorKind::conflict, "submission.nobody_can_see"));
  const auto inside = d.for_school("校内");
  const auto made = d.submit_to_group(inside);  // who administers the core school sees it
  EXPECT_THAT(d.try_step(d.chen, id(made),
                         [&] {
                           auto request = d.plain(SubmissionStep::assign);
                           request.reviewers = {d.gao.id};
                           return request;
                         }()),
              FailsWith(ErrorKind::invalid, "submission.reviewer_unfit"));
}

TEST_F(SubmissionsTest, ComeFromWhoMayChangeTheResourceToItsOwnPlaces) {
  const auto text = d.for_group("浮力");
  EXPECT_THAT(d.try_submit(d.yu, {.resource = text, .place = d.school_place()}),
              FailsWith(ErrorKind::forbidden, "resource.not_editor"));
  EXPECT_THAT(d.try_submit(d.zhao, {.resource = text, .place = d.school_place()}),
              FailsWith(ErrorKind::not_found, "resource.absent"));
  for (const auto& place : {SubmissionPlace{PlaceKind::school, d.west.id.text()},
                            SubmissionPlace{PlaceKind::group, "01ARZ3NDEKTSV4RRFFQ69G5FAV"}})
    EXPECT_THAT(d.try_submit(d.wang, {.resource = text, .place = place}),
                FailsWith(ErrorKind::forbidden, "submission.place_not_yours"));
  EXPECT_THAT(d.try_submit(d.wang, {.resource = text, .place = d.school_place(), .needed = 10}),
              FailsWith(ErrorKind::invalid, "submission.needed_wrong"));
  d.submit(text);
  EXPECT_THAT(d.try_submit(d.wang, {.resource = text, .place = d.school_place()}),
              FailsWith(ErrorKind::conflict, "submission.already"));
  d.submit_to_group(text);  // another place is another matter
}

TEST_F(SubmissionsTest, AreNotReviewedByWhoHandedThemIn) {
  const auto text = d.for_school("浮力");
  const auto made = must(d.try_submit(d.zhou, {.resource = text, .place = d.school_place()}));
  EXPECT_THAT(made.may, ElementsAre(SubmissionStep::withdraw));
  for (const auto& request : {d.decision(ReviewVerdict::approved), d.opinion(ReviewVerdict::approved),
                              d.plain(SubmissionStep::rotate), d.plain(SubmissionStep::assign)})
    EXPECT_THAT(d.try_step(d.zhou, id(made), request), FailsWith(ErrorKind::forbidden, "submission.own"));
  EXPECT_THAT(d.submissions.candidates(d.viewer(d.zhou), id(made)),
              FailsWith(ErrorKind::forbidden, "submission.own"));
  for (const auto& one : must(d.submissions.candidates(d.viewer(d.chen), id(made))))
    EXPECT_NE(one.user.name, "zhou");
}

TEST_F(SubmissionsTest, AreReturnedWithAWordAndReviewedAgainByTheSame) {
  const auto text = d.for_school("浮力");
  const auto first = d.submit(text);
  d.assign(id(first), {d.qian, d.sun});
  EXPECT_THAT(d.try_step(d.qian, id(first), d.opinion(ReviewVerdict::returned)),
              FailsWith(ErrorKind::invalid, "submission.comment_needed"));
  say(d.wang, id(first), "请多指教");
  EXPECT_THAT(d.try_step(d.qian, id(first), d.opinion(ReviewVerdict::returned)),
              FailsWith(ErrorKind::invalid, "submission.comment_needed"))
      << "the submitter's own word is none";
  const auto returned = d.step(d.qian, id(first), d.opinion(ReviewVerdict::returned, "  请补充实验步骤 "));
  EXPECT_EQ(state(returned), SubmissionState::returned);
  EXPECT_THAT(thread(d.wang, id(first)),
              ElementsAre("submitter0 wang: 请多指教", "reviewer1 qian: 请补充实验步骤"));

  d.for_school("浮力", "第二版");
  const auto second = d.submit(text);
  EXPECT_EQ(state(second), SubmissionState::under_review);
  EXPECT_EQ(second.reviewers.size(), 2U);
  ASSERT_EQ(second.earlier.size(), 1U);
  EXPECT_TRUE(second.earlier[0].outdated);
  EXPECT_THAT(thread(d.wang, id(second)), IsEmpty()) << "each version has a thread of its own";
  d.step(d.sun, id(second), d.opinion(ReviewVerdict::approved));
  EXPECT_THAT(badges(d.yu, text), ElementsAre("east approved"));

  d.for_school("浮力", "第三版");
  EXPECT_THAT(badges(d.yu, text), ElementsAre("east approved before"));
  EXPECT_TRUE(d.view(d.wang, id(second)).card.outdated);
}

TEST_F(SubmissionsTest, OfAnOlderVersionAreNotDecidedAnyMore) {
  const auto text = d.for_school("浮力");
  const auto first = d.submit(text);
  d.assign(id(first), {d.qian});
  d.for_school("浮力", "第二版");
  EXPECT_THAT(titles(d.qian, Shelf::to_review), IsEmpty());
  EXPECT_THAT(d.try_step(d.qian, id(first), d.opinion(ReviewVerdict::approved)),
              FailsWith(ErrorKind::conflict, "submission.outdated"));
  EXPECT_THAT(d.try_step(d.zhou, id(first), d.decision(ReviewVerdict::approved)),
              FailsWith(ErrorKind::conflict, "submission.outdated"));
  const auto second = d.submit(text);
  EXPECT_EQ(state(d.view(d.wang, id(first))), SubmissionState::superseded);
  EXPECT_THAT(titles(d.qian, Shelf::to_review), ElementsAre("浮力"));
  EXPECT_NE(id(first), id(second));
}

TEST_F(SubmissionsTest, AreDecidedByMostReviewersAndTiesByWhoPresides) {
  const auto most = d.submit(d.for_school("三人"), 3);
  d.assign(id(most), {d.qian, d.sun, d.wu});
  d.step(d.qian, id(most), d.opinion(ReviewVerdict::approved));
  EXPECT_EQ(state(d.step(d.sun, id(most), d.opinion(ReviewVerdict::exemplary))),
            SubmissionState::under_review);
  EXPECT_EQ(state(d.step(d.wu, id(most), d.opinion(ReviewVerdict::exemplary))), SubmissionState::exemplary);

  const auto tied = d.submit(d.for_school("两人"), 2);
  d.assign(id(tied), {d.qian, d.sun});
  d.step(d.qian, id(tied), d.opinion(ReviewVerdict::approved));
  d.step(d.sun, id(tied), d.opinion(ReviewVerdict::exemplary));
  EXPECT_TRUE(d.view(d.zhou, id(tied)).card.tied);
  EXPECT_FALSE(d.view(d.wang, id(tied)).card.tied) << "that they differ is not the submitter's to know";
  const auto decided = d.step(d.zhou, id(tied), d.decision(ReviewVerdict::approved));
  EXPECT_EQ(state(decided), SubmissionState::approved);
  EXPECT_EQ(decided.decided_by_name, "zhou");
  EXPECT_THAT(d.try_step(d.qian, id(tied), d.opinion(ReviewVerdict::approved)),
              FailsWith(ErrorKind::conflict, "submission.wrong_step"));
}

TEST_F(SubmissionsTest, TellReviewersWhatOthersSaidOnceTheySpoke) {
  const auto made = d.submit(d.for_school("浮力"), 2);
  d.assign(id(made), {d.qian, d.sun, d.zhou});
  d.step(d.qian, id(made), d.opinion(ReviewVerdict::approved));
  const auto shown = [&](const User& user) {
    std::vector<std::uint32_t> numbers;
    for (const auto& one : d.view(user, id(made)).reviewers)
      if (one.opinion) numbers.push_back(one.number);
    return numbers;
  };
  EXPECT_THAT(shown(d.qian), ElementsAre(1));
  EXPECT_THAT(shown(d.sun), IsEmpty());
  EXPECT_THAT(shown(d.zhou), IsEmpty()) << "who presides and reviews speaks first, too";
  EXPECT_THAT(shown(d.chen), ElementsAre(1));
  EXPECT_THAT(shown(d.wang), IsEmpty());
  EXPECT_FALSE(d.view(d.wang, id(made)).result.has_value());
  d.step(d.sun, id(made), d.opinion(ReviewVerdict::approved));
  EXPECT_THAT(shown(d.qian), ElementsAre(1, 2));
  EXPECT_THAT(shown(d.zhou), ElementsAre(1, 2)) << "nobody can speak any more";
  EXPECT_THAT(shown(d.wang), IsEmpty());
}

TEST_F(SubmissionsTest, ThatAreBlindTellNoNamesToEitherSide) {
  const auto made = d.submit(d.for_school("浮力"), 2, true);
  d.assign(id(made), {d.qian, d.sun});
  say(d.wang, id(made), "您好");
  d.step(d.qian, id(made), d.opinion(ReviewVerdict::approved, "不错"));
  say(d.zhou, id(made), "请尽快");

  const auto to_wang = d.view(d.wang, id(made));
  EXPECT_EQ(to_wang.card.by_name, "wang");
  for (const auto& one : to_wang.reviewers) EXPECT_FALSE(one.user.has_value());
  EXPECT_THAT(thread(d.wang, id(made)),
              ElementsAre("submitter0 wang: 您好", "reviewer1 : 不错", "presiding0 : 请尽快"));
  const auto to_sun = d.view(d.sun, id(made));
  EXPECT_EQ(to_sun.card.by_name, "");
  EXPECT_FALSE(to_sun.reviewers.at(0).user.has_value());
  EXPECT_TRUE(to_sun.reviewers.at(1).mine);
  EXPECT_THAT(thread(d.sun, id(made)),
              ElementsAre("submitter0 : 您好", "reviewer1 : 不错", "presiding0 : 请尽快"));
  EXPECT_EQ(must(d.submissions.list(d.viewer(d.sun), Shelf::to_review, {}, {})).items.at(0).by_name, "");
  EXPECT_EQ(d.view(d.zhou, id(made)).reviewers.at(0).user->name, "qian");
  EXPECT_THAT(thread(d.zhou, id(made)),
              ElementsAre("submitter0 wang: 您好", "reviewer1 qian: 不错", "presiding0 zhou: 请尽快"));
  d.step(d.zhou, id(made), d.decision(ReviewVerdict::approved));
  EXPECT_EQ(d.view(d.wang, id(made)).decided_by_name, "");
}

TEST_F(SubmissionsTest, AskInTurnWhoReviewsFewestThenWhoWasAskedLongestAgo) {
  auto rules = must(d.submissions.rules(d.viewer(d.zhou), d.school_place()));
  rules.rotating = true;
  must(d.submissions.put_rules(d.actor(d.zhou), d.viewer(d.zhou), d.school_place(), rules));
  std::vector<UserId> asked;
  std::vector<SubmissionId> made;
  for (const auto* key : {"一", "二", "三", "四", "五"}) {
    const auto view = d.submit(d.for_school(key));
    ASSERT_EQ(view.reviewers.size(), 1U);
    asked.push_back(view.reviewers[0].user->id);
    made.push_back(id(view));
  }
  EXPECT_THAT(asked, UnorderedElementsAre(d.qian.id, d.sun.id, d.wu.id, d.zhou.id, d.chen.id));
  // The third is free again; all others have one each.
  const auto third = std::vector{d.qian, d.sun, d.wu, d.zhou, d.chen};
  for (const auto& user : third)
    if (user.id == asked[2]) d.step(user, made[2], d.opinion(ReviewVerdict::approved));
  EXPECT_EQ(d.submit(d.for_school("六")).reviewers.at(0).user->id, asked[2]);
  EXPECT_EQ(d.submit(d.for_school("七")).reviewers.at(0).user->id, asked[0]) << "asked longest ago";
}

TEST_F(SubmissionsTest, RotateUntilEnoughAreAsked) {
  const auto made = d.submit(d.for_school("浮力"), 4);
  const auto rotated = d.step(d.zhou, id(made), d.plain(SubmissionStep::rotate));
  EXPECT_EQ(rotated.reviewers.size(), 4U);
  EXPECT_THAT(d.try_step(d.zhou, id(made), d.plain(SubmissionStep::rotate)),
              FailsWith(ErrorKind::conflict, "submission.nobody_free"));
}

TEST_F(SubmissionsTest, KeepReviewersWhoSpoke) {
  const auto made = d.submit(d.for_school("浮力"), 2);
  d.assign(id(made), {d.qian, d.sun});
  d.step(d.qian, id(made), d.opinion(ReviewVerdict::approved));
  auto request = d.plain(SubmissionStep::assign);
  request.reviewers = {d.sun.id, d.wu.id};
  EXPECT_THAT(d.try_step(d.zhou, id(made), request),
              FailsWith(ErrorKind::conflict, "submission.reviewer_spoke"));
}

TEST_F(SubmissionsTest, AreScoredWithinTheirCriteria) {
  const auto made = d.submit(d.for_school("浮力"));
  d.assign(id(made), {d.qian});
  for (const auto& scores : {std::vector<std::uint32_t>{1, 2}, {21, 0, 0, 0, 0}, {}})
    EXPECT_THAT(d.try_step(d.qian, id(made), d.opinion(ReviewVerdict::approved, "", scores)),
                FailsWith(ErrorKind::invalid, "submission.scores_wrong"));
  auto unsaid = d.opinion(ReviewVerdict::approved);
  unsaid.verdict.reset();
  EXPECT_THAT(d.try_step(d.qian, id(made), unsaid),
              FailsWith(ErrorKind::invalid, "submission.verdict_missing"));
}

TEST_F(SubmissionsTest, OfAGroupBecomeAShowcaseByTheWordOfTheBureau) {
  const auto text =
      d.text("浮力", "第一版",
             {d.to_school(d.east), d.to_group(d.group), {ReleaseKind::region, d.county.id.text()}});
  const auto made = d.submit_to_group(text);
  const auto showcase = d.plain(SubmissionStep::showcase);
  EXPECT_THAT(d.submissions.view(d.viewer(d.officer), id(made)), absent());
  d.step(d.chen, id(made), d.decision(ReviewVerdict::exemplary));
  EXPECT_THAT(d.try_step(d.chen, id(made), showcase),
              FailsWith(ErrorKind::forbidden, "submission.not_bureau"));
  EXPECT_THAT(badges(d.officer, text), ElementsAre("group exemplary open"));
  EXPECT_THAT(must(d.submissions.comments(d.viewer(d.officer), id(made), {})).items, IsEmpty());
  EXPECT_EQ(state(d.step(d.officer, id(made), showcase)), SubmissionState::showcase);
  EXPECT_THAT(badges(d.li, text), ElementsAre("group showcase"));
  EXPECT_EQ(d.resource(text).standing, Standing::showcase);
}

TEST_F(SubmissionsTest, OfASchoolBecomeAShowcaseByWhoAdministersIt) {
  const auto made = d.submit(d.for_school("浮力"));
  d.step(d.zhou, id(made), d.decision(ReviewVerdict::exemplary));
  EXPECT_THAT(d.try_step(d.zhou, id(made), d.plain(SubmissionStep::showcase)),
              FailsWith(ErrorKind::forbidden, "submission.not_yours"));
  EXPECT_EQ(state(d.step(d.chen, id(made), d.plain(SubmissionStep::showcase))), SubmissionState::showcase);
}

TEST_F(SubmissionsTest, AreABadgeForThePlacesOwnPeopleAlone) {
  const auto text = d.text("浮力", "第一版", {d.to_school(d.east), d.to_everyone()});
  const auto to_school = d.submit(text);
  d.step(d.zhou, id(to_school), d.decision(ReviewVerdict::approved));
  const auto to_group = d.submit_to_group(text);
  EXPECT_THAT(badges(d.li, text), IsEmpty());
  d.step(d.chen, id(to_group), d.decision(ReviewVerdict::exemplary));
  EXPECT_THAT(badges(d.yu, text), ElementsAre("group exemplary", "east approved"));
  EXPECT_THAT(badges(d.li, text), ElementsAre("group exemplary"));
  EXPECT_THAT(badges(d.zhao, text), IsEmpty());
}

TEST_F(SubmissionsTest, OpenWhatAnAgreementKeepsForReviewedResourcesAndOnlyThatVersion) {
  Agreement agreement;
  agreement.title = "精品共享";
  agreement.parties = {d.party(d.east), d.party(d.far)};
  agreement.sharing = Sharing::by_default;
  agreement.content.least = Standing::exemplary;
  agreement.state = AgreementState::filed;
  d.agree(agreement);
  const auto text = d.for_school("浮力");
  const auto sees = [&] { return d.library.resource(d.viewer(d.zhao).scope(), text).has_value(); };
  EXPECT_FALSE(sees());
  const auto made = d.submit(text);
  d.step(d.zhou, id(made), d.decision(ReviewVerdict::exemplary));
  EXPECT_TRUE(sees());
  EXPECT_THAT(badges(d.zhao, text), IsEmpty());
  must(d.work.clear_dirty(must(d.work.dirty(1'000))));
  d.for_school("浮力", "第二版");
  EXPECT_FALSE(sees());
  EXPECT_THAT(must(d.library.pending_narrowings()), ElementsAre(text));
}

TEST_F(SubmissionsTest, OfAStrangersGroupSayNothingToAgreements) {
  const auto studio = d.Catalogue::group("studio");
  d.appoint(d.wang, studio, MemberRole::teacher);
  d.appoint(d.li, studio, MemberRole::group_administrator);
  const auto text = d.text("浮力", "第一版", {d.to_school(d.east), d.to_group(studio)});
  const auto made =
      must(d.try_submit(d.wang, {.resource = text, .place = {PlaceKind::group, studio.id.text()}}));
  EXPECT_EQ(state(d.step(d.li, id(made), d.decision(ReviewVerdict::exemplary))), SubmissionState::exemplary);
  EXPECT_EQ(d.resource(text).standing, Standing::none);
  EXPECT_THAT(badges(d.wang, text), ElementsAre("studio exemplary open"));
}

TEST_F(SubmissionsTest, AreReviewedByTheRulesOfTheirDay) {
  const auto usual = must(d.submissions.rules(d.viewer(d.yu), d.school_place()));
  EXPECT_EQ(usual.version, 0U);
  const auto put = [&](const User& user, ReviewRules rules) {
    return d.submissions.put_rules(d.actor(user), d.viewer(user), d.school_place(), std::move(rules));
  };
  EXPECT_THAT(put(d.qian, usual), FailsWith(ErrorKind::forbidden, "submission.not_presiding"));
  EXPECT_THAT(put(d.li, usual), FailsWith(ErrorKind::not_found, "school.absent"));
  EXPECT_THAT(put(d.zhou, {.version = 0, .criteria = {}}),
              FailsWith(ErrorKind::invalid, "submission.rules_wrong"));
  EXPECT_THAT(put(d.zhou, {.version = 0, .criteria = {{" ", "", 5, 1}}}),
              FailsWith(ErrorKind::invalid, "submission.rules_wrong"));
  EXPECT_THAT(put(d.zhou, {.version = 0, .criteria = {{"好", "", 101, 1}}}),
              FailsWith(ErrorKind::invalid, "submission.rules_wrong"));
  const auto before = d.submit(d.for_school("早"));
  EXPECT_EQ(must(put(d.zhou, {.version = 0, .criteria = {{"好", "Good", 5, 1}}})).version, 1U);
  EXPECT_THAT(put(d.zhou, {.version = 0, .criteria = {{"好", "", 5, 1}}}),
              FailsWith(ErrorKind::conflict, "submission.rules_changed"));
  EXPECT_EQ(d.submit(d.for_school("晚")).card.submission.criteria.size(), 1U);
  EXPECT_EQ(d.view(d.wang, id(before)).card.submission.criteria.size(), 5U);
}

TEST_F(SubmissionsTest, AreTakenBackByWhoHandedThemInAndMayComeAgain) {
  const auto text = d.for_school("浮力");
  const auto made = d.submit(text);
  EXPECT_THAT(d.try_step(d.zhou, id(made), d.plain(SubmissionStep::withdraw)),
              FailsWith(ErrorKind::forbidden, "submission.not_yours"));
  EXPECT_EQ(state(d.step(d.wang, id(made), d.plain(SubmissionStep::withdraw))), SubmissionState::withdrawn);
  EXPECT_THAT(badges(d.wang, text), IsEmpty());
  SubmissionComment more;
  more.text = "再说一句";
  EXPECT_THAT(d.submissions.comment(d.actor(d.wang), d.viewer(d.wang), id(made), more),
              FailsWith(ErrorKind::conflict, "submission.wrong_step"));
  d.submit(text);
}

TEST_F(SubmissionsTest, LeaveATrailForWhoAdministersThePlace) {
  const auto made = d.submit(d.for_school("浮力"), 1, true);
  d.assign(id(made), {d.qian});
  d.step(d.qian, id(made), d.opinion(ReviewVerdict::approved, "机密的评语"));
  std::vector<std::string> actions;
  for (const auto& record :
       must(d.directory.audit_of(d.east.id.text(), {}, {.action = "submission"})).items) {
    actions.push_back(record.action);
    EXPECT_EQ(record.subject, id(made).text());
    for (const auto& [name, value] : record.details) EXPECT_EQ(value.find("评语"), std::string::npos);
  }
  EXPECT_THAT(actions, ElementsAre("submission.review", "submission.assign", "submission.made"));
  EXPECT_THAT(must(d.directory.audit_of(d.group.id.text(), {}, {.action = "submission"})).items, IsEmpty());
  EXPECT_OK(d.directory.verify_audit());
}

TEST_F(SubmissionsTest, ComeInPagesThatEndWithTheLastOneToSee) {
  for (const auto* key : {"一", "二", "三"}) d.submit(d.for_school(key));
  const auto hidden = d.for_school("藏");
  d.submit(hidden);
  const auto before = d.resource(hidden);
  must(d.library.change(d.actor(d.wang), d.viewer(d.wang).scope(), hidden, before.version, "resource.edited",
                        [&](Resource& one) -> Result<void> {
                          one.releases = {d.to_user(d.wang)};
                          return {};
                        }));
  const auto page = [&](const std::string& after) {
    return must(
        d.submissions.list(d.viewer(d.zhou), Shelf::place, d.school_place(), {.after = after, .limit = 2}));
  };
  const auto first = page("");
  ASSERT_EQ(first.items.size(), 2U);
  EXPECT_EQ(first.items[0].title, "三") << "one that cannot be seen leaves no gap";
  const auto second = page(first.next);
  ASSERT_EQ(second.items.size(), 1U);
  EXPECT_EQ(second.next, "");
  EXPECT_THAT(titles(d.wang, Shelf::mine), ElementsAre("藏", "三", "二", "一"));
}

}  // namespace
}  // namespace kecang
