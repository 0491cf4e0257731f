#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

HttpAnswer send_roster(HttpClient& admin, const std::string& kind, const std::string& csv,
                       const std::string& query = "") {
  return admin.post("/api/v1/admin/roster/" + kind + query, csv, {{"Content-Type", "text/csv"}});
}

class LiveRoster : public ::testing::Test {
 protected:
  LiveServer server_;
  HttpClient admin_ = server_.admin();
};

TEST_F(LiveRoster, ARowErrorIsToldByRowAndColumnAndTheRestGoesIn) {
  SmallDistrict::roster(admin_, "schools", "key,name\ns1,一中\n");
  SmallDistrict::roster(admin_, "groups", "key,name,kind\ng1,联盟,联盟\n");
  const auto answer = send_roster(admin_, "memberships",
                                  "类型,成员,所属,角色,开始\n"
                                  "school_in_group,s1,g1,成员校,2026-09-01\n"
                                  "school_in_group,s404,g1,成员校,2026-09-01\n"
                                  "school_in_group,s1,g1,校长,2027-09-01\n"
                                  "school_in_group,s1,g1,成员校,九月一日\n");
  ASSERT_EQ(answer.status, 200) << answer;
  const auto report = answer.json();
  EXPECT_EQ(report["created"], 1);
  ASSERT_EQ(report["problems"].size(), 3U) << answer;
  EXPECT_EQ(report["problems"][0]["row"], 3);
  EXPECT_EQ(report["problems"][0]["column"], "成员");
  EXPECT_EQ(report["problems"][0]["value"], "s404");
  EXPECT_EQ(report["problems"][0]["code"], "roster.school_unknown");
  EXPECT_EQ(report["problems"][1]["column"], "角色");
  EXPECT_EQ(report["problems"][1]["code"], "roster.value_unknown");
  EXPECT_EQ(report["problems"][2]["column"], "开始");
  EXPECT_EQ(report["problems"][2]["code"], "roster.date_malformed");
  EXPECT_NE(report["problems"][0]["message"].get<std::string>().find("s404"), std::string::npos);
}

TEST_F(LiveRoster, ImportedAgainItUpdatesAndNeverDoubles) {
  const std::string users =
      "key,login,name,password\nt1,wang,王老师,first-password-1\nt2,li,李老师,first-password-2\n";
  EXPECT_EQ(SmallDistrict::roster(admin_, "users", users)["created"], 2);
  EXPECT_EQ(SmallDistrict::roster(admin_, "users", users)["unchanged"], 2);
  const auto renamed =
      SmallDistrict::roster(admin_, "users", "key,login,name\nt1,wang,王晓岚\nt2,li.jianguo,李老师\n");
  EXPECT_EQ(renamed["updated"], 2);
  EXPECT_EQ(renamed["created"], 0);
  auto page = server_.sign_in("li.jianguo", "first-password-2");
  EXPECT_EQ(page.get("/api/v1/session").json()["user"]["name"], "李老师") << "the password stayed";
  const std::string schools = "key,name,region\ns1,一中,江北\n";
  EXPECT_EQ(SmallDistrict::roster(admin_, "schools", schools)["created"], 1);
  const std::string places =
      "kind,member,container,role,from,until\nuser_in_school,t1,s1,teacher,2020-01-01,2020-02-01\n";
  EXPECT_EQ(SmallDistrict::roster(admin_, "memberships", places)["created"], 1);
  EXPECT_EQ(SmallDistrict::roster(admin_, "memberships", places)["unchanged"], 1);
  const std::string open = "kind,member,container\nuser_in_school,t1,s1\n";
  EXPECT_EQ(SmallDistrict::roster(admin_, "memberships", open)["created"], 1)
      << "the old one ended: a new one begins";
  EXPECT_EQ(SmallDistrict::roster(admin_, "memberships", open)["unchanged"], 1);
}

TEST_F(LiveRoster, AnAbsentColumnChangesNothing) {
  SmallDistrict::roster(admin_, "schools", "key,name,region\ns1,一中,江北\n");
  EXPECT_EQ(SmallDistrict::roster(admin_, "schools", "key,name\ns1,第一中学\n")["updated"], 1);
  const auto school = admin_.get("/api/v1/schools").json()["items"][0];
  EXPECT_EQ(school["name"], "第一中学");
  EXPECT_EQ(school["region"], "江北");
  SmallDistrict::roster(admin_, "schools", "key,region\ns1,\n");
  EXPECT_EQ(admin_.get("/api/v1/schools").json()["items"][0]["region"], "") << "an empty cell is a value";
}

TEST_F(LiveRoster, ADryRunSaysTheSameAndChangesNothing) {
  const auto answer =
      send_roster(admin_, "schools", "key,name\ns1,一中\ns1,二中\n,三中\n", "?dry_run=1").json();
  EXPECT_EQ(answer["created"], 1);
  ASSERT_EQ(answer["problems"].size(), 2U);
  EXPECT_EQ(answer["problems"][0]["code"], "roster.row_twice");
  EXPECT_EQ(answer["problems"][1]["code"], "roster.cell_empty");
  EXPECT_EQ(admin_.get("/api/v1/schools").json()["items"].size(), 0U);
}

TEST_F(LiveRoster, SpreadsheetsInGb18030AreRead) {
  // 编号,名称 / s1,教案
  SmallDistrict::roster(admin_, "schools", "\xB1\xE0\xBA\xC5,\xC3\xFB\xB3\xC6\r\ns1,\xBD\xCC\xB0\xB8\r\n");
  EXPECT_EQ(admin_.get("/api/v1/schools").json()["items"][0]["name"], "教案");
}

TEST_F(LiveRoster, AWrongHeadingOrFileIsRefusedAsAWhole) {
  const auto heading = send_roster(admin_, "schools", "电话,名称\n1,2\n");
  EXPECT_EQ(heading.status, 400);
  EXPECT_EQ(heading.code(), "roster.column_unknown");
  EXPECT_NE(heading.json()["title"].get<std::string>().find("电话"), std::string::npos);
  EXPECT_EQ(send_roster(admin_, "schools", std::string("PK\x03\x04\0\0", 6)).code(), "csv.not_text");
  EXPECT_EQ(send_roster(admin_, "schools", "").code(), "csv.empty");
  EXPECT_EQ(send_roster(admin_, "planets", "key\n1\n").status, 404);
}

TEST_F(LiveRoster, OnlyAdministratorsImport) {
  SmallDistrict district(server_);
  auto wang = district.page("wang");
  const auto answer = send_roster(wang, "schools", "key,name\ns9,x\n");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.code(), "admin.only");
}

TEST_F(LiveRoster, WhatWasDoneStandsInTheAuditTrail) {
  SmallDistrict::roster(admin_, "schools", "key,name\ns1,一中\n");
  const auto records = admin_.get("/api/v1/admin/audit?limit=5").json()["items"];
  ASSERT_FALSE(records.empty());
  EXPECT_EQ(records[0]["action"], "school.created");
  EXPECT_EQ(records[0]["remote"], "127.0.0.1");
}

}  // namespace
}  // namespace kecang::testing
