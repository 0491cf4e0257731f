#include <gmock/gmock.h>

#include <random>
#include <set>

#include "indexer/pipeline/index_document.h"
#include "server/access/scope_builder.h"
#include "server/library/indexing.h"
#include "server/library/search.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/catalogue.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::must;

const std::vector<std::string> kWords = {"分数", "方程", "函数",   "月饼", "光合作用",
                                         "赤壁", "坐标", "photon", "苏轼", "实验"};
const std::vector<std::string> kSubjects = {"数学", "语文", "物理", ""};
const std::vector<std::string> kTypes = {"教案", "课件", "试卷", ""};
constexpr int kResources = 70;

/// The resources of a library, their text, and an index over them. People live elsewhere.
class Shelf {
 public:
  explicit Shelf(const std::vector<CatalogueRecord>& records) : Shelf() {
    must(queue_.put_records(Actor::operating(), records));
    index();
  }
  LibraryCatalog& library() { return library_; }
  const IndexReader& reader() const { return reader_; }

 private:
  Shelf() : store_(must(open_rocksdb(dir_ / "meta", {.floor_bytes = 1 << 20}))) {}
  void index() {
    WorkBell bell;
    Indexing indexing(queue_, bell, "epoch");
    auto writer = must(xapian::open_writer(dir_ / "index", {.epoch = "epoch"}, clock_));
    std::vector<DirtyMark> done;
    for (const auto& item : must(indexing.dirty(1'000, 1ULL << 30)).items) {
      must(writer->replace(pipeline::index_document(item)));
      done.push_back({item.resource.id, item.version});
    }
    must(writer->commit());
    must(queue_.clear_dirty(done));
  }

  test::TempDir dir_;
  std::unique_ptr<MetaStore> store_;
  ManualClock clock_;
  WorkQueue queue_{*store_, clock_};
  LibraryCatalog library_{*store_, clock_};
  xapian::LocalReader reader_{dir_ / "index"};
};

/// Everything an answer says, free of ids, order and scores.
struct Told {
  std::uint64_t total = 0;
  std::multiset<std::string> hits;  ///< title, snippet and marks
  std::map<Facet, std::vector<FacetCount>> facets;
  bool operator==(const Told&) const = default;
};

void PrintTo(const Told& told, std::ostream* out) {
  *out << told.total << " hits;";
  for (const auto& hit : told.hits) *out << ' ' << hit << ';';
  for (const auto& [facet, counts] : told.facets) {
    *out << '\n' << facet_name(facet);
    for (const auto& [value, count] : counts) *out << ' ' << value << '=' << count;
  }
}

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    for (const auto* key : {"s1", "s2", "s3"}) schools_.push_back(people_.school(key));
    for (const auto* key : {"g1", "g2", "g3"}) groups_.push_back(people_.group(key));
    for (const auto* login : {"u1", "u2", "u3", "u4"}) users_.push_back(people_.user(login));
    for (const auto& school : schools_)
      for (const auto& group : groups_)
        if (chance(2)) join(school, group);
    for (const auto& user : users_) {
      join(user, pick(schools_));
      if (chance(3)) join(user, pick(groups_));
    }
    for (int i = 0; i < kResources; ++i) records_.push_back(some_record(i));
  }

  const std::vector<User>& users() const { return users_; }
  const std::vector<CatalogueRecord>& records() const { return records_; }
  Directory& directory() { return people_.directory; }
  access::Viewer viewer(const User& user) {
    return must(access::ScopeBuilder(people_.directory).viewer(user, people_.clock.now()));
  }
  std::string some_word() { return pick(kWords); }
  bool chance(int one_in) { return below(one_in) == 0; }

  /// What the viewer may see.
  std::vector<CatalogueRecord> part_of(const access::Viewer& viewer) const {
    std::vector<CatalogueRecord> part;
    for (const auto& record : records_) {
      Resource resource;
      resource.releases = record.releases;
      if (viewer.scope().admits_any(scope_terms(resource))) part.push_back(record);
    }
    return part;
  }

