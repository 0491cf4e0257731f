#include "indexer/recordings/drop_folder.h"

#include <fcntl.h>
#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"
#include "tests/support/temp_dir.h"

namespace kecang::recordings {
namespace {

namespace fs = std::filesystem;
using test::FailsWith;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

struct Dropped : testing::Test {
  test::TempDir dir;
  DropFolder folder{dir.path()};

  void put(const std::string& path, const std::string& bytes = "bytes") {
    fs::create_directories((dir / path).parent_path());
    dir.write(path, bytes);
  }
  std::vector<std::string> names() {
    std::vector<std::string> all;
    const auto listed = folder.list();
    EXPECT_TRUE(listed) << listed.error().describe();
    for (const auto& file : *listed) all.push_back(file.path);
    return all;
  }
  DroppedFile only() { return folder.list()->at(0); }
};

TEST_F(Dropped, RecordingsAreFoundInFoldersBelow) {
  put("a.mp4");
  put("20261130/0800.MP4");
  put("20261130/301/声音.m4a");
  EXPECT_THAT(names(), UnorderedElementsAre("a.mp4", "20261130/0800.MP4", "20261130/301/声音.m4a"));
}

TEST_F(Dropped, HalfCopiesOtherFilesLinksAndWhatWasPutAsideAreNot) {
  for (const auto* name :
       {"a.mp4.part", "b.mp4.tmp", ".c.mp4", "~d.mp4", "课表.csv", "已入库/e.mp4", ".snap/f.mp4"})
    put(name);
  put("empty.mp4", "");
  put("elsewhere.txt");
  fs::create_symlink(dir / "elsewhere.txt", dir / "link.mp4");
  fs::create_directory_symlink(dir.path(), dir / "loop");
  EXPECT_THAT(names(), ElementsAre());
}

TEST_F(Dropped, AFolderThatIsAwayIsAnError) {
  EXPECT_THAT(DropFolder(dir / "away").list(), FailsWith(ErrorKind::unavailable, "drop.unreadable"));
}

TEST_F(Dropped, AFileThatChangedSinceItWasSeenIsNotOpened) {
  put("a.mp4");
  const auto seen = only();
  EXPECT_OK(folder.open(seen));
  put("a.mp4", "more bytes");
  EXPECT_THAT(folder.open(seen), FailsWith(ErrorKind::conflict, "drop.file_changed"));
  fs::remove(dir / "a.mp4");
  EXPECT_THAT(folder.open(seen), FailsWith(ErrorKind::conflict, "drop.file_changed"));
}

TEST_F(Dropped, PutAsideAFileKeepsItsPlaceAndTakesNobodysName) {
  put("20261130/0800.mp4", "first");
  EXPECT_OK(folder.put_aside(only()));
  put("20261130/0800.mp4", "second");
  EXPECT_OK(folder.put_aside(only()));
  EXPECT_EQ(test::read_file(dir / "已入库/20261130/0800.mp4"), "first");
  EXPECT_EQ(test::read_file(dir / "已入库/20261130/0800 (2).mp4"), "second");
  EXPECT_THAT(names(), ElementsAre());
}

TEST_F(Dropped, WhoeverHasItOpenForWritingIsNoticed) {
  put("a.mp4");
  const auto opened = folder.open(only());
  ASSERT_TRUE(opened);
  EXPECT_FALSE(is_being_written(opened->fd()));
  const OpenRecording writer(::open((dir / "a.mp4").c_str(), O_WRONLY | O_CLOEXEC));
  ASSERT_GE(writer.fd(), 0);
  EXPECT_TRUE(is_being_written(opened->fd()));
}

std::string box(const std::string& kind, const std::string& bytes, std::uint32_t claims_more = 0) {
  const auto length = static_cast<std::uint32_t>(8 + bytes.size() + claims_more);
  std::string out;
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(length >> shift & 0xFFU);
  return out + kind + bytes;
}

TEST_F(Dropped, AnMp4ThatEndsBeforeItsBoxesDoIsCutShort) {
  const auto cut_short = [&](const std::string& bytes) {
    put("a.mp4", bytes);
    const auto opened = folder.open(only());
    const auto answer = is_cut_short(opened->fd());
    EXPECT_TRUE(answer);
    return answer.value_or(false);
  };
  const auto type = box("ftyp", "isom");
  EXPECT_FALSE(cut_short(type + box("moov", "table") + box("mdat", "film")));
  EXPECT_FALSE(cut_short(type + box("mdat", "film") + box("moov", "table")));
  EXPECT_TRUE(cut_short(type + box("mdat", "film")));  // the recorder has not closed it
  EXPECT_TRUE(cut_short(type + box("moov", "t") + box("mdat", "film", 100)));
  EXPECT_TRUE(cut_short(type + box("moov", "t") + "123"));
  EXPECT_TRUE(cut_short(type + std::string(1'000, '\0')));  // room a copy has reserved
  EXPECT_FALSE(cut_short("FLV and anything else"));
}

}  // namespace
}  // namespace kecang::recordings
