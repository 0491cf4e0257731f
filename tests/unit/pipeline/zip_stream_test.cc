#include "indexer/pipeline/zip_stream.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/zip_reader.h"

namespace kecang::pipeline {
namespace {

using testing::Pair;
using testing::UnorderedElementsAre;

std::string bytes_of(ZipStream& zip, std::size_t block) {
  std::string all;
  std::vector<char> buffer(block);
  while (true) {
    const auto got = zip.read(buffer);
    EXPECT_OK(got);
    if (!got || *got == 0) return all;
    all.append(buffer.data(), *got);
  }
}

TEST(ZipStream, AnotherProgramReadsEveryFileOfTheFolder) {
  const test::TempDir dir;
  dir.write("学校/教案/浮力.txt", "阿基米德原理");
  dir.write("学校/empty.txt", "");
  dir.write("学校/big.bin", std::string(300'000, 'x') + "end");
  auto zip = ZipStream::of_folder(dir / "学校");
  ASSERT_OK(zip);
  EXPECT_EQ(zip->members(), 3U);
  const auto bytes = bytes_of(*zip, 64 * 1024);
  EXPECT_EQ(bytes.size(), zip->size());
  EXPECT_THAT(test::unzipped(bytes),
              UnorderedElementsAre(Pair("学校/教案/浮力.txt", "阿基米德原理"), Pair("学校/empty.txt", ""),
                                   Pair("学校/big.bin", std::string(300'000, 'x') + "end")));
}

TEST(ZipStream, IsTheSameWhenReadAgainInOtherPieces) {
  const test::TempDir dir;
  dir.write("f/a.txt", "first");
  dir.write("f/b.txt", "second");
  auto zip = ZipStream::of_folder(dir / "f");
  ASSERT_OK(zip);
  const auto once = bytes_of(*zip, 64 * 1024);
  ASSERT_OK(zip->rewind());
  EXPECT_EQ(bytes_of(*zip, 3), once);
}

TEST(ZipStream, AnEmptyFolderIsAnArchiveWithoutMembers) {
  const test::TempDir dir;
  std::filesystem::create_directory(dir / "f");
  auto zip = ZipStream::of_folder(dir / "f");
  ASSERT_OK(zip);
  EXPECT_TRUE(test::unzipped(bytes_of(*zip, 1'000)).empty());
}

TEST(ZipStream, LinksAreNotFollowed) {
  const test::TempDir dir;
  dir.write("secret.txt", "not yours");
  dir.write("f/a.txt", "a");
  std::filesystem::create_symlink(dir / "secret.txt", dir / "f/link.txt");
  auto zip = ZipStream::of_folder(dir / "f");
  ASSERT_OK(zip);
  EXPECT_THAT(test::unzipped(bytes_of(*zip, 1'000)), UnorderedElementsAre(Pair("f/a.txt", "a")));
}

TEST(ZipStream, AFileThatBecameShorterIsSaid) {
  const test::TempDir dir;
  dir.write("f/a.txt", "0123456789");
  auto zip = ZipStream::of_folder(dir / "f");
  ASSERT_OK(zip);
  dir.write("f/a.txt", "0123");
  ASSERT_OK(zip->rewind());
  std::vector<char> buffer(1'000);
  Result<std::size_t> got = 1;
  while (got && *got > 0) got = zip->read(buffer);
  EXPECT_THAT(got, test::FailsWith(ErrorKind::conflict, "import.file_changed"));
}

TEST(ZipStream, AFolderThatIsNotThereIsSaid) {
  EXPECT_THAT(ZipStream::of_folder("/nowhere/at/all"),
              test::FailsWith(ErrorKind::not_found, "import.path_unreadable"));
}

}  // namespace
}  // namespace kecang::pipeline
