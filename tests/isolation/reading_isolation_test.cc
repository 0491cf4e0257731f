/// Every way of reading one resource, for people of every role: of what a viewer may see the full library
/// says what their own part alone would, and of the rest what it says of an id that never was.
#include <gmock/gmock.h>

#include <set>

#include "server/library/basket.h"
#include "server/library/bulk_edits.h"
#include "server/library/desk.h"
#include "server/library/explaining.h"
#include "server/library/lineage.h"
#include "server/library/similar.h"
#include "tests/isolation/compared.h"
#include "tests/isolation/random_world.h"

namespace kecang {
namespace {

using test::must;
using test::Shelf;
using test::World;

constexpr std::uint32_t kEnough = 100;

/// What is read of one shelf, told free of its ids.
class Reading {
 public:
  Reading(Shelf& shelf, World& world)
      : world_(world),
        clock_(world.now()),
        catalog_(shelf.library()),
        resources_(catalog_, shelf.reader(), world.directory(), bell_),
        similar_(catalog_, shelf.reader(), resources_, world.directory()),
        explaining_(world.directory(), catalog_, clock_),
        basket_(catalog_, resources_, world.directory()),
        hand_overs_(shelf.store(), clock_),
        lineage_(hand_overs_, catalog_, world.directory()),
        bulk_catalog_(shelf.store(), clock_),
        bulk_(bulk_catalog_, catalog_, world.directory(), bell_),
        desk_catalog_(shelf.store(), clock_),
        desk_(desk_catalog_, catalog_, resources_, world.directory(), clock_),
        ids_(shelf.resources()) {
    for (const auto& [key, id] : ids_) keys_[id.text()] = key;
  }

  const ResourceId& id(const std::string& key) const { return ids_.at(key); }

  /// One line for each way of reading it.
  std::vector<std::string> of(const access::Viewer& viewer, const ResourceId& id) {
    const auto& scope = viewer.scope();
    const auto absent_now = [](const auto& result) { return std::string(result.error().code()); };
    std::vector<std::string> lines;
    const auto say = [&](const auto& result, const auto& told) {
      lines.push_back(result ? without_ids(told(*result)) : absent_now(result));
    };
    say(resources_.view(viewer, id), [](const ResourceView& view) { return told_of(view); });
    say(resources_.segments(scope, id, 0, kEnough, "分数"), [](const SegmentPage& page) {
      std::string text = std::to_string(page.count) + (page.answers_hidden ? " hidden" : "");
      for (const auto& one : page.items) text += one.segment.text + "#" + std::to_string(one.ranges.size());
      return text;
    });
    say(resources_.questions(scope, id, 0, kEnough), [](const QuestionPage& page) {
      return std::to_string(page.count) + (page.answers ? " answers" : "");
    });
    say(catalog_.derived(scope, id),
        [](const auto& derived) { return std::string(derived ? "made" : "none"); });
    say(similar_.of(viewer, id), [](const auto& similar) { return told_of(similar); });
    say(explaining_.why(viewer, id), [](const auto& reasons) { return told_of(reasons); });
    say(explaining_.audience(viewer, id), [](const auto& reaches) {
      std::string text;
      for (const auto& reach : reaches)
        text += std::string(enum_text(reach.release.kind)) + reach.target_name +
                std::to_string(reach.school_count) + ";";
      return text;
    });
    say(lineage_.of(viewer, id), [](const LineageView& view) {
      return view.author_name + "|" + view.owner_name + "|" + std::to_string(view.hand_overs.size());
    });
    const auto put_aside = must(basket_.look(viewer, {id}));
    lines.push_back(put_aside.empty() ? "nothing put aside" : put_aside.front().resource.title);
    BulkChange bulk{.resources = {id}, .tags = {{"subject", {BulkMode::replace, "音乐"}}}, .releases = {}};
    say(bulk_.preview(viewer, bulk), [](const auto& all) {
      std::string text;
      for (const auto& line : all)
        text.append(enum_text(line.state)).append(line.code).append(line.title) +=
            std::to_string(line.changes.size());
      return text;
    });
    const auto starred = desk_.star(viewer, id);
    lines.push_back(starred ? "starred" : absent_now(starred));
    say(desk_.of_resource(viewer, id), [](const auto& desk) {
      return std::string(desk.starred ? "starred" : "") + std::to_string(desk.schools.size());
    });
    const auto marked = must(desk_.favourites(viewer));
    lines.push_back(
        std::any_of(marked.begin(), marked.end(), [&](const auto& one) { return one.view.resource.id == id; })
            ? "listed"
            : "not listed");
    // What changes something is tried with a version that fits nothing: whoever may not is told so first.
    ResourceEdit edit;
    edit.title = "x";
    const auto edited = resources_.edit(Actor::user(viewer.id(), ""), viewer, id, edit);
    lines.push_back(edited ? "edited" : absent_now(edited));
    return lines;
  }

