#pragma once
/// A live server with its real indexer, three schools and people, and archives as a school sends them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/live_server.h"
#include "tests/support/zip_writer.h"

namespace kecang::testing {

/// 育才 and 河湾 are in the group physics, 城东 is not. Li teaches at 育才, Wang at 河湾, Zhao at 城东.
class SchoolHouse {
 public:
  explicit SchoolHouse(std::map<std::string, std::string> environment = {})
      : server(WithIndexer::yes, std::move(environment)) {
    auto admin = server.admin();
    roster(admin, "schools", "key,name,region\nyucai,育才中学,\nhewan,河湾学校,\nchengdong,城东中学,\n");
    roster(admin, "groups", "key,name,kind\nphysics,物理教研中心,学科教研中心\n");
    roster(admin, "users",
           "key,login,name,password\nli,li,李老师,demo-kecang-1\nwang,wang,王老师,demo-kecang-2\n"
           "zhao,zhao,赵老师,demo-kecang-3\n");
    roster(admin, "memberships",
           "kind,member,container,role,from,until\n"
           "user_in_school,li,yucai,teacher,2020-01-01,\nuser_in_school,wang,hewan,teacher,2020-01-01,\n"
           "user_in_school,zhao,chengdong,teacher,2020-01-01,\n"
           "school_in_group,yucai,physics,member,2020-01-01,\nschool_in_group,hewan,physics,member,2020-01-"
           "01,\n");
  }

  HttpClient li() const { return server.sign_in("li", "demo-kecang-1"); }
  HttpClient wang() const { return server.sign_in("wang", "demo-kecang-2"); }
  HttpClient zhao() const { return server.sign_in("zhao", "demo-kecang-3"); }
  /// Chen, who runs the office of 育才 from now on and may change what the school has.
  HttpClient appoint_office() {
    auto admin = server.admin();
    roster(admin, "users", "key,login,name,password\nchen,chen,陈主任,demo-kecang-4\n");
    roster(admin, "memberships",
           "kind,member,container,role,from,until\nuser_in_school,chen,yucai,school_administrator,2020-01-01,"
           "\n");
    return office();
  }
  HttpClient office() const { return server.sign_in("chen", "demo-kecang-4"); }

  /// Runs kecang-indexer beside the server's own one; what it prints.
  std::string indexer(std::vector<std::string> arguments, int expected_exit = 0) {
    arguments.insert(arguments.begin(), KECANG_INDEXER_PROGRAM);
    arguments.insert(arguments.end(), {"--data", server.data().string(), "--json", "--quiet"});
    ChildProcess program(arguments, {{"KECANG_STORAGE_FREE_SPACE_FLOOR", "1048576"}}, server.log());
    auto printed = program.read_output();
    const auto ended = program.wait();
    EXPECT_EQ(ended, expected_exit) << printed << server.log_text();
    return printed;
  }

  /// Titles found, in the order of the hits.
  static std::vector<std::string> titles(HttpClient& client, const std::string& percent_encoded_words) {
    std::vector<std::string> all;
    const auto answer = client.get("/api/v1/search?page_size=100&q=" + percent_encoded_words);
    EXPECT_EQ(answer.status, 200) << answer;
    for (const auto& hit : answer.json().value("hits", nlohmann::json::array()))
      all.push_back(hit["resource"]["title"]);
    return all;
  }

  test::TempDir files;
  LiveServer server;

 private:
  static void roster(HttpClient& admin, const std::string& kind, const std::string& csv) {
    const auto answer = admin.post("/api/v1/admin/roster/" + kind, csv, {{"Content-Type", "text/csv"}});
    EXPECT_EQ(answer.status, 200) << answer;
  }
};

/// Words as they stand in a query.
inline std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    char part[4];
    std::snprintf(part, sizeof part, "%%%02X", static_cast<unsigned char>(c));
    out += part;
  }
  return out;
}

/// A school's archive: GBK names without the flag, folders, junk, texts in two encodings, one file twice, one
/// unreadable.
inline std::string school_archive() {
  using namespace gbk;
  const std::string maths(kMaths);
  const std::string plan(kLessonPlan);
  return ZipWriter()
      .add(maths + "/" + plan + "/" + std::string(kQuadratic) + ".txt",
           "二次函数的图象是一条抛物线，开口方向由二次项系数决定。")
      .add(maths + "/" + std::string(kMidterm) + ".txt", "期中考试范围：一元二次方程与旋转对称图形。")
      .add(maths + "/" + std::string(kTimetable) + ".csv", "day,lesson\nMonday,xylophone\n")
      .add(std::string(kUnicom) + ".txt", "\xC1\xAA\xCD\xA8\xBF\xCE\xB3\xCC\xB1\xED")  // 联通课程表 in GBK
      .add(maths + "/copy.txt", "期中考试范围：一元二次方程与旋转对称图形。")
      .add("__MACOSX/._copy.txt", "junk")
      .add(maths + "/photo.xyz", std::string("\x00\x01\x02\x03", 4))
      .bytes();
}

}  // namespace kecang::testing
