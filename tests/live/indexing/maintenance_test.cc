#include <fstream>

#include "tests/live/indexing/school_house.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::SizeIs;

void import_three(SchoolHouse& house) {
  house.files.write("课/a.txt", "比热容与内能");
  house.files.write("课/b.txt", "串联电路的电流");
  house.files.write("课/c.txt", "并联电路的电压");
  house.indexer({"import", (house.files / "课").string(), "--school", "yucai"});
}

TEST(Verify, AgreesAfterAnImport) {
  SchoolHouse house;
  import_three(house);
  const auto verified = json::parse(house.indexer({"verify", "--read-blobs"}));
  EXPECT_EQ(verified["resources"], 3) << verified;
  EXPECT_EQ(verified["indexed"], 3) << verified;
  EXPECT_THAT(verified["differences"], SizeIs(0)) << verified;
}

TEST(Verify, SaysWhichOriginalsAreDamagedOrGone) {
  SchoolHouse house;
  import_three(house);
  std::vector<std::filesystem::path> originals;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(house.server.data() / "blobs"))
    if (entry.is_regular_file() && entry.file_size() == std::string("比热容与内能").size())
      originals.push_back(entry.path());
  ASSERT_THAT(originals, SizeIs(1));
  std::filesystem::permissions(originals.front(), std::filesystem::perms::owner_all);
  std::ofstream(originals.front(), std::ios::binary) << "比热容与内NNN";
  const auto changed = json::parse(house.indexer({"verify", "--read-blobs"}, 1));
  ASSERT_THAT(changed["differences"], SizeIs(1)) << changed;
  EXPECT_EQ(changed["differences"][0]["difference"], "changed_blob");
  std::filesystem::remove(originals.front());
  const auto gone = json::parse(house.indexer({"verify"}, 1));
  ASSERT_THAT(gone["differences"], SizeIs(1)) << gone;
  EXPECT_EQ(gone["differences"][0]["difference"], "missing_blob");
  EXPECT_EQ(gone["differences"][0]["title"], "a");
}

TEST(Rebuild, TheNewIndexFindsTheSameAndTakesThePlaceOfTheOldOne) {
  SchoolHouse house;
  import_three(house);
  const auto before = test::read_file(house.server.data() / "index" / "CURRENT");
  house.indexer({"rebuild"});
  EXPECT_NE(test::read_file(house.server.data() / "index" / "CURRENT"), before);
  auto li = house.li();
  EXPECT_THAT(SchoolHouse::titles(li, encoded("串联电路")), ElementsAre("b"));
  EXPECT_THAT(json::parse(house.indexer({"verify"}))["differences"], SizeIs(0));
}

TEST(Rebuild, AnIndexThatIsGoneIsBuiltAgainAtTheNextStart) {
  SchoolHouse house;
  import_three(house);
  house.server.terminate();
  std::filesystem::remove_all(house.server.data() / "index");
  house.server.start();
  auto li = house.li();
  EXPECT_TRUE(LiveServer::wait_until([&] {
    return SchoolHouse::titles(li, encoded("串联电路")).size() == 1;
  })) << house.server.log_text();
  EXPECT_THAT(json::parse(house.indexer({"verify"}))["differences"], SizeIs(0));
}

TEST(Rebuild, LeavesNothingOutThatStillWaitsForTheIndex) {
  SchoolHouse house;
  import_three(house);
  const auto all = json::parse(house.indexer({"verify"}))["resources"];
  house.server.terminate();
  std::filesystem::remove_all(house.server.data() / "index");
  house.server.start();
  house.files.write("课/d.txt", "电阻与电压");  // comes while the index is being built, or just after it
  house.indexer({"import", (house.files / "课").string(), "--school", "yucai"});
  const auto verified = json::parse(house.indexer({"verify"}));
  EXPECT_EQ(verified["resources"], all.get<int>() + 1) << verified;
  EXPECT_THAT(verified["differences"], SizeIs(0)) << verified;
}

}  // namespace
}  // namespace kecang::testing
