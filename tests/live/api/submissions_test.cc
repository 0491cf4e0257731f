/// Submissions as those who hand in, review and decide meet them, and nobody else.
#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kSubmissions = "/api/v1/submissions";
constexpr const char* kNeverMade = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// What stands in an answer beside what differs from request to request.
std::string lasting(const HttpAnswer& answer) {
  auto body = answer.json();
  if (body.is_object()) body.erase("request_id");
  std::string all = std::to_string(answer.status) + body.dump();
  for (const auto& [name, value] : answer.headers)
    if (name != "x-request-id" && name != "date" && name != "content-length")
      all += "\n" + name + ": " + value;
  return all;
}

std::string address(const json& submission, const std::string& below = "") {
  return std::string(kSubmissions) + "/" + submission["id"].get<std::string>() + below;
}

/// qian and sun review for the group.
class ReviewedDistrict : public SmallDistrict {
 public:
  explicit ReviewedDistrict(LiveServer& server) : SmallDistrict(server) {
    auto admin = server.admin();
    const std::string p = std::string(",") + kPassword + "\n";
    roster(admin, "users", "key,login,name,password\nt7,qian,钱审核" + p + "t8,sun,孙审核" + p);
    roster(admin, "memberships",
           "kind,member,container,role,from\n"
           "user_in_group,qian,g1,reviewer,2020-01-01\nuser_in_group,sun,g1,reviewer,2020-01-01\n"
           "user_in_school,qian,s1,teacher,2020-01-01\nuser_in_school,sun,s2,teacher,2020-01-01\n");
  }
};

class LiveSubmissions : public ::testing::Test {
 protected:
  std::string text(const std::string& name) {
    return resource_of(wang_, upload(wang_, {name, district_.id("s1"), district_.id("g1")}, name));
  }
  json hand_in(const std::string& resource) {
    const auto answer = wang_.post_json(
        kSubmissions, {{"resource", resource}, {"place", {{"kind", "group"}, {"id", district_.id("g1")}}}});
    EXPECT_EQ(answer.status, 201) << answer;
    return answer.json();
  }
  static HttpAnswer step(HttpClient& page, const json& submission, json request) {
    request["version"] = page.get(address(submission)).json().value("version", 1);
    return page.post_json(address(submission, "/steps"), request);
  }
  static std::vector<std::string> titles(HttpClient& page, const std::string& query) {
    std::vector<std::string> titles;
    const auto answer = page.get(kSubmissions + ("?" + query));
    EXPECT_EQ(answer.status, 200) << answer;
    const auto listed = answer.json();
    for (const auto& one : listed["items"]) titles.push_back(one["title"]);
    return titles;
  }
  static std::string id_of(HttpClient& page) { return page.get("/api/v1/session").json()["user"]["id"]; }
  std::vector<std::string> badges(HttpClient& page, const std::string& resource) {
    std::vector<std::string> states;
    const auto told = page.get("/api/v1/resources/" + resource + "/submissions").json();
    for (const auto& one : told.value("items", json::array())) states.push_back(one["state"]);
    return states;
  }
  /// Every way to ask for a submission answers as for one that never was.
  static void expect_absent(HttpClient& page, const json& submission) {
    const json never{{"id", kNeverMade}};
    const auto same = [&](const char* what, auto&& ask) {
      const auto hidden = ask(submission);
      EXPECT_EQ(hidden.status, 404) << what << hidden;
      EXPECT_EQ(lasting(hidden), lasting(ask(never))) << what;
    };
    for (const auto* below : {"", "/comments", "/candidates"})
      same(below, [&](const json& one) { return page.get(address(one, below)); });
    same("comment", [&](const json& one) {
      return page.post_json(address(one, "/comments"), {{"text", "a"}});
    });
    for (const auto* name : {"assign", "rotate", "review", "decide", "showcase", "withdraw"})
      same(name, [&](const json& one) {
        return page.post_json(address(one, "/steps"),
                              {{"step", name}, {"version", 1}, {"verdict", "approved"}});
      });
  }

  LiveServer server_;
  ReviewedDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  HttpClient zhao_ = district_.page("zhao");
  HttpClient chen_ = district_.page("chen");
  HttpClient qian_ = district_.page("qian");
  HttpClient sun_ = district_.page("sun");
};

