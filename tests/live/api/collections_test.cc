/// Collections as their makers and their readers meet them: each reader sees their part, and of the rest
/// nothing.
#include <gmock/gmock.h>

#include "tests/support/small_district.h"
#include "tests/support/zip_reader.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kCollections = "/api/v1/collections";
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

std::string address(const json& collection, const std::string& below = "") {
  return std::string(kCollections) + "/" + collection["id"].get<std::string>() + below;
}

/// zhou leads research in the group itself, song in wang's school.
class CuratedDistrict : public SmallDistrict {
 public:
  explicit CuratedDistrict(LiveServer& server) : SmallDistrict(server) {
    auto admin = server.admin();
    const std::string p = std::string(",") + kPassword + "\n";
    roster(admin, "users", "key,login,name,password\nt7,zhou,周教研" + p + "t8,song,宋组长" + p);
    roster(admin, "memberships",
           "kind,member,container,role,from\n"
           "user_in_school,song,s1,research_leader,2020-01-01\n"
           "user_in_group,zhou,g1,research_leader,2020-01-01\n"
           "user_in_school,zhou,s2,teacher,2020-01-01\n");
  }
};

class LiveCollections : public ::testing::Test {
 protected:
  /// A text of s1 for the school, or for the group.
  std::string text(const std::string& name, bool for_group) {
    return resource_of(song_,
                       upload(song_, {name, district_.id("s1"), for_group ? district_.id("g1") : ""}, name));
  }
  static json item(const std::string& resource, const std::string& note = "") {
    return {{"kind", "resource"}, {"resource", resource}, {"note", note}};
  }
  static json link(const std::string& title) {
    return {{"kind", "link"}, {"title", title}, {"url", "https://basic.smartedu.cn/"}};
  }
  static json section(const std::string& title, const std::vector<json>& items) {
    return {{"title", title}, {"note", ""}, {"items", json(items)}};
  }
  static json all(const std::vector<json>& sections) { return json(sections); }
  static json make(HttpClient& page, const json& what) {
    const auto answer = page.post_json(kCollections, what);
    EXPECT_EQ(answer.status, 201) << answer;
    return answer.json();
  }
  json publish(HttpClient& page, const json& collection, const char* kind, const std::string& target) {
    const auto answer = page.put_json(
        address(collection, "/publication"),
        {{"version", collection["version"]}, {"releases", {{{"kind", kind}, {"target", target}}}}});
    EXPECT_EQ(answer.status, 200) << answer;
    return answer.json();
  }
  /// "section: title title" for each, as this page is shown it.
  static std::vector<std::string> outline(HttpClient& page, const json& collection) {
    const auto answer = page.get(address(collection));
    EXPECT_EQ(answer.status, 200) << answer;
    std::vector<std::string> lines;
    const auto shown = answer.json();
    for (const auto& section : shown["sections"]) {
      auto line = section["title"].get<std::string>() + ":";
      for (const auto& one : section["items"])
        line += " " + (one["kind"] == "link" ? one["title"] : one["resource"]["title"]).get<std::string>();
      lines.push_back(line);
    }
    return lines;
  }
  static std::vector<std::string> titles(HttpClient& page, const std::string& shelf) {
    std::vector<std::string> titles;
    const auto answer = page.get(kCollections + ("?shelf=" + shelf));
    EXPECT_EQ(answer.status, 200) << answer;
    const auto listed = answer.json();
    for (const auto& one : listed["items"]) titles.push_back(one["title"]);
    return titles;
  }
  std::string li_id() { return li_.get("/api/v1/session").json()["user"]["id"]; }
  /// Every way to ask for a collection answers as for one that never was.
  static void expect_absent(HttpClient& page, const json& collection) {
    const json never{{"id", kNeverMade}};
    const auto same = [&](const char* what, auto&& ask) {
      const auto hidden = ask(collection);
      EXPECT_EQ(hidden.status, 404) << what << hidden;
      EXPECT_EQ(lasting(hidden), lasting(ask(never))) << what;
    };
    for (const auto* below : {"", "/export.csv", "/export.zip"})
      same(below, [&](const json& one) { return page.get(address(one, below)); });
    same("patch", [&](const json& one) {
      return page.patch_json(address(one), {{"version", 1}, {"title", "mine"}, {"sections", json::array()}});
    });
    same("delete", [&](const json& one) { return page.del(address(one, "?version=1")); });
    same("item", [&](const json& one) {
      return page.post_json(address(one, "/items"), {{"version", 1}, {"item", item(kNeverMade)}});
    });
    same("publish", [&](const json& one) {
      return page.put_json(address(one, "/publication"), {{"version", 1}, {"releases", json::array()}});
    });
    same("unpublish", [&](const json& one) { return page.del(address(one, "/publication?version=1")); });
    same("fork", [&](const json& one) { return page.post(address(one, "/fork"), ""); });
  }

