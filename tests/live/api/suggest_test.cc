#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

std::string query(std::string_view text) {
  std::string out;
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const unsigned char c : text) {
    out += '%';
    out += kHex[c >> 4];
    out += kHex[c & 15U];
  }
  return out;
}

class LiveSuggest : public ::testing::Test {
 protected:
  LiveSuggest() {
    const auto import =
        upload(wang_, {"勾股定理的应用.txt", district_.id("s1"), district_.id("g1")}, "直角三角形");
    indexed_import(wang_, import);
    resource_ = resource_of(wang_, import);
  }
  /// "kind text" of each.
  static std::vector<std::string> typed(HttpClient& page, const std::string& text) {
    std::vector<std::string> found;
    const auto answer = page.get("/api/v1/suggest?q=" + query(text));
    EXPECT_EQ(answer.status, 200) << answer;
    const auto items = answer.json()["items"];
    for (const auto& item : items)
      found.push_back(item["kind"].get<std::string>() + " " + item["text"].get<std::string>());
    return found;
  }

  LiveServer server_{WithIndexer::yes};
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  HttpClient zhao_ = district_.page("zhao");
  std::string resource_;
};

TEST_F(LiveSuggest, ATitleItsSenderAndTheirSchoolAreOfferedToWhoMaySeeItAndToNobodyElse) {
  for (const char* text : {"勾", "gougu", "gg", "gou股", "gougudingli"}) {
    EXPECT_THAT(typed(li_, text), Contains("title 勾股定理的应用")) << text;
    EXPECT_THAT(typed(zhao_, text), Not(Contains("title 勾股定理的应用"))) << text;
  }
  EXPECT_THAT(typed(li_, "wangxiao"), Contains("person 王晓岚"));
  EXPECT_THAT(typed(zhao_, "wangxiao"), IsEmpty());
  EXPECT_THAT(typed(li_, "江北"), Contains("school 江北实验中学"));
  EXPECT_THAT(typed(zhao_, "江北"), IsEmpty());
}

TEST_F(LiveSuggest, TheVocabularyIsOfferedToEverybody) {
  EXPECT_THAT(typed(zhao_, "shuxue"), Contains("subject 数学"));
  EXPECT_THAT(typed(zhao_, "gougudingli"), Contains(::testing::StartsWith("node ")));
  EXPECT_THAT(typed(zhao_, ""), IsEmpty());
}

TEST_F(LiveSuggest, WhatItDoesIsAQueryOrAFilter) {
  const auto school = li_.get("/api/v1/suggest?q=" + query("江北")).json()["items"][0];
  EXPECT_EQ(school["search"], (nlohmann::json{{"school", {district_.id("s1")}}}));
  EXPECT_EQ(school["ranges"], (nlohmann::json{{{"start", 0}, {"end", 2}}}));
  const auto title = li_.get("/api/v1/suggest?q=gougu&limit=1").json()["items"];
  ASSERT_EQ(title.size(), 1U);
  EXPECT_EQ(title[0]["search"]["q"], "勾股定理的应用");
}

TEST_F(LiveSuggest, AWithdrawnResourceIsOfferedToNobodyFromThatMomentOn) {
  EXPECT_EQ(wang_.del("/api/v1/resources/" + resource_).status, 204);
  for (auto* page : {&wang_, &li_}) {
    EXPECT_THAT(typed(*page, "勾股"), Not(Contains("title 勾股定理的应用")));
    EXPECT_THAT(typed(*page, "wangxiao"), IsEmpty());
  }
}

}  // namespace
}  // namespace kecang::testing
