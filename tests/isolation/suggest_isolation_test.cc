/// What is suggested while somebody types: byte for byte what a library would suggest that holds only what
/// they may see, its order included.
#include <gmock/gmock.h>

#include <set>

#include "schemas/base/text.h"
#include "schemas/pinyin/pinyin.h"
#include "server/library/suggest.h"
#include "tests/isolation/compared.h"
#include "tests/isolation/random_world.h"

namespace kecang {
namespace {

using test::must;
using test::Shelf;
using test::World;

std::string written(const std::vector<SuggestedText>& suggestions) {
  std::string text;
  for (const auto& one : suggestions) {
    text.append(kSuggestedKindNames[static_cast<std::size_t>(one.kind)]).append("|").append(one.text);
    for (const auto& range : one.ranges)
      text += "[" + std::to_string(range.begin) + "," + std::to_string(range.end) + ")";
    text.append("|").append(one.detail).append("|").append(one.query);
    for (const auto& [facet, values] : one.filters)
      for (const auto& value : values) text.append("|").append(facet_name(facet)).append("=").append(value);
    text += '\n';
  }
  return text;
}

/// What a person might type on the way to `text`: its beginnings, those of its pinyin, its initials, and
/// mixtures.
void type_towards(const std::string& text, std::set<std::string>& typed) {
  const auto characters = text::to_utf32(text::normalise(text));
  std::string sounds;
  std::string mixed;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const auto character = text::to_utf8(characters.substr(i, 1));
    typed.insert(text::to_utf8(characters.substr(0, i + 1)));
    if (characters.size() > i + 1) typed.insert(text::to_utf8(characters.substr(i, 2)));
    const auto readings = pinyin::best(character);
    const auto sound = readings.empty() ? character : readings.front();
    for (const auto letter : sound) typed.insert(sounds += letter);
    typed.insert(mixed + sound);
    mixed = i % 2 == 0 ? mixed + sound : mixed + character;
  }
  const auto initials = pinyin::initials(text::normalise(text));
  for (std::size_t length = 1; length <= initials.size(); ++length) typed.insert(initials.substr(0, length));
}

std::set<std::string> everything_typed(const World& world) {
  std::set<std::string> typed{"", " ", "'", "zzz"};
  for (const auto& record : world.records()) type_towards(record.title, typed);
  for (const auto* names : {&test::kLessons, &test::kPeople, &test::kSchools})
    for (const auto& name : *names) type_towards(name, typed);
  for (char letter = 'a'; letter <= 'z'; ++letter) typed.insert(std::string(1, letter));
  return typed;
}

/// Of all that, what this world types: the worlds share it out, one in twelve each, because each letter asks
/// two libraries.
std::vector<std::string> some_typed(const World& world, unsigned seed) {
  constexpr std::size_t kOneIn = 12;
  const auto all = everything_typed(world);
  std::vector<std::string> some;
  std::size_t at = seed;
  for (const auto& text : all)
    if (at++ % kOneIn == 0) some.push_back(text);
  return some;
}

/// A world that types.
class Typing {
 public:
  explicit Typing(unsigned seed) : world_(seed) {}
  World& world() { return world_; }
  std::string suggested(Shelf& shelf, const access::Viewer& viewer, const std::string& typed) {
    const Suggest suggest(shelf.library(), shelf.reader(), world_.directory(), *vocabulary_);
    return written(must(suggest.run(viewer, {.text = typed, .limit = 12})));
  }

 private:
  World world_;
  // Without files: what it offers is the same for everybody and only fills the lists.
  const test::TempDir nothing_;
  const std::unique_ptr<LiveVocabulary> vocabulary_ =
      must(LiveVocabulary::load(nothing_.path(), nothing_.path()));
};

void compare_all(unsigned seed) {
  test::count_world();
  Typing typing(seed);
  auto& world = typing.world();
  Shelf full(world, world.records());
  const auto typed = some_typed(world, seed);
  std::size_t told_apart = 0;
  for (const auto& user : world.users()) {
    const auto viewer = world.viewer(user);
    Shelf visible(world, world.part_of(viewer));
    std::string all;
    for (const auto& text : typed) {
      const auto answer = typing.suggested(full, viewer, text);
      all += answer;
      EXPECT_EQ(answer, typing.suggested(visible, viewer, text)) << user.login << " typed “" << text << "”";
      test::count_compared();
    }
    EXPECT_FALSE(all.empty()) << user.login << " is offered nothing at all, which proves nothing";
    if (world.part_of(viewer).size() < world.records().size()) ++told_apart;
  }
  EXPECT_GT(told_apart, 0U) << "a world in which everybody sees everything proves nothing";
}

class SuggestIsolation : public ::testing::TestWithParam<unsigned> {};

TEST_P(SuggestIsolation, AFullLibrarySuggestsToEachViewerWhatTheirOwnPartAloneWould) {
  compare_all(GetParam());
}

/// Other worlds each time; what fails names its seed.
TEST(FreshSuggestIsolation, HoldsInAWorldNobodyChose) {
  for (const auto seed : test::fresh_seeds()) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    compare_all(seed);
  }
}

TEST_P(SuggestIsolation, ANarrowingCountsBeforeTheIndexKnowsIt) {
  Typing typing(GetParam());
  auto& world = typing.world();
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
  for (const auto& text : some_typed(world, GetParam()))
    EXPECT_EQ(typing.suggested(full, viewer, text), typing.suggested(visible, viewer, text))
        << "typed “" << text << "”";
}

INSTANTIATE_TEST_SUITE_P(Worlds, SuggestIsolation, ::testing::Range(1U, 7U));

}  // namespace
}  // namespace kecang