  LiveServer server_;
  CuratedDistrict district_{server_};
  HttpClient song_ = district_.page("song");
  HttpClient zhou_ = district_.page("zhou");
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  HttpClient zhao_ = district_.page("zhao");
  HttpClient chen_ = district_.page("chen");
};

TEST_F(LiveCollections, ShowEachReaderTheirPartAndOfTheRestNothing) {
  const auto shared = text("光的折射.txt", true);
  const auto own = text("校内讲义.txt", false);
  auto made = make(
      song_, {{"title", "光学"},
              {"sections", all({section("引入", {item(own, "先看这个"), item(shared, "再看这个")}),
                                section("只在校内", {item(own)}), section("平台", {link("国家平台")})})}});
  expect_absent(li_, made);
  EXPECT_THAT(titles(li_, "published"), IsEmpty());
  made = publish(song_, made, "group", district_.id("g1"));
  EXPECT_THAT(titles(li_, "published"), ElementsAre("光学"));
  EXPECT_THAT(outline(wang_, made),
              ElementsAre("引入: 校内讲义 光的折射", "只在校内: 校内讲义", "平台: 国家平台"));
  EXPECT_THAT(outline(li_, made), ElementsAre("引入: 光的折射", "平台: 国家平台"));
  const auto seen = li_.get(address(made));
  EXPECT_EQ(seen.body.find("先看这个"), std::string::npos);
  EXPECT_EQ(seen.body.find(own), std::string::npos);
  EXPECT_EQ(seen.json()["may_edit"], false);
  for (const auto* hidden : {"releases", "collaborators", "changed_by_name"})
    EXPECT_FALSE(seen.json().contains(hidden)) << hidden;
  EXPECT_EQ(seen.json()["owner_name"], "宋组长");
  expect_absent(zhao_, made);
  auto admin = server_.admin();
  expect_absent(admin, made);

  const auto taken_back = song_.patch_json(
      "/api/v1/resources/" + shared, {{"version", song_.get("/api/v1/resources/" + shared).json()["version"]},
                                      {"releases", {{{"kind", "school"}, {"target", district_.id("s1")}}}}});
  ASSERT_EQ(taken_back.status, 200) << taken_back;
  EXPECT_THAT(outline(li_, made), ElementsAre("平台: 国家平台")) << "with the next request";
}

TEST_F(LiveCollections, AreChangedAtTheVersionTheyWereReadAtOrNotAtAll) {
  const auto made = make(song_, {{"title", "光学"}});
  const auto change = [&](const json& version, const char* title) {
    return song_.patch_json(address(made), {{"version", version}, {"title", title}});
  };
  EXPECT_EQ(change(made["version"], "光学一").status, 200);
  const auto late = change(made["version"], "光学二");
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.code(), "collection.changed");
  EXPECT_EQ(late.json()["params"]["version"], "2");
  EXPECT_EQ(late.json()["params"]["by"], "宋组长");
  EXPECT_EQ(song_.get(address(made)).json()["title"], "光学一");
  EXPECT_EQ(song_.del(address(made, "?version=1")).code(), "collection.changed");
  EXPECT_EQ(song_.del(address(made)).status, 400) << "without a version nothing is changed";
  EXPECT_EQ(song_.del(address(made, "?version=2")).status, 204);
  expect_absent(song_, made);
}

