/// A new index beside the live one, while people search and upload.
#include <xapian.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "storage/xapian/generations.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/live/indexing/school_house.h"
#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::string lessons(int count) {
  ZipWriter zip;
  for (int i = 0; i < count; ++i)
    zip.add("课/" + std::to_string(i) + ".txt", "共同词语 lesson number" + std::to_string(i));
  return zip.bytes();
}

/// Searches on a thread of its own and remembers what went wrong.
class Searcher {
 public:
  Searcher(HttpClient client, std::uint64_t at_least)
      : client_(std::move(client)), at_least_(at_least), thread_([this] { run(); }) {}
  ~Searcher() { end(); }
  /// What went wrong.
  std::vector<std::string> end() {
    ended_ = true;
    if (thread_.joinable()) thread_.join();
    return problems_;
  }
  std::uint64_t searches() const { return searches_; }

 private:
  void run() {
    while (!ended_) {
      const auto answer = client_.get("/api/v1/search?q=" + encoded_);
      const auto found = answer.status == 200 ? answer.json().value("total", std::uint64_t{0}) : 0;
      ++searches_;
      if (found < at_least_ && problems_.size() < 20)
        problems_.push_back(std::to_string(answer.status) + " " + answer.body.substr(0, 200));
    }
  }
  HttpClient client_;
  const std::uint64_t at_least_;
  const std::string encoded_ = encoded("共同词语");
  std::atomic<bool> ended_ = false;
  std::atomic<std::uint64_t> searches_ = 0;
  std::vector<std::string> problems_;
  std::thread thread_;
};

class RebuildLive : public ::testing::Test {
 protected:
  void import_three() {
    house_.files.write("课/a.txt", "比热容与内能");
    house_.files.write("课/b.txt", "串联电路的电流");
    house_.files.write("课/c.txt", "并联电路的电压");
    house_.indexer({"import", (house_.files / "课").string(), "--school", "yucai"});
  }
  std::filesystem::path index() const { return house_.server.data() / "index"; }
  std::string current() const { return test::read_file(index() / "CURRENT"); }
  json rebuild(std::vector<std::string> options = {}, int expected_exit = 0) {
    options.insert(options.begin(), "rebuild");
    return json::parse(house_.indexer(options, expected_exit), nullptr, false);
  }
  json differences() { return json::parse(house_.indexer({"verify"}))["differences"]; }
  std::vector<std::string> titles(const std::string& words) {
    auto li = house_.li();
    return SchoolHouse::titles(li, encoded(words));
  }

  SchoolHouse house_;
};

TEST_F(RebuildLive, NoSearchFailsOrMissesAnythingWhileItIsBuiltAndSwapped) {
  const auto archive = house_.files.write("large.zip", lessons(120));
  house_.indexer({"import", archive.string(), "--school", "yucai"});
  Searcher one(house_.li(), 120);
  Searcher two(house_.li(), 120);
  for (int round = 0; round < 2; ++round) {
    const auto before = current();
    house_.files.write("新/" + std::to_string(round) + ".txt", "期间上传 extra" + std::to_string(round));
    house_.indexer({"import", (house_.files / "新").string(), "--school", "yucai", "--no-wait"});
    const auto status = rebuild();
    EXPECT_EQ(status["state"], "done") << status;
    EXPECT_NE(current(), before);
  }
  ASSERT_TRUE(LiveServer::wait_until([&] { return one.searches() > 20 && two.searches() > 20; }));
  EXPECT_THAT(one.end(), IsEmpty());
  EXPECT_THAT(two.end(), IsEmpty());
  ASSERT_TRUE(LiveServer::wait_until([&] { return titles("期间上传").size() == 2; }));
  EXPECT_THAT(differences(), SizeIs(0));
}

TEST_F(RebuildLive, SaysWhatWasComparedBeforeTheSwap) {
  import_three();
  const auto status = rebuild();
  EXPECT_EQ(status["state"], "done") << status;
  EXPECT_EQ(status["comparison"]["resources_wanted"], 3) << status;
  EXPECT_EQ(status["comparison"]["resources_found"], 3) << status;
  EXPECT_EQ(status["comparison"]["asked"], 6) << status;  // a title and a piece of text of each
  EXPECT_EQ(status["comparison"]["same"], 6) << status;
  EXPECT_EQ(status["comparison"]["lost"], 0) << status;
  EXPECT_EQ(status["compared_with_live"], true) << status;
}

TEST_F(RebuildLive, GoesBackToTheFormerIndexBroughtUpToDate) {
  import_three();
  rebuild();
  const auto second = current();
  house_.files.write("后/d.txt", "电阻与电压");
  house_.indexer({"import", (house_.files / "后").string(), "--school", "yucai"});
  auto chen = house_.appoint_office();
  const auto found = chen.get("/api/v1/search?q=" + encoded("串联")).json();
  const std::string id = found["hits"][0]["resource"]["id"];
  const std::string path = "/api/v1/resources/" + id;
  const auto renamed =
      chen.patch_json(path, {{"version", chen.get(path).json()["version"]}, {"title", "改过的名字"}});
  ASSERT_EQ(renamed.status, 200) << renamed;

  const auto status = rebuild({"--rollback"});
  EXPECT_EQ(status["state"], "done") << status;
  EXPECT_GT(current(), second);  // a new name, so that positions ascend
  EXPECT_THAT(differences(), SizeIs(0));
  EXPECT_THAT(titles("改过的名字"), ElementsAre("改过的名字"));
  EXPECT_THAT(titles("电压"), UnorderedElementsAre("c", "d"));

  const auto again = rebuild({"--rollback"});
  EXPECT_EQ(again["state"], "done") << again;
  EXPECT_THAT(differences(), SizeIs(0));
}

