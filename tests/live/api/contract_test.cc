/// Every answer is what schemas/openapi.yaml promises, and the contract promises nothing that is not served.
#include <gmock/gmock.h>

#include <set>

#include "tests/support/openapi_check.h"
#include "tests/support/small_district.h"
#include "tests/support/zip_writer.h"

namespace kecang::testing {
namespace {

/// A client whose every answer is held against the contract.
class CheckedClient {
 public:
  CheckedClient(HttpClient client, const OpenApi& contract, std::set<std::string>& seen)
      : client_(std::move(client)), contract_(contract), seen_(seen) {}

  HttpAnswer send(const std::string& method, const std::string& path, const HttpHeaders& headers = {},
                  const std::string& body = "") {
    auto answer = client_.send(method, path, headers, body);
    EXPECT_EQ(contract_.complaint(method, path, answer), "") << method << ' ' << path << " -> " << answer;
    seen_.insert(contract_.operation(method, path));
    return answer;
  }
  HttpAnswer get(const std::string& path) { return send("GET", path); }
  HttpAnswer json(const std::string& method, const std::string& path, const nlohmann::json& body) {
    return send(method, path, {{"Content-Type", "application/json"}}, body.dump());
  }
  HttpClient& plain() { return client_; }

 private:
  HttpClient client_;
  const OpenApi& contract_;
  std::set<std::string>& seen_;
};

class LiveContract : public ::testing::Test {
 protected:
  CheckedClient checked(HttpClient client) { return {std::move(client), contract_, seen_}; }

