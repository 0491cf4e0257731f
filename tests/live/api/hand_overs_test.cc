/// Resources that are handed over from one school to another, as people of both meet it.
#include <gmock/gmock.h>

#include "tests/support/bureau_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRequests = "/api/v1/group-requests";

class LiveHandOver : public ::testing::Test {
 protected:
  /// From s1 to s3.
  json terms(json resources = json::array()) const {
    return {{"kind", "hand_over"},
            {"schools", {{{"school", district_.id("s1")}}}},
            {"receiver", district_.id("s3")},
            {"resources", std::move(resources)},
            {"reason", "两校合并"}};
  }
  static json asked(HttpClient& page, const json& terms) {
    const auto answer = page.post_json(kRequests, terms);
    EXPECT_EQ(answer.status, 201) << answer;
    return answer.json();
  }
  static std::string at(const json& request, const std::string& below = "") {
    return std::string(kRequests) + "/" + request["id"].get<std::string>() + below;
  }
  static json step(HttpClient& page, const json& request, json more) {
    more["version"] = request["version"];
    const auto answer = page.post_json(at(request, "/steps"), more);
    EXPECT_EQ(answer.status, 200) << more << answer;
    return answer.json();
  }
  json filed(const json& of) {
    auto request = asked(chen_, of);
    request = step(sun_, request, {{"step", "approve"}, {"side", district_.id("s3")}});
    return step(officer_, request, {{"step", "file"}, {"filing_number", "江教备2026-12"}});
  }
  std::string lesson(const std::string& name, const std::string& groups = "") {
    return resource_of(wang_, upload(wang_, {name, district_.id("s1"), groups}, name + "讲义"));
  }
  static std::string at(const std::string& resource, const std::string& below = "") {
    return "/api/v1/resources/" + resource + below;
  }

  LiveServer server_;
  BureauDistrict district_{server_};
  HttpClient chen_ = district_.page("chen");
  HttpClient sun_ = district_.page("sun");
  HttpClient officer_ = district_.page("officer");
  HttpClient wang_ = district_.page("wang");
  HttpClient zhao_ = district_.page("zhao");
  HttpClient li_ = district_.page("li");
};

TEST_F(LiveHandOver, HappensAfterBothSchoolsAndTheBureauAndKeepsTheAuthor) {
  const auto resource = lesson("光的折射.txt", district_.id("g1"));
  auto request = asked(chen_, terms());
  EXPECT_EQ(request["receiver_name"], "城东中学");
  EXPECT_EQ(
      chen_
          .post_json(at(request, "/steps"),
                     {{"step", "approve"}, {"version", request["version"]}, {"side", district_.id("s3")}})
          .status,
      403);
  request = step(sun_, request, {{"step", "approve"}, {"side", district_.id("s3")}});
  EXPECT_EQ(zhao_.get(at(resource)).status, 404);
  request = step(officer_, request, {{"step", "file"}, {"filing_number", "江教备2026-12"}});
  EXPECT_EQ(request["state"], "filed");
  EXPECT_EQ(request["hand_over"]["moved"], 1);
  EXPECT_EQ(request["hand_over"]["finished"], true);

  const auto now = zhao_.get(at(resource)).json();
  EXPECT_EQ(now["owner"], district_.id("s3"));
  EXPECT_EQ(now["created_by_name"], "王晓岚");
  const auto lineage = zhao_.get(at(resource, "/lineage")).json();
  EXPECT_EQ(lineage["author_name"], "王晓岚");
  ASSERT_EQ(lineage["hand_overs"].size(), 1U);
  EXPECT_EQ(lineage["hand_overs"][0]["from"]["name"], "江北实验中学");
  EXPECT_EQ(lineage["hand_overs"][0]["to"]["name"], "城东中学");
  EXPECT_EQ(li_.get(at(resource)).status, 200) << "what the group was offered stays";
  const auto trail = sun_.get(at(request, "/trail")).json();
  EXPECT_EQ(trail["items"].back()["step"], "carried_out");
  for (const auto* school : {"s1", "s3"}) {
    auto& page = school == std::string("s1") ? chen_ : sun_;
    const auto audit =
        page.get("/api/v1/schools/" + district_.id(school) + "/audit?action=resource.handed_over").json();
    EXPECT_EQ(audit["items"].size(), 1U) << school << audit;
  }
}

TEST_F(LiveHandOver, ClosesWhatTheSchoolHadForItselfToItsOwnPeople) {
  const auto resource = lesson("校本.txt");
  filed(terms());
  for (const auto* below : {"", "/lineage", "/segments", "/file"})
    EXPECT_EQ(wang_.get(at(resource, below)).status, 404) << below;
  EXPECT_EQ(zhao_.get(at(resource)).status, 200);
  EXPECT_EQ(zhao_.get(at(resource)).json()["may_edit"], false);
}

