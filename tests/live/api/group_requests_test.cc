/// Schools join and leave groups by request: both sides agree, the bureau files it, and access follows.
#include <gmock/gmock.h>

#include "schemas/base/clock.h"
#include "schemas/base/digest.h"
#include "schemas/model/describe.h"
#include "tests/support/bureau_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRequests = "/api/v1/group-requests";

class LiveGroupRequests : public ::testing::Test {
 protected:
  /// Of s3 and the group of s1 and s2.
  json terms(const std::string& kind) const {
    return {{"kind", kind},
            {"group", district_.id("g1")},
            {"schools", {{{"school", district_.id("s3")}, {"role", "member"}}}},
            {"reason", "城东片区教研一体化"}};
  }
  static json asked(HttpClient& page, const json& terms) {
    const auto answer = page.post_json(kRequests, terms);
    EXPECT_EQ(answer.status, 201) << answer;
    return answer.json();
  }
  static std::string at(const json& request, const std::string& below = "") {
    return std::string(kRequests) + "/" + request["id"].get<std::string>() + below;
  }
  static HttpAnswer try_step(HttpClient& page, const json& request, const std::string& step,
                             json more = json::object()) {
    more["step"] = step;
    more["version"] = request["version"];
    return page.post_json(at(request, "/steps"), more);
  }
  static json step(HttpClient& page, const json& request, const std::string& name,
                   const json& more = json::object()) {
    const auto answer = try_step(page, request, name, more);
    EXPECT_EQ(answer.status, 200) << name << answer;
    return answer.json();
  }
  json filed(const json& of) {
    auto request = asked(sun_, of);
    request = step(chen_, request, "approve", {{"side", district_.id("g1")}});
    return step(officer_, request, "file", {{"filing_number", "江教备2026-9"}});
  }
  std::string lesson(const std::string& name, const std::string& groups) {
    return resource_of(wang_, upload(wang_, {name, district_.id("s1"), groups}, name + "讲义"));
  }
  static int status(HttpClient& page, const std::string& resource) {
    return page.get("/api/v1/resources/" + resource).status;
  }

  LiveServer server_;
  BureauDistrict district_{server_};
  HttpClient chen_ = district_.page("chen");
  HttpClient sun_ = district_.page("sun");
  HttpClient officer_ = district_.page("officer");
  HttpClient wang_ = district_.page("wang");
  HttpClient zhao_ = district_.page("zhao");
};

TEST_F(LiveGroupRequests, OpenAGroupAfterBothSidesAndTheBureauAndCloseItOnTheNextRequest) {
  const auto resource = lesson("光的折射.txt", district_.id("g1"));
  auto request = asked(sun_, terms("join"));
  EXPECT_EQ(request["state"], "proposed");
  EXPECT_EQ(try_step(sun_, request, "approve", {{"side", district_.id("g1")}}).status, 403);
  EXPECT_EQ(try_step(officer_, request, "file", {{"filing_number", "1"}}).json()["code"],
            "group_request.wrong_step");
  request = step(chen_, request, "approve", {{"side", district_.id("g1")}});
  EXPECT_EQ(request["state"], "agreed");
  EXPECT_EQ(status(zhao_, resource), 404);
  EXPECT_EQ(try_step(chen_, request, "file", {{"filing_number", "1"}}).json()["code"],
            "group_request.not_bureau");
  request = step(officer_, request, "file", {{"filing_number", "江教备2026-9"}});
  EXPECT_EQ(request["state"], "filed");
  EXPECT_EQ(status(zhao_, resource), 200);

  filed(terms("leave"));
  EXPECT_EQ(status(zhao_, resource), 404);
  std::vector<std::string> steps;
  const auto trail = sun_.get(at(request, "/trail")).json();
  for (const auto& event : trail["items"]) steps.push_back(event["step"]);
  EXPECT_THAT(steps, ElementsAre("proposed", "approve", "file"));
}

TEST_F(LiveGroupRequests, AreNotThereForWhoHasNoSayInThem) {
  const auto request = asked(sun_, terms("join"));
  for (auto* page : {&wang_, &zhao_}) {
    EXPECT_EQ(page->get(kRequests).json()["items"].size(), 0U);
    for (const auto* below : {"", "/trail", "/plan", "/plan.csv", "/inventory.csv"})
      EXPECT_EQ(page->get(at(request, below)).json()["code"], "group_request.absent") << below;
    EXPECT_EQ(try_step(*page, request, "withdraw").json()["code"], "group_request.absent");
  }
  EXPECT_EQ(chen_.get(kRequests).json()["items"].size(), 1U);
  EXPECT_EQ(officer_.get(kRequests).json()["items"].size(), 1U);
}