TEST_F(LiveCollections, ACollaboratorWritesBesideWhatTheyCannotSee) {
  const auto shared = text("光的折射.txt", true);
  const auto own = text("校内讲义.txt", false);
  auto made = make(
      song_,
      {{"title", "光学"},
       {"sections", all({section("一", {item(shared), item(own)}), section("二", {link("国家平台")})})}});
  made = song_
             .patch_json(address(made),
                         {{"version", made["version"]}, {"collaborators", json::array({li_id()})}})
             .json();
  EXPECT_EQ(made["collaborators"][0]["name"], "李建国");
  EXPECT_THAT(titles(li_, "edited"), ElementsAre("光学"));
  const auto seen = li_.get(address(made)).json();
  ASSERT_EQ(seen["sections"][0]["items"].size(), 1U);
  auto turned = json::array();
  for (const auto at : {1, 0}) {
    auto one = seen["sections"][at];
    for (auto& part : one["items"])
      if (part["kind"] == "resource") part["resource"] = part["resource"]["id"];
    turned.push_back(one);
  }
  const auto written = li_.patch_json(address(made), {{"version", seen["version"]}, {"sections", turned}});
  ASSERT_EQ(written.status, 200) << written;
  EXPECT_THAT(outline(li_, made), ElementsAre("二: 国家平台", "一: 光的折射"));
  EXPECT_THAT(outline(song_, made), ElementsAre("二: 国家平台", "一: 光的折射 校内讲义"));
  EXPECT_EQ(song_.get(address(made)).json()["changed_by_name"], "李建国");

  const auto version = written.json()["version"];
  const auto add = [&](const std::string& resource) {
    return li_.post_json(address(made, "/items"), {{"version", version}, {"item", item(resource)}});
  };
  EXPECT_EQ(lasting(add(own)), lasting(add(kNeverMade)))
      << "what is hidden cannot be told from what never was";
  EXPECT_EQ(add(own).code(), "collection.resource_absent");
  EXPECT_EQ(add(shared).status, 200);
  for (const auto& refused :
       {li_.del(address(made, "?version=4")), li_.del(address(made, "/publication?version=4")),
        li_.put_json(address(made, "/publication"), {{"version", 4}, {"releases", json::array()}}),
        li_.patch_json(address(made), {{"version", 4}, {"collaborators", json::array()}})})
    EXPECT_EQ(refused.code(), "collection.not_manager") << refused;
}

TEST_F(LiveCollections, OfAGroupAreMadeByThoseWhoCurateForIt) {
  const json of_group{{"title", "联盟专题"}, {"group", district_.id("g1")}};
  for (auto* page : {&wang_, &li_, &song_, &zhao_}) {
    EXPECT_EQ(page->post_json(kCollections, of_group).code(), "collection.not_curator");
    EXPECT_EQ(page->post_json(kCollections, {{"title", "a"}, {"group", kNeverMade}}).code(),
              "collection.not_curator");
  }
  auto made = make(zhou_, of_group);
  EXPECT_EQ(made["owner_name"], "江北教育联盟");
  EXPECT_EQ(made["owner_group"], district_.id("g1"));
  EXPECT_THAT(titles(li_, "groups"), IsEmpty()) << "a draft";
  EXPECT_THAT(titles(chen_, "edited"), ElementsAre("联盟专题"))
      << "who administers a core school administers the group";
  made = publish(chen_, made, "group", district_.id("g1"));
  EXPECT_THAT(titles(li_, "groups"), ElementsAre("联盟专题"));
  EXPECT_THAT(titles(zhao_, "groups"), IsEmpty());
  EXPECT_EQ(li_.patch_json(address(made), {{"version", made["version"]}, {"title", "a"}}).code(),
            "collection.not_editor");
  const auto session = zhou_.get("/api/v1/session").json();
  EXPECT_EQ(session["groups"][0]["may_curate"], true);
  EXPECT_EQ(li_.get("/api/v1/session").json()["groups"][0]["may_curate"], false);
}

