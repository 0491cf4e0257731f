/// What is like a resource: a full library answers each viewer as one that holds only what they may see.
#include <gmock/gmock.h>

#include <random>

#include "indexer/pipeline/index_document.h"
#include "server/access/scope_builder.h"
#include "server/library/indexing.h"
#include "server/library/similar.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/isolation/compared.h"
#include "tests/support/catalogue.h"
#include "tests/support/vocabulary.h"

namespace kecang {
namespace {

using test::must;

const std::vector<std::string> kSubjects = {"数学", "物理"};
const std::vector<std::string> kTypes = {"教案", "课件", "试卷"};
const std::vector<std::string> kLessons = {"光的反射", "有理数的加法", "浮力与密度", "一次函数"};
constexpr int kResources = 60;

/// The resources of a library and an index over them.
class Library {
 public:
  Library(const Directory& people, const std::vector<CatalogueRecord>& records) {
    must(queue_.put_records(Actor::operating(), records));
    WorkBell bell;
    Indexing indexing(queue_, people, test::seed_vocabulary(), bell, clock_, "epoch");
    auto writer = must(xapian::open_writer(dir_ / "index", {.epoch = "epoch"}, clock_));
    for (const auto& item : must(indexing.dirty(1'000, 1ULL << 30)).items)
      must(writer->replace(pipeline::index_document(item)));
    must(writer->commit());
  }
  ResourceId id_of(const SchoolId& owner, const std::string& key) {
    for (const auto& resource : must(queue_.resources({.after = {}, .limit = 200})).items)
      if (resource.owner == owner && resource.external_key == key) return resource.id;
    throw std::runtime_error("no resource " + key);
  }
  /// Every group in its order, with shares, as text.
  std::string like(const access::Viewer& viewer, const ResourceId& id, const Directory& directory) {
    WorkBell bell;
    const Resources resources(library_, reader_, directory, bell);
    const auto alike = must(SimilarResources(library_, reader_, resources, directory).of(viewer, id));
    std::string all;
    for (const auto* group : {&alike.same_bytes, &alike.versions, &alike.same_lesson, &alike.about_same}) {
      for (const auto& one : group->items)
        all += one.view.resource.title + " of " + one.view.owner_name + " " +
               std::to_string(one.share.value_or(-1)) + "; ";
      all += group->more ? "and more\n" : "\n";
    }
    return all;
  }

 private:
  test::TempDir dir_;
  std::unique_ptr<MetaStore> store_ = must(open_rocksdb(dir_ / "meta", {.floor_bytes = 1 << 20}));
  ManualClock clock_;
  WorkQueue queue_{*store_, clock_};
  LibraryCatalog library_{*store_, clock_};
  xapian::LocalReader reader_{dir_ / "index"};
};

/// Schools in groups, their teachers, and lessons that are copied, changed and made again from school to
/// school.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    for (const auto* key : {"s1", "s2", "s3"}) schools_.push_back(people_.school(key));
    for (const auto* key : {"g1", "g2"}) groups_.push_back(people_.group(key));
    for (const auto* login : {"u1", "u2", "u3"}) users_.push_back(people_.user(login));
    for (std::size_t i = 0; i < users_.size(); ++i) people_.join(users_[i], schools_[i]);
    for (const auto& school : schools_)
      for (const auto& group : groups_)
        if (below(2) == 0) people_.join(school, group);
    for (int i = 0; i < kResources; ++i) records_.push_back(some_record(i));
  }
  const std::vector<User>& users() const { return users_; }
  const std::vector<CatalogueRecord>& records() const { return records_; }
  const Directory& directory() const { return people_.directory; }
  access::Viewer viewer(const User& user) const {
    return must(access::ScopeBuilder(people_.directory).viewer(user, people_.clock.now()));
  }
  std::vector<CatalogueRecord> part_of(const access::Viewer& viewer) const {
    std::vector<CatalogueRecord> part;
    for (const auto& record : records_) {
      Resource resource;
      resource.releases = record.releases;
      resource.owner = record.owner;
      resource.tags = record.tags;
      if (may_view(viewer.scope(), resource)) part.push_back(record);
    }
    return part;
  }

 private:
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }
  /// A lesson's text of which some paragraphs are another's.
  std::string some_text(const std::string& lesson) {
    const int changed = pick(std::vector<int>{0, 0, 1, 5, 20});
    std::string text;
    for (int i = 0; i < 40; ++i)
      text += (below(40) < changed ? pick(kLessons) : lesson) + "的第" + std::to_string(i) + "段讲义，";
    return text;
  }
  CatalogueRecord some_record(int number) {
    const auto& lesson = pick(kLessons);
    CatalogueRecord record;
    record.external_key = std::to_string(number);
    record.title = lesson + pick(kTypes) + std::to_string(number);
    record.text = below(5) == 0 ? "" : some_text(lesson);
    record.tags.subject = {pick(kSubjects), 1.0, "catalogue"};
    record.tags.type = {pick(kTypes), 1.0, "catalogue"};
    record.tags.grade = {"八年级", 1.0, "catalogue"};
    if (below(3) > 0) record.tags.node = {lesson, 1.0, "catalogue"};
    record.owner = pick(schools_).id;
    record.releases = {{ReleaseKind::school, record.owner.text()}};
    for (const auto& group : groups_)
      if (below(3) == 0) record.releases.push_back({ReleaseKind::group, group.id.text()});
    if (below(2) == 0) {
      record.blob = test::Catalogue::blob("file " + std::to_string(below(8)));
      record.file_name = "a.docx";
    }
    return record;
  }

  std::mt19937 random_;
  test::Catalogue people_;
  std::vector<School> schools_;
  std::vector<Group> groups_;
  std::vector<User> users_;
  std::vector<CatalogueRecord> records_;
};

void compare_all(unsigned seed) {
  test::count_world();
  const World world(seed);
  Library full(world.directory(), world.records());
  std::size_t hidden = 0, told = 0;
  for (const auto& user : world.users()) {
    const auto viewer = world.viewer(user);
    const auto part = world.part_of(viewer);
    hidden += world.records().size() - part.size();
    Library visible(world.directory(), part);
    for (const auto& record : part) {
      const auto of_all = full.like(viewer, full.id_of(record.owner, record.external_key), world.directory());
      const auto of_part =
          visible.like(viewer, visible.id_of(record.owner, record.external_key), world.directory());
      EXPECT_EQ(of_all, of_part) << user.login << " looked at " << record.title;
      test::count_compared();
      told += of_all.size() > 4 ? 1 : 0;
    }
  }
  EXPECT_GT(hidden, 0U) << "a world in which everybody sees everything proves nothing";
  EXPECT_GT(told, 0U) << "nor does one in which nothing is like anything";
}

class SimilarIsolation : public ::testing::TestWithParam<unsigned> {};

TEST_P(SimilarIsolation, WhatIsHiddenChangesNothingOfWhatIsLikeAResource) {
  compare_all(GetParam());
}

/// Other worlds each time; what fails names its seed.
TEST(FreshSimilarIsolation, HoldsInAWorldNobodyChose) {
  for (const auto seed : test::fresh_seeds()) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    compare_all(seed);
  }
}

INSTANTIATE_TEST_SUITE_P(Worlds, SimilarIsolation, ::testing::Range(1U, 5U));

}  // namespace
}  // namespace kecang
