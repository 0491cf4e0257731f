/// kill -9 at each step of a rebuild: searching goes on with what was live, and asked for again it ends as if
/// nothing had happened.
#include "indexer/pipeline/rebuild_desk.h"
#include "tests/live/indexing/school_house.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kFiles = 30;

class RebuildCrash : public ::testing::TestWithParam<const char*> {
 protected:
  RebuildCrash() {
    (void)house_.appoint_office();
    ZipWriter zip;
    for (int i = 0; i < kFiles; ++i)
      zip.add("课/" + std::to_string(i) + ".txt", "共同词语 lesson number" + std::to_string(i));
    const auto archive = house_.files.write("large.zip", zip.bytes());
    house_.indexer({"import", archive.string(), "--school", "yucai"});
    house_.server.set("KECANG_SERVER_INDEXER", "false");  // the test decides who writes the index
    house_.server.restart();
  }
  std::string current() const { return test::read_file(house_.server.data() / "index" / "CURRENT"); }
  std::size_t found(const std::string& words) {
    auto li = house_.li();
    return SchoolHouse::titles(li, encoded(words)).size();
  }
  void rename(const std::string& number, const std::string& title) {
    auto chen = house_.office();
    const auto hits = chen.get("/api/v1/search?q=number" + number).json()["hits"];
    ASSERT_THAT(hits, SizeIs(1));
    const std::string path = "/api/v1/resources/" + std::string(hits[0]["resource"]["id"]);
    const auto answer =
        chen.patch_json(path, {{"version", chen.get(path).json()["version"]}, {"title", title}});
    ASSERT_EQ(answer.status, 200) << answer;
  }
  /// Leaves the wish and lets a process answer it that is gone at this step.
  void die_at(const std::string& step, RebuildAction action = RebuildAction::rebuild) {
    ASSERT_TRUE(desk_.leave({.id = new_id_text(SystemClock().now()), .action = action}));
    ChildProcess indexer({KECANG_REBUILD_STEPS_PROGRAM, house_.server.data().string(), step}, {},
                         house_.server.log());
    EXPECT_EQ(indexer.wait(), 128 + SIGKILL) << house_.server.log_text();
    EXPECT_TRUE(desk_.wish());
  }
  json go_on(std::vector<std::string> options = {}) {
    options.insert(options.begin(), "rebuild");
    return json::parse(house_.indexer(options), nullptr, false);
  }

  SchoolHouse house_;
  const pipeline::RebuildDesk desk_{house_.server.data()};
};

TEST_P(RebuildCrash, LosesNothingAndIsGoneOnWith) {
  rename("7", "死前改名");  // waits for the index when the rebuild begins
  const auto before = current();
  die_at(GetParam());
  const bool swapped = GetParam() == std::string("published");
  EXPECT_EQ(current() != before, swapped);
  EXPECT_EQ(found("共同词语"), kFiles);
  rename("8", "死后改名");

  const auto after_crash = current();
  const auto status = go_on();
  EXPECT_EQ(status["state"], "done") << status << house_.server.log_text();
  EXPECT_EQ(current() == after_crash, swapped);  // what was answered is not done twice
  EXPECT_FALSE(desk_.wish());
  const auto again = go_on();  // takes over what was renamed since, whoever was live
  EXPECT_EQ(again["state"], "done") << again;
  EXPECT_EQ(found("共同词语"), kFiles);
  EXPECT_EQ(found("死前改名"), 1U);
  EXPECT_EQ(found("死后改名"), 1U);
  EXPECT_THAT(json::parse(house_.indexer({"verify"}))["differences"], SizeIs(0));
}

TEST_P(RebuildCrash, OnTheWayBackLosesNothingEither) {
  EXPECT_EQ(go_on()["state"], "done");
  rename("7", "死前改名");
  die_at(GetParam(), RebuildAction::rollback);
  EXPECT_EQ(found("共同词语"), kFiles);
  rename("8", "死后改名");
  const auto status = go_on({"--rollback"});
  EXPECT_EQ(status["state"], "done") << status << house_.server.log_text();
  EXPECT_EQ(go_on()["state"], "done");
  EXPECT_EQ(found("死前改名"), 1U);
  EXPECT_EQ(found("死后改名"), 1U);
  EXPECT_THAT(json::parse(house_.indexer({"verify"}))["differences"], SizeIs(0));
}

INSTANTIATE_TEST_SUITE_P(AtEachStep, RebuildCrash,
                         ::testing::Values("begun", "page", "filled", "compacted", "replayed", "compared",
                                           "publishing", "published"),
                         [](const auto& step) { return std::string(step.param); });

}  // namespace
}  // namespace kecang::testing