TEST_F(LiveCollections, ArePublishedWithinReachAndTakenBackByTheOfficeToo) {
  auto made = make(wang_, {{"title", "一节课"}});
  const auto offer = [&](const char* kind, const std::string& target) {
    return wang_.put_json(
        address(made, "/publication"),
        {{"version", made["version"]}, {"releases", {{{"kind", kind}, {"target", target}}}}});
  };
  EXPECT_EQ(offer("everyone", "").code(), "release.not_yours");
  EXPECT_EQ(offer("school", district_.id("s3")).code(), "release.not_yours");
  EXPECT_EQ(offer("group", kNeverMade).code(), "release.not_yours");
  EXPECT_EQ(wang_
                .put_json(address(made, "/publication"),
                          {{"version", made["version"]}, {"releases", json::array()}})
                .code(),
            "collection.nobody_chosen");
  made = publish(wang_, made, "school", district_.id("s1"));
  EXPECT_EQ(song_.get(address(made)).json()["may_unpublish"], false);
  EXPECT_EQ(chen_.get(address(made)).json()["may_unpublish"], true);
  EXPECT_EQ(song_.del(address(made, "/publication?version=2")).code(), "collection.not_manager");
  EXPECT_EQ(chen_.del(address(made, "/publication?version=2")).status, 204);
  expect_absent(chen_, made);
  EXPECT_EQ(wang_.get(address(made)).json()["state"], "draft");
  EXPECT_EQ(zhao_.post_json(kCollections, {{"title", "a"}, {"school", district_.id("s1")}}).code(),
            "upload.not_your_school");
  const auto audit = server_.admin().get("/api/v1/admin/audit").json().dump();
  for (const auto* step : {"collection.created", "collection.published", "collection.unpublished"})
    EXPECT_NE(audit.find(step), std::string::npos) << step;
}

TEST_F(LiveCollections, AForkHoldsWhatItsMakerSeesAndNamesItsOriginWhileThatIsSeen) {
  const auto shared = text("光的折射.txt", true);
  const auto own = text("校内讲义.txt", false);
  auto made =
      make(song_, {{"title", "光学"}, {"sections", all({section("一", {item(own), item(shared, "看图")})})}});
  made = publish(song_, made, "group", district_.id("g1"));
  const auto forked = li_.post(address(made, "/fork"), "");
  ASSERT_EQ(forked.status, 201) << forked;
  const auto fork = forked.json();
  EXPECT_EQ(fork["state"], "draft");
  EXPECT_EQ(fork["origin"]["title"], "光学");
  EXPECT_EQ(fork["origin"]["owner_name"], "宋组长");
  EXPECT_THAT(outline(li_, fork), ElementsAre("一: 光的折射"));
  EXPECT_EQ(fork["sections"][0]["items"][0]["note"], "看图");
  EXPECT_NE(fork["sections"][0]["items"][0]["id"], made["sections"][0]["items"][1]["id"]);
  EXPECT_EQ(song_.del(address(made, "/publication?version=2")).status, 204);
  EXPECT_FALSE(li_.get(address(fork)).json().contains("origin"));
}

TEST_F(LiveCollections, AreTakenAlongAsFarAsTheirReaderMayTakeTheFiles) {
  const auto shared = text("光的折射.txt", true);
  const auto own = text("校内讲义.txt", false);
  const auto only_read = text("在线阅读.txt", true);
  const auto address_of_read = "/api/v1/resources/" + only_read;
  const json to_read{{{"kind", "school"}, {"target", district_.id("s1")}},
                     {{"kind", "group"}, {"target", district_.id("g1")}, {"actions", {"find", "view"}}}};
  ASSERT_EQ(song_
                .patch_json(address_of_read, {{"version", song_.get(address_of_read).json()["version"]},
                                              {"releases", to_read}})
                .status,
            200);
  auto made =
      make(song_, {{"title", "光学/一"},
                   {"sections", all({section("引入<b>", {item(own, "只给本校"), item(shared, "=看图")}),
                                     section("", {item(only_read), link("国家平台"), item(shared)})})}});
  made = publish(song_, made, "group", district_.id("g1"));

  const auto answer = li_.get(address(made, "/export.zip"));
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-type"), "application/zip");
  EXPECT_EQ(answer.header("cache-control"), "private, no-cache");
  EXPECT_NE(answer.header("content-disposition").find("filename*=UTF-8''%E5%85%89%E5%AD%A6_%E4%B8%80.zip"),
            std::string::npos)
      << answer.header("content-disposition");
  const auto files = test::unzipped(answer.body);
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("光学_一/1 引入_b_/01 光的折射.txt", "光学_一/目录.html"));
  EXPECT_EQ(files.at("光学_一/1 引入_b_/01 光的折射.txt"), "光的折射.txt");
  const auto& page = files.at("光学_一/目录.html");
  EXPECT_NE(page.find("<h2>引入&lt;b&gt;</h2>"), std::string::npos) << page;
  EXPECT_NE(page.find("href=\"1%20%E5%BC%95%E5%85%A5_b_/01%20"), std::string::npos) << page;
  EXPECT_NE(page.find("/r/" + only_read + "\""), std::string::npos) << "seen, but not to be taken along";
  EXPECT_NE(page.find("https://basic.smartedu.cn/"), std::string::npos);
  EXPECT_EQ(page.find("校内讲义"), std::string::npos);
  EXPECT_EQ(page.find("只给本校"), std::string::npos);
  EXPECT_EQ(test::unzipped(wang_.get(address(made, "/export.zip")).body).size(), 4U);

  const auto table = li_.get(address(made, "/export.csv"));
  EXPECT_EQ(table.header("content-type"), "text/csv; charset=utf-8");
  EXPECT_NE(table.body.find("1,引入<b>,光的折射,"), std::string::npos) << table.body;
  EXPECT_NE(table.body.find(",'=看图,"), std::string::npos) << "no formula";
  EXPECT_NE(table.body.find("3,,国家平台,外部链接,"), std::string::npos) << table.body;
  EXPECT_EQ(table.body.find("校内讲义"), std::string::npos);
}

