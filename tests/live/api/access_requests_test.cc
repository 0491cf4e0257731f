/// What is known by its title only: the list, asking for more, and offering many at once.
#include <gmock/gmock.h>

#include "schemas/base/clock.h"
#include "schemas/model/describe.h"
#include "tests/support/bureau_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr const char* kRequests = "/api/v1/access-requests";

class LiveAccessRequests : public ::testing::Test {
 protected:
  /// s1 tells s3 the titles of what it does not share.
  json titles_told() {
    json agreement =
        chen_
            .post_json("/api/v1/agreements", {{"title", "江北与城东"},
                                              {"sharing", "by_release"},
                                              {"unshared", "titles"},
                                              {"parties",
                                               {{{"kind", "school"}, {"id", district_.id("s1")}},
                                                {{"kind", "school"}, {"id", district_.id("s3")}}}},
                                              {"until", "2099-01-01"}})
            .json();
    agreement = agreement_step(chen_, agreement, {{"step", "propose"}});
    agreement = agreement_step(chen_, agreement, {{"step", "approve"}, {"party", district_.id("s1")}});
    agreement = agreement_step(sun_, agreement, {{"step", "approve"}, {"party", district_.id("s3")}});
    return agreement_step(officer_, agreement, {{"step", "file"}, {"filing_number", "3"}});
  }
  static json agreement_step(HttpClient& page, const json& agreement, json step) {
    step["version"] = agreement["version"];
    const auto answer =
        page.post_json("/api/v1/agreements/" + agreement["id"].get<std::string>() + "/steps", step);
    EXPECT_EQ(answer.status, 200) << step << answer;
    return answer.json();
  }
  std::string lesson(const std::string& name, const std::string& visibility = "") {
    return resource_of(wang_, upload(wang_, {name, district_.id("s1"), "", visibility}, name + "讲义"));
  }
  static std::vector<std::string> titles(HttpClient& page, const std::string& query = "") {
    std::vector<std::string> found;
    const auto list = page.get("/api/v1/title-only" + query).json();
    for (const auto& one : list["items"]) found.push_back(one["title"]);
    return found;
  }
  static HttpAnswer ask(HttpClient& page, const std::string& resource, const std::string& reason = "备课") {
    return page.post_json(kRequests, {{"resource", resource}, {"reason", reason}});
  }
  static HttpAnswer step(HttpClient& page, const json& request, json more) {
    more["version"] = request["version"];
    return page.post_json(std::string(kRequests) + "/" + request["id"].get<std::string>() + "/steps", more);
  }
  static std::vector<std::string> inbox(HttpClient& page) {
    std::vector<std::string> kinds;
    const auto items = page.get("/api/v1/inbox").json();
    for (const auto& one : items["items"]) kinds.push_back(one["kind"]);
    return kinds;
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
  HttpClient li_ = district_.page("li");
};

TEST_F(LiveAccessRequests, ListTitleTypeAndSchoolAndNothingElse) {
  lesson("光的折射教案.txt");
  lesson("私人笔记.txt", "private");
  EXPECT_THAT(titles(zhao_), ElementsAre()) << "without an agreement";
  titles_told();
  const auto list = zhao_.get("/api/v1/title-only").json();
  ASSERT_EQ(list["items"].size(), 1U) << list;
  const auto& one = list["items"][0];
  EXPECT_EQ(one["title"], "光的折射教案");
  EXPECT_EQ(one["type"], "教案");
  EXPECT_EQ(one["school"]["name"], "江北实验中学");
  EXPECT_EQ(one.size(), 4U) << "id, title, type, school: " << one;
  EXPECT_EQ(list["next"], "");
  EXPECT_THAT(titles(zhao_, "?q=%E6%8A%98%E5%B0%84"), ElementsAre("光的折射教案"));  // 折射
  EXPECT_THAT(titles(zhao_, "?q=%E8%AE%B2%E4%B9%89"), ElementsAre()) << "讲义 stands in the text only";
  EXPECT_THAT(titles(wang_), ElementsAre());
  EXPECT_THAT(titles(li_), ElementsAre()) << "no party";
}

TEST_F(LiveAccessRequests, OpenNothingElseOfIt) {
  const auto resource = lesson("光的折射教案.txt");
  titles_told();
  for (const auto* below : {"", "/segments", "/file", "/similar", "/why", "/questions", "/preview",
                            "/lineage", "/standards", "/submissions"})
    EXPECT_EQ(zhao_.get("/api/v1/resources/" + resource + below).status, 404) << below;
  EXPECT_EQ(zhao_.get("/api/v1/search?q=%E6%8A%98%E5%B0%84").json()["total"], 0);
}

TEST_F(LiveAccessRequests, AreGrantedToWhoAskedAndTakenBackWithTheOffer) {
  const auto resource = lesson("光的折射教案.txt");
  titles_told();
  EXPECT_EQ(ask(zhao_, resource, " ").json()["code"], "access_request.reason_empty");
  const auto asked = ask(zhao_, resource);
  ASSERT_EQ(asked.status, 201) << asked;
  EXPECT_EQ(ask(zhao_, resource).json()["code"], "access_request.already_open");
  EXPECT_EQ(zhao_.get("/api/v1/title-only").json()["items"][0]["asked"]["state"], "asked");
  EXPECT_THAT(inbox(chen_), ElementsAre("answer_access"));
  EXPECT_THAT(inbox(wang_), ElementsAre()) << "only administrators answer";

  const auto waiting = chen_.get(std::string(kRequests) + "?shelf=to_answer").json();
  ASSERT_EQ(waiting["items"].size(), 1U) << waiting;
  EXPECT_EQ(waiting["items"][0]["asker_name"], "赵敏");
  EXPECT_EQ(waiting["items"][0]["school_name"], "城东中学");
  EXPECT_EQ(step(zhao_, asked.json(), {{"step", "grant"}}).json()["code"], "access_request.not_yours");
  const auto granted = step(chen_, waiting["items"][0],
                            {{"step", "grant"}, {"to", "user"}, {"actions", {"view"}}, {"note", "欢迎使用"}});
  ASSERT_EQ(granted.status, 200) << granted;
  EXPECT_EQ(granted.json()["state"], "granted");
  EXPECT_EQ(status(zhao_, resource), 200);
  EXPECT_EQ(status(sun_, resource), 404) << "it was opened to one person";
  EXPECT_EQ(zhao_.get("/api/v1/resources/" + resource + "/file").status, 403);
  EXPECT_THAT(titles(zhao_), ElementsAre());
  EXPECT_THAT(inbox(zhao_), ElementsAre("access_granted"));
  EXPECT_THAT(inbox(chen_), ElementsAre());
  EXPECT_EQ(step(chen_, granted.json(), {{"step", "decline"}, {"note", "x"}}).json()["code"],
            "access_request.wrong_step");
  const auto audit =
      chen_.get("/api/v1/schools/" + district_.id("s1") + "/audit?action=access_request").json();
  EXPECT_EQ(audit["items"].size(), 2U) << audit;

  json offer{{"kind", "user"}, {"target", zhao_.get("/api/v1/session").json()["user"]["id"]}};
  const auto back = chen_.post_json(
      "/api/v1/releases/batch", {{"resources", json::array({resource})}, {"withdraw", json::array({offer})}});
  ASSERT_EQ(back.status, 200) << back;
  EXPECT_EQ(status(zhao_, resource), 404);
}

TEST_F(LiveAccessRequests, AreGrantedToTheAskersSchoolOrDeclinedWithASentence) {
  const auto resource = lesson("光的折射教案.txt"), other = lesson("浮力教案.txt");
  titles_told();
  const auto asked = ask(zhao_, resource).json();
  EXPECT_EQ(
      step(chen_, asked, {{"step", "grant"}, {"to", "group"}, {"group", district_.id("g1")}}).json()["code"],
      "access_request.receiver_unknown");
  EXPECT_EQ(step(chen_, asked, {{"step", "grant"}, {"to", "school"}}).status, 200);
  EXPECT_EQ(status(zhao_, resource), 200);
  EXPECT_EQ(status(sun_, resource), 200);
  EXPECT_EQ(status(li_, resource), 404);
  const auto second = ask(zhao_, other).json();
  EXPECT_EQ(step(chen_, second, {{"step", "decline"}}).json()["code"], "access_request.answer_empty");
  EXPECT_EQ(step(chen_, second, {{"step", "decline"}, {"note", "修订中"}}).json()["state"], "declined");
  EXPECT_EQ(zhao_.get(std::string(kRequests) + "/" + second["id"].get<std::string>()).json()["answer"],
            "修订中");
  EXPECT_EQ(status(zhao_, other), 404);
}

TEST_F(LiveAccessRequests, AreNotThereForOthersAndGoWithTheAgreement) {
  const auto resource = lesson("光的折射教案.txt");
  auto agreement = titles_told();
  const auto asked = ask(zhao_, resource).json();
  const auto path = std::string(kRequests) + "/" + asked["id"].get<std::string>();
  const auto stripped = [](const HttpAnswer& answer) {
    auto body = answer.json();
    body.erase("request_id");
    return std::to_string(answer.status) + body.dump();
  };
  const std::string never = std::string(kRequests) + "/01ARZ3NDEKTSV4RRFFQ69G5FAV";
  for (auto* page : {&li_, &sun_, &wang_}) {
    EXPECT_EQ(stripped(page->get(path)), stripped(page->get(never)));
    EXPECT_EQ(stripped(page->post_json(path + "/steps", {{"step", "grant"}, {"version", 1}})),
              stripped(page->post_json(never + "/steps", {{"step", "grant"}, {"version", 1}})));
  }
  EXPECT_EQ(stripped(ask(li_, resource)), stripped(ask(li_, "01ARZ3NDEKTSV4RRFFQ69G5FAV")));

  agreement_step(chen_, agreement, {{"step", "terminate"}, {"note", "结束"}});
  EXPECT_THAT(titles(zhao_), ElementsAre());
  EXPECT_EQ(zhao_.get(path).status, 404) << "the title is not hers to know any more";
  EXPECT_EQ(zhao_.get(kRequests).json()["items"].size(), 0U);
  EXPECT_EQ(step(chen_, asked, {{"step", "grant"}, {"to", "user"}}).json()["code"],
            "access_request.no_longer");
  EXPECT_EQ(status(zhao_, resource), 404);
}

TEST_F(LiveAccessRequests, OfferManyAtOnceEachByTheRulesOfOne) {
  const auto one = lesson("一.txt"), two = lesson("二.txt");
  const auto foreign = resource_of(zhao_, upload(zhao_, {"别校.txt", district_.id("s3")}, "别校讲义"));
  const std::string never = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const json group{{"kind", "group"}, {"target", district_.id("g1")}};
  const auto answer = wang_.post_json("/api/v1/releases/batch",
                                      {{"resources", {one, foreign, two, never, one}}, {"offer", {group}}});
  ASSERT_EQ(answer.status, 200) << answer;
  std::vector<std::string> outcomes;
  const auto body = answer.json();
  for (const auto& item : body["items"])
    outcomes.push_back(item["problem"].get<std::string>() + (item["changed"] ? "changed" : ""));
  EXPECT_THAT(outcomes, ElementsAre("changed", "resource.absent", "changed", "resource.absent"));
  EXPECT_EQ(status(li_, one), 200);
  EXPECT_EQ(status(li_, two), 200);
  EXPECT_EQ(status(li_, foreign), 404);
  const auto again =
      wang_.post_json("/api/v1/releases/batch", {{"resources", {one}}, {"offer", {group}}}).json();
  EXPECT_EQ(again["items"][0]["changed"], false);
  const auto others =
      li_.post_json("/api/v1/releases/batch", {{"resources", {one}}, {"withdraw", {group}}}).json();
  EXPECT_EQ(others["items"][0]["problem"], "resource.not_editor");
  const auto back =
      wang_.post_json("/api/v1/releases/batch", {{"resources", {one, two}}, {"withdraw", {group}}}).json();
  EXPECT_EQ(back["items"][1]["changed"], true);
  EXPECT_EQ(status(li_, one), 404);
  EXPECT_EQ(wang_.post_json("/api/v1/releases/batch", {{"resources", {one}}}).json()["code"],
            "release.nothing");
}

}  // namespace
}  // namespace kecang::testing
