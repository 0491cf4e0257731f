/// What people star, open and use in class.
#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kNeverMade = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

class LiveDesk : public ::testing::Test {
 protected:
  std::string share(const std::string& name) {
    return resource_of(wang_, upload(wang_, {name, district_.id("s1"), district_.id("g1")}, name));
  }
  static std::vector<std::string> titles(HttpClient& page, const std::string& path) {
    std::vector<std::string> all;
    const auto answer = page.get(path);
    EXPECT_EQ(answer.status, 200) << answer;
    const auto body = answer.json();
    for (const auto& one : body["items"]) all.push_back(one["resource"]["title"]);
    return all;
  }
  static HttpAnswer put(HttpClient& page, const std::string& path) { return page.send("PUT", path, {}, ""); }
  json use(const std::string& resource, const std::string& note) {
    return {{"resource", resource}, {"on", "2026-01-05"}, {"classes", "八（3）班"}, {"note", note}};
  }

  LiveServer server_{WithIndexer::no};
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  const std::string one_ = share("浮力实验课.txt");
  const std::string two_ = share("压强.txt");
};

TEST_F(LiveDesk, StarsAndWhatWasOpenedAreShownNewestFirstAsLongAsTheyMayBeSeen) {
  for (const auto* list : {"/api/v1/favourites", "/api/v1/recent"}) {
    for (const auto& id : {one_, two_}) EXPECT_EQ(put(li_, std::string(list) + "/" + id).status, 204);
    EXPECT_THAT(titles(li_, list), ElementsAre("压强", "浮力实验课"));
    EXPECT_THAT(titles(wang_, list), ElementsAre()) << "each person's own";
    const auto absent = put(li_, std::string(list) + "/" + kNeverMade);
    EXPECT_EQ(absent.status, 404);
  }
  EXPECT_EQ(li_.get("/api/v1/favourites/ids").json()["ids"].size(), 2U);
  wang_.del("/api/v1/resources/" + two_);
  EXPECT_THAT(titles(li_, "/api/v1/favourites"), ElementsAre("浮力实验课"));
  EXPECT_THAT(titles(li_, "/api/v1/recent"), ElementsAre("浮力实验课"));
  EXPECT_EQ(li_.get("/api/v1/favourites/ids").json()["ids"], json::array({one_}));
  EXPECT_EQ(put(li_, "/api/v1/favourites/" + two_).status, 404);
  EXPECT_EQ(li_.del("/api/v1/favourites/" + one_).status, 204);
  EXPECT_THAT(titles(li_, "/api/v1/favourites"), ElementsAre());
  EXPECT_EQ(li_.del("/api/v1/recent").status, 204);
  EXPECT_THAT(titles(li_, "/api/v1/recent"), ElementsAre());
}

TEST_F(LiveDesk, NotesOfUseAreTheirWritersAndTheirNumberTheSchools) {
  const auto made = li_.post_json("/api/v1/uses", use(one_, "分组实验用了两节"));
  ASSERT_EQ(made.status, 201) << made;
  EXPECT_EQ(li_.get("/api/v1/uses").json()["items"][0]["note"], "分组实验用了两节");
  EXPECT_EQ(wang_.get("/api/v1/uses").json()["items"].size(), 0U);
  const auto desk = "/api/v1/resources/" + one_ + "/desk";
  const auto mine = li_.get(desk).json();
  EXPECT_EQ(mine["mine"].size(), 1U);
  EXPECT_EQ(mine["schools"][0]["count"], 1);
  const auto others = wang_.get(desk).json();
  EXPECT_EQ(others["mine"].size(), 0U);
  EXPECT_EQ(others["schools"].size(), 0U) << "what another school does is not told";
  auto zhao = district_.page("zhao");
  EXPECT_EQ(zhao.get(desk).status, 404);
  EXPECT_EQ(zhao.get(desk).code(), zhao.get(std::string("/api/v1/resources/") + kNeverMade + "/desk").code());
  EXPECT_EQ(zhao.post_json("/api/v1/uses", use(one_, "")).status, 404);
  const auto erase = "/api/v1/uses/" + made.json()["id"].get<std::string>();
  EXPECT_EQ(wang_.del(erase).status, 404);
  EXPECT_EQ(li_.del(erase).status, 204);
  EXPECT_EQ(li_.get(desk).json()["schools"].size(), 0U);
}

TEST_F(LiveDesk, ANoteOutlivesWhatItIsAboutUnlessItNamesIt) {
  li_.post_json("/api/v1/uses", use(one_, "效果好，下次少讲一点"));
  li_.post_json("/api/v1/uses", use(one_, "《浮力实验课》太长"));
  wang_.del("/api/v1/resources/" + one_);
  const auto left = li_.get("/api/v1/uses");
  EXPECT_THAT(left.body, Not(HasSubstr("浮力")));
  EXPECT_THAT(left.body, Not(HasSubstr(one_)));
  const auto items = left.json()["items"];
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0]["withheld"], true);
  EXPECT_EQ(items[0]["note"], "");
  EXPECT_EQ(items[1]["note"], "效果好，下次少讲一点");
}

TEST_F(LiveDesk, AnAdministratorWhoLooksAsATeacherSeesNothingOfTheirDesk) {
  put(wang_, "/api/v1/favourites/" + one_);
  wang_.post_json("/api/v1/uses", use(one_, "只给自己看"));
  auto chen = district_.page("chen");
  const auto wang = wang_.get("/api/v1/session").json()["user"]["id"];
  ASSERT_EQ(chen.put_json("/api/v1/session/view-as", {{"user", wang}}).status, 204);
  for (const auto* path : {"/api/v1/favourites", "/api/v1/favourites/ids", "/api/v1/recent", "/api/v1/uses"})
    EXPECT_EQ(chen.get(path).code(), "session.viewing_as") << path;
  const auto desk = chen.get("/api/v1/resources/" + one_ + "/desk").json();
  EXPECT_EQ(desk["mine"].size(), 0U);
  EXPECT_EQ(desk["starred"], false);
}

TEST_F(LiveDesk, SaysWhatIsWrongWithANote) {
  auto wrong = use(one_, "");
  wrong["on"] = "2999-01-01";
  EXPECT_EQ(li_.post_json("/api/v1/uses", wrong).code(), "desk.date_wrong");
  wrong = use(one_, "");
  wrong["school"] = district_.id("s1");
  EXPECT_EQ(li_.post_json("/api/v1/uses", wrong).code(), "desk.not_your_school");
}

}  // namespace
}  // namespace kecang::testing
