/// Who did what, as administrators of a school, of a group and of the installation read it, and nobody else.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

class LiveAudit : public ::testing::Test {
 protected:
  std::string of_school(const std::string& school) const {
    return "/api/v1/schools/" + district_.id(school) + "/audit";
  }
  static json records(HttpClient& page, const std::string& path) {
    const auto answer = page.get(path);
    EXPECT_EQ(answer.status, 200) << answer;
    return answer.json().value("items", json::array());
  }
  static std::vector<std::string> actions(const json& records) {
    std::vector<std::string> all;
    for (const auto& one : records) all.push_back(one["action"]);
    return all;
  }

  /// A file of s1 for its school and the group.
  std::string share() {
    const auto import =
        upload(wang_, {.name = "浮力.txt", .school = district_.id("s1"), .groups = district_.id("g1")},
               "浮力的大小");
    return resource_of(wang_, import);
  }

  LiveServer server_{WithIndexer::no};
  SmallDistrict district_{server_};
  HttpClient chen_ = district_.page("chen");
  HttpClient wang_ = district_.page("wang");
  HttpClient li_ = district_.page("li");
};

TEST_F(LiveAudit, TheOwnerSchoolReadsWhoTookAFileHomeOncePerDownload) {
  const auto resource = share();
  const std::string file = "/api/v1/resources/" + resource + "/file";
  EXPECT_EQ(li_.get(file).status, 200);
  EXPECT_EQ(li_.get(file, {{"Range", "bytes=3-"}}).status, 206) << "goes on with it";
  EXPECT_EQ(li_.head(file).status, 200);
  EXPECT_EQ(li_.get(file + "?inline=1").status, 200) << "looked at, not taken";

  const auto taken = records(chen_, of_school("s1") + "?action=resource.downloaded");
  ASSERT_EQ(taken.size(), 1U) << taken;
  EXPECT_EQ(taken[0]["actor_name"], "李建国");
  EXPECT_EQ(taken[0]["subject"], resource);
  EXPECT_EQ(taken[0]["subject_name"], "浮力");
  EXPECT_EQ(taken[0]["details"]["file_name"], "浮力.txt");
  EXPECT_EQ(records(chen_, of_school("s1") + "?subject=" + resource + "&action=resource.downloaded").size(),
            1U);
}

TEST_F(LiveAudit, IsForAdministratorsOfThatPlaceOnly) {
  share();
  EXPECT_EQ(wang_.get(of_school("s1")).status, 403) << "of the school, but administers nothing";
  const auto hidden = li_.get(of_school("s1"));
  EXPECT_EQ(hidden.status, 404) << "of another school";
  const auto nowhere = li_.get("/api/v1/schools/01ARZ3NDEKTSV4RRFFQ69G5FAV/audit");
  EXPECT_EQ(hidden.json()["code"], nowhere.json()["code"]);
  EXPECT_EQ(chen_.get(of_school("s2")).status, 404);
  EXPECT_EQ(chen_.get("/api/v1/admin/audit").status, 403);
  auto admin = server_.admin();
  EXPECT_THAT(actions(records(admin, of_school("s1"))), Contains("import.accepted"));
  EXPECT_THAT(actions(records(admin, "/api/v1/admin/audit?action=session")), Contains("session.created"));
}

TEST_F(LiveAudit, ASchoolReadsOfItsMembershipsAndImportsAndOfNobodyElses) {
  share();
  const auto own = actions(records(chen_, of_school("s1") + "?limit=200"));
  EXPECT_THAT(own, IsSupersetOf({"school.created", "membership.created", "import.accepted"}));
  EXPECT_THAT(own, Not(Contains("session.created")));
  auto admin = server_.admin();
  EXPECT_THAT(actions(records(admin, of_school("s2") + "?limit=200")), Not(Contains("import.accepted")));
}

TEST_F(LiveAudit, IsTakenHomeAsASpreadsheetWithTheSameFilter) {
  const auto resource = share();
  EXPECT_EQ(li_.get("/api/v1/resources/" + resource + "/file").status, 200);
  const auto table = chen_.get(of_school("s1") + ".csv?action=resource.downloaded");
  EXPECT_EQ(table.status, 200) << table;
  EXPECT_THAT(table.body, AllOf(HasSubstr("序号,时间,人员"), HasSubstr("李建国,resource.downloaded,浮力")));
  EXPECT_EQ(std::count(table.body.begin(), table.body.end(), '\n'), 2);
  EXPECT_EQ(wang_.get(of_school("s1") + ".csv").status, 403);
  EXPECT_EQ(chen_.get(of_school("s1") + "?from=yesterday").status, 400);
}

TEST_F(LiveAudit, AGroupReadsOfItsMembers) {
  const std::string of_group = "/api/v1/groups/" + district_.id("g1") + "/audit";
  EXPECT_THAT(actions(records(chen_, of_group)), Contains("membership.created")) << "runs its core school";
  EXPECT_EQ(li_.get(of_group).status, 403);
  EXPECT_EQ(district_.page("zhao").get(of_group).status, 404);
}

}  // namespace
}  // namespace kecang::testing
