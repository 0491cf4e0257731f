#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

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

constexpr const char* kNeverMade = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

class LiveVisibility : public ::testing::Test {
 protected:
  /// Every address under which a resource can be asked for.
  static std::vector<std::string> addresses(const std::string& resource) {
    const auto base = "/api/v1/resources/" + resource;
    return {base,           base + "/segments",      base + "/segments?q=x",
            base + "/file", base + "/file?inline=1", base + "/similar",
            base + "/why",  base + "/audience",      base + "/questions"};
  }
  static void expect_absent(HttpClient& page, const std::string& resource) {
    const auto hidden = addresses(resource);
    const auto absent = addresses(kNeverMade);
    for (std::size_t i = 0; i < hidden.size(); ++i) {
      EXPECT_EQ(page.get(hidden[i]).status, 404) << hidden[i];
      EXPECT_EQ(lasting(page.get(hidden[i])), lasting(page.get(absent[i]))) << hidden[i];
    }
    EXPECT_EQ(lasting(page.head(hidden[3])), lasting(page.head(absent[3])));
    EXPECT_EQ(lasting(page.del(hidden[0])), lasting(page.del(absent[0])));
    const nlohmann::json edit{{"version", 1}, {"title", "mine"}};
    EXPECT_EQ(lasting(page.patch_json(hidden[0], edit)), lasting(page.patch_json(absent[0], edit)));
    const auto etag = page.get(hidden[3], {{"Range", "bytes=0-0"}, {"If-None-Match", "*"}});
    EXPECT_EQ(lasting(etag), lasting(page.get(absent[3], {{"Range", "bytes=0-0"}, {"If-None-Match", "*"}})));
  }

  LiveServer server_;
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
  HttpClient zhao_ = district_.page("zhao");
};

TEST_F(LiveVisibility, WhatIsOfferedToTheGroupIsSeenByItAndByNobodyElse) {
  const auto import = upload(wang_, {"月饼的平均分.txt", district_.id("s1"), district_.id("g1")}, "平均分");
  const auto resource = resource_of(wang_, import);
  EXPECT_EQ(li_.get("/api/v1/resources/" + resource).status, 200);
  EXPECT_EQ(li_.get("/api/v1/resources/" + resource + "/file").body, "平均分");
  expect_absent(zhao_, resource);
  auto admin = server_.admin();
  expect_absent(admin, resource);
}

TEST_F(LiveVisibility, WithoutAGroupItStaysInTheSchoolAndPrivateMeansOneself) {
  const auto school = resource_of(wang_, upload(wang_, {"a.txt", district_.id("s1")}, "school"));
  const auto own = resource_of(wang_, upload(wang_, {"b.txt", district_.id("s1"), "", "private"}, "own"));
  auto chen = district_.page("chen");
  EXPECT_EQ(chen.get("/api/v1/resources/" + school).status, 200);
  EXPECT_EQ(chen.get("/api/v1/resources/" + own).status, 404);
  EXPECT_EQ(wang_.get("/api/v1/resources/" + own).status, 200);
  expect_absent(li_, school);
  expect_absent(li_, own);
}

TEST_F(LiveVisibility, NobodyIsAnonymous) {
  const auto resource = resource_of(wang_, upload(wang_, {"a.txt", district_.id("s1")}, "x"));
  auto nobody = server_.client();
  for (const auto& address : addresses(resource)) EXPECT_EQ(nobody.get(address).status, 401) << address;
  for (const auto* address : {"/api/v1/search", "/api/v1/imports", "/api/v1/schools", "/api/v1/uploads",
                              "/api/v1/vocabulary", "/api/v1/admin/status"})
    EXPECT_EQ(nobody.get(address).status, 401) << address;
}

TEST_F(LiveVisibility, AnImportIsForWhoSentItAndForTheSchoolsOffice) {
  const auto import = upload(wang_, {"a.txt", district_.id("s1"), district_.id("g1")}, "x");
  auto chen = district_.page("chen");
  EXPECT_EQ(chen.get("/api/v1/imports/" + import).status, 200);
  EXPECT_EQ(chen.get("/api/v1/imports").json()["items"].size(), 1U);
  for (auto* outsider : {&li_, &zhao_}) {
    for (const auto* below : {"", "/entries", "/report.csv"}) {
      const auto hidden = outsider->get("/api/v1/imports/" + import + below);
      EXPECT_EQ(hidden.status, 404);
      EXPECT_EQ(lasting(hidden),
                lasting(outsider->get(std::string("/api/v1/imports/") + kNeverMade + below)));
    }
    EXPECT_EQ(outsider->get("/api/v1/imports").json()["items"].size(), 0U);
  }
}

