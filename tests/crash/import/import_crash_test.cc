/// kill -9 in the middle of an import: after the restart it goes on by itself and ends as if nothing had
/// happened.
#include "tests/crash/import/processes.h"
#include "tests/live/indexing/school_house.h"

namespace kecang::testing {
namespace {

using nlohmann::json;

constexpr int kFiles = 320;
constexpr std::chrono::seconds kPatience{100};

/// Enough members for several batches, each with a text of its own.
std::string large_archive() {
  ZipWriter zip;
  for (int i = 0; i < kFiles; ++i)
    zip.add("lessons/" + std::to_string(i) + ".txt", "共同词语 lesson number" + std::to_string(i));
  return zip.bytes();
}

class ImportCrash : public ::testing::Test {
 protected:
  void begin_import() {
    const auto archive = house_.files.write("large.zip", large_archive());
    const auto printed =
        json::parse(house_.indexer({"import", archive.string(), "--school", "yucai", "--no-wait"}));
    id_ = printed["imports"][0]["import"]["id"];
  }
  json progress() {
    auto client = house_.server.client();
    client.with_header("Authorization", "Bearer " + house_.server.internal_token());
    return client.get("/internal/v1/imports/" + id_).json();
  }
  /// Waits until so many files have their end state; false if they never do.
  bool wait_until_read(int files) {
    return LiveServer::wait_until(
        [&] {
          const auto now = progress();
          return now.is_object() &&
                 now["counts"].value("total", 0) - now["counts"].value("waiting", 0) >= files;
        },
        kPatience);
  }
  bool wait_until_done() {
    return LiveServer::wait_until(
        [&] {
          const auto now = progress();
          return now.is_object() && now["import"].value("state", "") == "done";
        },
        kPatience);
  }
  /// As an undisturbed import ends.
  void expect_whole() {
    ASSERT_TRUE(wait_until_done()) << progress() << house_.server.log_text();
    const auto counts = progress()["counts"];
    EXPECT_EQ(counts["total"], kFiles) << counts;
    EXPECT_EQ(counts["indexed"], kFiles) << counts;
    auto li = house_.li();
    EXPECT_EQ(li.get("/api/v1/search?q=" + encoded("共同词语")).json()["total"], kFiles);
    EXPECT_EQ(SchoolHouse::titles(li, "number319"), std::vector<std::string>{"319"});
    const auto verified = json::parse(house_.indexer({"verify", "--read-blobs"}));
    EXPECT_EQ(verified["resources"], kFiles) << verified;
  }

  SchoolHouse house_;
  std::string id_;
};

TEST_F(ImportCrash, OfTheServerWhileItUnpacks) {
  begin_import();
  ASSERT_TRUE(LiveServer::wait_until([&] { return progress()["counts"].value("total", 0) > 0; }, kPatience));
  house_.server.kill();
  house_.server.start();
  expect_whole();
}

TEST_F(ImportCrash, OfTheServerWhileItReads) {
  begin_import();
  ASSERT_TRUE(wait_until_read(50));
  house_.server.kill();
  house_.server.start();
  expect_whole();
}

TEST_F(ImportCrash, OfTheIndexerWhileItReads) {
  begin_import();
  ASSERT_TRUE(wait_until_read(50));
  ASSERT_EQ(kill_descendants(house_.server.pid(), "kecang-indexer"), 1U);
  expect_whole();
}

TEST_F(ImportCrash, OfExtractorsWhileTheyRead) {
  begin_import();
  std::size_t killed = 0;
  for (int read : {20, 60, 100}) {
    ASSERT_TRUE(wait_until_read(read));
    ASSERT_TRUE(LiveServer::wait_until([&] {
      const auto gone = kill_descendants(house_.server.pid(), "kecang-extract");
      killed += gone;
      return gone > 0;
    }));
  }
  EXPECT_GE(killed, 3U);
  expect_whole();
}

TEST_F(ImportCrash, OfEverybodyWhileAPlanIsMadeAndApplied) {
  const auto archive = house_.files.write("large.zip", large_archive());
  const auto plan = (house_.files / "plan.csv").string();
  const auto printed =
      json::parse(house_.indexer({"import", archive.string(), "--school", "yucai", "--dry-run", plan}));
  id_ = printed["imports"][0]["import"]["id"];
  house_.indexer({"import", "--apply", plan, "--no-wait"});
  ASSERT_TRUE(wait_until_read(10));
  kill_descendants(house_.server.pid(), "kecang-indexer");
  ASSERT_TRUE(wait_until_read(60));
  house_.server.kill();
  house_.server.start();
  expect_whole();
}

TEST_F(ImportCrash, OfEverybodyWhileAnImportIsTakenBack) {
  begin_import();
  ASSERT_TRUE(wait_until_done());
  house_.indexer({"import", "--undo", id_, "--no-wait"});
  ASSERT_TRUE(LiveServer::wait_until([&] { return progress()["counts"].value("undone", 0) > 0; }, kPatience));
  kill_descendants(house_.server.pid(), "kecang-indexer");
  house_.server.kill();
  house_.server.start();
  ASSERT_TRUE(
      LiveServer::wait_until([&] { return progress()["import"].value("state", "") == "undone"; }, kPatience))
      << progress();
  EXPECT_EQ(progress()["counts"]["undone"], kFiles);
  auto li = house_.li();
  EXPECT_EQ(li.get("/api/v1/search?q=" + encoded("共同词语")).json()["total"], 0);
  EXPECT_EQ(json::parse(house_.indexer({"verify"}))["resources"], 0);
}

TEST_F(ImportCrash, OfAllThreeOneAfterTheOther) {
  begin_import();
  ASSERT_TRUE(wait_until_read(30));
  kill_descendants(house_.server.pid(), "kecang-extract");
  ASSERT_TRUE(wait_until_read(60));
  kill_descendants(house_.server.pid(), "kecang-indexer");
  ASSERT_TRUE(wait_until_read(90));
  house_.server.kill();
  house_.server.start();
  expect_whole();
}

}  // namespace
}  // namespace kecang::testing