TEST_F(RebuildLive, WithoutAFormerIndexThereIsNothingToGoBackTo) {
  import_three();
  const auto before = current();
  rebuild({"--rollback"}, 2);
  EXPECT_EQ(current(), before);
  EXPECT_THAT(titles("串联电路"), ElementsAre("b"));
  EXPECT_EQ(rebuild()["state"], "done");
}

/// The index before the last rebuild, with a document that its own words do not find.
void spoil_former(const std::filesystem::path& index) {
  const auto former = xapian::former_generation(index);
  ASSERT_TRUE(former && *former);
  const xapian::LocalReader reader(index, {.generation = (*former)->name});
  std::vector<std::pair<ResourceId, std::uint64_t>> all;
  ASSERT_TRUE(reader.list([&](const ResourceId& id, std::uint64_t version) -> Result<void> {
    all.emplace_back(id, version);
    return {};
  }));
  ASSERT_THAT(all, SizeIs(3));
  auto spoiled = xapian::Rebuild::resume(index, (*former)->name, {.epoch = *reader.epoch()}, SystemClock());
  ASSERT_TRUE(spoiled);
  for (const auto& [id, version] : all) {
    IndexDocument empty;
    empty.id = id;
    empty.version = version;
    empty.title = "nothing";
    empty.scope_terms = {"nobody"};
    ASSERT_TRUE(spoiled->writer().replace(empty));
  }
  ASSERT_TRUE(spoiled->writer().commit());
}

TEST_F(RebuildLive, AWorseOneIsNotPublished) {
  import_three();
  rebuild();
  const auto live = current();
  spoil_former(index());
  const auto status = rebuild({"--rollback"}, 1);
  EXPECT_EQ(status["state"], "refused") << status;
  EXPECT_GT(status["comparison"]["lost"], 0) << status;
  EXPECT_EQ(current(), live);
  EXPECT_THAT(titles("串联电路"), ElementsAre("b"));
}

TEST_F(RebuildLive, AWorseOneIsPublishedWhenToldTo) {
  import_three();
  rebuild();
  const auto live = current();
  spoil_former(index());
  const auto status = rebuild({"--rollback", "--publish-anyway"});
  EXPECT_EQ(status["state"], "done") << status;
  EXPECT_GT(current(), live);
  EXPECT_EQ(rebuild()["state"], "done");  // what the worse one lacks is no reason against a better one
  EXPECT_THAT(titles("串联电路"), ElementsAre("b"));
}

void stamp_with_another_layout(const std::filesystem::path& index) {
  const auto live = xapian::live_generation(index);
  ASSERT_TRUE(live && *live);
  for (const auto* part : {"resources", "questions"}) {
    Xapian::WritableDatabase database((index / **live / part).string());
    database.set_metadata("kecang.layout", "1");
    database.commit();
  }
}

TEST_F(RebuildLive, AnIndexOfAnotherLayoutIsNeverSearchedAndBuiltAnewByItself) {
  import_three();
  house_.server.terminate();
  stamp_with_another_layout(index());
  house_.server.set("KECANG_SERVER_INDEXER", "false");
  house_.server.start();
  auto li = house_.li();
  const auto refused = li.get("/api/v1/search?q=" + encoded("串联电路"));
  EXPECT_EQ(refused.status, 503) << refused;
  EXPECT_EQ(refused.json()["code"], "index.version_mismatch") << refused;
  EXPECT_EQ(li.get("/readyz").status, 200);  // uploads, downloads and reading go on
  EXPECT_NE(li.get("/metrics").body.find("kecang_index_usable 0"), std::string::npos);
  house_.files.write("后/d.txt", "电阻与电压");
  house_.indexer({"import", (house_.files / "后").string(), "--school", "yucai", "--no-wait"});

  house_.server.terminate();
  house_.server.set("KECANG_SERVER_INDEXER", "true");
  house_.server.start();
  li = house_.li();
  ASSERT_TRUE(LiveServer::wait_until([&] {
    return li.get("/api/v1/search?q=" + encoded("电阻")).json().value("total", 0) == 1;
  })) << house_.server.log_text();
  EXPECT_THAT(titles("串联电路"), ElementsAre("b"));
  EXPECT_THAT(differences(), SizeIs(0));
}

TEST_F(RebuildLive, WhatIsStillToBeReadIsNoDifference) {
  import_three();
  house_.server.set("KECANG_SERVER_INDEXER", "false");
  house_.server.restart();
  auto li = house_.li();
  const auto school = li.get("/api/v1/session").json()["schools"][0]["school"]["id"].get<std::string>();
  upload(li, {"d.txt", school}, "电阻");
  EXPECT_THAT(differences(), SizeIs(0));
}

TEST_F(RebuildLive, TheFormerIndexIsErasedWhenItsTimeIsOver) {
  import_three();
  rebuild();
  EXPECT_TRUE(xapian::former_generation(index())->has_value());
  house_.server.set("KECANG_INDEXER_KEEP_FORMER_HOURS", "0");
  house_.server.restart();
  EXPECT_TRUE(LiveServer::wait_until([&] { return !xapian::former_generation(index())->has_value(); }));
  EXPECT_THAT(titles("串联电路"), ElementsAre("b"));
}

TEST_F(RebuildLive, WithoutAnIndexerTheCommandDoesItItself) {
  import_three();
  house_.server.set("KECANG_SERVER_INDEXER", "false");
  house_.server.restart();
  const auto before = current();
  EXPECT_EQ(rebuild()["state"], "done");
  EXPECT_NE(current(), before);
  EXPECT_THAT(titles("串联电路"), ElementsAre("b"));
}

}  // namespace
}  // namespace kecang::testing
