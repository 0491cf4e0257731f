/// Collections: a full library shows each viewer what one would that holds only the collections and resources
/// they may see.
#include <gmock/gmock.h>

#include <algorithm>
#include <iostream>
#include <random>

#include "server/library/collection_export.h"
#include "server/library/collections.h"
#include "tests/isolation/compared.h"
#include "tests/isolation/random_world.h"

namespace kecang {
namespace {

using test::must;
using test::Shelf;
using test::World;

constexpr int kCollections = 25;
constexpr const char* kSite = "https://kecang.example";

/// A collection, its items naming records by their keys.
struct Plan {
  Collection head;
  Outline outline;
  std::string cover;
  std::optional<std::size_t> origin;           ///< one of those before it
  std::map<std::string, std::string> records;  ///< by id of the item
};

class Plans {
 public:
  Plans(const World& world, unsigned seed) : world_(world), random_(seed) {
    for (std::size_t i = 0; i < kCollections; ++i) plans_.push_back(some_plan(i));
  }
  const std::vector<Plan>& all() const { return plans_; }

 private:
  std::size_t below(std::size_t most) { return random_() % most; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }

  CollectionItem some_item(Plan& plan) {
    CollectionItem item;
    item.id = new_part_id();
    item.note = "说明" + item.id;
    if (chance(6)) {
      item.kind = ItemKind::link;
      item.title = "外部" + item.id;
      item.url = "https://basic.smartedu.cn/" + item.id;
      return item;
    }
    plan.records[item.id] = pick(world_.records()).external_key;
    return item;
  }
  Plan some_plan(std::size_t number) {
    Plan plan;
    auto& head = plan.head;
    head.title = "专题" + std::to_string(number);
    head.owner_user = head.created_by = pick(world_.users()).id;
    if (chance(3)) head.collaborators = {pick(world_.users()).id};
    const auto& offered = pick(world_.records());
    head.school = offered.owner;
    head.releases = offered.releases;
    if (!chance(4)) head.state = CollectionState::published;
    if (chance(2)) plan.cover = pick(world_.records()).external_key;
    if (number > 0 && chance(3)) plan.origin = below(number);
    for (auto sections = below(4); sections > 0; --sections) {
      CollectionSection section{.id = new_part_id(), .title = {}, .note = "节", .items = {}};
      section.title = "第" + section.id + "节";
      for (auto items = below(4); items > 0; --items) section.items.push_back(some_item(plan));
      plan.outline.push_back(std::move(section));
    }
    return plan;
  }

  const World& world_;
  std::mt19937 random_;
  std::vector<Plan> plans_;
};

CollectionReader reader_of(const access::Viewer& viewer) {
  return {.scope = viewer.scope(), .curated = {}};
}

/// The collections of a shelf, told free of ids that differ from shelf to shelf.
class Told {
 public:
  /// Items whose resource is not on the shelf are not there either, nor are sections that lost all of them,
  /// but where `keeps_empty`.
  Told(Shelf& shelf, World& world, const std::vector<Plan>& plans,
       const std::function<bool(const Plan&)>& is_there, const std::function<bool(const Plan&)>& keeps_empty)
      : world_(world),
        resources_(shelf.library(), shelf.reader(), world.directory(), bell_),
        catalog_(shelf.store(), clock_),
        collections_(catalog_, shelf.library(), resources_, world.directory()) {
    const auto known = shelf.resources();
    std::vector<CollectionId> made;
    for (const auto& plan : plans) {
      clock_.advance(seconds{1});
      made.emplace_back();
      if (!is_there(plan)) continue;
      StoredCollection stored{.head = plan.head, .outline = plan.outline};
      if (const auto cover = known.find(plan.cover); cover != known.end()) stored.head.cover = cover->second;
      if (plan.origin) stored.head.origin = made[*plan.origin];
      for (auto& section : stored.outline) place(section, plan, known);
      if (!keeps_empty(plan))
        std::erase_if(stored.outline, [](const CollectionSection& section) { return section.items.empty(); });
      made.back() = must(catalog_.add(Actor::operating(), stored)).head.id;
    }
    for (const auto& [key, id] : known) keys_[id.text()] = key;
    for (std::size_t i = 0; i < made.size(); ++i)
      if (!made[i].empty()) keys_[made[i].text()] = plans[i].head.title;
  }

