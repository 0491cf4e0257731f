#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "server/library/search.h"
#include "tests/isolation/compared.h"
#include "tests/isolation/random_world.h"

namespace kecang {
namespace {

using test::kWords;
using test::must;
using test::Shelf;
using test::World;

/// Everything an answer says, free of ids.
struct Told {
  std::uint64_t total = 0;
  std::vector<std::string> hits;      ///< in their order: title, score, snippet and marks
  std::vector<std::string> readings;  ///< what was understood, heard and meant; the words to mark
  std::map<Facet, std::vector<FacetCount>> facets;
  bool operator==(const Told&) const = default;
};

void PrintTo(const Told& told, std::ostream* out) {
  *out << told.total << " hits;";
  for (const auto& hit : told.hits) *out << ' ' << hit << ';';
  for (const auto& reading : told.readings) *out << ' ' << reading;
  for (const auto& [facet, counts] : told.facets) {
    *out << '\n' << facet_name(facet);
    for (const auto& [value, count] : counts) *out << ' ' << value << '=' << count;
  }
}

Told told_by(Shelf& shelf, World& world, const access::Viewer& viewer, const SearchQuery& query) {
  WorkBell bell;
  const Resources resources(shelf.library(), shelf.reader(), world.directory(), bell);
  const Search search(shelf.library(), shelf.reader(), resources, world.directory(), test::seed_vocabulary());
  const auto answer = must(search.run(viewer, query));
  std::map<ResourceId, double> scores;
  auto request = search.request_for(query);
  request.offset = 0;
  request.limit = 200;
  request.excluded = must(shelf.library().pending_narrowings());
  for (const auto& hit : must(shelf.reader().search(viewer.scope(), request)).hits)
    scores[hit.id] = hit.score;
  Told told;
  told.total = answer.total;
  told.readings = answer.words;
  told.readings.push_back(answer.read_as);
  told.readings.push_back(answer.did_you_mean);
  for (const auto& one : answer.understood) told.readings.push_back(one.words);
  for (const auto& hit : answer.hits) {
    auto text = hit.view.resource.title + "|" + std::to_string(scores.at(hit.view.resource.id)) + "|" +
                (hit.snippet ? hit.snippet->part.text : "") + "|";
    if (hit.snippet)
      for (const auto& range : hit.snippet->part.ranges) text += std::to_string(range.begin) + ",";
    told.hits.push_back(text);
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
  // Labels and the words they taught; a private lesson's label teaches nothing.
  for (const auto* text : {"勾股定理", "勾股定理的实验", "赤壁赋", "长江之歌 课件", "光合作用的长江"})
    ask(text);
  // By sound, by initials, with a character of the same sound, with a slip, and in words of books and kinds.
  for (const auto* text :
       {"guanghezuoyong", "ghzy", "光和作用", "涵数", "月并", "shiyan", "sushi kejian", "8上 分数 ppt",
        "人教版 教案", "课件", "有没有方程的试卷", "photons", "数", "光合作用实验方程函数坐标赤壁"})
    ask(text);
  for (std::uint32_t page = 1; page <= 3; ++page)
    all.push_back(
        {.text = world.some_word() + world.some_word(), .filters = {}, .page = page, .page_size = 5});
  all.push_back({.text = world.some_word(), .filters = {}, .sort = SortOrder::newest, .page_size = 100});
  for (const auto& [facet, counts] : everything.facets)
    for (const auto& [value, count] : counts)
      all.push_back({.text = "", .filters = {{facet, {value}}}, .page_size = 100});
  return all;
}

class SearchIsolation : public ::testing::TestWithParam<unsigned> {};

/// How much was hidden.
std::size_t compare_for_everybody(World& world, Shelf& full) {
  std::size_t hidden = 0;
  for (const auto& user : world.users()) {
    const auto viewer = world.viewer(user);
    Shelf visible(world, world.part_of(viewer));
    hidden += world.records().size() - world.part_of(viewer).size();
    const auto everything = told_by(full, world, viewer, {.text = "", .filters = {}, .page_size = 100});
    for (const auto& query : questions(world, everything)) {
      EXPECT_EQ(told_by(full, world, viewer, query), told_by(visible, world, viewer, query))
          << user.login << " asked “" << query.text << "”";
      test::count_compared();
    }
  }
  return hidden;
}

enum class Clocks { stand, move };

void compare_all(unsigned seed, Clocks clocks) {
  test::count_world();
  World world(seed);
  Shelf full(world, world.records());
  EXPECT_GT(full.learned(), 0U);
  EXPECT_GT(compare_for_everybody(world, full), 0U)
      << "a world in which everybody sees everything proves nothing";
  if (clocks == Clocks::stand) return;
  // Memberships and agreements end and begin, and the index is not told.
  world.move(std::chrono::hours{2});
  compare_for_everybody(world, full);
}

TEST_P(SearchIsolation, AFullLibraryTellsEachViewerWhatTheirOwnPartAloneWould) {
  compare_all(GetParam(), Clocks::stand);
}

/// Another world each time; what fails names its seed.
TEST(FreshSearchIsolation, HoldsInAWorldNobodyChose) {
  for (const auto seed : test::fresh_seeds()) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    compare_all(seed, Clocks::move);
  }
}

TEST_P(SearchIsolation, ANarrowingCountsBeforeTheIndexKnowsIt) {
  World world(GetParam());
  const auto viewer = world.viewer(world.users().front());
  Shelf full(world, world.records());
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
  Shelf visible(world, left);
  // What was taken back has taught, and cannot be told from what the others taught: nothing is known.
  visible.forget_labels();
  const auto everything = told_by(full, world, viewer, {.text = "", .filters = {}, .page_size = 100});
  for (const auto& query : questions(world, everything))
    EXPECT_EQ(told_by(full, world, viewer, query), told_by(visible, world, viewer, query)) << query.text;
}

/// Papers print their answers; who may not read them is told what a library of papers without would tell.
TEST_P(SearchIsolation, AnAnswerThatATextPrintsIsThereForThoseWhoReadAnswersAlone) {
  World world(GetParam());
  auto records = world.records();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i % 3 == 0) records[i].releases.push_back({ReleaseKind::everyone, ""});
    records[i].blob = BlobStat{.id = sha256(records[i].external_key), .size = 1, .stored_at = {}};
    records[i].file_name = records[i].external_key + ".txt";
  }
  const auto answer_of = [](const CatalogueRecord& record) {
    return "答案：" + kWords[static_cast<std::size_t>(std::stoi(record.external_key)) % kWords.size()] +
           "绝无仅有";
  };
  const auto printed = [&](const CatalogueRecord& record) {
    Segment segment{.locator = {}, .text = record.text + "\n" + answer_of(record)};
    segment.answers = {{static_cast<std::uint32_t>(record.text.size()) + 1,
                        static_cast<std::uint32_t>(segment.text.size())}};
    return segment;
  };
  Shelf full(world, records, printed);
  std::size_t kept_from = 0;
  for (const auto& user : world.users()) {
    const auto viewer = world.viewer(user);
    std::vector<CatalogueRecord> part;
    std::set<std::string> without_answers;
    for (const auto& record : records) {
      Resource resource;
      resource.owner = record.owner;
      resource.tags = record.tags;
      resource.releases = record.releases;
      if (!may_view(viewer.scope(), resource)) continue;
      part.push_back(record);
      if (!may_see_answers(viewer.scope(), resource)) without_answers.insert(record.external_key);
    }
    kept_from += without_answers.size();
    Shelf visible(world, part, [&](const CatalogueRecord& record) {
      if (!without_answers.contains(record.external_key)) return printed(record);
      return Segment{.locator = {}, .text = record.text + "\n"};
    });
    const auto everything = told_by(full, world, viewer, {.text = "", .filters = {}, .page_size = 100});
    auto asked = questions(world, everything);
    for (const auto* text : {"绝无仅有", "答案", "\"分数绝无仅有\""})
      asked.push_back({.text = text, .filters = {}, .page_size = 100});
    for (const auto& query : asked)
      EXPECT_EQ(told_by(full, world, viewer, query), told_by(visible, world, viewer, query))
          << user.login << " asked “" << query.text << "”";
  }
  EXPECT_GT(kept_from, 0U);
}

INSTANTIATE_TEST_SUITE_P(Worlds, SearchIsolation, ::testing::Range(1U, 5U));

}  // namespace
}  // namespace kecang
