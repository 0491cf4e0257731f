#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scope.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using test::scope_of;
using testing::ElementsAre;
using testing::IsEmpty;

class Resources : public testing::Test {
 protected:
  Resource add(std::vector<Release> releases, const std::string& bytes = "bytes") {
    auto file = c.file(li, school, "a.txt", bytes);
    file.releases = std::move(releases);
    return must(c.work.resource(c.entry_resource(c.accept(file))));
  }
  Result<Resource> edit(const Resource& resource, const std::function<void(Resource&)>& how) {
    return c.library.change(Actor::user(li.id, "127.0.0.1"), insider, resource.id, resource.version,
                            "resource.changed", [&](Resource& r) -> Result<void> {
                              how(r);
                              return {};
                            });
  }
  Resource release(const Resource& resource, std::vector<Release> releases) {
    return must(edit(resource, [&](Resource& r) { r.releases = releases; }));
  }

  Catalogue c;
  const User li = c.user("li");
  const School school = c.school("s");
  const Group group = c.group("g");
  const AccessScope insider = scope_of({scope_term::school(school.id), scope_term::user(li.id)});
};

TEST_F(Resources, OutOfScopeAreTheSameAsAbsent) {
  const auto resource = add({Catalogue::to_school(school)});
  EXPECT_OK(c.library.resource(insider, resource.id));
  EXPECT_THAT(c.library.resource(test::everyone(), resource.id),
              FailsWith(ErrorKind::not_found, "resource.absent"));
  EXPECT_THAT(c.library.resource(insider, ResourceId::make(c.clock.now())),
              FailsWith(ErrorKind::not_found, "resource.absent"));
  EXPECT_THAT(c.library.change(c.operating, test::everyone(), resource.id, 1, "x",
                               [](Resource&) { return Result<void>(); }),
              FailsWith(ErrorKind::not_found, "resource.absent"));
}

TEST_F(Resources, AreVisibleToEachAudienceTheyAreReleasedTo) {
  const auto resource = add({Catalogue::to_user(li), Catalogue::to_group(group)});
  EXPECT_OK(c.library.resource(scope_of({scope_term::user(li.id)}), resource.id));
  EXPECT_OK(c.library.resource(scope_of({scope_term::group(group.id)}), resource.id));
  EXPECT_THAT(c.library.resource(scope_of({scope_term::school(school.id)}), resource.id),
              FailsWith(ErrorKind::not_found, "resource.absent"));
  EXPECT_OK(c.library.resource(test::everyone(), add({Catalogue::to_everyone()}, "other").id));
}

TEST_F(Resources, AskedForTogetherComeInOrderWithGaps) {
  const auto mine = add({Catalogue::to_school(school)}, "1");
  const auto hidden = add({Catalogue::to_group(group)}, "2");
  const auto found =
      must(c.library.resources(insider, {hidden.id, mine.id, ResourceId::make(c.clock.now()), mine.id}));
  ASSERT_EQ(found.size(), 4U);
  EXPECT_FALSE(found[0].has_value());
  EXPECT_EQ(found[1]->id, mine.id);
  EXPECT_FALSE(found[2].has_value());
  EXPECT_EQ(found[3]->id, mine.id);
}

TEST_F(Resources, ChangeOnlyFromTheirNewestVersion) {
  const auto resource = add({Catalogue::to_school(school)});
  const auto renamed = must(edit(resource, [](Resource& r) { r.title = "新题目"; }));
  EXPECT_EQ(renamed.version, 2U);
  EXPECT_THAT(edit(resource, [](Resource& r) { r.title = "别的"; }),
              FailsWith(ErrorKind::conflict, "resource.changed"));
  EXPECT_EQ(must(c.library.resource(insider, resource.id)).title, "新题目");
}