  OpenApi contract_{KECANG_OPENAPI};
  std::set<std::string> seen_;
  LiveServer server_{WithIndexer::yes};
  SmallDistrict district_{server_};
};

TEST_F(LiveContract, EveryOperationAnswersAsPromised) {
  auto wang = checked(district_.page("wang"));
  auto admin = checked(server_.admin());
  auto nobody = checked(server_.client());
  const std::string never = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  // operation
  nobody.get("/healthz");
  nobody.get("/readyz");
  nobody.get("/metrics");

  // session and tokens
  nobody.get("/api/v1/session");
  nobody.json("POST", "/api/v1/session", {{"login", "wang"}, {"password", "wrong"}});
  nobody.json("POST", "/api/v1/session", {{"login", 1}});
  nobody.json("POST", "/api/v1/session", {{"login", "li"}, {"password", SmallDistrict::kPassword}});
  wang.get("/api/v1/session");
  wang.json("PUT", "/api/v1/session/password", {{"current", "wrong"}, {"new", "another-password-1"}});
  const auto token = wang.json("POST", "/api/v1/tokens", {{"name", "t"}}).json();
  wang.get("/api/v1/tokens");
  wang.send("DELETE", "/api/v1/tokens/" + token["token"]["id"].get<std::string>());

  // uploads
  nobody.send("OPTIONS", "/api/v1/uploads");
  nobody.send("OPTIONS", "/api/v1/uploads/" + never);
  const std::string text = "分数的初步认识：把月饼平均分成两份。";
  const auto made =
      wang.send("POST", "/api/v1/uploads",
                tus_headers({"数学教案.txt", district_.id("s1"), district_.id("g1")}, text.size()));
  const auto path = made.header("location");
  wang.send("HEAD", path, {{"Tus-Resumable", "1.0.0"}});
  wang.get(path);
  wang.get("/api/v1/uploads");
  wang.send("PATCH", path, piece_headers(7), text);
  wang.send("POST", path, {{"Tus-Resumable", "1.0.0"}, {"X-HTTP-Method-Override", "HEAD"}});
  const auto done = wang.send("PATCH", path, piece_headers(0), text);
  const auto import = done.header("kecang-import");
  const auto other = wang.send("POST", "/api/v1/uploads", tus_headers({"b.txt", district_.id("s1")}, 5));
  wang.send("DELETE", other.header("location"), {{"Tus-Resumable", "1.0.0"}});
  wang.send("POST", "/api/v1/uploads", tus_headers({"b.txt", district_.id("s3")}, 5));

  // imports
  finished_import(wang.plain(), import);
  wang.get("/api/v1/imports");
  wang.get("/api/v1/imports/" + import);
  wang.get("/api/v1/imports/" + import + "/entries");
  wang.get("/api/v1/imports/" + import + "/entries?state=indexed");
  wang.get("/api/v1/imports/" + import + "/entries?state=lost");
  wang.get("/api/v1/imports/" + import + "/report.csv");
  wang.get("/api/v1/imports/" + never);

  // an archive that is looked at first
  const auto archive = ZipWriter().add("a.txt", "第一课").bytes();
  TusFile reviewed{.name = "a.zip", .school = district_.id("s1"), .review = true};
  const auto sent = wang.send("POST", "/api/v1/uploads", tus_headers(reviewed, archive.size()));
  const auto plan =
      "/api/v1/imports/" +
      wang.send("PATCH", sent.header("location"), piece_headers(0), archive).header("kecang-import");
  planned_import(wang.plain(), plan.substr(plan.rfind('/') + 1));
  wang.get(plan + "/entries?state=unsure");
  wang.json("PATCH", plan + "/plan", {{"folder", ""}, {"tags", {{"grade", "七年级"}}}});
  wang.json("PATCH", plan + "/plan", nlohmann::json::object());
  wang.get(plan + "/folders");
  wang.send("POST", plan + "/plan.csv", {{"Content-Type", "text/csv"}}, wang.get(plan + "/plan.csv").body);
  wang.json("PUT", plan + "/charset", {{"charset", "GB18030"}});
  planned_import(wang.plain(), plan.substr(plan.rfind('/') + 1));
  wang.send("POST", plan + "/apply");
  finished_import(wang.plain(), plan.substr(plan.rfind('/') + 1));
  wang.json("PATCH", plan + "/plan", {{"folder", ""}, {"action", "leave_out"}});
  wang.get(plan + "/report.html");
  wang.send("POST", plan + "/undo");

  // search and resources
  const auto found = wang.get("/api/v1/search?q=%E6%9C%88%E9%A5%BC").json();
  ASSERT_EQ(found["total"], 1) << found.dump();
  wang.get("/api/v1/search?page=0");
  nobody.get("/api/v1/search");
  wang.get("/api/v1/suggest?q=yue");
  wang.get("/api/v1/suggest?q=shuxue&limit=5");
  wang.get("/api/v1/suggest?limit=0");
  nobody.get("/api/v1/suggest");
  const std::string paper =
      "一、单选题\n1．光的折射是\nA．倒影\nB．筷子变弯\n答案：B\n2．光的反射是\nA．倒影\nB．影子\n答案：A\n"
      "3．光的传播是\nA．直线\nB．曲线\n答案：A\n";
  const auto bank =
      wang.send("POST", "/api/v1/uploads", tus_headers({"物理试卷.txt", district_.id("s1")}, paper.size()));
  const auto all = wang.send("PATCH", bank.header("location"), piece_headers(0), paper);
  finished_import(wang.plain(), all.header("kecang-import"));
  const auto questions = wang.get("/api/v1/questions?q=%E6%8A%98%E5%B0%84").json();
  ASSERT_GE(questions["hits"].size(), 1U) << questions.dump();
  wang.get("/api/v1/questions?page=0");
  nobody.get("/api/v1/questions");
  wang.get("/api/v1/vocabulary");
  const auto resource = "/api/v1/resources/" + found["hits"][0]["resource"]["id"].get<std::string>();
  const auto seen = wang.get(resource).json();
  wang.get(resource + "/segments?q=%E6%9C%88%E9%A5%BC");
  wang.get(resource + "/questions?limit=5");
  wang.get(resource + "/preview");
  wang.get(resource + "/similar");
  wang.get(resource + "/preview/document.pdf");
  wang.get(resource + "/file");
  wang.send("HEAD", resource + "/file");
  wang.get(resource + "/why");
  wang.get(resource + "/why?user=" + wang.get("/api/v1/session").json()["user"]["id"].get<std::string>());
  wang.get(resource + "/audience");
  const nlohmann::json offers = {{{"kind", "school"}, {"target", district_.id("s1")}}};
  wang.json("POST", "/api/v1/audience", {{"owner", district_.id("s1")}, {"releases", offers}});
  wang.json("POST", "/api/v1/audience", {{"owner", district_.id("s3")}, {"releases", offers}});
  wang.send("GET", resource + "/file", {{"Range", "bytes=0-1"}});
  wang.send("GET", resource + "/file", {{"Range", "bytes=9999-"}});
  wang.json("PATCH", resource, {{"version", seen["version"]}, {"title", "新标题"}});
  wang.json("PATCH", resource, {{"version", seen["version"]}, {"title", "again"}});
  wang.send("DELETE", resource);
  wang.get(resource);

  // searches that are kept
  const auto kept =
      wang.json("POST", "/api/v1/saved-searches", {{"name", "折射"}, {"text", "光的折射"}}).json();
  const auto saved = "/api/v1/saved-searches/" + kept["id"].get<std::string>();
  wang.json("POST", "/api/v1/saved-searches", {{"name", ""}});
  wang.get("/api/v1/saved-searches");
  wang.get(saved);
  wang.json("PATCH", saved, {{"version", 1}, {"filters", {{"subject", {"数学"}}}}});
  wang.json("PATCH", saved, {{"version", 1}, {"name", "again"}});
  wang.get("/api/v1/digest");
  wang.json("POST", saved + "/seen", {{"resources", nlohmann::json::array({never})}});
  const auto feed = wang.send("POST", saved + "/feed").json()["path"].get<std::string>();
  nobody.get(feed);
  nobody.get(saved + "/feed.atom?token=x");
  wang.send("DELETE", saved + "/feed");
  wang.send("DELETE", saved);
  wang.get(saved);

  // people
  wang.get("/api/v1/schools");
  wang.get("/api/v1/schools/" + district_.id("s1"));
  const auto members = admin.get("/api/v1/schools/" + district_.id("s1") + "/members").json();
  wang.get("/api/v1/groups");
  wang.get("/api/v1/groups/" + district_.id("g1"));
  wang.get("/api/v1/groups/" + district_.id("g1") + "/members");
  wang.get("/api/v1/basket?ids=01ARZ3NDEKTSV4RRFFQ69G5FAV");
  wang.get("/api/v1/basket.zip?ids=01ARZ3NDEKTSV4RRFFQ69G5FAV");
  wang.send("HEAD", "/api/v1/basket.zip?ids=01ARZ3NDEKTSV4RRFFQ69G5FAV");
  const auto basket = wang.get("/api/v1/basket.zip").header("etag");
  wang.send("GET", "/api/v1/basket.zip", {{"Range", "bytes=4-"}, {"If-Range", basket}});
  wang.send("GET", "/api/v1/basket.zip", {{"If-Match", "\"x\""}});
  wang.send("GET", "/api/v1/basket.zip", {{"Range", "bytes=9999999-"}, {"If-Range", basket}});

  // many at once, a person's desk, what is new in groups
  const auto desk_import = upload(wang.plain(), {"课桌.txt", district_.id("s1"), district_.id("g1")}, "课桌");
  const auto on_desk = resource_of(wang.plain(), desk_import);
  const nlohmann::json bulk{{"resources", {on_desk, never}},
                            {"tags", {{"subject", {{"mode", "replace"}, {"value", "物理"}}}}}};
  wang.json("POST", "/api/v1/bulk-edits/preview", bulk);
  wang.json("POST", "/api/v1/bulk-edits/preview", {{"resources", nlohmann::json::array()}});
  const auto bulk_edit =
      wang.json("POST", "/api/v1/bulk-edits", bulk).json()["edit"]["id"].get<std::string>();
  wang.json("POST", "/api/v1/bulk-edits", {{"resources", nlohmann::json::array()}});
  wang.get("/api/v1/bulk-edits");
  wang.send("POST", "/api/v1/bulk-edits/" + bulk_edit + "/undo");
  wang.send("POST", "/api/v1/bulk-edits/" + bulk_edit + "/undo");
  wang.send("POST", "/api/v1/bulk-edits/" + never + "/undo");
  for (const auto* list : {"/api/v1/favourites", "/api/v1/recent"}) {
    wang.send("PUT", std::string(list) + "/" + on_desk);
    wang.send("PUT", std::string(list) + "/" + never);
    wang.get(list);
    nobody.get(list);
  }
  wang.get("/api/v1/favourites/ids");
  wang.send("DELETE", "/api/v1/favourites/" + on_desk);
  wang.send("DELETE", "/api/v1/recent");
  const auto noted = wang.json("POST", "/api/v1/uses", {{"resource", on_desk}, {"on", "2026-01-05"}}).json();
  wang.json("POST", "/api/v1/uses", {{"resource", on_desk}});
  wang.json("POST", "/api/v1/uses", {{"resource", never}, {"on", "2026-01-05"}});
  wang.get("/api/v1/uses?limit=1");
  wang.get("/api/v1/resources/" + on_desk + "/desk");
  wang.get("/api/v1/resources/" + never + "/desk");
  wang.send("DELETE", "/api/v1/uses/" + noted["id"].get<std::string>());
  wang.send("DELETE", "/api/v1/uses/" + never);
  wang.json("PUT", "/api/v1/group-digests/" + district_.id("g1"), {{"rhythm", "daily"}});
  wang.json("PUT", "/api/v1/group-digests/" + never, {{"rhythm", "daily"}});
  wang.get("/api/v1/group-digests");
  {
    const auto city = admin.json("POST", "/api/v1/regions", {{"name", "江城市"}, {"kind", "city"}}).json();
    const auto region = "/api/v1/regions/" + city["id"].get<std::string>();
    wang.json("POST", "/api/v1/regions", {{"name", "x"}, {"kind", "city"}});
    admin.json("POST", "/api/v1/regions", {{"name", ""}, {"kind", "city"}});
    admin.get("/api/v1/regions");
    wang.get("/api/v1/regions");
    admin.get(region);
    admin.get("/api/v1/regions/" + never);
    admin.send("PUT", region + "/schools/" + district_.id("s3"));
    admin.json("PATCH", region, {{"version", 1}, {"closed", true}});
    admin.send("DELETE", region + "/schools/" + district_.id("s3"));
    admin.json("PATCH", region, {{"version", 1}, {"name", "江城"}});
    admin.json("PATCH", region, {{"version", 1}, {"name", "江城"}});
  }
  for (const auto& place :
       {"schools/" + district_.id("s1"), "groups/" + district_.id("g1"), std::string("admin")})
    for (const auto* form : {"/audit?action=membership", "/audit.csv"}) {
      admin.get("/api/v1/" + place + form);
      wang.get("/api/v1/" + place + form);
    }

  // textbooks
  wang.get("/api/v1/textbooks");
  for (const auto* what : {"map", "map.csv", "lesson"}) {
    wang.get(std::string("/api/v1/textbooks/") + what + "?subject=%E6%95%B0%E5%AD%A6");
    nobody.get(std::string("/api/v1/textbooks/") + what);
  }

  // requests about groups
  const nlohmann::json leaving{{"kind", "leave"},
                               {"group", district_.id("g1")},
                               {"schools", {{{"school", district_.id("s2")}, {"role", "member"}}}}};
  {
    auto chen = checked(district_.page("chen"));
    chen.json("POST", "/api/v1/group-requests/plan", leaving);
    chen.json("POST", "/api/v1/group-requests/plan", {{"kind", "join"}});
    wang.json("POST", "/api/v1/group-requests/plan", leaving);
    wang.json("POST", "/api/v1/group-requests", leaving);
    const auto asked = chen.json("POST", "/api/v1/group-requests", leaving).json();
    const auto request = "/api/v1/group-requests/" + asked["id"].get<std::string>();
    for (const auto* below : {"", "/trail", "/plan", "/plan.csv", "/inventory.csv"}) {
      chen.get(request + below);
      wang.get(request + below);
    }
    chen.get("/api/v1/group-requests");
    nobody.get("/api/v1/group-requests");
    chen.json("POST", request + "/steps", {{"step", "file"}, {"version", asked["version"]}});
    chen.json("POST", request + "/steps", {{"step", "refuse"}, {"version", asked["version"]}});
    chen.json("POST", request + "/steps", {{"step", "withdraw"}, {"version", asked["version"]}});
    chen.get("/api/v1/reminders");
    chen.get("/api/v1/inbox");
    nobody.get("/api/v1/inbox");
    chen.get("/api/v1/places?q=%E5%9F%8E");
    wang.get("/api/v1/places?q=%E5%9F%8E");
  }

  // what is known by its title only, and many offers at once
  {
    auto chen = checked(district_.page("chen"));
    auto li = checked(district_.page("li"));
    const std::string paper_text = "浮力的测量";
    const auto arrived = wang.send("POST", "/api/v1/uploads",
                                   tus_headers({"浮力测量.txt", district_.id("s1")}, paper_text.size()));
    const auto told = resource_of(
        wang.plain(),
        wang.send("PATCH", arrived.header("location"), piece_headers(0), paper_text).header("kecang-import"));
    const nlohmann::json by_title = nlohmann::json::array(
        {{{"kind", "group"}, {"target", district_.id("g1")}, {"actions", nlohmann::json::array({"find"})}}});
    const auto only = nlohmann::json::array({told});
    wang.json("POST", "/api/v1/releases/batch", {{"resources", only}, {"offer", by_title}});
    wang.json("POST", "/api/v1/releases/batch",
              {{"resources", nlohmann::json::array({never})}, {"offer", by_title}});
    wang.json("POST", "/api/v1/releases/batch", {{"resources", only}});
    ASSERT_EQ(li.get("/api/v1/title-only?limit=1").json()["items"].size(), 1U);
    nobody.get("/api/v1/title-only");
    li.json("POST", "/api/v1/access-requests", {{"resource", never}, {"reason", "备课"}});
    const auto asked =
        li.json("POST", "/api/v1/access-requests", {{"resource", told}, {"reason", "备课"}}).json();
    li.json("POST", "/api/v1/access-requests", {{"resource", told}, {"reason", "备课"}});
    li.get("/api/v1/title-only?q=%E6%B5%AE");
    const auto asking = "/api/v1/access-requests/" + asked["id"].get<std::string>();
    li.get("/api/v1/access-requests");
    li.get("/api/v1/access-requests?shelf=planets");
    chen.get("/api/v1/access-requests?shelf=to_answer");
    chen.get("/api/v1/inbox");
    wang.get(asking);
    chen.json("POST", asking + "/steps", {{"step", "grant"}, {"version", 1}, {"to", "user"}});
    chen.json("POST", asking + "/steps", {{"step", "grant"}, {"version", 1}, {"to", "user"}});
    li.get(asking);
    li.get("/api/v1/inbox");
    li.get("/api/v1/resources/" + told + "/lineage");
    li.get("/api/v1/resources/" + never + "/lineage");

    // handed over
    const nlohmann::json giving{{"kind", "hand_over"},
                                {"schools", {{{"school", district_.id("s1")}}}},
                                {"receiver", district_.id("s2")},
                                {"resources", only}};
    chen.json("POST", "/api/v1/group-requests/plan", giving);
    const auto given = chen.json("POST", "/api/v1/group-requests", giving).json();
    const auto request = "/api/v1/group-requests/" + given["id"].get<std::string>();
    chen.get(request + "/plan");
    const auto agreed = admin.json("POST", request + "/steps",
                                   {{"step", "approve"}, {"version", 1}, {"side", district_.id("s2")}});
    ASSERT_EQ(agreed.status, 200) << agreed;
    const auto handed_over =
        admin.json("POST", request + "/steps", {{"step", "file"}, {"version", 2}, {"filing_number", "9"}});
    ASSERT_EQ(handed_over.status, 200) << handed_over;
    ASSERT_EQ(li.get("/api/v1/resources/" + told + "/lineage").json()["hand_overs"].size(), 1U);
    chen.get(request + "/trail");
    chen.get(request + "/inventory.pdf");
    li.get(request + "/inventory.pdf");
  }

  // agreements
  auto chen = checked(district_.page("chen"));
  auto terms = chen.get("/api/v1/groups/" + district_.id("g1") + "/usual-terms").json();
  chen.json("POST", "/api/v1/agreements", terms);
  terms["title"] = "资源共享协议";
  terms["parties"] = {{{"kind", "school"}, {"id", district_.id("s1")}},
                      {{"kind", "school"}, {"id", district_.id("s2")}}};
  wang.json("POST", "/api/v1/agreements", terms);
  const auto drafted = chen.json("POST", "/api/v1/agreements", terms).json();
  const auto agreement = "/api/v1/agreements/" + drafted["id"].get<std::string>();
  wang.get(agreement);
  const auto attached = chen.send("POST", agreement + "/files?name=%E7%AD%BE%E7%BD%B2.pdf",
                                  {{"Content-Type", "application/octet-stream"}}, "signed");
  ASSERT_EQ(attached.status, 201) << attached;
  chen.send("POST", agreement + "/files?name=", {{"Content-Type", "application/octet-stream"}}, "signed");
  for (const auto* below : {"/files", "/files/1", "/files/2"}) {
    chen.get(agreement + below);
    wang.get(agreement + below);
  }
  chen.send("DELETE", agreement + "/files/1");
  chen.send("DELETE", agreement + "/files/1");
  terms["duties"] = "互听两节课。";
  const auto edited = chen.json("PUT", agreement, {{"version", drafted["version"]}, {"terms", terms}}).json();
  chen.json("PUT", agreement, {{"version", drafted["version"]}, {"terms", terms}});
  auto version = edited["version"];
  const auto step = [&](CheckedClient& who, nlohmann::json request) {
    request["version"] = version;
    const auto answer = who.json("POST", agreement + "/steps", request);
    ASSERT_EQ(answer.status, 200) << answer;
    if (request["step"] != "renew") version = answer.json()["version"];
  };
  step(chen, {{"step", "propose"}});
  step(chen, {{"step", "approve"}, {"party", district_.id("s1")}});
  step(admin, {{"step", "approve"}, {"party", district_.id("s2")}});
  chen.json("POST", agreement + "/steps", {{"step", "file"}, {"version", version}});
  step(admin, {{"step", "file"}, {"filing_number", "7"}});
  chen.get("/api/v1/agreements");
  wang.get(agreement);
  step(chen, {{"step", "renew"}});
  step(chen, {{"step", "terminate"}});
  chen.json("POST", agreement + "/steps", {{"step", "propose"}, {"version", version}});
  chen.get(agreement + "/trail");
  nobody.get(agreement);

  // collections
  const nlohmann::json link{{"kind", "link"}, {"title", "国家平台"}, {"url", "https://basic.smartedu.cn/"}};
  const auto outline = nlohmann::json::array({{{"title", "一"}, {"items", nlohmann::json::array({link})}}});
  const auto collected =
      wang.json("POST", "/api/v1/collections", {{"title", "光学"}, {"sections", outline}}).json();
  const auto collection = "/api/v1/collections/" + collected["id"].get<std::string>();
  wang.json("POST", "/api/v1/collections", {{"title", ""}});
  wang.json("POST", "/api/v1/collections", {{"title", "a"}, {"group", never}});
  wang.get("/api/v1/collections?shelf=edited");
  wang.get("/api/v1/collections?shelf=planets");
  wang.get(collection);
  wang.json("POST", collection + "/items", {{"version", 1}, {"item", link}});
  wang.json("PATCH", collection, {{"version", 1}, {"title", "力学"}});
  wang.json("PATCH", collection,
            {{"version", 2},
             {"title", "力学"},
             {"collaborators", nlohmann::json::array({wang.get("/api/v1/session").json()["user"]["id"]})}});
  wang.json("PUT", collection + "/publication", {{"version", 3}, {"releases", nlohmann::json::array()}});
  wang.json("PUT", collection + "/publication", {{"version", 3}, {"releases", offers}});
  wang.get("/api/v1/collections");
  wang.get("/api/v1/collections?shelf=groups&limit=1");
  chen.get(collection);
  chen.json("PATCH", collection, {{"version", 4}, {"title", "a"}});
  chen.send("POST", collection + "/fork");
  chen.get(collection + "/export.csv");
  chen.get(collection + "/export.zip");
  chen.send("HEAD", collection + "/export.zip");
  wang.send("DELETE", collection + "/publication?version=4");
  wang.send("DELETE", collection);
  wang.send("DELETE", collection + "?version=5");
  wang.get(collection);
  nobody.get(collection);

  // submissions
  const auto handed =
      wang.send("POST", "/api/v1/uploads", tus_headers({"浮力.txt", district_.id("s1")}, text.size()));
  const auto sent_in =
      wang.send("PATCH", handed.header("location"), piece_headers(0), text).header("kecang-import");
  finished_import(wang.plain(), sent_in);
  const auto reviewed_text = resource_of(wang.plain(), sent_in);
  const nlohmann::json at_school{{"kind", "school"}, {"id", district_.id("s1")}};
  const auto handed_in =
      wang.json("POST", "/api/v1/submissions", {{"resource", reviewed_text}, {"place", at_school}}).json();
  const auto submission = "/api/v1/submissions/" + handed_in["id"].get<std::string>();
  wang.json("POST", "/api/v1/submissions", {{"resource", reviewed_text}, {"place", at_school}});
  wang.json("POST", "/api/v1/submissions", {{"resource", never}, {"place", at_school}});
  wang.get(submission);
  nobody.get(submission);
  wang.get("/api/v1/submissions?shelf=mine");
  wang.get("/api/v1/submissions?shelf=planets");
  wang.get("/api/v1/submissions?shelf=place&school=" + district_.id("s1"));
  chen.get("/api/v1/submissions?shelf=place&limit=1&school=" + district_.id("s1"));
  wang.get(submission + "/candidates");
  const auto asked = chen.get(submission + "/candidates").json()["items"][0]["id"];
  chen.json("POST", submission + "/steps",
            {{"step", "assign"}, {"version", 1}, {"reviewers", nlohmann::json::array({asked})}});
  chen.json("POST", submission + "/steps", {{"step", "rotate"}, {"version", 1}});
  chen.get("/api/v1/submissions");
  chen.json("POST", submission + "/comments",
            {{"text", "第 2 页有误"}, {"page", 2}, {"question", "3"}, {"cue", 7}});
  wang.json("POST", submission + "/comments", {{"text", " "}});
  wang.get(submission + "/comments?limit=1");
  wang.get(submission + "/nameable");
  nobody.get(submission + "/nameable");
  wang.json("POST", submission + "/comments", {{"text", "@"}, {"mentions", nlohmann::json::array({asked})}});
  wang.send("DELETE", submission + "/mentions");
  chen.json("POST", submission + "/steps",
            {{"step", "review"}, {"version", 2}, {"verdict", "exemplary"}, {"scores", {20, 20, 30, 15, 15}}});
  wang.get(submission);
  chen.get(submission);
  wang.get("/api/v1/resources/" + reviewed_text + "/submissions");
  const auto standard = "/api/v1/groups/" + district_.id("g1") + "/standards/" + reviewed_text;
  chen.send("PUT", standard);
  const auto placed = wang.get("/api/v1/resources/" + reviewed_text).json();
  wang.json("PATCH", "/api/v1/resources/" + reviewed_text,
            {{"version", placed["version"]}, {"tags", {{"type", "教案"}, {"node", "第一章 浮力"}}}});
  wang.send("PUT", standard);
  ASSERT_EQ(chen.send("PUT", standard).status, 200);
  wang.get("/api/v1/resources/" + reviewed_text + "/standards");
  chen.send("DELETE", standard);
  chen.send("DELETE", standard);
  for (const auto& place : {"schools/" + district_.id("s1"), "groups/" + district_.id("g1")}) {
    auto rules = wang.get("/api/v1/" + place + "/review-rules").json();
    wang.json("PUT", "/api/v1/" + place + "/review-rules", rules);
    rules["rotating"] = true;
    chen.json("PUT", "/api/v1/" + place + "/review-rules", rules);
    chen.json("PUT", "/api/v1/" + place + "/review-rules", rules);
  }

  // looking as somebody else
  const auto looked_at = wang.get("/api/v1/session").json()["user"]["id"];
  chen.json("PUT", "/api/v1/session/view-as", {{"user", looked_at}});
  chen.get("/api/v1/session");
  chen.json("POST", "/api/v1/agreements", terms);
  chen.json("PUT", "/api/v1/session/view-as", {{"user", ""}});
  wang.json("PUT", "/api/v1/session/view-as", {{"user", looked_at}});

  // administration
  admin.send("POST", "/api/v1/admin/roster/regions", {{"Content-Type", "text/csv"}},
             "key,name,kind\nr1,江北区,county\n,x,\n");
  admin.send("POST", "/api/v1/admin/roster/schools", {{"Content-Type", "text/csv"}},
             "key,name\ns7,七中\n,x\n");
  admin.send("POST", "/api/v1/admin/roster/schools", {{"Content-Type", "text/csv"}}, "phone\n1\n");
  admin.send("POST", "/api/v1/admin/roster/users", {{"Content-Type", "text/csv"}}, "login,name\nnew,新人\n");
  wang.send("POST", "/api/v1/admin/roster/schools", {{"Content-Type", "text/csv"}}, "key,name\ns7,七中\n");
  const auto& membership = members["items"][0]["membership"];
  admin.json("PATCH", "/api/v1/admin/memberships/" + membership["id"].get<std::string>(),
             {{"version", membership["version"]}, {"until", "2030-01-01"}});
  const auto who = wang.get("/api/v1/session").json()["user"];
  admin.json("PATCH", "/api/v1/admin/users/" + who["id"].get<std::string>(),
             {{"version", who["version"]}, {"reset_password", true}});
  admin.json("PUT", "/api/v1/admin/vocabulary/planets", nlohmann::json::object());
  admin.get("/api/v1/admin/audit");
  admin.get("/api/v1/admin/status");
  admin.send("DELETE", "/api/v1/session");

  for (const auto& operation : contract_.operations())
    EXPECT_TRUE(seen_.contains(operation)) << operation << " was never tried";
}

}  // namespace
}  // namespace kecang::testing
