#include "server/library/upload_file.h"

#include "tests/support/result_matchers.h"
#include "tests/support/temp_dir.h"

namespace kecang {
namespace {

using test::FailsWith;

TEST(UploadFile, HashesWhatItIsGivenAsItComes) {
  const test::TempDir folder;
  const auto file = UploadFile::create(folder / "a.part", 6);
  ASSERT_OK(file);
  ASSERT_OK((*file)->append("abc"));
  ASSERT_OK((*file)->append("def"));
  const auto digest = (*file)->digest();
  ASSERT_OK(digest);
  EXPECT_EQ(*digest, sha256("abcdef"));
  EXPECT_EQ((*file)->digest()->hex(), sha256("abcdef").hex()) << "and can be asked again";
}

TEST(UploadFile, GoesOnAfterARestartAndHashesWhatWasThereBefore) {
  const test::TempDir folder;
  {
    const auto file = UploadFile::create(folder / "a.part", 1000);
    ASSERT_OK(file);
    ASSERT_OK((*file)->append("first half, "));
  }
  const auto again = UploadFile::reopen(folder / "a.part", 1000);
  ASSERT_OK(again);
  EXPECT_EQ((*again)->size(), 12U) << "reserved space does not count as bytes that came";
  ASSERT_OK((*again)->append("second half"));
  EXPECT_EQ((*again)->digest()->hex(), sha256("first half, second half").hex());
}

TEST(UploadFile, BytesBeyondTheAnnouncedLengthAreCutOffWhenReopened) {
  const test::TempDir folder;
  folder.write("a.part", "0123456789");
  const auto file = UploadFile::reopen(folder / "a.part", 4);
  ASSERT_OK(file);
  EXPECT_EQ((*file)->size(), 4U);
  EXPECT_EQ((*file)->digest()->hex(), sha256("0123").hex());
}

TEST(UploadFile, ACutPieceDoesNotCountInTheHash) {
  const test::TempDir folder;
  const auto file = UploadFile::create(folder / "a.part", 20);
  ASSERT_OK(file);
  ASSERT_OK((*file)->append("good"));
  ASSERT_OK((*file)->append("BAD"));
  ASSERT_OK((*file)->cut(4));
  ASSERT_OK((*file)->append(" bytes"));
  EXPECT_EQ((*file)->digest()->hex(), sha256("good bytes").hex());
}

TEST(UploadFile, SaysWhenItsBytesAreGone) {
  const test::TempDir folder;
  EXPECT_THAT(UploadFile::reopen(folder / "absent.part", 4),
              FailsWith(ErrorKind::not_found, "upload.bytes_gone"));
}

}  // namespace
}  // namespace kecang