TEST_F(LiveGroupRequests, ShowEachSideWhoGainsAndLosesWhatOfItsOwn) {
  lesson("光的折射.txt", district_.id("g1"));
  lesson("只给本校.txt", "");
  const auto joining = asked(sun_, terms("join"));
  const auto plan = chen_.get(at(joining, "/plan")).json();
  ASSERT_EQ(plan["lines"].size(), 1U) << plan;
  const auto& line = plan["lines"][0];
  EXPECT_EQ(line["receiver"]["name"], "城东中学");
  EXPECT_EQ(line["giver"]["name"], "江北实验中学");
  EXPECT_EQ(line["gained"], 1);
  EXPECT_EQ(line["lost"], 0);
  const auto table = chen_.get(at(joining, "/plan.csv"));
  EXPECT_THAT(table.body, HasSubstr("光的折射"));
  EXPECT_THAT(table.body, Not(HasSubstr("只给本校")));
  EXPECT_EQ(sun_.get(at(joining, "/plan")).json()["lines"].size(), 0U)
      << "what the group has is not told to who is not in it yet";
  EXPECT_EQ(sun_.post_json(std::string(kRequests) + "/plan", terms("join")).status, 200)
      << "of her own school she may know";

  step(chen_, joining, "approve", {{"side", district_.id("g1")}});
  step(officer_, officer_.get(at(joining)).json(), "file", {{"filing_number", "7"}});
  const auto leaving = asked(sun_, terms("leave"));
  for (auto* page : {&chen_, &sun_}) {
    const auto losing = page->get(at(leaving, "/plan")).json();
    ASSERT_EQ(losing["lines"].size(), 1U) << losing;
    EXPECT_EQ(losing["lines"][0]["lost"], 1);
  }
}

TEST_F(LiveGroupRequests, ListWhatASchoolHasWithItsChecksums) {
  upload(zhao_, {"浮力教案.txt", district_.id("s3")}, "浮力");
  const auto request = asked(sun_, terms("join"));
  const auto table = sun_.get(at(request, "/inventory.csv"));
  EXPECT_THAT(table.body, HasSubstr("浮力教案"));
  EXPECT_THAT(table.body, HasSubstr(sha256("浮力").hex()));
  EXPECT_THAT(chen_.get(at(request, "/inventory.csv")).body, Not(HasSubstr("浮力教案")));
}

TEST_F(LiveGroupRequests, AreWithdrawnByWhoMadeThemAndRefusedWithAReason) {
  const auto first = asked(sun_, terms("join"));
  EXPECT_EQ(try_step(chen_, first, "withdraw").json()["code"], "group_request.not_proposer");
  EXPECT_EQ(step(sun_, first, "withdraw")["state"], "withdrawn");
  const auto second = asked(sun_, terms("join"));
  EXPECT_EQ(try_step(chen_, second, "refuse").json()["code"], "group_request.note_empty");
  EXPECT_EQ(step(chen_, second, "refuse", {{"note", "名额已满"}})["state"], "refused");
  EXPECT_EQ(try_step(chen_, second, "refuse", {{"note", "再次"}}).status, 409);
}

TEST_F(LiveGroupRequests, FoundAGroupThatTheBureauAsksFor) {
  json founding{{"kind", "found"},
                {"name", "江城教联体"},
                {"group_kind", "community"},
                {"schools",
                 {{{"school", district_.id("s1")}, {"role", "core"}},
                  {{"school", district_.id("s3")}, {"role", "member"}}}}};
  auto request = asked(officer_, founding);
  request = step(chen_, request, "approve", {{"side", district_.id("s1")}});
  request = step(sun_, request, "approve", {{"side", district_.id("s3")}});
  request = step(officer_, request, "file", {{"filing_number", "8"}});
  const auto group = zhao_.get("/api/v1/groups/" + request["made"].get<std::string>());
  ASSERT_EQ(group.status, 200) << group;
  EXPECT_EQ(group.json()["group"]["name"], "江城教联体");
}

TEST_F(LiveGroupRequests, RemindWhoAdministersOfWhatEndsSoon) {
  const auto in_days = [](int days) {
    return time_text(SystemClock().now() + std::chrono::hours{24} * days);
  };
  auto joining = terms("join");
  joining["until"] = in_days(20);
  filed(joining);
  for (auto* page : {&sun_, &chen_}) {
    const auto reminders = page->get("/api/v1/reminders").json();
    ASSERT_EQ(reminders["items"].size(), 1U) << reminders;
    EXPECT_EQ(reminders["items"][0]["what"], "membership");
    EXPECT_EQ(reminders["items"][0]["stage"], 30);
    EXPECT_EQ(reminders["items"][0]["school"]["name"], "城东中学");
  }
  EXPECT_EQ(zhao_.get("/api/v1/reminders").json()["items"].size(), 0U);
  auto longer = terms("extend");
  longer["until"] = in_days(400);
  filed(longer);
  EXPECT_EQ(sun_.get("/api/v1/reminders").json()["items"].size(), 0U);
}

TEST_F(LiveGroupRequests, FindOtherSchoolsByNameForWhoMakesThem) {
  const auto found = sun_.get("/api/v1/places?q=%E6%B1%9F%E5%8C%97").json();  // 江北
  std::vector<std::string> names;
  for (const auto& one : found["items"]) names.push_back(one["name"]);
  EXPECT_THAT(names, ElementsAre("江北实验中学", "江北教育联盟"));
  EXPECT_EQ(zhao_.get("/api/v1/places?q=x").json()["code"], "people.not_administrator");
}

}  // namespace
}  // namespace kecang::testing
