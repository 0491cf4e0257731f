/// Drop folders of recording rooms: a film that stands still becomes a draft lesson of the school's office,
/// once, whatever happens in between.
#include <filesystem>

#include "tests/crash/import/processes.h"
#include "tests/live/indexing/school_house.h"
#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::chrono::seconds kPatience{120};

/// Two seconds of a test picture; another number makes another film.
std::string film(int number = 1) {
  const test::TempDir dir;
  ChildProcess ffmpeg({"/usr/bin/env", "ffmpeg", "-v", "error", "-f", "lavfi", "-i",
                       "testsrc=duration=2:size=160x120:rate=5", "-c:v", "mpeg4", "-metadata",
                       "comment=film " + std::to_string(number), (dir / "film.mp4").string()});
  EXPECT_EQ(ffmpeg.wait(), 0);
  return test::read_file(dir / "film.mp4");
}

/// What a server is told of its recording room.
struct RoomSettings {
  test::TempDir dir;
  std::string when_done = "leave";

  std::map<std::string, std::string> environment() const {
    fs::create_directories(dir / "room");
    dir.write("课表.csv",
              "日期,开始,结束,教室,教师,学科,年级,班级,课题\n"
              "2026-11-30,08:00,08:45,录播教室301,孙老师,物理,八年级,八年级（3）班,光的折射\n");
    const auto config = dir.write(
        "kecang.toml", "[drop]\npoll_seconds = 1\nsettle_seconds = 1\n[[drop.folder]]\npath = \"" +
                           (dir / "room").string() +
                           "\"\nroom = \"录播教室301\"\nschool = \"yucai\"\ngroups = [\"physics\"]\n"
                           "schedule = \"" +
                           (dir / "课表.csv").string() + "\"\nwhen_done = \"" + when_done + "\"\n");
    return {{"KECANG_CONFIG", config.string()}};
  }
};

class DropFolders : public ::testing::Test {
 protected:
  explicit DropFolders(std::string when_done = "leave")
      : room{.dir = {}, .when_done = std::move(when_done)}, house(room.environment()) {
    (void)house.appoint_office();
  }

  HttpClient office() const { return house.office(); }
  void drop(const std::string& name, const std::string& bytes) const {
    fs::create_directories((room.dir / ("room/" + name)).parent_path());
    room.dir.write("room/" + name, bytes);
  }
  bool stands(const std::string& name) const { return fs::exists(room.dir / ("room/" + name)); }
  /// The imports of the school that have come to their end, newest first.
  std::vector<json> finished() {
    auto chen = office();
    const auto page = chen.get("/api/v1/imports?limit=200").json();
    std::vector<json> over;
    for (const auto& one : page["items"])
      if (one["import"]["state"] == "done") over.push_back(one);
    return over;
  }
  bool wait_for(std::size_t imports) {
    return LiveServer::wait_until([&] { return finished().size() >= imports; }, kPatience);
  }
  json entry_of(const json& import) {
    auto chen = office();
    return chen.get("/api/v1/imports/" + import["import"]["id"].get<std::string>() + "/entries")
        .json()["items"][0];
  }
  json resource(const std::string& id) {
    auto chen = office();
    const auto answer = chen.get("/api/v1/resources/" + id);
    EXPECT_EQ(answer.status, 200) << answer;
    return answer.json();
  }
  std::uint64_t resources() {
    return json::parse(house.indexer({"verify"}))["resources"].get<std::uint64_t>();
  }

  RoomSettings room;
  SchoolHouse house;
};

TEST_F(DropFolders, ARecordingBecomesADraftOfTheOfficeWithWhatTheScheduleSays) {
  drop("20261130_0800.mp4", film());
  ASSERT_TRUE(wait_for(1)) << house.server.log_text();
  const auto entry = entry_of(finished()[0]);
  EXPECT_EQ(entry["path"], "录播教室301/20261130_0800.mp4") << entry;
  const auto draft = resource(entry["resource"]);
  EXPECT_EQ(draft["title"], "光的折射") << draft;
  EXPECT_EQ(draft["tags"]["type"]["value"], "录播课");
  EXPECT_EQ(draft["tags"]["subject"]["value"], "物理");
  EXPECT_EQ(draft["tags"]["subject"]["source"], "schedule");
  EXPECT_EQ(draft["tags"]["grade"]["value"], "八年级");
  EXPECT_EQ(draft["lesson"]["teacher"], "孙老师");
  EXPECT_EQ(draft["lesson"]["room"], "录播教室301");
  EXPECT_EQ(draft["lesson"]["classes"], "八年级（3）班");
  EXPECT_EQ(draft["lesson"]["begins_at"], "2026-11-30T00:00:00.000Z");
  EXPECT_TRUE(draft["lesson"]["scheduled"]);
  EXPECT_EQ(draft["head"]["properties"]["duration_ms"], "2000");
  ASSERT_THAT(draft["releases"], SizeIs(1)) << draft;
  EXPECT_EQ(draft["releases"][0]["kind"], "office");
  EXPECT_TRUE(stands("20261130_0800.mp4")) << "the original is left where it is";
}

