#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kSaved = "/api/v1/saved-searches";
constexpr const char* kNeverMade = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// What stands in an answer beside what differs from request to request.
std::string lasting(const HttpAnswer& answer) {
  auto body = answer.json();
  if (body.is_object()) body.erase("request_id");
  std::string all = std::to_string(answer.status) + body.dump();
  for (const auto& [name, value] : answer.headers)
    if (name != "x-request-id" && name != "date") all += "\n" + name + ": " + value;
  return all;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

class LiveSavedSearches : public ::testing::Test {
 protected:
  /// Uploads for the group and waits until it can be found.
  std::string share(HttpClient& page, const std::string& school, const std::string& name,
                    const std::string& text) {
    const auto import = upload(page, {name, district_.id(school), district_.id("g1")}, text);
    indexed_import(page, import);
    return resource_of(page, import);
  }
  std::string keep(HttpClient& page, const nlohmann::json& what) {
    const auto answer = page.post_json(kSaved, what);
    EXPECT_EQ(answer.status, 201) << answer;
    return answer.json().value("id", "");
  }
  nlohmann::json news(HttpClient& page) { return page.get("/api/v1/digest").json()["items"]; }
  std::string open_feed(HttpClient& page, const std::string& id) {
    const auto answer = page.post(address(id) + "/feed", "");
    EXPECT_EQ(answer.status, 201) << answer;
    return answer.json().value("path", "");
  }
  static std::string address(const std::string& id) { return std::string(kSaved) + "/" + id; }
  /// The school's membership of the group ended some time ago.
  void leave_group(const std::string& school) {
    auto admin = server_.admin();
    const auto members = admin.get("/api/v1/groups/" + district_.id("g1") + "/members").json();
    for (const auto& member : members["items"]) {
      const auto& membership = member["membership"];
      if (membership["subject"] != district_.id(school)) continue;
      const auto ended = admin.patch_json("/api/v1/admin/memberships/" + membership["id"].get<std::string>(),
                                          {{"version", membership["version"]}, {"until", "2024-01-01"}});
      EXPECT_EQ(ended.status, 200) << ended;
    }
  }
  void expect_closed(const std::string& path) {
    auto nobody = server_.client();
    const auto absent = nobody.get(std::string(kSaved) + "/" + kNeverMade + "/feed.atom?token=kf_x");
    EXPECT_EQ(absent.status, 404);
    EXPECT_EQ(lasting(nobody.get(path)), lasting(absent)) << path;
  }

  LiveServer server_{WithIndexer::yes};
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
};

TEST_F(LiveSavedSearches, TellWhatIsNewUntilItWasShown) {
  share(wang_, "s1", "月饼的分数一.txt", "把月饼平均分成两份");
  const auto id = keep(li_, {{"name", "月饼"}, {"text", "月饼"}});
  ASSERT_EQ(news(li_).size(), 1U);
  EXPECT_EQ(news(li_)[0]["new_count"], 0) << "what was there when it was kept is not new";
  EXPECT_EQ(news(li_)[0]["total"], 1);
  const auto fresh = share(wang_, "s1", "月饼的分数二.txt", "把月饼平均分成三份");
  share(wang_, "s1", "别的.txt", "杠杆的平衡条件");
  const auto now = news(li_)[0];
  EXPECT_EQ(now["new_count"], 1);
  EXPECT_EQ(now["new_ids"], nlohmann::json::array({fresh}));
  EXPECT_EQ(now["newest"][0]["title"], "月饼的分数二");
  const auto seen = li_.post_json(address(id) + "/seen", {{"resources", now["new_ids"]}});
  EXPECT_EQ(seen.status, 200) << seen;
  EXPECT_EQ(seen.json()["new_count"], 0);
  EXPECT_EQ(news(li_)[0]["new_count"], 0);
}

TEST_F(LiveSavedSearches, FiltersCountAndAnotherQuestionBeginsAnew) {
  share(wang_, "s1", "月饼.txt", "月饼");
  const auto id = keep(wang_, {{"name", "本校"}, {"filters", {{"school", {district_.id("s1")}}}}});
  EXPECT_EQ(news(wang_)[0]["total"], 1);
  EXPECT_EQ(news(wang_)[0]["labels"][district_.id("s1")], "江北实验中学");
  share(li_, "s2", "河湾.txt", "河湾的月饼");
  EXPECT_EQ(news(wang_)[0]["new_count"], 0);
  const auto changed = wang_.patch_json(
      address(id),
      {{"version", 1}, {"name", "月饼"}, {"text", "月饼"}, {"filters", nlohmann::json::object()}});
  EXPECT_EQ(changed.status, 200) << changed;
  EXPECT_EQ(news(wang_)[0]["total"], 2);
  EXPECT_EQ(news(wang_)[0]["new_count"], 0);
  EXPECT_EQ(wang_.patch_json(address(id), {{"version", 1}, {"name", "x"}}).code(), "saved_search.changed");
}

TEST_F(LiveSavedSearches, WhatCannotBeKeptIsSaid) {
  EXPECT_EQ(wang_.post_json(kSaved, {{"name", " "}}).code(), "saved_search.name_empty");
  EXPECT_EQ(wang_.post_json(kSaved, {{"name", "a"}, {"filters", {{"planet", {"x"}}}}}).code(),
            "value.unknown");
  EXPECT_EQ(wang_.post_json(kSaved, {{"name", "a"}, {"text", std::string(5000, 'x')}}).code(),
            "search.text_too_long");
  EXPECT_EQ(wang_.get(address(kNeverMade)).code(), "saved_search.absent");
  EXPECT_EQ(server_.client().get(kSaved).status, 401);
  EXPECT_THAT(news(wang_), IsEmpty());
}

TEST_F(LiveSavedSearches, SomebodyElsesIsAsAbsentAsOneThatNeverWas) {
  const auto id = keep(wang_, {{"name", "a"}, {"text", "月饼"}});
  EXPECT_THAT(news(li_), IsEmpty());
  EXPECT_EQ(lasting(li_.get(address(id))), lasting(li_.get(address(kNeverMade))));
  EXPECT_EQ(lasting(li_.del(address(id))), lasting(li_.del(address(kNeverMade))));
  for (const auto* below : {"/feed", "/seen"})
    EXPECT_EQ(lasting(li_.post_json(address(id) + below, {{"resources", nlohmann::json::array()}})),
              lasting(li_.post_json(address(kNeverMade) + below, {{"resources", nlohmann::json::array()}})));
  EXPECT_EQ(lasting(li_.patch_json(address(id), {{"version", 1}, {"name", "x"}})),
            lasting(li_.patch_json(address(kNeverMade), {{"version", 1}, {"name", "x"}})));
}

TEST_F(LiveSavedSearches, TheFeedNeedsNoSessionAndListsTheNewestFirst) {
  const auto first = share(wang_, "s1", "月饼<一>&.txt", "把月饼平均分成两份");
  const auto second = share(wang_, "s1", "月饼二.txt", "把月饼平均分成三份");
  const auto id = keep(li_, {{"name", "月饼 & 分数"}, {"text", "月饼"}});
  const auto path = open_feed(li_, id);
  const auto feed = server_.client().get(path);
  ASSERT_EQ(feed.status, 200) << feed;
  EXPECT_EQ(feed.header("content-type"), "application/atom+xml; charset=utf-8");
  EXPECT_EQ(feed.header("cache-control"), "private, no-cache");
  EXPECT_EQ(feed.header("set-cookie"), "");
  EXPECT_EQ(occurrences(feed.body, "<entry>"), 2U);
  EXPECT_THAT(feed.body, HasSubstr("<title>月饼 &amp; 分数 · 课藏</title>"));
  EXPECT_THAT(feed.body, HasSubstr("&lt;一&gt;&amp;"));
  EXPECT_THAT(feed.body, HasSubstr("<author><name>江北实验中学</name>"));
  EXPECT_THAT(feed.body, HasSubstr("平均分成三份"));
  EXPECT_LT(feed.body.find("/r/" + second), feed.body.find("/r/" + first));
  EXPECT_THAT(feed.body, Not(HasSubstr(path.substr(path.find("kf_"))))) << "passed on, it opens nothing";
}

TEST_F(LiveSavedSearches, AReaderThatHasItIsToldSoAndOthersChangesDoNotShow) {
  share(wang_, "s1", "月饼.txt", "月饼");
  const auto path = open_feed(li_, keep(li_, {{"name", "月饼"}, {"text", "月饼"}}));
  auto reader = server_.client();
  const auto etag = reader.get(path).header("etag");
  ASSERT_FALSE(etag.empty());
  // Something li may not see changes the library and its index, but nothing here.
  indexed_import(wang_, upload(wang_, {"月饼秘方.txt", district_.id("s1")}, "月饼月饼"));
  EXPECT_EQ(reader.get(path, {{"If-None-Match", etag}}).status, 304);
  share(wang_, "s1", "月饼二.txt", "又一个月饼");
  const auto newer = reader.get(path, {{"If-None-Match", etag}});
  EXPECT_EQ(newer.status, 200);
  EXPECT_NE(newer.header("etag"), etag);
}

TEST_F(LiveSavedSearches, AMembershipThatEndedClosesWhatItOpenedOnTheNextRequest) {
  share(wang_, "s1", "集团的月饼.txt", "月饼");
  indexed_import(li_, upload(li_, {"本校的月饼.txt", district_.id("s2")}, "自己的月饼"));
  const auto path = open_feed(li_, keep(li_, {{"name", "月饼"}, {"text", "月饼"}}));
  auto reader = server_.client();
  const auto before = reader.get(path);
  EXPECT_EQ(occurrences(before.body, "<entry>"), 2U) << before;
  leave_group("s2");
  const auto after = reader.get(path, {{"If-None-Match", before.header("etag")}});
  EXPECT_EQ(after.status, 200) << "never said to be unchanged";
  EXPECT_EQ(occurrences(after.body, "<entry>"), 1U) << after;
  EXPECT_THAT(after.body, Not(HasSubstr("集团的月饼")));
}

TEST_F(LiveSavedSearches, ADisabledOwnerAndOneWithAPasswordToChooseHaveNoFeed) {
  auto admin = server_.admin();
  const auto path = open_feed(li_, keep(li_, {{"name", "a"}}));
  const auto who = li_.get("/api/v1/session").json()["user"];
  const auto user = "/api/v1/admin/users/" + who["id"].get<std::string>();
  const auto reset = admin.patch_json(user, {{"version", who["version"]}, {"reset_password", true}});
  ASSERT_EQ(reset.status, 200) << reset;
  expect_closed(path);

  const auto wangs = open_feed(wang_, keep(wang_, {{"name", "a"}}));
  const auto wang = wang_.get("/api/v1/session").json()["user"];
  EXPECT_EQ(server_.client().get(wangs).status, 200);
  const auto disabled = admin.patch_json("/api/v1/admin/users/" + wang["id"].get<std::string>(),
                                         {{"version", wang["version"]}, {"disabled", true}});
  ASSERT_EQ(disabled.status, 200) << disabled;
  expect_closed(wangs);
}

TEST_F(LiveSavedSearches, AnAddressEndsWhenItIsTakenBackOrGivenOutAnew) {
  const auto id = keep(wang_, {{"name", "a"}});
  const auto other = keep(wang_, {{"name", "b"}});
  expect_closed(address(id) + "/feed.atom");
  expect_closed(address(id) + "/feed.atom?token=");
  const auto first = open_feed(wang_, id);
  EXPECT_EQ(server_.client().get(first).status, 200);
  expect_closed(address(other) + "/feed.atom" + first.substr(first.find('?')));
  const auto second = open_feed(wang_, id);
  expect_closed(first);
  EXPECT_EQ(server_.client().get(second).status, 200);
  EXPECT_TRUE(wang_.get(address(id)).json().contains("feed_since"));
  const auto closed = wang_.del(address(id) + "/feed");
  EXPECT_EQ(closed.status, 200) << closed;
  EXPECT_FALSE(closed.json().contains("feed_since"));
  expect_closed(second);
  const auto third = open_feed(wang_, id);
  EXPECT_EQ(wang_.del(address(id)).status, 204);
  expect_closed(third);
}

TEST_F(LiveSavedSearches, TheSecretIsKeptNowhereAndATokenMakesNone) {
  const auto id = keep(wang_, {{"name", "a"}});
  const auto path = open_feed(wang_, id);
  const auto secret = path.substr(path.find("kf_"));
  server_.client().get(path);
  EXPECT_EQ(wang_.get(address(id)).body.find(secret), std::string::npos);
  EXPECT_EQ(server_.log_text().find(secret), std::string::npos);
  const auto token = wang_.post_json("/api/v1/tokens", {{"name", "t"}}).json().value("secret", "");
  const auto refused =
      server_.client().post(address(id) + "/feed", "", {{"Authorization", "Bearer " + token}});
  EXPECT_EQ(refused.code(), "token.needs_session");
}

}  // namespace
}  // namespace kecang::testing
