#include "server/library/outline.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const ResourceId kResource = ResourceId::trusted("01ARZ3NDEKTSV4RRFFQ69G5FAV");

CollectionItem item(const std::string& id) {
  CollectionItem item;
  item.id = id;
  item.resource = kResource;
  item.note = id;
  return item;
}
CollectionSection section(const std::string& id, const std::vector<std::string>& items) {
  CollectionSection section{.id = id, .title = id, .note = {}, .items = {}};
  for (const auto& one : items) section.items.push_back(item(one));
  return section;
}
CollectionItem link(const std::string& title, const std::string& url) {
  CollectionItem item;
  item.kind = ItemKind::link;
  item.title = title;
  item.url = url;
  return item;
}
/// "section: note note" for each.
std::vector<std::string> read(const Outline& outline) {
  std::vector<std::string> lines;
  for (const auto& section : outline) {
    std::string line = section.title + ":";
    for (const auto& one : section.items) line += " " + one.note;
    lines.push_back(line);
  }
  return lines;
}
Result<Outline> tidied(CollectionItem item) {
  CollectionSection section;
  section.items = {std::move(item)};
  return tidy_outline({section});
}

TEST(Outline, WhatAnEditorCannotSeeStaysBehindWhatItStoodBehind) {
  const Outline stored{section("s", {"a", "x", "b", "y"})};
  EXPECT_THAT(read(joined(stored, {section("s", {"b", "a"})}, {"x", "y"})), ElementsAre("s: b y a x"));
  EXPECT_THAT(read(joined(stored, {section("s", {"b"})}, {"x", "y"})), ElementsAre("s: x b y"))
      << "what it stood behind is gone: it goes to the front";
}

TEST(Outline, WhatAnEditorCannotSeeOutlivesItsSection) {
  const Outline stored{section("s", {"a"}), section("t", {"x", "b"}), section("u", {"c"})};
  EXPECT_THAT(read(joined(stored, {section("s", {"a"}), section("u", {"c"})}, {"x"})),
              ElementsAre("s: a x", "u: c"));
  EXPECT_THAT(read(joined(stored, {section("u", {"c"})}, {"x"})), ElementsAre("u: c x"));
  EXPECT_THAT(joined(stored, {}, {"x"}), IsEmpty());
}

TEST(Outline, AnItemThatMovesToAnotherSectionKeepsItsId) {
  const Outline stored{section("s", {"a", "x", "b"}), section("t", {"c"})};
  const auto moved = joined(stored, {section("s", {"a"}), section("t", {"b", "c"})}, {"x"});
  EXPECT_THAT(read(moved), ElementsAre("s: a x", "t: b c"));
  EXPECT_EQ(moved[1].items[0].id, "b");
}

TEST(Outline, NewPartsGetIdsThatTellNothingAndForeignIdsAreNotTakenOver) {
  auto stolen = item("a");
  stolen.resource = ResourceId::trusted("01ARZ3NDEKTSV4RRFFQ69G5FAW");
  const Outline stored{section("s", {"a"})};
  const auto made = joined(stored, {section("mine", {"mine", ""}), section("s", {"a", "a"})}, {});
  EXPECT_EQ(made[0].id.size(), 16U);
  EXPECT_NE(made[0].items[0].id, "mine");
  EXPECT_NE(made[0].items[0].id, made[0].items[1].id);
  EXPECT_EQ(made[1].id, "s");
  EXPECT_EQ(made[1].items[0].id, "a");
  EXPECT_NE(made[1].items[1].id, "a") << "an id is used once";
  CollectionSection with_stolen = section("s", {});
  with_stolen.items = {stolen};
  EXPECT_NE(joined(stored, {with_stolen}, {})[0].items[0].id, "a") << "another resource is another item";
}

TEST(Outline, OnlyHttpsAddressesThatReadInOneWayAreLinks) {
  for (const auto* good : {"https://www.zxxk.com/a?b=1#c", "https://例子.中国/课", "https://a"})
    EXPECT_TRUE(is_https_address(good)) << good;
  for (const auto* bad : {"http://a.cn", "javascript:alert(1)", "https://", "https:///path", "//a.cn",
                          "https://user@a.cn/", "https://a .cn", "https://a.cn/\"x", "HTTPS://a.cn", ""})
    EXPECT_FALSE(is_https_address(bad)) << bad;
}

TEST(Outline, WhatCannotStandInItIsRefused) {
  EXPECT_THAT(tidied(link("", "https://a.cn")),
              test::FailsWith(ErrorKind::invalid, "collection.link_without_title"));
  EXPECT_THAT(tidied(link("a", "http://a.cn")),
              test::FailsWith(ErrorKind::invalid, "collection.link_not_https"));
  EXPECT_THAT(tidied(CollectionItem{}),
              test::FailsWith(ErrorKind::invalid, "collection.item_without_resource"));
  auto pages = item("a");
  pages.page_to = 3;
  EXPECT_THAT(tidied(pages), test::FailsWith(ErrorKind::invalid, "collection.pages_reversed"));
  pages.page_from = 4;
  EXPECT_THAT(tidied(pages), test::FailsWith(ErrorKind::invalid, "collection.pages_reversed"));
  pages.page_from = 3;
  EXPECT_TRUE(tidied(pages));
  auto long_note = item("a");
  long_note.note = std::string(2'001, 'x');
  EXPECT_THAT(tidied(long_note), test::FailsWith(ErrorKind::invalid, "value.too_long"));
  EXPECT_THAT(tidy_outline(Outline(Collection::kMostSections + 1)),
              test::FailsWith(ErrorKind::invalid, "value.too_many"));
  CollectionSection full;
  full.items.assign(Collection::kMostItems + 1, item("a"));
  EXPECT_THAT(tidy_outline({full}), test::FailsWith(ErrorKind::invalid, "value.too_many"));
}

TEST(Outline, ALinkKeepsNothingOfAResource) {
  auto both = link(" 国家平台 ", "https://basic.smartedu.cn");
  both.resource = kResource;
  both.page_from = 3;
  const auto tidy = tidied(both);
  ASSERT_TRUE(tidy);
  EXPECT_EQ((*tidy)[0].items[0].title, "国家平台");
  EXPECT_TRUE((*tidy)[0].items[0].resource.empty());
  EXPECT_FALSE((*tidy)[0].items[0].page_from);
}

}  // namespace
}  // namespace kecang
