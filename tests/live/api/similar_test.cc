#include <gmock/gmock.h>

#include <random>

#include "schemas/base/text.h"
#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

constexpr const char* kNeverMade = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// Sentences that no other subject has, always the same ones for the same subject.
std::string lesson_text(const std::string& about, int last = 60) {
  std::minstd_rand random(static_cast<unsigned>(about.size() + static_cast<unsigned char>(about.at(2))));
  std::u32string text;
  for (int i = 0; i < last; ++i) {
    std::u32string sentence = text::to_utf32(about);
    for (int k = 0; k < 12; ++k) sentence += static_cast<char32_t>(0x4E00 + random() % 5'000);
    text += sentence + U"。";
  }
  return text::to_utf8(text);
}

class LiveSimilar : public ::testing::Test {
 protected:
  std::string put(HttpClient& page, const TusFile& file, const std::string& text) {
    const auto import = upload(page, file, text);
    indexed_import(page, import);
    return resource_of(page, import);
  }
  std::string share(HttpClient& page, const std::string& school, const std::string& name,
                    const std::string& text) {
    return put(page, {name, district_.id(school), district_.id("g1")}, text);
  }
  void tag(HttpClient& page, const std::string& resource, const nlohmann::json& tags) {
    const auto path = "/api/v1/resources/" + resource;
    const auto version = page.get(path).json()["version"];
    const auto answer = page.patch_json(path, {{"version", version}, {"tags", tags}});
    EXPECT_EQ(answer.status, 200) << answer;
  }
  static nlohmann::json groups(HttpClient& page, const std::string& resource) {
    const auto answer = page.get("/api/v1/resources/" + resource + "/similar");
    EXPECT_EQ(answer.status, 200) << answer;
    return answer.json();
  }
  static std::vector<std::string> ids(const nlohmann::json& group) {
    std::vector<std::string> ids;
    for (const auto& item : group["items"]) ids.push_back(item["resource"]["id"]);
    return ids;
  }
  /// As soon as the index has caught up.
  static bool becomes(HttpClient& page, const std::string& resource, const char* group,
                      const std::vector<std::string>& expected) {
    return LiveServer::wait_until([&] { return ids(groups(page, resource)[group]) == expected; });
  }

  LiveServer server_{WithIndexer::yes};
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  HttpClient zhao_ = district_.page("zhao");
};

TEST_F(LiveSimilar, TheSameFileOfAnotherSchoolAndItsVersionsAreFoundAndToldApart) {
  const auto text = lesson_text("光的反射");
  const auto mine = share(wang_, "s1", "光的反射教案.txt", text);
  const auto same = share(li_, "s2", "反射.txt", text);
  const auto version = share(li_, "s2", "光的反射教案修改.txt", text + "教研组改过的结尾。");
  const auto other = share(li_, "s2", "唐诗.txt", lesson_text("唐诗三百首选读"));
  const auto like = groups(wang_, mine);
  EXPECT_EQ(ids(like["same_bytes"]), std::vector{same});
  EXPECT_EQ(ids(like["versions"]), std::vector{version});
  EXPECT_GT(like["versions"]["items"][0]["share"], 0.8);
  EXPECT_EQ(like.dump().find(other), std::string::npos);
  EXPECT_EQ(like["same_bytes"]["items"][0]["resource"]["owner_name"], "河湾中学");
}

TEST_F(LiveSimilar, WhatIsMadeForTheSameLessonAndWhatIsAboutTheSameFollow) {
  const auto mine = share(wang_, "s1", "甲.txt", lesson_text("光的反射定律"));
  const auto lesson = share(wang_, "s1", "乙.txt", lesson_text("平面镜里的像"));
  const auto about = share(li_, "s2", "光的反射定律练习.txt", "做一做");
  const nlohmann::json tags{
      {"subject", "物理"}, {"grade", "八年级"}, {"node", "第四章/4.2"}, {"type", "教案"}};
  tag(wang_, mine, tags);
  tag(wang_, lesson, tags);
  tag(li_, about, {{"subject", "物理"}, {"grade", ""}, {"node", ""}});
  const auto path = "/api/v1/resources/" + mine;
  wang_.patch_json(path, {{"version", wang_.get(path).json()["version"]}, {"title", "光的反射定律 教案"}});
  EXPECT_TRUE(becomes(wang_, mine, "same_lesson", {lesson})) << groups(wang_, mine).dump();
  EXPECT_TRUE(becomes(wang_, mine, "similar", {about})) << groups(wang_, mine).dump();
}

TEST_F(LiveSimilar, OnlyWhatTheViewerMaySeeTodayIsLikeAnything) {
  const auto text = lesson_text("光的反射");
  const auto mine = share(wang_, "s1", "光的反射教案.txt", text);
  const auto copy = put(wang_, {"光的反射教案 本校.txt", district_.id("s1")}, text + "完。");
  const auto zhaos = put(zhao_, {"光的反射教案.txt", district_.id("s3")}, text);
  EXPECT_EQ(ids(groups(wang_, mine)["versions"]), std::vector{copy});
  EXPECT_EQ(ids(groups(li_, mine)["versions"]), std::vector<std::string>());
  for (auto* page : {&wang_, &li_}) EXPECT_EQ(groups(*page, mine).dump().find(zhaos), std::string::npos);
  EXPECT_EQ(ids(groups(zhao_, zhaos)["same_bytes"]), std::vector<std::string>());
  // Taken back: gone with the next request, whatever the index still holds.
  const auto path = "/api/v1/resources/" + copy;
  EXPECT_EQ(wang_.del(path).status, 204);
  EXPECT_EQ(ids(groups(wang_, mine)["versions"]), std::vector<std::string>());
}

TEST_F(LiveSimilar, AHiddenResourceIsAsAbsentAsOneThatNeverWas) {
  const auto hidden = put(wang_, {"a.txt", district_.id("s1")}, "x");
  const auto answer = [&](const std::string& id) {
    auto told = zhao_.get("/api/v1/resources/" + id + "/similar");
    auto body = told.json();
    body.erase("request_id");
    return std::to_string(told.status) + body.dump();
  };
  EXPECT_EQ(answer(hidden), answer(kNeverMade));
  EXPECT_EQ(zhao_.get("/api/v1/resources/" + hidden + "/similar").code(), "resource.absent");
  EXPECT_EQ(server_.client().get("/api/v1/resources/" + hidden + "/similar").status, 401);
}

}  // namespace
}  // namespace kecang::testing
