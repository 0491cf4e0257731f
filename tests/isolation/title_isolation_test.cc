/// What is known by its title only, for people of every role: the full library lists what one would that
/// holds only what the viewer may know of, in the same pages, and never a word more than who may view it
/// alone.
#include <gmock/gmock.h>

#include "storage/catalog/title_listing.h"
#include "tests/isolation/compared.h"
#include "tests/isolation/random_world.h"

namespace kecang {
namespace {

using test::must;
using test::Shelf;
using test::World;

constexpr std::size_t kAtOnce = 3;

Resource resource_of(const CatalogueRecord& record) {
  Resource resource;
  resource.releases = record.releases;
  resource.owner = record.owner;
  resource.tags = record.tags;
  return resource;
}

std::vector<CatalogueRecord> known_to(World& world, const access::Viewer& viewer) {
  std::vector<CatalogueRecord> known;
  for (const auto& record : world.records())
    if (actions_on(viewer.scope(), resource_of(record)).has(Action::find)) known.push_back(record);
  return known;
}

/// Page by page, a line for each title and one for each page's end.
std::vector<std::string> told(Shelf& shelf, const access::Viewer& viewer, const std::string& word) {
  const TitleCatalog titles(shelf.store());
  const auto wanted = [&](std::string_view title) { return title.find(word) != std::string_view::npos; };
  std::vector<std::string> lines;
  PageRequest page{.after = {}, .limit = kAtOnce};
  do {
    const auto found = must(titles.titles(viewer.scope(), wanted, page));
    for (const auto& one : found.items)
      lines.push_back(one.title + "|" + one.type + "|" + one.owner.text() +
                      (one.viewable ? "|viewable" : ""));
    page.after = found.next;
    lines.push_back(page.after.empty() ? "end" : "more");
  } while (!page.after.empty());
  return lines;
}

/// What must be told, from the rules alone.
std::vector<std::string> expected(World& world, const access::Viewer& viewer, const std::string& word) {
  std::vector<std::string> titles;
  for (const auto& record : world.records()) {
    const auto actions = actions_on(viewer.scope(), resource_of(record));
    if (actions.has(Action::find) && !actions.has(Action::view) &&
        record.title.find(word) != std::string::npos)
      titles.insert(titles.begin(), record.title + "|" + record.tags.type.value + "|" + record.owner.text());
  }
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    if (i > 0 && i % kAtOnce == 0) lines.emplace_back("more");
    lines.push_back(titles[i]);
  }
  lines.emplace_back("end");
  return lines;
}

std::size_t compare_for_everybody(World& world, Shelf& full) {
  std::size_t known = 0;
  for (const auto& user : world.users()) {
    const auto viewer = world.viewer(user);
    Shelf part(world, known_to(world, viewer));
    for (const auto& word : {std::string(), world.some_word()}) {
      const auto lines = told(full, viewer, word);
      EXPECT_EQ(lines, told(part, viewer, word)) << user.login << " asked for " << word;
      EXPECT_EQ(lines, expected(world, viewer, word)) << user.login << " asked for " << word;
      test::count_compared(lines.size());
      known += lines.size() - 1;
    }
    const TitleCatalog titles(full.store());
    const auto never = titles.title(viewer.scope(), ResourceId::make(world.now()));
    const auto ids = full.resources();
    for (const auto& record : world.records()) {
      const auto one = titles.title(viewer.scope(), ids.at(record.external_key));
      const bool may = actions_on(viewer.scope(), resource_of(record)).has(Action::find);
      EXPECT_EQ(one.has_value(), may) << user.login << " asked for " << record.external_key;
      EXPECT_EQ(one ? "" : one.error().describe(), may ? "" : never.error().describe());
      test::count_compared(1);
    }
  }
  return known;
}

std::size_t compare_all(unsigned seed) {
  test::count_world();
  World world(seed);
  Shelf full(world, world.records());
  auto known = compare_for_everybody(world, full);
  world.move(std::chrono::hours{2});
  known += compare_for_everybody(world, full);
  return known;
}

TEST(TitleIsolation, AFullLibraryTellsTheTitlesThatTheViewersPartWouldAndNoMore) {
  std::size_t known = 0;
  for (const unsigned seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    known += compare_all(seed);
  }
  EXPECT_GT(known, 20U) << "worlds in which nobody knows a title prove nothing";
}

/// Other worlds each time; what fails names its seed.
TEST(FreshTitleIsolation, HoldsInAWorldNobodyChose) {
  for (const auto seed : test::fresh_seeds()) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    compare_all(seed);
  }
}

}  // namespace
}  // namespace kecang