TEST_F(LiveSubmissions, GoFromTheTeacherThroughTheReviewerToTheGroup) {
  const auto resource = text("光的折射.txt");
  const auto made = hand_in(resource);
  EXPECT_EQ(made["state"], "submitted");
  for (auto* page : {&li_, &zhao_, &qian_}) expect_absent(*page, made);
  auto admin = server_.admin();
  expect_absent(admin, made);
  EXPECT_THAT(badges(li_, resource), IsEmpty());

  const auto place = "shelf=place&group=" + district_.id("g1");
  EXPECT_THAT(titles(chen_, place), ElementsAre("光的折射"));
  EXPECT_EQ(sun_.get(kSubmissions + ("?" + place)).code(), "submission.not_presiding");
  const auto assigned =
      step(chen_, made, {{"step", "assign"}, {"reviewers", json::array({id_of(qian_), id_of(sun_)})}});
  ASSERT_EQ(assigned.status, 200) << assigned;
  EXPECT_THAT(titles(qian_, "shelf=to_review"), ElementsAre("光的折射"));

  const auto said = qian_.post_json(address(made, "/comments"), {{"text", "第二页的图不清楚"}, {"page", 2}});
  EXPECT_EQ(said.status, 201) << said;
  EXPECT_EQ(wang_.get(address(made, "/comments")).json()["items"][0]["by_name"], "钱审核");
  EXPECT_EQ(qian_.patch_json("/api/v1/resources/" + resource, {{"version", 1}, {"title", "a"}}).code(),
            "resource.not_editor")
      << "who reviews changes nothing";
  EXPECT_EQ(
      step(wang_, made, {{"step", "review"}, {"verdict", "exemplary"}, {"scores", {20, 20, 30, 15, 15}}})
          .code(),
      "submission.own");
  const auto decided =
      step(qian_, made, {{"step", "review"}, {"verdict", "exemplary"}, {"scores", {20, 20, 30, 15, 15}}});
  ASSERT_EQ(decided.status, 200) << decided;
  EXPECT_EQ(decided.json()["state"], "exemplary");
  EXPECT_EQ(wang_.get(address(made)).json()["result"]["total"], 100.0);

  EXPECT_THAT(badges(li_, resource), ElementsAre("exemplary"));
  EXPECT_FALSE(li_.get("/api/v1/resources/" + resource).json().contains("standing"));
  expect_absent(li_, made);
  EXPECT_EQ(zhao_.get("/api/v1/resources/" + resource + "/submissions").status, 404);
}

TEST_F(LiveSubmissions, AreGoneWithTheRightToSeeTheResource) {
  const auto resource = text("光的折射.txt");
  const auto made = hand_in(resource);
  ASSERT_EQ(step(chen_, made, {{"step", "assign"}, {"reviewers", json::array({id_of(sun_)})}}).status, 200);
  EXPECT_EQ(sun_.get(address(made)).status, 200);
  const auto narrowed =
      wang_.patch_json("/api/v1/resources/" + resource,
                       {{"version", wang_.get("/api/v1/resources/" + resource).json()["version"]},
                        {"releases", {{{"kind", "school"}, {"target", district_.id("s1")}}}}});
  ASSERT_EQ(narrowed.status, 200) << narrowed;
  expect_absent(sun_, made);
  EXPECT_THAT(titles(sun_, "shelf=reviewing"), IsEmpty());
  EXPECT_EQ(wang_.get(address(made)).status, 200);
}

TEST_F(LiveSubmissions, SayWhatIsWrongWithAnAddress) {
  EXPECT_EQ(wang_.get(kSubmissions + std::string("?shelf=planets")).status, 400);
  EXPECT_EQ(wang_.get(kSubmissions + std::string("?shelf=mine&after=x")).code(), "page.cursor");
  EXPECT_EQ(wang_.get("/api/v1/groups/" + std::string(kNeverMade) + "/review-rules").code(), "group.absent");
  EXPECT_EQ(zhao_.get("/api/v1/groups/" + district_.id("g1") + "/review-rules").code(), "group.absent");
  const auto session = chen_.get("/api/v1/session").json();
  EXPECT_EQ(session["groups"][0]["may_preside"], true);
  EXPECT_EQ(session["schools"][0]["may_preside"], true);
  EXPECT_EQ(wang_.get("/api/v1/session").json()["schools"][0]["may_preside"], false);
}

TEST_F(LiveSubmissions, WhoIsNamedInTheThreadFindsItInTheirInboxWhileTheyMayOpenIt) {
  const auto lesson = text("浮力.txt");
  const auto made = hand_in(lesson);
  auto admin = server_.admin();
  auto chen = district_.page("chen");
  auto qian = district_.page("qian");
  const auto asked = step(chen, made, {{"step", "assign"}, {"reviewers", json::array({id_of(qian)})}});
  ASSERT_EQ(asked.status, 200) << asked;
  const auto told = [&] {
    std::vector<std::string> kinds;
    const auto inbox = qian.get("/api/v1/inbox").json();
    for (const auto& item : inbox["items"])
      if (item["kind"] == "mentioned") kinds.push_back(item["title"]);
    return kinds;
  };
  const auto people = wang_.get(address(made, "/nameable")).json();
  ASSERT_EQ(people["items"].size(), 1U) << people;
  EXPECT_EQ(people["items"][0]["name"], "钱审核");
  const json comment{{"text", "@钱审核 请看第 2 页"}, {"mentions", json::array({id_of(qian)})}};
  ASSERT_EQ(wang_.post_json(address(made, "/comments"), comment).status, 201);
  EXPECT_THAT(told(), ElementsAre("浮力"));

  auto zhao = district_.page("zhao");
  const json stranger{{"text", "@赵敏"}, {"mentions", json::array({id_of(zhao)})}};
  EXPECT_EQ(wang_.post_json(address(made, "/comments"), stranger).code(), "mention.unfit");
  EXPECT_EQ(zhao.get(address(made, "/nameable")).status, 404);

  EXPECT_EQ(qian.del(address(made, "/mentions")).status, 204);
  EXPECT_THAT(told(), ElementsAre()) << "seen";
  wang_.post_json(address(made, "/comments"), comment);
  EXPECT_THAT(told(), ElementsAre("浮力"));
  wang_.del("/api/v1/resources/" + lesson);
  EXPECT_THAT(told(), ElementsAre()) << "withdrawn";
}

}  // namespace
}  // namespace kecang::testing