 private:
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }
  template <class Member, class Whole>
  void join(const Member& member, const Whole& whole) {
    const auto [from, until] = some_dates();
    if constexpr (std::is_same_v<Whole, School>)
      people_.join(member, whole, MemberRole::teacher, from, until);
    else
      people_.join(member, whole, from, until);
  }
  struct Dates {
    Time from;
    Time until;
  };
  /// Most count now; some ended, some have not begun.
  Dates some_dates() {
    const auto now = people_.clock.now();
    const std::chrono::hours year{24 * 365};
    const auto which = below(6);
    if (which == 0) return {now - year, now - std::chrono::hours{1}};
    if (which == 1) return {now + std::chrono::hours{1}, now + year};
    return {now - year, now + year};
  }

  std::string some_text() {
    std::string text;
    for (int i = below(8) + 1; i > 0; --i) text += pick(kWords) + (chance(2) ? "，" : "的");
    return text;
  }
  CatalogueRecord some_record(int number) {
    CatalogueRecord record;
    record.external_key = std::to_string(number);
    record.title = "资料" + std::to_string(number) + pick(kWords);
    record.text = some_text();
    record.tags.subject = {pick(kSubjects), 1.0, "catalogue"};
    record.tags.type = {pick(kTypes), 1.0, "catalogue"};
    record.owner = pick(schools_).id;
    record.releases = some_releases(record.owner);
    return record;
  }
  std::vector<Release> some_releases(const SchoolId& owner) {
    if (chance(6)) return {{ReleaseKind::user, pick(users_).id.text()}};
    std::vector<Release> releases{{ReleaseKind::school, owner.text()}};
    for (const auto& group : groups_)
      if (chance(4)) releases.push_back({ReleaseKind::group, group.id.text()});
    if (chance(15)) releases.push_back({ReleaseKind::everyone, ""});
    return releases;
  }

  std::mt19937 random_;
  Catalogue people_;
  std::vector<School> schools_;
  std::vector<Group> groups_;
  std::vector<User> users_;
  std::vector<CatalogueRecord> records_;
};

Told told_by(Shelf& shelf, World& world, const access::Viewer& viewer, const SearchQuery& query) {
  WorkBell bell;
  const Resources resources(shelf.library(), shelf.reader(), world.directory(), bell);
  const Search search(shelf.library(), shelf.reader(), resources, world.directory());
  const auto answer = must(search.run(viewer, query));
  Told told{.total = answer.total, .hits = {}, .facets = {}};
  for (const auto& hit : answer.hits) {
    auto text = hit.view.resource.title + "|" + (hit.snippet ? hit.snippet->part.text : "") + "|";
    if (hit.snippet)
      for (const auto& range : hit.snippet->part.ranges) text += std::to_string(range.begin) + ",";
    told.hits.insert(text);
  }
  for (const auto& [facet, values] : answer.facets)
    for (const auto& value : values) told.facets[facet].push_back({value.value, value.count});
  return told;
}

std::vector<SearchQuery> questions(World& world, const Told& everything) {
  std::vector<SearchQuery> all;
  const auto ask = [&](std::string text) {
    all.push_back({.text = std::move(text), .filters = {}, .page_size = 100});
  };
  ask("");
  for (const auto& word : kWords) ask(word);
  for (int i = 0; i < 6; ++i) ask(world.some_word() + " " + world.some_word());
  ask("\"" + world.some_word() + "\"");
  ask("没有的词");
  for (const auto& [facet, counts] : everything.facets)
    for (const auto& [value, count] : counts)
      all.push_back({.text = "", .filters = {{facet, {value}}}, .page_size = 100});
  return all;
}

class SearchIsolation : public ::testing::TestWithParam<unsigned> {};

TEST_P(SearchIsolation, AFullLibraryTellsEachViewerWhatTheirOwnPartAloneWould) {
  World world(GetParam());
  Shelf full(world.records());
  std::size_t hidden = 0;
  for (const auto& user : world.users()) {
    const auto viewer = world.viewer(user);
    Shelf visible(world.part_of(viewer));
    hidden += world.records().size() - world.part_of(viewer).size();
    const auto everything = told_by(full, world, viewer, {.text = "", .filters = {}, .page_size = 100});
    for (const auto& query : questions(world, everything))
      EXPECT_EQ(told_by(full, world, viewer, query), told_by(visible, world, viewer, query))
          << user.login << " asked “" << query.text << "”";
  }
  EXPECT_GT(hidden, 0U) << "a world in which everybody sees everything proves nothing";
}

TEST_P(SearchIsolation, ANarrowingCountsBeforeTheIndexKnowsIt) {
  World world(GetParam());
  const auto viewer = world.viewer(world.users().front());
  Shelf full(world.records());
  const auto seen =
      must(full.reader().search(viewer.scope(), {.text = "", .filters = {}, .limit = 100, .excluded = {}}));
  std::set<std::string> taken_back;
  for (const auto& hit : seen.hits) {
    if (!world.chance(3)) continue;
    const auto resource = must(full.library().resource(viewer.scope(), hit.id));
    taken_back.insert(resource.external_key);
    must(full.library().change(Actor::operating(), viewer.scope(), hit.id, resource.version,
                               "resource.edited", [](Resource& one) -> Result<void> {
                                 one.releases = {{ReleaseKind::user, UserId::make(Time{}).text()}};
                                 return {};
                               }));
  }
  auto left = world.part_of(viewer);
  std::erase_if(left, [&](const auto& record) { return taken_back.contains(record.external_key); });
  Shelf visible(left);
  const auto everything = told_by(full, world, viewer, {.text = "", .filters = {}, .page_size = 100});
  for (const auto& query : questions(world, everything))
    EXPECT_EQ(told_by(full, world, viewer, query), told_by(visible, world, viewer, query)) << query.text;
}

INSTANTIATE_TEST_SUITE_P(Worlds, SearchIsolation, ::testing::Range(1U, 7U));

}  // namespace
}  // namespace kecang