TEST_F(Resources, ChangedAreMarkedForTheIndexAndAudited) {
  const auto resource = add({Catalogue::to_school(school)});
  const auto changed = release(resource, {Catalogue::to_school(school), Catalogue::to_group(group)});
  const auto marks = must(c.work.dirty(10));
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].version, changed.version);
  const auto record = must(c.directory.audit({})).items.front();
  EXPECT_EQ(record.actor, li.id.text());
  EXPECT_EQ(record.remote, "127.0.0.1");
  EXPECT_EQ(record.subject, resource.id.text());
  EXPECT_EQ(record.details.at("releases"), "school:" + school.id.text() + " group:" + group.id.text());
}

TEST_F(Resources, AnEditThatChangesNothingLeavesNoTrace) {
  const auto resource = add({Catalogue::to_school(school)});
  EXPECT_EQ(must(edit(resource, [](Resource&) {})).version, 1U);
  EXPECT_THAT(must(c.work.dirty(10)), IsEmpty());
}

TEST_F(Resources, ARefusedEditChangesNothing) {
  const auto resource = add({Catalogue::to_school(school)});
  EXPECT_THAT(c.library.change(c.operating, insider, resource.id, 1, "x",
                               [](Resource& r) -> Result<void> {
                                 r.title = "half done";
                                 return Error::invalid("resource.title_empty");
                               }),
              FailsWith(ErrorKind::invalid, "resource.title_empty"));
  EXPECT_EQ(must(c.library.resource(insider, resource.id)).title, "a.txt");
}

TEST_F(Resources, KeepTheirIdentityWhateverAnEditDoes) {
  const auto resource = add({Catalogue::to_school(school)});
  const auto thief = c.school("thief").id;
  const auto changed = must(edit(resource, [&](Resource& r) {
    r.title = "x";
    r.owner = thief;
    r.created_by = UserId();
    r.version = 99;
    r.revision.reset();
    r.import = ImportId();
  }));
  EXPECT_EQ(changed.owner, school.id);
  EXPECT_EQ(changed.created_by, li.id);
  EXPECT_EQ(changed.version, 2U);
  EXPECT_TRUE(changed.revision.has_value());
  EXPECT_FALSE(changed.import.empty());
}

TEST_F(Resources, ThatLoseAnAudienceArePendingUntilTheIndexKnows) {
  const auto resource = add({Catalogue::to_school(school), Catalogue::to_group(group)});
  EXPECT_THAT(must(c.library.pending_narrowings()), IsEmpty());
  const auto narrowed = release(resource, {Catalogue::to_school(school)});
  EXPECT_THAT(c.library.resource(scope_of({scope_term::group(group.id)}), resource.id),
              FailsWith(ErrorKind::not_found, "resource.absent"));
  EXPECT_THAT(must(c.library.pending_narrowings()), ElementsAre(resource.id));
  // A later change that narrows nothing does not make the index know.
  const auto renamed = must(edit(narrowed, [](Resource& r) { r.title = "x"; }));
  must(c.work.clear_dirty({{.resource = resource.id, .version = narrowed.version}}));
  EXPECT_THAT(must(c.library.pending_narrowings()), ElementsAre(resource.id));
  must(c.work.clear_dirty({{.resource = resource.id, .version = renamed.version}}));
  EXPECT_THAT(must(c.library.pending_narrowings()), IsEmpty());
}

TEST_F(Resources, ThatGainAnAudienceAreNotPending) {
  const auto resource = add({Catalogue::to_school(school)});
  release(resource, {Catalogue::to_group(group), Catalogue::to_school(school)});
  EXPECT_THAT(must(c.library.pending_narrowings()), IsEmpty());
}

TEST_F(Resources, WithdrawnAreSeenByNobody) {
  const auto resource = add({Catalogue::to_school(school), Catalogue::to_everyone()});
  const auto withdrawn = must(edit(resource, [](Resource& r) { r.state = FileState::withdrawn; }));
  EXPECT_THAT(scope_terms(withdrawn, c.clock.now()), IsEmpty());
  EXPECT_THAT(c.library.resource(insider, resource.id), FailsWith(ErrorKind::not_found, "resource.absent"));
  EXPECT_THAT(must(c.library.pending_narrowings()), ElementsAre(resource.id));
}

}  // namespace
}  // namespace kecang
