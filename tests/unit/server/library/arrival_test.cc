#include "server/library/arrival.h"

#include <algorithm>

#include "tests/support/result_matchers.h"
#include "tests/support/zip_writer.h"

namespace kecang {
namespace {

class Bytes final : public BlobReader {
 public:
  explicit Bytes(std::string bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_.size(); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    return bytes_.copy(into.data(), into.size(), static_cast<std::size_t>(offset));
  }
  Result<int> descriptor() const override { return Error::unavailable("blob.no_descriptor"); }

 private:
  std::string bytes_;
};

bool taken_for_archive(const std::string& bytes, const std::string& name) {
  const auto answer = is_archive(Bytes(bytes), name);
  EXPECT_OK(answer);
  return answer.value_or(false);
}

TEST(Arrival, AZipOfLessonsIsAnArchiveWhateverItIsCalled) {
  const auto zip = testing::ZipWriter().add("八上/教案.txt", "text").bytes();
  EXPECT_TRUE(taken_for_archive(zip, "备课.zip"));
  EXPECT_TRUE(taken_for_archive(zip, "备课"));
  EXPECT_TRUE(taken_for_archive(zip, "备课.ZIP"));
}

TEST(Arrival, OfficeFilesAndBooksAreDocumentsEvenWithoutTheirExtension) {
  const auto word =
      testing::ZipWriter().add("[Content_Types].xml", "<Types/>").add("word/document.xml", "<w/>").bytes();
  EXPECT_FALSE(taken_for_archive(word, "教案.docx"));
  EXPECT_FALSE(taken_for_archive(word, "教案"));
  const auto deep =
      testing::ZipWriter().add("customXml/item1.xml", "<x/>").add("word/document.xml", "<w/>").bytes();
  EXPECT_FALSE(taken_for_archive(deep, "教案"));
  EXPECT_FALSE(taken_for_archive(testing::ZipWriter().add("mimetype", "application/epub+zip").bytes(), "书"));
  EXPECT_FALSE(taken_for_archive(
      testing::ZipWriter().add("mimetype", "application/vnd.oasis.opendocument.text").bytes(), "文"));
}

TEST(Arrival, WhatIsCalledZipIsUnpackedSoThatItsImportCanSayWhatIsWrong) {
  EXPECT_TRUE(taken_for_archive("this is no archive at all", "not-a-ZIP.zip"));
  EXPECT_TRUE(taken_for_archive("", "空.zip"));
  EXPECT_TRUE(taken_for_archive(testing::ZipWriter().bytes(), "empty.zip"));
}

TEST(Arrival, OtherArchivesThatCanBeUnpackedAreKnownByContentAndName) {
  EXPECT_TRUE(taken_for_archive("7z\xBC\xAF\x27\x1C and more", "资料"));
  EXPECT_TRUE(taken_for_archive(std::string(257, '\0') + "ustar", "资料"));
  EXPECT_TRUE(taken_for_archive("\x1F\x8B", "资料.tar.gz"));
  EXPECT_FALSE(taken_for_archive("\x1F\x8B", "一个文件.gz"));
}

TEST(Arrival, EverythingElseIsAFileOfItsOwn) {
  EXPECT_FALSE(taken_for_archive("%PDF-1.7", "试卷.pdf"));
  EXPECT_FALSE(taken_for_archive("", "空.docx"));
  EXPECT_FALSE(taken_for_archive("PK", "short"));
  EXPECT_FALSE(taken_for_archive("Rar!\x1a\x07", "资料.rar"));
}

TEST(Arrival, ACutHeaderIsNotReadPastItsEnd) {
  const auto zip = testing::ZipWriter().add("mimetype", "application/epub+zip").bytes();
  for (std::size_t length = 4; length < 60; ++length) taken_for_archive(zip.substr(0, length), "cut");
  EXPECT_TRUE(taken_for_archive(zip.substr(0, 20), "cut"));
}

}  // namespace
}  // namespace kecang
