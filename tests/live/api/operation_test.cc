#include <gmock/gmock.h>

#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using ::testing::HasSubstr;

class LiveOperation : public ::testing::Test {
 protected:
  LiveServer server_;
};

TEST_F(LiveOperation, SaysThatItLivesAndIsReady) {
  EXPECT_EQ(server_.client().get("/healthz").status, 200);
  EXPECT_EQ(server_.client().get("/readyz").status, 200);
}

TEST_F(LiveOperation, CountsRequestsByRouteAndNotByPath) {
  auto client = server_.client();
  client.get("/api/v1/resources/01ARZ3NDEKTSV4RRFFQ69G5FAV");
  std::string metrics;
  EXPECT_TRUE(LiveServer::wait_until([&] {
    metrics = client.get("/metrics").body;
    return metrics.find("route=\"/api/v1/resources/:id\",status=\"401\"} 1") != std::string::npos;
  })) << metrics;
  EXPECT_EQ(metrics.find("01ARZ3"), std::string::npos);
  for (const auto* name : {"kecang_jobs_ready 0", "kecang_index_documents 0", "kecang_disk_free_bytes",
                           "kecang_memory_resident_bytes", "kecang_http_request_seconds_bucket"})
    EXPECT_THAT(metrics, HasSubstr(name));
}

TEST_F(LiveOperation, MetricsAreNotForWhoComesThroughAProxy) {
  EXPECT_EQ(server_.client().get("/metrics", {{"X-Forwarded-For", "203.0.113.7"}}).status, 404);
  auto admin = server_.admin();
  EXPECT_EQ(admin.get("/metrics", {{"X-Forwarded-For", "203.0.113.7"}}).status, 200);
}

TEST_F(LiveOperation, TheInternalApiDoesNotExistForOthers) {
  auto client = server_.client();
  const auto nothing = client.post("/internal/v1/nothing-here", "");
  for (const auto& token : {std::string("wrong"), std::string()}) {
    const auto answer = client.post("/internal/v1/jobs/claim", "", {{"Authorization", "Bearer " + token}});
    EXPECT_EQ(answer.status, nothing.status);
    EXPECT_EQ(answer.code(), nothing.code());
  }
  const HttpHeaders right{{"Authorization", "Bearer " + server_.internal_token()}};
  const std::string claim = nlohmann::json::to_cbor({{"limit", 1}}).empty() ? "" : [] {
    const auto bytes = nlohmann::json::to_cbor({{"limit", 1}, {"lease_ms", 1000}, {"wait_ms", 0}});
    return std::string(bytes.begin(), bytes.end());
  }();
  const auto claimed = client.post("/internal/v1/jobs/claim", claim, right);
  ASSERT_EQ(claimed.status, 200) << claimed;
  EXPECT_EQ(nlohmann::json::from_cbor(claimed.body)["ready"], 0);
}

TEST_F(LiveOperation, WhatPeopleLookForIsNotInTheLog) {
  SmallDistrict district(server_);
  auto wang = district.page("wang");
  wang.get("/api/v1/search?q=verysecretword");
  EXPECT_EQ(server_.terminate(), 0);
  EXPECT_THAT(server_.log_text(), HasSubstr("/api/v1/search"));
  EXPECT_EQ(server_.log_text().find("verysecretword"), std::string::npos);
  EXPECT_EQ(server_.log_text().find(SmallDistrict::kPassword), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(server_.data() / "server.address")) << "gone when it ended in peace";
}

TEST_F(LiveOperation, ADataFolderHasOneServer) {
  ChildProcess second({KECANG_SERVER_PROGRAM, "run", "--data", server_.data().string(), "--no-indexer"},
                      {{"KECANG_SERVER_PORT", "0"}}, server_.log());
  EXPECT_EQ(second.wait(), 4);
  EXPECT_THAT(server_.log_text(), HasSubstr("store.in_use"));
  EXPECT_EQ(server_.client().get("/readyz").status, 200);
}

TEST_F(LiveOperation, TheStatusPageKnowsQueueIndexAndDisk) {
  auto admin = server_.admin();
  const auto status = admin.get("/api/v1/admin/status").json();
  EXPECT_EQ(status["jobs_ready"], 0);
  EXPECT_GT(status["disk_free"].get<std::uint64_t>(), 0U);
  EXPECT_EQ(status["helpers"][0]["name"], "pdftotext");
}

TEST_F(LiveOperation, AVocabularyIsReplacedWhileTheServerRunsAndStaysReplaced) {
  auto admin = server_.admin();
  const auto before = admin.get("/api/v1/vocabulary").json();
  ASSERT_FALSE(before["subjects"].empty());
  const nlohmann::json mine{
      {"schema", "subjects/1"},
      {"subjects", {{{"name", "围棋"}, {"stages", {{"小学", 1}}}, {"aliases", {"weiqi"}}}}}};
  const auto replaced = admin.put_json("/api/v1/admin/vocabulary/subjects", mine);
  EXPECT_EQ(replaced.status, 204) << replaced;
  const auto after = admin.get("/api/v1/vocabulary").json();
  ASSERT_EQ(after["subjects"].size(), 1U);
  EXPECT_EQ(after["subjects"][0]["name"], "围棋");
  EXPECT_EQ(after["editions"], before["editions"]);
  server_.restart();
  auto again = server_.admin();
  EXPECT_EQ(again.get("/api/v1/vocabulary").json()["subjects"].size(), 1U);
}

}  // namespace
}  // namespace kecang::testing