TEST_F(DropFolders, NobodyButTheOfficeSeesADraftUntilSomebodyDecides) {
  drop("20261130_0800.mp4", film());
  ASSERT_TRUE(wait_for(1)) << house.server.log_text();
  const auto id = entry_of(finished()[0])["resource"].get<std::string>();
  auto li = house.li(), wang = house.wang(), chen = office();
  for (auto* page : {&li, &wang}) {
    EXPECT_EQ(page->get("/api/v1/resources/" + id).status, 404);
    EXPECT_THAT(SchoolHouse::titles(*page, encoded("光的折射")), IsEmpty());
  }
  EXPECT_TRUE(LiveServer::wait_until([&] { return !SchoolHouse::titles(chen, encoded("孙老师")).empty(); }));
  const auto draft = resource(id);
  auto offered = json::array();
  for (const auto& one : draft["lesson"]["suggested"])
    offered.push_back({{"kind", one["kind"]}, {"target", one["target"]}});
  ASSERT_THAT(offered, SizeIs(2)) << draft;
  const auto released =
      chen.patch_json("/api/v1/resources/" + id, {{"version", draft["version"]}, {"releases", offered}});
  ASSERT_EQ(released.status, 200) << released;
  for (auto* page : {&li, &wang}) {
    EXPECT_EQ(page->get("/api/v1/resources/" + id).status, 200);
    EXPECT_TRUE(
        LiveServer::wait_until([&] { return !SchoolHouse::titles(*page, encoded("光的折射")).empty(); }));
  }
}

TEST_F(DropFolders, TheSameBytesUnderAnotherNameAreLinkedAndTheReportSaysSo) {
  const auto bytes = film();
  drop("20261130_0800.mp4", bytes);
  ASSERT_TRUE(wait_for(1)) << house.server.log_text();
  drop("复制 20261130_0800.mp4", bytes);
  ASSERT_TRUE(wait_for(2)) << house.server.log_text();
  const auto copy = entry_of(finished()[0]);
  EXPECT_EQ(copy["state"], "duplicate") << copy;
  EXPECT_EQ(copy["duplicate_of"], "光的折射");
  EXPECT_EQ(resources(), 1U);
}

TEST_F(DropFolders, ARestartTakesNothingInAgain) {
  drop("20261130_0800.mp4", film());
  ASSERT_TRUE(wait_for(1)) << house.server.log_text();
  house.server.restart();
  // A film that comes later shows that the folder was looked through again.
  drop("20261201_0800.mp4", film(2));
  ASSERT_TRUE(wait_for(2)) << house.server.log_text();
  EXPECT_THAT(finished(), SizeIs(2));
  EXPECT_EQ(resources(), 2U);
}

TEST_F(DropFolders, KilledWhileFilesComeInEachIsTakenInOnce) {
  for (int i = 0; i < 6; ++i) drop("2026120" + std::to_string(i + 1) + "_0800.mp4", film(i));
  for (const std::size_t taken : {1, 3}) {
    ASSERT_TRUE(wait_for(taken)) << house.server.log_text();
    kill_descendants(house.server.pid(), "kecang-indexer");
  }
  ASSERT_TRUE(wait_for(4)) << house.server.log_text();
  house.server.kill();
  house.server.start();
  ASSERT_TRUE(wait_for(6)) << house.server.log_text();
  EXPECT_THAT(finished(), SizeIs(6));
  EXPECT_EQ(resources(), 6U);
}

TEST_F(DropFolders, AFilmThatIsNotWholeWaitsForItsRest) {
  const auto bytes = film(), other = film(2);
  drop("20261130_0800.mp4", bytes.substr(0, bytes.size() / 2));
  drop("20261201_0800.mp4", other);
  ASSERT_TRUE(wait_for(1)) << house.server.log_text();
  EXPECT_TRUE(LiveServer::wait_until(
      [&] { return house.server.log_text().find("drop.cut_short") != std::string::npos; }, kPatience))
      << house.server.log_text();
  EXPECT_THAT(finished(), SizeIs(1));
  drop("20261130_0800.mp4", bytes);
  ASSERT_TRUE(wait_for(2)) << house.server.log_text();
  EXPECT_EQ(resource(entry_of(finished()[0])["resource"])["title"], "光的折射");
}

class MovingDropFolders : public DropFolders {
 protected:
  MovingDropFolders() : DropFolders("move") {}
};

TEST_F(MovingDropFolders, TheOriginalIsPutAsideOnceTheServerHasIt) {
  drop("20261130/0800.mp4", film());
  EXPECT_TRUE(LiveServer::wait_until([&] { return stands("已入库/20261130/0800.mp4"); }, kPatience))
      << house.server.log_text();
  EXPECT_FALSE(stands("20261130/0800.mp4"));
  ASSERT_TRUE(wait_for(1)) << house.server.log_text();
  EXPECT_EQ(resource(entry_of(finished()[0])["resource"])["title"], "光的折射");
}

}  // namespace
}  // namespace kecang::testing