 private:
  static std::string told_of(const ResourceView& view) {
    std::string text = view.resource.title + "|" + view.owner_name + "|" + view.created_by_name + "|" +
                       view.resource.tags.type.value + "|" + (view.may_edit ? "edit" : "");
    for (const auto action : view.actions.list()) text.append("|").append(enum_text(action));
    if (view.releases)
      for (const auto& one : *view.releases)
        text.append("|").append(enum_text(one.release.kind)).append(one.name);
    return text;
  }
  static std::string told_of(const AlikeResources& alike) {
    std::string text;
    for (const auto* group : {&alike.same_bytes, &alike.versions, &alike.same_lesson, &alike.about_same}) {
      for (const auto& one : group->items) text += one.view.resource.title + ";";
      text += group->more ? "…/" : "/";
    }
    return text;
  }
  static std::string told_of(const std::vector<Reason>& reasons) {
    std::string text;
    for (const auto& one : reasons) {
      text.append(enum_text(one.release.kind)).append(one.target_name).append(enum_text(one.verdict));
      text.append(one.agreement_title).append(";");
    }
    return text;
  }
  std::string without_ids(std::string text) const {
    for (const auto& [id, key] : keys_)
      for (auto at = text.find(id); at != std::string::npos; at = text.find(id, at))
        text.replace(at, id.size(), key);
    return text;
  }

  World& world_;
  ManualClock clock_;
  WorkBell bell_;
  LibraryCatalog& catalog_;
  Resources resources_;
  SimilarResources similar_;
  Explaining explaining_;
  Basket basket_;
  HandOvers hand_overs_;
  Lineage lineage_;
  BulkEditCatalog bulk_catalog_;
  BulkEdits bulk_;
  DeskCatalog desk_catalog_;
  Desk desk_;
  std::map<std::string, ResourceId> ids_;
  std::map<std::string, std::string> keys_;
};

/// The keys of a part of the records.
std::set<std::string> keys_of(const std::vector<CatalogueRecord>& records) {
  std::set<std::string> keys;
  for (const auto& record : records) keys.insert(record.external_key);
  return keys;
}

void compare_for_everybody(World& world, Shelf& full) {
  Reading everything(full, world);
  for (const auto& user : world.users()) {
    const auto viewer = world.viewer(user);
    const auto part = world.part_of(viewer);
    const auto visible_keys = keys_of(part);
    Shelf visible(world, part);
    Reading own(visible, world);
    const auto never = own.of(viewer, ResourceId::make(world.now()));
    for (const auto& record : world.records()) {
      const auto& key = record.external_key;
      const auto told = everything.of(viewer, everything.id(key));
      const auto expected = visible_keys.contains(key) ? own.of(viewer, own.id(key)) : never;
      EXPECT_EQ(told, expected) << user.login << " read " << key;
      test::count_compared(told.size());
    }
  }
}

void compare_all(unsigned seed) {
  test::count_world();
  World world(seed);
  Shelf full(world, world.records());
  compare_for_everybody(world, full);
  world.move(std::chrono::hours{2});
  compare_for_everybody(world, full);
}

class ReadingIsolation : public ::testing::TestWithParam<unsigned> {};

TEST_P(ReadingIsolation, AFullLibraryShowsOfEachResourceWhatTheViewersPartWouldAndOfTheRestNothing) {
  compare_all(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Worlds, ReadingIsolation, ::testing::Range(1U, 3U));

/// Other worlds each time; what fails names its seed.
TEST(FreshReadingIsolation, HoldsInAWorldNobodyChose) {
  for (const auto seed : test::fresh_seeds()) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    compare_all(seed);
  }
}

}  // namespace
}  // namespace kecang
