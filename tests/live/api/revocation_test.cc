/// A school leaves its group while its teacher has everything open: each next request finds nothing of it.
#include <gmock/gmock.h>

#include <functional>
#include <map>

#include "tests/support/bureau_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;

constexpr const char* kNeverMade = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
constexpr int kLessons = 7;

class LiveRevocation : public ::testing::Test {
 protected:
  LiveRevocation() {
    for (int i = 1; i <= kLessons; ++i) {
      const auto name = "浮力第" + std::to_string(i) + "课.txt";
      const auto import = upload(wang_, {name, district_.id("s1"), district_.id("g1")}, name + "讲浮力");
      indexed_import(wang_, import);
      lessons_.push_back(resource_of(wang_, import));
    }
  }

  /// The membership of li's school ends, by request, consent and filing.
  void leave() {
    const json terms{{"kind", "leave"},
                     {"group", district_.id("g1")},
                     {"schools", {{{"school", district_.id("s2")}, {"role", "member"}}}}};
    auto admin = server_.admin();  // answers for the school, and for the bureau
    auto request = chen_.post_json("/api/v1/group-requests", terms).json();
    const auto steps = "/api/v1/group-requests/" + request["id"].get<std::string>() + "/steps";
    request =
        admin
            .post_json(steps,
                       {{"step", "approve"}, {"version", request["version"]}, {"side", district_.id("s2")}})
            .json();
    const auto filed = officer_.post_json(
        steps, {{"step", "file"}, {"version", request["version"]}, {"filing_number", "3"}});
    ASSERT_EQ(filed.status, 200) << filed;
  }

  static std::size_t count(HttpClient& page, const std::string& path, const std::string& name) {
    const auto answer = page.get(path);
    EXPECT_EQ(answer.status, 200) << path << answer;
    const auto body = answer.json();
    return body.contains(name) ? body[name].size() : 0;
  }

  LiveServer server_{WithIndexer::yes};
  BureauDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  HttpClient chen_ = district_.page("chen");
  HttpClient officer_ = district_.page("officer");
  std::vector<std::string> lessons_;
};

TEST_F(LiveRevocation, ClosesEverythingThatIsOpenOnTheNextRequest) {
  const std::string search = "/api/v1/search?q=%E6%B5%AE%E5%8A%9B&page_size=5";  // 浮力
  const auto& lesson = lessons_.front();
  const auto base = "/api/v1/resources/" + lesson;
  const auto collection =
      chen_
          .post_json(
              "/api/v1/collections",
              {{"title", "浮力"},
               {"group", district_.id("g1")},
               {"sections", {{{"title", "一"}, {"items", {{{"kind", "resource"}, {"resource", lesson}}}}}}}})
          .json();
  const auto shelf = "/api/v1/collections/" + collection["id"].get<std::string>();
  chen_.put_json(shelf + "/publication",
                 {{"version", collection["version"]},
                  {"releases", {{{"kind", "group"}, {"target", district_.id("g1")}}}}});
  const auto saved = li_.post_json("/api/v1/saved-searches", {{"name", "浮力"}, {"text", "浮力"}}).json();
  const auto feed = li_.post("/api/v1/saved-searches/" + saved["id"].get<std::string>() + "/feed", "")
                        .json()["path"]
                        .get<std::string>();

  // Page 1 is open and kept by the server, the file has begun to come, the link is in a bookmark.
  EXPECT_EQ(count(li_, search, "hits"), 5U);
  EXPECT_EQ(count(li_, search, "hits"), 5U);
  EXPECT_EQ(li_.get(base + "/file", {{"Range", "bytes=0-3"}}).status, 206);
  EXPECT_EQ(li_.get(shelf).status, 200);
  EXPECT_EQ(count(li_, "/api/v1/basket?ids=" + lesson, "items"), 1U);
  EXPECT_NE(server_.client().get(feed).body.find("<entry>"), std::string::npos);
  EXPECT_GT(count(li_, "/api/v1/suggest?q=fuli", "items"), 0U);

  leave();

  EXPECT_EQ(count(li_, search, "hits"), 0U) << "the answer that was kept";
  EXPECT_EQ(count(li_, search + "&page=2", "hits"), 0U) << "page 2";
  EXPECT_EQ(li_.get(search).json()["total"], 0);
  EXPECT_EQ(count(li_, "/api/v1/suggest?q=fuli", "items"), 0U);
  EXPECT_EQ(server_.client().get(feed).body.find("<entry>"), std::string::npos) << "the feed";
  EXPECT_EQ(count(li_, "/api/v1/basket?ids=" + lesson, "items"), 0U) << "what was put aside";
  for (const auto* below : {"", "/segments", "/questions", "/preview", "/similar", "/why", "/file",
                            "/submissions", "/standards"}) {
    const auto hidden = li_.get(base + below);
    EXPECT_EQ(hidden.status, 404) << below;
    EXPECT_EQ(hidden.code(), li_.get(std::string("/api/v1/resources/") + kNeverMade + below).code()) << below;
  }
  EXPECT_EQ(li_.get(base + "/file", {{"Range", "bytes=4-"}}).status, 404) << "the rest of a download";
  EXPECT_EQ(li_.get(shelf).status, 404) << "the collection of the group";
  EXPECT_EQ(li_.get(shelf + "/export.zip").status, 404);
  EXPECT_EQ(li_.get("/api/v1/groups/" + district_.id("g1")).status, 404);
  EXPECT_EQ(wang_.get(base).status, 200) << "its own people keep it";
}

}  // namespace
}  // namespace kecang::testing