TEST_F(LiveCollections, HaveThePictureOfAResourceForThoseWhoMaySeeIt) {
  const auto own = text("校内讲义.txt", false);
  auto made = make(song_, {{"title", "光学"}});
  made = song_.patch_json(address(made), {{"version", made["version"]}, {"cover", own}}).json();
  EXPECT_EQ(made["cover"]["resource"], own);
  made = publish(song_, made, "group", district_.id("g1"));
  EXPECT_FALSE(li_.get(address(made)).json().contains("cover"));
  EXPECT_TRUE(wang_.get(address(made)).json().contains("cover"));
  made = song_
             .patch_json(address(made),
                         {{"version", made["version"]}, {"collaborators", json::array({li_id()})}})
             .json();
  made = li_.patch_json(address(made), {{"version", made["version"]}, {"title", "光"}, {"cover", ""}}).json();
  EXPECT_EQ(song_.get(address(made)).json()["cover"]["resource"], own) << "who cannot see it leaves it";
  made = song_.patch_json(address(made), {{"version", made["version"]}, {"cover", ""}}).json();
  EXPECT_FALSE(made.contains("cover"));
  EXPECT_EQ(song_.patch_json(address(made), {{"version", made["version"]}, {"cover", kNeverMade}}).code(),
            "collection.resource_absent");
}

TEST_F(LiveCollections, SayWhatCannotStandInThem) {
  EXPECT_EQ(wang_.post_json(kCollections, {{"title", " "}}).code(), "collection.title_empty");
  EXPECT_EQ(wang_
                .post_json(kCollections,
                           {{"title", std::string(9'000, 'x')}, {"description", std::string(9'000, 'x')}})
                .code(),
            "value.too_long");
  auto bad = link("a");
  bad["url"] = "http://a.cn";
  EXPECT_EQ(wang_.post_json(kCollections, {{"title", "a"}, {"sections", all({section("", {bad})})}}).code(),
            "collection.link_not_https");
  EXPECT_EQ(
      wang_.post_json(kCollections, {{"title", "a"}, {"sections", all({section("", {item(kNeverMade)})})}})
          .code(),
      "collection.resource_absent");
  EXPECT_EQ(wang_.get(kCollections + std::string("?shelf=planets")).code(), "value.unknown");
  const auto made = make(wang_, {{"title", "a"}});
  EXPECT_EQ(
      wang_.patch_json(address(made), {{"version", 1}, {"collaborators", json::array({kNeverMade})}}).code(),
      "collection.collaborator_unknown");
  EXPECT_EQ(wang_.post_json(address(made, "/items"), {{"version", 1}, {"section", "x"}, {"item", link("a")}})
                .code(),
            "collection.section_absent");
  EXPECT_EQ(server_.client().get(kCollections).status, 401);
}

}  // namespace
}  // namespace kecang::testing