  /// Every list, page by page, and every collection on them, alone and as it is taken along.
  std::vector<std::string> to(const access::Viewer& viewer) {
    std::vector<std::string> lines;
    using List = CollectionCatalog::Shelf;
    for (const auto list : {List::edited, List::groups, List::published}) {
      PageRequest page{.after = {}, .limit = 3};
      do {
        const auto cards = must(collections_.list(viewer, list, page));
        for (const auto& card : cards.items) {
          lines.push_back(told(card));
          const auto view = must(collections_.view(viewer, card.collection.id));
          lines.push_back(told(view));
          lines.push_back(without_ids(collection_table(view, kSite)));
          lines.push_back(without_ids(collection_page(view, kSite, {})));
        }
        lines.emplace_back(cards.next.empty() ? "end" : "more");
        page.after = cards.next;
      } while (!page.after.empty());
    }
    return lines;
  }

 private:
  static void place(CollectionSection& section, const Plan& plan,
                    const std::map<std::string, ResourceId>& known) {
    std::erase_if(section.items, [&](CollectionItem& item) {
      if (item.kind == ItemKind::link) return false;
      const auto found = known.find(plan.records.at(item.id));
      if (found == known.end()) return true;
      item.resource = found->second;
      return false;
    });
  }
  /// The key of what is called so on this shelf.
  std::string key(const std::string& id) const { return id.empty() ? id : keys_.at(id); }
  std::string without_ids(std::string text) const {
    for (const auto& [id, key] : keys_)
      for (auto at = text.find(id); at != std::string::npos; at = text.find(id, at))
        text.replace(at, id.size(), key);
    return text;
  }
  std::string told(const CollectionCard& card) const {
    return card.collection.title + "|" + card.owner_name + "|" + card.school_name + "|" +
           std::string(enum_text(card.collection.state)) + "|" +
           (card.cover ? key(card.cover->resource.text()) : "no cover") + "|" + (card.may_edit ? "e" : "") +
           (card.may_manage ? "m" : "") + (card.may_unpublish ? "u" : "");
  }
  std::string told(const CollectionView& view) const {
    auto text = told(view.card) + "\n" + view.changed_by_name;
    if (view.origin)
      text += " from " + key(view.origin->id.text()) + view.origin->title + view.origin->owner_name;
    for (const auto& [release, name] : view.releases) text += " to " + name;
    for (const auto& [id, name] : view.collaborators) text += " with " + name;
    for (const auto& section : view.sections) {
      text += "\n" + section.id + section.title + section.note + ":";
      for (const auto& [item, resource] : section.items) {
        text += " " + item.id + item.note + item.title + item.url;
        if (!resource) continue;
        text += key(item.resource.text()) + resource->resource.title + resource->owner_name;
        for (const auto action : resource->actions.list()) text += enum_text(action);
      }
    }
    return text;
  }

  World& world_;
  ManualClock clock_;
  WorkBell bell_;
  Resources resources_;
  CollectionCatalog catalog_;
  Collections collections_;
  std::map<std::string, std::string> keys_;  ///< by id
};

void compare_all(unsigned seed) {
  test::count_world();
  World world(seed);
  const Plans plans(world, seed);
  Shelf full(world, world.records());
  Told everything(
      full, world, plans.all(), [](const Plan&) { return true; }, [](const Plan&) { return true; });
  std::size_t hidden = 0;
  std::size_t shown = 0;
  for (const auto& user : world.users()) {
    const auto viewer = world.viewer(user);
    Shelf visible(world, world.part_of(viewer));
    const auto seen = [&](const Plan& plan) { return may_see(reader_of(viewer), plan.head); };
    const auto edited = [&](const Plan& plan) { return may_edit(reader_of(viewer), plan.head); };
    Told part(visible, world, plans.all(), seen, edited);
    const auto told = everything.to(viewer);
    EXPECT_EQ(told, part.to(viewer)) << user.login;
    test::count_compared(told.size());
    shown += told.size();
    for (const auto& plan : plans.all()) hidden += seen(plan) ? 0 : 1;
  }
  EXPECT_GT(hidden, 0U) << "a world in which everybody sees everything proves nothing";
  EXPECT_GT(shown, 40U) << "nor does one in which nobody sees anything";
}

class CollectionIsolation : public ::testing::TestWithParam<unsigned> {};

TEST_P(CollectionIsolation, AFullLibraryShowsEachViewerWhatTheirOwnPartAloneWould) {
  compare_all(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Worlds, CollectionIsolation, ::testing::Values(1U, 2U, 3U, 4U));

/// Another world each time; what fails names its seed.
TEST(FreshCollectionIsolation, HoldsInAWorldNobodyChose) {
  for (const auto seed : test::fresh_seeds()) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    compare_all(seed);
  }
}

}  // namespace
}  // namespace kecang
