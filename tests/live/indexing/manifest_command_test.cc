#include <fstream>

#include "tests/live/indexing/school_house.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

json import_manifest(SchoolHouse& house, const std::string& lines, int expected_exit = 0) {
  const auto file = house.files.write("catalogue.jsonl", lines);
  return json::parse(house.indexer(
      {"import", "--manifest", file.string(), "--report", (house.files / "problems.csv").string()},
      expected_exit));
}

TEST(ManifestCommand, RecordsAreFoundByTextAndCountedByWhatTheySay) {
  SchoolHouse house;
  const auto printed = import_manifest(
      house,
      R"({"id":"a1","title":"光的折射","text":"筷子在水中看起来弯折","subject":"物理","grade":"八年级","type":"教案","edition":"人教版","year":2023,"owner_school":"yucai","visible_groups":["physics"]})"
      "\n"
      R"({"id":"a2","title":"凸透镜成像","text":"物距大于二倍焦距","subject":"物理","owner_school":"yucai","visible_groups":[]})"
      "\n");
  EXPECT_EQ(printed["created"], 2) << printed;
  auto wang = house.wang();
  EXPECT_THAT(SchoolHouse::titles(wang, encoded("筷子")), ElementsAre("光的折射"));
  EXPECT_THAT(SchoolHouse::titles(wang, encoded("二倍焦距")), IsEmpty()) << "offered to no group";
  const auto facets = wang.get("/api/v1/search?q=" + encoded("筷子")).json()["facets"];
  EXPECT_EQ(facets["year"][0]["value"], "2023");
  EXPECT_EQ(facets["edition"][0]["value"], "人教版");
}

TEST(ManifestCommand, WrongLinesAreNamedAndTheRestGoesIn) {
  SchoolHouse house;
  const auto printed = import_manifest(
      house,
      "{\"id\":\"b1\",\"title\":\"好\",\"text\":\"电磁感应\",\"owner_school\":\"yucai\"}\n"
      "{\"id\":\"b2\",\"title\":\"\",\"owner_school\":\"yucai\"}\n"
      "{\"id\":\"b3\"\n"
      "\n"
      "{\"id\":\"b4\",\"title\":\"t\",\"owner_school\":\"nowhere\"}\n"
      "{\"id\":\"b5\",\"title\":\"t\",\"owner_school\":\"yucai\",\"visible_groups\":[\"none\"]}\n"
      "{\"id\":\"b6\",\"title\":\"t\",\"owner_school\":\"yucai\",\"file\":\"absent.docx\"}\n"
      "{\"id\":\"b7\",\"title\":\"也好\",\"text\":\"电磁感应\",\"owner_school\":\"yucai\"}\n",
      1);
  EXPECT_EQ(printed["created"], 2) << printed;
  EXPECT_EQ(printed["rejected"], 5) << printed;
  const auto report = test::read_file(house.files / "problems.csv");
  EXPECT_THAT(report, HasSubstr("2,b2,title,record.missing"));
  EXPECT_THAT(report, HasSubstr("3,,,json.malformed"));
  EXPECT_THAT(report, HasSubstr("5,b4,owner_school,school.absent"));
  EXPECT_THAT(report, HasSubstr("6,b5,visible_groups,group.absent"));
  EXPECT_THAT(report, HasSubstr("7,b6,file,import.path_unreadable"));
  auto li = house.li();
  EXPECT_THAT(SchoolHouse::titles(li, encoded("电磁感应")), SizeIs(2));
}

TEST(ManifestCommand, SentAgainItUpdatesAndNeverDoubles) {
  SchoolHouse house;
  const std::string first = R"({"id":"c1","title":"旧题目","text":"欧姆","owner_school":"yucai"})"
                            "\n";
  EXPECT_EQ(import_manifest(house, first)["created"], 1);
  EXPECT_EQ(import_manifest(house, first)["unchanged"], 1);
  const auto changed =
      import_manifest(house, R"({"id":"c1","title":"新题目","text":"焦耳","owner_school":"yucai"})"
                             "\n");
  EXPECT_EQ(changed["updated"], 1) << changed;
  auto li = house.li();
  EXPECT_THAT(SchoolHouse::titles(li, encoded("焦耳")), ElementsAre("新题目"));
  EXPECT_THAT(SchoolHouse::titles(li, encoded("欧姆")), IsEmpty());
}

TEST(ManifestCommand, TheOriginalBesideTheManifestIsStoredAndCanBeDownloaded) {
  SchoolHouse house;
  house.files.write("originals/杠杆.txt", "杠杆的平衡条件：动力乘动力臂");
  import_manifest(
      house,
      R"({"id":"d1","title":"杠杆","text":"省力杠杆","owner_school":"yucai","file":"originals/杠杆.txt"})"
      "\n");
  auto li = house.li();
  const auto found = li.get("/api/v1/search?q=" + encoded("杠杆")).json();
  ASSERT_EQ(found["total"], 1) << found;
  const std::string id = found["hits"][0]["resource"]["id"];
  EXPECT_EQ(li.get("/api/v1/resources/" + id + "/file").body, "杠杆的平衡条件：动力乘动力臂");
}

TEST(ManifestCommand, ManyRecordsGoInAtOnce) {
  SchoolHouse house;
  std::string lines;
  for (int i = 0; i < 650; ++i)
    lines += R"({"id":)" + std::to_string(i) + R"(,"title":"记录)" + std::to_string(i) +
             R"(","text":"批量导入的记录","owner_school":"yucai"})"
             "\n";
  EXPECT_EQ(import_manifest(house, lines)["created"], 650);
  auto li = house.li();
  EXPECT_EQ(li.get("/api/v1/search?q=" + encoded("批量导入")).json()["total"], 650);
}

}  // namespace
}  // namespace kecang::testing
