/// Suggestions from the index: what begins as it was typed, from what the scope admits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang {
namespace {

using test::everyone;
using test::scope_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Texts = std::vector<std::string>;

class Suggest : public ::testing::Test {
 protected:
  Suggest() { open(); }

  void open() {
    writer_.reset();
    writer_ = xapian::open_writer(folder_.path(), {.epoch = "catalogue"}, clock_).value();
  }
  struct Told {
    std::string scope = "public";
    std::vector<IndexName> names{};
  };
  void put(const std::string& id, const std::string& title) { put(id, title, Told{}); }
  void put(const std::string& id, const std::string& title, const Told& told) {
    IndexDocument document;
    document.id = ResourceId::trusted(id);
    document.title = title;
    document.scope_terms = {told.scope};
    document.names = told.names;
    ASSERT_TRUE(writer_->replace(document));
    ASSERT_TRUE(writer_->commit());
  }
  std::vector<Suggestion> suggest(const SuggestRequest& request,
                                  const AccessScope& scope = everyone()) const {
    auto found = reader_.suggest(scope, request);
    EXPECT_TRUE(found) << (found ? "" : found.error().describe());
    return found ? *found : std::vector<Suggestion>();
  }
  /// Titles as they are; names with their kind's first letter.
  Texts type(const std::string& text, const AccessScope& scope = everyone()) const {
    Texts texts;
    for (const auto& one : suggest({.text = text}, scope)) {
      const auto kind = !one.kind                       ? ""
                        : *one.kind == NameKind::person ? "人"
                        : *one.kind == NameKind::school ? "校"
                                                        : "点";
      texts.push_back(kind + one.text);
    }
    return texts;
  }

