#pragma once
/// Two schools in one group, a third outside, and a few people, imported through the roster of a live server.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/base64.h"
#include "tests/support/live_server.h"

namespace kecang::testing {

/// wang and li teach at schools of the group 联盟; zhao teaches outside; chen administers wang's school.
class SmallDistrict {
 public:
  static constexpr const char* kPassword = "correct-horse-7";

  explicit SmallDistrict(LiveServer& server) : server_(server) {
    auto admin = server_.admin();
    roster(admin, "schools", "key,name,region\ns1,江北实验中学,江北\ns2,河湾中学,河湾\ns3,城东中学,城东\n");
    roster(admin, "groups", "编号,名称,类型\ng1,江北教育联盟,联盟\n");
    const std::string p = std::string(",") + kPassword + "\n";
    roster(admin, "users",
           "key,login,name,password\nt1,wang,王晓岚" + p + "t2,li,李建国" + p + "t3,zhao,赵敏" + p +
               "t4,chen,陈主任" + p);
    roster(admin, "memberships",
           "kind,member,container,role,from\n"
           "school_in_group,s1,g1,core,2020-01-01\nschool_in_group,s2,g1,member,2020-01-01\n"
           "user_in_school,wang,s1,teacher,2020-01-01\nuser_in_school,li,s2,teacher,2020-01-01\n"
           "user_in_school,zhao,s3,teacher,2020-01-01\nuser_in_school,chen,s1,school_administrator,2020-01-"
           "01\n");
    remember(admin.get("/api/v1/schools?limit=200").json());
    remember(admin.get("/api/v1/groups?limit=200").json());
  }

  /// Imports rows that must all go in.
  static nlohmann::json roster(HttpClient& admin, const std::string& kind, const std::string& csv) {
    const auto answer = admin.post("/api/v1/admin/roster/" + kind, csv, {{"Content-Type", "text/csv"}});
    EXPECT_EQ(answer.status, 200) << answer;
    EXPECT_EQ(answer.json().value("problems", nlohmann::json::array()).size(), 0U) << answer;
    return answer.json();
  }
  HttpClient page(const std::string& login) const { return server_.sign_in(login, kPassword); }
  /// Of a school or group by its roster key.
  std::string id(const std::string& key) const { return ids_.at(key); }

 private:
  void remember(const nlohmann::json& page) {
    for (const auto& item : page["items"]) ids_[item["key"]] = item["id"];
  }

  LiveServer& server_;
  std::map<std::string, std::string> ids_;
};

/// What an upload says of itself.
struct TusFile {
  std::string name;
  std::string school;
  std::string groups = {};
  std::string visibility = {};
  bool review = false;
};

inline HttpHeaders tus_headers(const TusFile& file, std::uint64_t length) {
  auto metadata = "filename " + base64(file.name) + ",school " + base64(file.school);
  if (!file.groups.empty()) metadata += ",groups " + base64(file.groups);
  if (!file.visibility.empty()) metadata += ",visibility " + base64(file.visibility);
  if (file.review) metadata += ",review " + base64("yes");
  return {
      {"Tus-Resumable", "1.0.0"}, {"Upload-Length", std::to_string(length)}, {"Upload-Metadata", metadata}};
}
inline HttpHeaders piece_headers(std::uint64_t offset) {
  return {{"Tus-Resumable", "1.0.0"},
          {"Upload-Offset", std::to_string(offset)},
          {"Content-Type", "application/offset+octet-stream"}};
}

/// Uploads everything in one request; the id of the import.
inline std::string upload(HttpClient& page, const TusFile& file, const std::string& bytes) {
  auto headers = tus_headers(file, bytes.size());
  headers.emplace_back("Content-Type", "application/offset+octet-stream");
  const auto answer = page.post("/api/v1/uploads", bytes, headers);
  EXPECT_EQ(answer.status, 201) << answer;
  EXPECT_FALSE(answer.header("kecang-import").empty()) << answer;
  return answer.header("kecang-import");
}

/// The resource a single file became.
inline std::string resource_of(HttpClient& page, const std::string& import) {
  const auto answer = page.get("/api/v1/imports/" + import + "/entries");
  EXPECT_EQ(answer.status, 200) << answer;
  const auto items = answer.json().value("items", nlohmann::json::array());
  return items.size() == 1 ? items[0].value("resource", "") : "";
}

/// Waits until an archive that is reviewed is listed and looked through; the import's status.
inline nlohmann::json planned_import(HttpClient& page, const std::string& import) {
  nlohmann::json status;
  const bool planned = LiveServer::wait_until([&] {
    status = page.get("/api/v1/imports/" + import).json();
    return status.is_object() && status["import"]["state"] == "planned" &&
           status["import"]["members_surveyed"] == status["import"]["members_listed"];
  });
  EXPECT_TRUE(planned) << status.dump();
  return status;
}

/// Waits until every file of an import has its end state; the import's status.
inline nlohmann::json finished_import(HttpClient& page, const std::string& import) {
  nlohmann::json status;
  const bool done = LiveServer::wait_until([&] {
    status = page.get("/api/v1/imports/" + import).json();
    const auto state = status.is_object() ? status["import"].value("state", "") : "";
    return state == "done" || state == "failed";
  });
  EXPECT_TRUE(done) << status.dump();
  return status;
}

/// Waits until the index holds every resource of an import, which comes shortly after its end state.
inline void indexed_import(HttpClient& page, const std::string& import) {
  finished_import(page, import);
  const auto entries = page.get("/api/v1/imports/" + import + "/entries").json();
  const bool all = LiveServer::wait_until([&] {
    const auto found = page.get("/api/v1/search?page_size=100&sort=newest").json();
    for (const auto& entry : entries["items"]) {
      const auto resource = entry.value("resource", "");
      const auto& hits = found["hits"];
      if (!resource.empty() && std::none_of(hits.begin(), hits.end(), [&](const auto& hit) {
            return hit["resource"]["id"] == resource;
          }))
        return false;
    }
    return true;
  });
  EXPECT_TRUE(all) << entries.dump();
}

}  // namespace kecang::testing