TEST_F(LiveVisibility, SchoolsAndGroupsAreSeenAsFarAsMembershipsReach) {
  EXPECT_EQ(wang_.get("/api/v1/schools").json()["items"].size(), 2U);
  EXPECT_EQ(zhao_.get("/api/v1/schools").json()["items"].size(), 1U);
  EXPECT_EQ(zhao_.get("/api/v1/groups").json()["items"].size(), 0U);
  EXPECT_EQ(wang_.get("/api/v1/groups/" + district_.id("g1") + "/members").json()["items"].size(), 2U);
  EXPECT_EQ(wang_.get("/api/v1/schools/" + district_.id("s1") + "/members").json()["items"].size(), 2U);
  for (const auto& path :
       {"/api/v1/schools/" + district_.id("s1"), "/api/v1/schools/" + district_.id("s1") + "/members",
        "/api/v1/groups/" + district_.id("g1"), "/api/v1/groups/" + district_.id("g1") + "/members"})
    EXPECT_EQ(zhao_.get(path).status, 404) << path;
  EXPECT_EQ(li_.get("/api/v1/schools/" + district_.id("s1") + "/members").status, 404)
      << "another school's staff list is not the group's";
  const auto page = wang_.get("/api/v1/schools?limit=1").json();
  EXPECT_EQ(page["items"].size(), 1U);
  EXPECT_EQ(
      wang_.get("/api/v1/schools?limit=1&after=" + page["next"].get<std::string>()).json()["items"].size(),
      1U);
}

TEST_F(LiveVisibility, AMembershipThatEndsClosesEverythingWithTheNextRequest) {
  const auto import = upload(wang_, {"a.txt", district_.id("s1"), district_.id("g1")}, "shared");
  const auto resource = resource_of(wang_, import);
  ASSERT_EQ(li_.get("/api/v1/resources/" + resource).status, 200);
  auto admin = server_.admin();
  const auto members = admin.get("/api/v1/groups/" + district_.id("g1") + "/members").json()["items"];
  for (const auto& member : members) {
    const auto& membership = member["membership"];
    if (membership["subject"] != district_.id("s2")) continue;
    const auto ended = admin.patch_json("/api/v1/admin/memberships/" + membership["id"].get<std::string>(),
                                        {{"version", membership["version"]}, {"until", "2024-01-01"}});
    EXPECT_EQ(ended.status, 200) << ended;
  }
  expect_absent(li_, resource);
  EXPECT_EQ(li_.get("/api/v1/groups").json()["items"].size(), 0U);
  const auto offer =
      li_.post("/api/v1/uploads", "", tus_headers({"b.txt", district_.id("s2"), district_.id("g1")}, 3));
  EXPECT_EQ(offer.code(), "upload.not_your_group");
}

TEST_F(LiveVisibility, TakingAResourceBackHidesItAtOnce) {
  const auto resource =
      resource_of(wang_, upload(wang_, {"a.txt", district_.id("s1"), district_.id("g1")}, "x"));
  const auto path = "/api/v1/resources/" + resource;
  const auto seen = wang_.get(path).json();
  EXPECT_EQ(seen["may_edit"], true);
  EXPECT_EQ(seen["releases"].size(), 2U);
  const auto foreign = li_.get(path).json();
  EXPECT_EQ(foreign["may_edit"], false);
  EXPECT_FALSE(foreign.contains("releases"));
  EXPECT_EQ(li_.patch_json(path, {{"version", seen["version"]}, {"title", "mine"}}).code(),
            "resource.not_editor");
  EXPECT_EQ(li_.del(path).status, 403);

  const nlohmann::json only_school{{{"kind", "school"}, {"target", district_.id("s1")}}};
  const auto narrowed = wang_.patch_json(path, {{"version", seen["version"]}, {"releases", only_school}});
  EXPECT_EQ(narrowed.status, 200) << narrowed;
  expect_absent(li_, resource);
  EXPECT_EQ(wang_.patch_json(path, {{"version", seen["version"]}, {"title", "again"}}).code(),
            "resource.changed");
  EXPECT_EQ(wang_.del(path).status, 204);
  expect_absent(wang_, resource);
}

TEST_F(LiveVisibility, AnEditReachesNoFurtherThanTheEditor) {
  const auto path =
      "/api/v1/resources/" + resource_of(wang_, upload(wang_, {"a.txt", district_.id("s1")}, "x"));
  const auto version = [&] { return wang_.get(path).json()["version"]; };
  const auto offer = [&](const char* kind, const std::string& target) {
    return wang_.patch_json(path,
                            {{"version", version()}, {"releases", {{{"kind", kind}, {"target", target}}}}});
  };
  EXPECT_EQ(offer("school", district_.id("s3")).code(), "release.not_yours");
  EXPECT_EQ(offer("everyone", "").code(), "release.not_yours");
  EXPECT_EQ(offer("group", kNeverMade).code(), "release.not_yours");
  EXPECT_EQ(wang_.patch_json(path, {{"version", version()}, {"releases", nlohmann::json::array()}}).code(),
            "resource.nobody_left");
  const auto tagged = wang_.patch_json(
      path,
      {{"version", version()}, {"title", " 新标题 "}, {"tags", {{"subject", "数学"}, {"grade", "三年级"}}}});
  ASSERT_EQ(tagged.status, 200) << tagged;
  EXPECT_EQ(tagged.json()["title"], "新标题");
  EXPECT_EQ(tagged.json()["tags"]["subject"]["value"], "数学");
  EXPECT_EQ(tagged.json()["tags"]["subject"]["source"], "person");
  EXPECT_EQ(wang_.patch_json(path, {{"version", version()}, {"title", "  "}}).code(), "resource.title_empty");
  EXPECT_EQ(wang_.patch_json(path, {{"version", version()}, {"tags", {{"colour", "red"}}}}).code(),
            "resource.tag_unknown");
}

}  // namespace
}  // namespace kecang::testing