  const test::TempDir folder_;
  ManualClock clock_;
  std::unique_ptr<IndexWriter> writer_;
  xapian::LocalReader reader_{folder_.path()};
};

TEST_F(Suggest, ATitleIsFoundByHanPinyinInitialsAndMixtures) {
  put("a", "勾股定理的应用");
  put("b", "光合作用");
  for (const char* typed : {"勾",      "勾股",     "勾股定理的应",
                            "g",       "gou",      "goug",
                            "gougu",   "gougud",   "gougudinglideyingyong",
                            "gou gu",  "gg",       "ggd",
                            "ggdldyy", "gou股",    "勾gu",
                            "勾gdl",   "gougdl",   "定理",
                            "dingli",  "yingyong", "yingy"})
    EXPECT_THAT(type(typed), ::testing::Contains("勾股定理的应用")) << typed;
  for (const char* typed : {"股勾", "gouga", "ggx", "gougux", "理的", "勾股定律", "", " ", "？"})
    EXPECT_THAT(type(typed), IsEmpty()) << typed;
}

TEST_F(Suggest, TheBestMannerComesFirstAndEqualOnesNewestFirst) {
  put("a", "概述");           // initials g…
  put("b", "复习 勾股定理");  // a word inside
  put("c", "勾股定理（一）");
  put("d", "购股定例");  // the same sounds
  put("e", "勾股定理（二）");
  put("f", "公国的历史 goug");
  EXPECT_THAT(type("勾股"), ElementsAre("勾股定理（二）", "勾股定理（一）", "复习 勾股定理"));
  EXPECT_THAT(type("gougu"), ElementsAre("勾股定理（二）", "购股定例", "勾股定理（一）", "复习 勾股定理"));
  EXPECT_THAT(type("goug"), ElementsAre("公国的历史 goug", "勾股定理（二）", "购股定例", "勾股定理（一）",
                                        "复习 勾股定理"));
}

TEST_F(Suggest, EqualTitlesAreOfferedOnce) {
  put("a", "勾股定理");
  put("b", "勾股定理");
  put("c", "勾股定理 ");
  put("d", "勾股数");
  EXPECT_THAT(type("勾股"), ElementsAre("勾股数", "勾股定理 ", "勾股定理"));
  EXPECT_THAT(type("gg"), ElementsAre("勾股数", "勾股定理 ", "勾股定理"));
}

TEST_F(Suggest, OnlyWhatTheScopeAdmitsIsOffered) {
  put("a", "勾股定理", {.scope = "school:s"});
  put("b", "勾股数", {.scope = "school:t"});
  EXPECT_THAT(type("勾股", scope_of({"school:s"})), ElementsAre("勾股定理"));
  EXPECT_THAT(type("gg", scope_of({"public", "school:t"})), ElementsAre("勾股数"));
  EXPECT_THAT(type("勾股", scope_of({})), IsEmpty());
  EXPECT_THAT(type("勾股"), IsEmpty());
}

TEST_F(Suggest, WhatChangedOrWentIsOfferedAsItIsNow) {
  put("a", "勾股定理");
  put("a", "光合作用");
  EXPECT_THAT(type("勾股"), IsEmpty());
  EXPECT_THAT(type("gh"), ElementsAre("光合作用"));
  ASSERT_TRUE(writer_->remove(ResourceId::trusted("a")));
  ASSERT_TRUE(writer_->commit());
  EXPECT_THAT(type("gh"), IsEmpty());
}

TEST_F(Suggest, ExcludedResourcesDoNotTakePart) {
  put("a", "勾股定理", {.names = {{NameKind::person, "u1", "张三"}}});
  put("b", "勾股数", {.names = {{NameKind::person, "u1", "张三"}}});
  const auto both = std::vector{ResourceId::trusted("a"), ResourceId::trusted("b")};
  EXPECT_THAT(suggest({.text = "勾股", .excluded = {both[1]}}), SizeIs(1));
  EXPECT_THAT(suggest({.text = "zhangsan", .excluded = {both[1]}}), SizeIs(1));
  EXPECT_EQ(suggest({.text = "zhangsan", .excluded = {both[1]}})[0].shown_by, both[0]);
  EXPECT_THAT(suggest({.text = "zhangsan", .excluded = both}), IsEmpty());
}

TEST_F(Suggest, NamesAreOfferedAsFarAsAResourceShowsThem) {
  put("a", "资料甲",
      {.scope = "school:s",
       .names = {{NameKind::person, "u1", "王海燕"},
                 {NameKind::school, "s", "实验中学"},
                 {NameKind::point, "勾股定理", "勾股定理"}}});
  put("b", "资料乙",
      {.scope = "school:t",
       .names = {{NameKind::person, "u2", "王海波"}, {NameKind::school, "t", "第二中学"}}});
  const auto s = scope_of({"school:s"});
  EXPECT_THAT(type("王", s), ElementsAre("人王海燕"));
  EXPECT_THAT(type("whai", s), ElementsAre("人王海燕"));
  EXPECT_THAT(type("shiyan", s), ElementsAre("校实验中学"));
  EXPECT_THAT(type("zhongxue", s), ElementsAre("校实验中学"));
  EXPECT_THAT(type("ggdl", s), ElementsAre("点勾股定理"));
  EXPECT_THAT(type("wang", scope_of({"school:s", "school:t"})), ElementsAre("人王海波", "人王海燕"));
  EXPECT_THAT(type("第二", s), IsEmpty());
  const auto shown = suggest({.text = "王"}, s);
  EXPECT_EQ(shown[0].id, "u1");
  EXPECT_EQ(shown[0].shown_by, ResourceId::trusted("a"));
}

TEST_F(Suggest, ANameGoesWithItsLastVisibleResource) {
  put("a", "资料甲", {.scope = "school:s", .names = {{NameKind::person, "u1", "王海燕"}}});
  put("b", "资料乙", {.scope = "school:t", .names = {{NameKind::person, "u1", "王海燕"}}});
  put("a", "资料甲", {.scope = "school:t", .names = {{NameKind::person, "u1", "王海燕"}}});
  EXPECT_THAT(type("王", scope_of({"school:s"})), IsEmpty());
  EXPECT_THAT(type("王", scope_of({"school:t"})), ElementsAre("人王海燕"));
}

TEST_F(Suggest, ANameIsKnownAgainAfterTheWriterWasOpenedAnew) {
  put("a", "资料甲", {.scope = "school:s", .names = {{NameKind::person, "u1", "王海燕"}}});
  open();
  put("b", "资料乙", {.scope = "school:t", .names = {{NameKind::person, "u1", "王海燕"}}});
  EXPECT_THAT(type("王", scope_of({"school:s"})), ElementsAre("人王海燕"));
  EXPECT_THAT(type("王", scope_of({"school:t"})), ElementsAre("人王海燕"));
  put("b", "资料乙", {.scope = "school:t", .names = {{NameKind::person, "u1", "汪海燕"}}});
  EXPECT_THAT(type("汪", scope_of({"school:s"})), ElementsAre("人汪海燕")) << "the newest spelling";
}

TEST_F(Suggest, NewerOnesStayFirstAfterTheWriterWasOpenedAnew) {
  put("a", "勾股定理（一）");
  open();
  put("b", "勾股定理（二）");
  EXPECT_THAT(type("勾股"), ElementsAre("勾股定理（二）", "勾股定理（一）"));
}

TEST_F(Suggest, AskingIsBounded) {
  EXPECT_FALSE(reader_.suggest(everyone(), {.text = std::string(5'000, 'a')}));
  EXPECT_FALSE(reader_.suggest(everyone(), {.text = "a", .titles = 1'000}));
  put("a", std::string(100'000, 'a'));
  put("b", "\xff\xfe 勾\n股");
  EXPECT_THAT(type("aa"), SizeIs(1));
  EXPECT_THAT(type("gg"), SizeIs(1));
}

TEST_F(Suggest, AnIndexThatWasNeverWrittenOffersNothing) {
  const test::TempDir nowhere;
  const xapian::LocalReader reader(nowhere.path() / "index");
  EXPECT_THAT(*reader.suggest(everyone(), {.text = "勾"}), IsEmpty());
}

}  // namespace
}  // namespace kecang
