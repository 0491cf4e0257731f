/// What people put aside while searching, and take home together.
#include <gmock/gmock.h>

#include "tests/support/small_district.h"
#include "tests/support/zip_reader.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class LiveBasket : public ::testing::Test {
 protected:
  std::string share(const std::string& name, const std::string& groups) {
    return resource_of(wang_, upload(wang_, {.name = name, .school = district_.id("s1"), .groups = groups},
                                     "text of " + name));
  }
  static std::vector<std::string> titles(HttpClient& page, const std::string& ids) {
    std::vector<std::string> all;
    const auto answer = page.get("/api/v1/basket?ids=" + ids);
    EXPECT_EQ(answer.status, 200) << answer;
    const auto body = answer.json();
    for (const auto& one : body["items"]) all.push_back(one["title"]);
    return all;
  }
  static std::vector<std::string> packed(const std::string& zip) {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : test::unzipped(zip)) names.push_back(name);
    return names;
  }

  LiveServer server_{WithIndexer::no};
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  const std::string shared_ = share("浮力.txt", district_.id("g1"));
  const std::string own_ = share("压强.txt", "");
  const std::string never_ = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
};

TEST_F(LiveBasket, ShowsInTheOrderAskedWhatItsOwnerMaySeeAndOfTheRestNothing) {
  EXPECT_THAT(titles(wang_, own_ + "," + shared_ + "," + own_), ElementsAre("压强", "浮力"));
  EXPECT_THAT(titles(li_, own_ + "," + shared_ + "," + never_), ElementsAre("浮力"));
  EXPECT_THAT(titles(li_, ""), ElementsAre());
}

TEST_F(LiveBasket, IsTakenHomeAsOneZipWithAPageAndStandsInTheAuditTrail) {
  const auto whole = wang_.get("/api/v1/basket.zip?ids=" + shared_ + "," + own_);
  ASSERT_EQ(whole.status, 200) << whole;
  EXPECT_THAT(packed(whole.body),
              ElementsAre("资源篮/1/01 浮力.txt", "资源篮/1/02 压强.txt", "资源篮/目录.html"));
  EXPECT_EQ(test::unzipped(whole.body).at("资源篮/1/02 压强.txt"), "text of 压强.txt");

  const auto part = li_.get("/api/v1/basket.zip?ids=" + own_ + "," + shared_);
  EXPECT_THAT(packed(part.body), ElementsAre("资源篮/1/01 浮力.txt", "资源篮/目录.html"));
  EXPECT_THAT(test::unzipped(part.body).at("资源篮/目录.html"), Not(HasSubstr("压强")));

  auto chen = district_.page("chen");
  const auto kept =
      chen.get("/api/v1/schools/" + district_.id("s1") + "/audit?action=resource.downloaded").json()["items"];
  ASSERT_EQ(kept.size(), 3U) << kept;
  EXPECT_EQ(kept[0]["actor_name"], "李建国");
  EXPECT_EQ(kept[0]["subject"], shared_);
}

TEST_F(LiveBasket, GoesOnWhereItBrokeOffByteForByte) {
  const auto path = "/api/v1/basket.zip?ids=" + shared_ + "," + own_;
  const auto whole = wang_.get(path);
  ASSERT_EQ(whole.status, 200) << whole;
  const auto tag = whole.header("etag");
  ASSERT_EQ(whole.header("content-length"), std::to_string(whole.body.size()));
  ASSERT_FALSE(tag.empty());
  const auto told = wang_.send("HEAD", path, {}, "");
  EXPECT_EQ(told.header("etag"), tag);
  EXPECT_EQ(told.header("content-length"), whole.header("content-length"));

  // The connection is cut after some bytes; the rest comes with another request.
  std::string half;
  auto cut = district_.page("wang");
  cut.get_to(path, {{"Range", "bytes=0-249"}, {"If-Range", tag}},
             [&](std::string_view bytes) { half += bytes; });
  ASSERT_EQ(half, whole.body.substr(0, 250));
  const auto rest = wang_.get(path, {{"Range", "bytes=250-"}, {"If-Range", tag}});
  EXPECT_EQ(rest.status, 206);
  EXPECT_EQ(half + rest.body, whole.body);
  EXPECT_EQ(test::unzipped(half + rest.body).at("资源篮/1/02 压强.txt"), "text of 压强.txt");
  EXPECT_EQ(wang_.get(path, {{"Range", "bytes=250-"}, {"If-Match", tag}}).body, rest.body);
  EXPECT_EQ(wang_.get(path, {{"If-None-Match", tag}}).status, 304);
  EXPECT_EQ(wang_.get(path, {{"Range", "bytes=9999999-"}, {"If-Range", tag}}).status, 416);
}

TEST_F(LiveBasket, APartIsSentOnlyToWhoNamesTheVersionItGoesOnWith) {
  const auto path = "/api/v1/basket.zip?ids=" + shared_;
  const auto whole = wang_.get(path);
  const auto blind = wang_.get(path, {{"Range", "bytes=10-"}});
  EXPECT_EQ(blind.status, 200);
  EXPECT_EQ(blind.body, whole.body);
  // Somebody else's ETag names nothing of mine.
  EXPECT_EQ(li_.get(path, {{"Range", "bytes=10-"}, {"If-Match", whole.header("etag")}}).status, 412);
}

TEST_F(LiveBasket, WhatWasTakenBackInBetweenIsNeverInTheRest) {
  const auto second = share("密度.txt", district_.id("g1"));
  const auto path = "/api/v1/basket.zip?ids=" + shared_ + "," + second;
  const auto before = li_.get(path);
  const auto tag = before.header("etag");
  ASSERT_THAT(before.body, HasSubstr("text of 密度"));
  ASSERT_EQ(wang_.del("/api/v1/resources/" + second).status, 204);

  const auto refused = li_.get(path, {{"Range", "bytes=20-"}, {"If-Match", tag}});
  EXPECT_EQ(refused.status, 412);
  EXPECT_EQ(refused.code(), "http.precondition_failed");
  EXPECT_THAT(refused.body, Not(HasSubstr("密度")));
  const auto anew = li_.get(path, {{"Range", "bytes=20-"}, {"If-Range", tag}});
  EXPECT_EQ(anew.status, 200) << "the whole of what may be taken now";
  EXPECT_THAT(packed(anew.body), ElementsAre("资源篮/1/01 浮力.txt", "资源篮/目录.html"));
  EXPECT_THAT(anew.body, Not(HasSubstr("密度")));
  EXPECT_EQ(anew.header("etag"), li_.get("/api/v1/basket.zip?ids=" + shared_ + "," + never_).header("etag"))
      << "as though it had never been";
}

TEST_F(LiveBasket, HasABoundAndKnowsWhatIsNoId) {
  std::string many = shared_;
  for (int i = 0; i < 100; ++i) many += "," + never_;
  const auto refused = wang_.get("/api/v1/basket?ids=" + many);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.json()["code"], "basket.too_many");
  EXPECT_EQ(wang_.get("/api/v1/basket.zip?ids=x").status, 400);
}

}  // namespace
}  // namespace kecang::testing
