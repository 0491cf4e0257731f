#include "storage/catalog/submissions.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"
#include "tests/unit/storage/imported.h"

namespace kecang {
namespace {

using test::FailsWith;
using test::must;
using ::testing::ElementsAre;

/// li's text of the school, which li and wang see.
class SubmissionCatalogTest : public ::testing::Test {
 protected:
  SubmissionCatalogTest() {
    const auto import = w.c.accept(w.c.file(w.li, w.school, "浮力.txt", "浮力"));
    text_ = w.c.entry_resource(import);
  }
  Submission handed_in() {
    Submission submission;
    submission.resource = text_;
    submission.revision = must(w.c.library.resource(w.mine(), text_)).revision->id;
    submission.place = {PlaceKind::school, w.school.id.text()};
    submission.by = w.li.id;
    submission.criteria = usual_review_rules().criteria;
    return submission;
  }
  StoredSubmission add() { return must(catalog_.add(w.actor(), w.mine(), handed_in())); }
  Result<StoredSubmission> set(const StoredSubmission& one, SubmissionState state, bool counts = true) {
    return catalog_.change(w.actor(), w.mine(), one.head.id,
                           {.version = one.head.version,
                            .action = "submission.decide",
                            .edit = [=](StoredSubmission& stored) -> Result<void> {
                              stored.head.state = state;
                              stored.head.counts = counts;
                              return {};
                            }});
  }
  Standing standing() { return must(w.c.library.resource(w.mine(), text_)).standing; }
  static Result<void> anybody(const StoredSubmission&) { return {}; }

  test::Imported w;
  SubmissionCatalog catalog_{w.c.store(), w.c.clock};
  ResourceId text_;
};

TEST_F(SubmissionCatalogTest, IsThereForWhoSeesTheResource) {
  const auto made = add();
  EXPECT_EQ(must(catalog_.read(w.of(w.wang), made.head.id)).resource.id, text_);
  const auto absent = FailsWith(ErrorKind::not_found, "submission.absent");
  EXPECT_THAT(catalog_.read(test::everyone(), made.head.id), absent);
  EXPECT_THAT(catalog_.read(w.mine(), SubmissionId::make(w.c.clock.now())), absent);
  EXPECT_THAT(catalog_.comments(test::everyone(), made.head.id, {}), absent);
  EXPECT_THAT(catalog_.comment(w.actor(), test::everyone(), made.head.id, {}, anybody), absent);
  EXPECT_THAT(catalog_.add(w.actor(), test::everyone(), handed_in()),
              FailsWith(ErrorKind::not_found, "resource.absent"));
}

TEST_F(SubmissionCatalogTest, OneVersionIsUnderReviewOnceInAPlace) {
  const auto made = add();
  EXPECT_THAT(catalog_.add(w.actor(), w.mine(), handed_in()),
              FailsWith(ErrorKind::conflict, "submission.already"));
  auto other = handed_in();
  other.revision = RevisionId::make(w.c.clock.now());
  EXPECT_THAT(catalog_.add(w.actor(), w.mine(), other),
              FailsWith(ErrorKind::conflict, "submission.outdated"));
  must(set(made, SubmissionState::returned));
  w.c.clock.advance(seconds{1});
  EXPECT_EQ(add().head.previous, made.head.id);
}

TEST_F(SubmissionCatalogTest, AStepOfAnOlderVersionIsRefused) {
  const auto made = add();
  must(set(made, SubmissionState::under_review));
  EXPECT_THAT(set(made, SubmissionState::approved), FailsWith(ErrorKind::conflict, "submission.changed"));
}

TEST_F(SubmissionCatalogTest, TheBestThatCountsIsTheStandingOfTheVersion) {
  const auto made = add();
  must(set(made, SubmissionState::approved));
  EXPECT_EQ(standing(), Standing::approved);
  auto elsewhere = handed_in();
  elsewhere.place = {PlaceKind::group, w.group.id.text()};
  const auto other = must(catalog_.add(w.actor(), w.mine(), elsewhere));
  const auto counted = must(set(other, SubmissionState::exemplary));
  EXPECT_EQ(standing(), Standing::exemplary);
  must(set(counted, SubmissionState::exemplary, false));
  EXPECT_EQ(standing(), Standing::approved);
}

TEST_F(SubmissionCatalogTest, TheThreadIsInOrderAndDoesNotDisturbSteps) {
  const auto made = add();
  const auto say = [&](const User& user, const std::string& text) {
    SubmissionComment comment;
    comment.by = user.id;
    comment.text = text;
    must(catalog_.comment(w.actor(), w.mine(), made.head.id, comment, anybody));
  };
  say(w.li, "一");
  say(w.wang, "二");
  say(w.li, "三");
  const auto read = must(catalog_.read(w.mine(), made.head.id)).head;
  EXPECT_EQ(read.version, made.head.version);
  EXPECT_EQ(read.comments, 3U);
  EXPECT_EQ(read.remarks, 1U);
  const auto first = must(catalog_.comments(w.mine(), made.head.id, {.after = {}, .limit = 2}));
  ASSERT_EQ(first.items.size(), 2U);
  EXPECT_EQ(first.items[1].text, "二");
  const auto rest = must(catalog_.comments(w.mine(), made.head.id, {.after = first.next, .limit = 2}));
  ASSERT_EQ(rest.items.size(), 1U);
  EXPECT_EQ(rest.items[0].number, 3U);
  EXPECT_OK(set(made, SubmissionState::withdrawn));
  EXPECT_OK(w.c.directory.verify_audit());
}

TEST_F(SubmissionCatalogTest, WhatRefusesWritesNothing) {
  const auto made = add();
  const auto records = must(w.c.directory.verify_audit());
  SubmissionComment remark;
  remark.by = w.wang.id;
  EXPECT_THAT(catalog_.change(w.actor(), w.mine(), made.head.id,
                              {.version = made.head.version,
                               .action = "submission.decide",
                               .remark = remark,
                               .edit = [](StoredSubmission&) -> Result<void> {
                                 return Error::conflict("submission.wrong_step");
                               }}),
              FailsWith(ErrorKind::conflict, "submission.wrong_step"));
  EXPECT_EQ(must(catalog_.comments(w.mine(), made.head.id, {})).items.size(), 0U);
  EXPECT_EQ(must(w.c.directory.verify_audit()), records);
}

TEST_F(SubmissionCatalogTest, ShelvesFollowReviewers) {
  const auto made = add();
  const auto reviewed_by = [&](const User& user) {
    std::vector<SubmissionId> ids;
    for (const auto& one : must(catalog_.list(w.mine(), SubmissionCatalog::Shelf::by_reviewer, user.id.text(),
                                              [](const StoredSubmission&) { return true; }, {}))
                               .items)
      ids.push_back(one.head.id);
    return ids;
  };
  const auto ask = [&](std::uint64_t version, std::vector<UserId> users) {
    must(catalog_.change(w.actor(), w.mine(), made.head.id,
                         {.version = version,
                          .action = "submission.assign",
                          .edit = [=](StoredSubmission& one) -> Result<void> {
                            one.head.reviewers = users;
                            return {};
                          }}));
  };
  ask(1, {w.wang.id});
  EXPECT_THAT(reviewed_by(w.wang), ElementsAre(made.head.id));
  EXPECT_EQ(must(catalog_.load(made.head.place)).at(w.wang.id).open, 1U);
  ask(2, {w.li.id});
  EXPECT_THAT(reviewed_by(w.wang), ElementsAre());
  EXPECT_THAT(reviewed_by(w.li), ElementsAre(made.head.id));
}

}  // namespace
}  // namespace kecang