TEST_F(LiveHandOver, SaysBeforeWhoGainsAndWhoLosesWhat) {
  lesson("校本.txt");
  const auto plan = chen_.post_json(std::string(kRequests) + "/plan", terms());
  ASSERT_EQ(plan.status, 200) << plan;
  const auto foreseen = plan.json();
  ASSERT_EQ(foreseen["lines"].size(), 2U) << foreseen;
  EXPECT_EQ(foreseen["lines"][0]["receiver"]["name"], "城东中学");
  EXPECT_EQ(foreseen["lines"][0]["gained"], 1);
  EXPECT_EQ(foreseen["lines"][1]["receiver"]["name"], "江北实验中学");
  EXPECT_EQ(foreseen["lines"][1]["lost"], 1);
  EXPECT_EQ(sun_.post_json(std::string(kRequests) + "/plan", terms()).status, 403)
      << "whom the other school shares with is not hers to know";
  const auto request = asked(chen_, terms());
  EXPECT_EQ(sun_.get(at(request, "/plan")).json()["lines"].size(), 0U) << "she cannot see it yet";
  EXPECT_THAT(chen_.get(at(request, "/inventory.csv")).body, HasSubstr("校本"));
  EXPECT_THAT(sun_.get(at(request, "/inventory.csv")).body, Not(HasSubstr("校本")));
}

TEST_F(LiveHandOver, TakesAListAndNamesNothingThatTheAskerCannotSee) {
  const auto one = lesson("一.txt"), two = lesson("二.txt");
  const auto own =
      resource_of(wang_, upload(wang_, {"私有.txt", district_.id("s1"), "", "private"}, "私有讲义"));
  const auto foreign = resource_of(zhao_, upload(zhao_, {"别校.txt", district_.id("s3")}, "别校讲义"));
  const auto refused = [&](const std::string& id) {
    auto answer = chen_.post_json(kRequests, terms(json::array({id}))).json();
    answer.erase("request_id");
    return answer.dump();
  };
  const std::string never = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const auto of_never = refused(never);
  EXPECT_THAT(of_never, HasSubstr("group_request.resource_absent"));
  for (const auto& hidden : {own, foreign}) {
    auto answer = refused(hidden);
    while (answer.find(hidden) != std::string::npos)
      answer.replace(answer.find(hidden), hidden.size(), never);
    EXPECT_EQ(answer, of_never);
  }
  filed(terms(json::array({one})));
  EXPECT_EQ(wang_.get(at(one)).status, 404);
  EXPECT_EQ(wang_.get(at(two)).status, 200);
}

TEST_F(LiveHandOver, IsListedOnPaperForWhoSignsIt) {
  lesson("校本.txt");
  const auto request = asked(chen_, terms());
  const auto pdf = chen_.get(at(request, "/inventory.pdf"));
  ASSERT_EQ(pdf.status, 200) << pdf;
  EXPECT_EQ(pdf.header("content-type"), "application/pdf");
  EXPECT_TRUE(pdf.body.starts_with("%PDF-"));
  EXPECT_EQ(wang_.get(at(request, "/inventory.pdf")).json()["code"], "group_request.absent");
}

TEST_F(LiveHandOver, NeedsTwoSchoolsAndAReceiver) {
  auto alone = terms();
  alone["receiver"] = "";
  EXPECT_EQ(chen_.post_json(kRequests, alone).json()["code"], "group_request.receiver_missing");
  auto same = terms();
  same["receiver"] = district_.id("s1");
  EXPECT_EQ(chen_.post_json(kRequests, same).json()["code"], "group_request.one_giver");
  EXPECT_EQ(wang_.post_json(kRequests, terms()).json()["code"], "group_request.not_a_side");
}

TEST_F(LiveHandOver, WhoMovesSchoolKeepsTheAuthorshipAndTheSchoolKeepsTheItem) {
  const auto resource = lesson("光的折射.txt");
  auto admin = server_.admin();
  SmallDistrict::roster(admin, "memberships",
                        "kind,member,container,role,from,until\n"
                        "user_in_school,wang,s1,teacher,2020-01-01,2021-01-01\n"
                        "user_in_school,wang,s3,teacher,2021-01-01,\n");
  EXPECT_EQ(wang_.get(at(resource)).status, 404);
  const auto kept = chen_.get(at(resource)).json();
  EXPECT_EQ(kept["owner"], district_.id("s1"));
  EXPECT_EQ(kept["created_by_name"], "王晓岚");
  EXPECT_EQ(zhao_.get(at(resource)).status, 404) << "it does not go along";
}

}  // namespace
}  // namespace kecang::testing
