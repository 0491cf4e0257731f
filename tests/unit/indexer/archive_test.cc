#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Archive, GbkNamesAndBytesComeOutWhole) {
  const auto read = unpack_file(
      ZipWriter()
          .add(std::string(gbk::kGradeOneMaths) + "/", "")
          .add(std::string(gbk::kGradeOneMaths) + "/" + std::string(gbk::kLessonPlan) + ".txt", "abc")
          .add(std::string(gbk::kUnicom) + ".txt", "")
          .bytes(),
      "资料.zip");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, "application/zip");
  EXPECT_EQ(read.head.properties.at("members"), "2");
  EXPECT_THAT(read.paths(), ElementsAre("高一数学/教案.txt", "联通.txt"));
  EXPECT_EQ(read.members[0].member.index, 0U);
  EXPECT_EQ(read.members[1].member.index, 1U);
  EXPECT_EQ(read.members[0].bytes, "abc");
  EXPECT_EQ(read.members[0].member.size, 3U);
}

TEST(Archive, TheUtf8FlagAndTheUnicodePathFieldAreHonoured) {
  const auto read = unpack_file(
      ZipWriter()
          .add("教学设计.txt", "1", ZipWriter::kUtf8Name)
          .add({.name = "?.txt", .data = "2", .extra = ZipWriter::unicode_path("?.txt", "课后练习.txt")})
          .add(std::string(gbk::kTimetable) + ".txt", "3")
          .bytes(),
      "混.zip");
  EXPECT_THAT(read.paths(), ElementsAre("教学设计.txt", "课后练习.txt", "课程表.txt"));
}

TEST(Archive, JunkIsListedAndNotUnpacked) {
  const auto read = unpack_file(ZipWriter()
                                    .add("教案.docx", "x")
                                    .add("__MACOSX/._教案.docx", "junk")
                                    .add("课/~$教案.docx", "junk")
                                    .bytes(),
                                "a.zip");
  ASSERT_EQ(read.members.size(), 3U);
  EXPECT_EQ(read.members[1].member.state, MemberState::junk);
  EXPECT_EQ(read.members[1].member.reason, "member.junk");
  EXPECT_EQ(read.members[2].member.state, MemberState::junk);
  EXPECT_EQ(read.members[1].bytes, "");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
}

TEST(Archive, HostileNamesStayInside) {
  const auto read = unpack_file(ZipWriter()
                                    .add("../../etc/cron.d/x", "1")
                                    .add("/abs.txt", "2")
                                    .add("C:\\Windows\\x.txt", "3")
                                    .add("..", "4")
                                    .add("a\u202Etxt.exe", "5")
                                    .bytes(),
                                "坏.zip");
  EXPECT_THAT(read.paths(), ElementsAre("etc/cron.d/x", "abs.txt", "Windows/x.txt", "unnamed-3", "atxt.exe"));
}

TEST(Archive, SameNamesAreAllKept) {
  const auto read =
      unpack_file(ZipWriter().add("a.txt", "1").add("a.txt", "2").add("A.txt", "3").bytes(), "重.zip");
  ASSERT_EQ(read.members.size(), 3U);
  EXPECT_EQ(read.members[1].bytes, "2");
}

TEST(Archive, LinksAreNoFiles) {
  const auto read = unpack_file(ZipWriter()
                                    .add({.name = "link", .data = "/etc/passwd", .unix_mode = 0120777})
                                    .add("b.txt", "b")
                                    .bytes(),
                                "l.zip");
  ASSERT_EQ(read.members.size(), 2U);
  EXPECT_EQ(read.members[0].member.state, MemberState::not_a_file);
  EXPECT_EQ(read.members[0].bytes, "");
  EXPECT_EQ(read.members[1].member.state, MemberState::stored);
}

TEST(Archive, LockedMembersAreNamedAndTheOthersUnpacked) {
  const std::string locked = std::string(12, 'h') + "cipher";
  const auto mixed = unpack_file(
      ZipWriter().add("密.docx", locked, ZipWriter::kEncrypted).add("明.txt", "open").bytes(), "混.zip");
  EXPECT_EQ(mixed.member("密.docx").member.state, MemberState::encrypted);
  EXPECT_EQ(mixed.member("明.txt").bytes, "open");
  EXPECT_EQ(mixed.end.status, ExtractStatus::partial);
  EXPECT_EQ(mixed.end.reason, "extract.some_members");
  const auto all = unpack_file(ZipWriter().add("密.docx", locked, ZipWriter::kEncrypted).bytes(), "密.zip");
  EXPECT_EQ(all.end.status, ExtractStatus::encrypted);
}

TEST(Archive, ADamagedMemberDoesNotTakeTheOthersAlong) {
  const auto read = unpack_file(
      ZipWriter()
          .add("前.txt", "1")
          .add({.name = "坏.txt", .data = "\xFF\xFF\xFF not deflate", .method = 8, .size = 99, .crc = 1})
          .add("后.txt", "2")
          .bytes(),
      "坏.zip");
  EXPECT_EQ(read.member("坏.txt").member.state, MemberState::broken);
  EXPECT_EQ(read.member("前.txt").bytes, "1");
  EXPECT_EQ(read.member("后.txt").bytes, "2");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
}

TEST(Archive, AWrongChecksumIsDamage) {
  const auto read =
      unpack_file(ZipWriter().add({.name = "a.txt", .data = "abc", .crc = 12345}).bytes(), "a.zip");
  EXPECT_EQ(read.members.at(0).member.state, MemberState::broken);
}

TEST(Archive, ACutArchiveGivesWhatIsThereAndSaysSo) {
  const std::string whole = ZipWriter().add("一.txt", "first").add("二.txt", std::string(5000, 'x')).bytes();
  const auto read = unpack_file(whole.substr(0, 3000), "断.zip");
  EXPECT_EQ(read.member("一.txt").bytes, "first");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.damaged");
}

TEST(Archive, WithoutFilesItSaysSo) {
  EXPECT_EQ(unpack_file(ZipWriter().bytes(), "空.zip").end.reason, "extract.archive_empty");
  EXPECT_EQ(unpack_file("", "空.zip").end.reason, "extract.empty");
}

TEST(Archive, ATextFileCalledZipIsNoArchive) {
  const auto read = unpack_file("这不是压缩包", "not-a-ZIP.zip");
  EXPECT_EQ(read.end.status, ExtractStatus::unsupported);
  EXPECT_EQ(read.end.reason, "extract.not_an_archive");
}

TEST(Archive, ABombIsStoppedByItsRatio) {
  const std::string bomb = zip_of_zeros("zeros.bin", 64 << 20);
  ASSERT_LT(bomb.size(), 100'000U);
  ExtractLimits limits;
  limits.output_bytes = 1ULL << 30;
  const auto read = unpack_file(bomb, "弹.zip", limits);
  EXPECT_EQ(read.end.status, ExtractStatus::too_large);
  EXPECT_EQ(read.end.reason, "extract.ratio_limit");
  EXPECT_EQ(read.members.at(0).member.state, MemberState::too_large);
  EXPECT_LE(read.members.at(0).bytes.size(), 20U << 20);
}

TEST(Archive, ExpandedBytesAreLimitedAndTheRestListed) {
  ExtractLimits limits;
  limits.output_bytes = 1000;
  const auto read = unpack_file(
      ZipWriter().add("a", std::string(600, 'a')).add("b", std::string(600, 'b')).add("c", "c").bytes(),
      "大.zip", limits);
  EXPECT_EQ(read.member("a").member.state, MemberState::stored);
  EXPECT_EQ(read.member("b").member.state, MemberState::too_large);
  EXPECT_EQ(read.member("c").member.state, MemberState::too_large);
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.expanded_limit");
}

TEST(Archive, MembersAreLimitedAndTheRestListed) {
  ExtractLimits limits;
  limits.members = 2;
  const auto read =
      unpack_file(ZipWriter().add("a", "1").add("b", "2").add("c", "3").bytes(), "多.zip", limits);
  ASSERT_EQ(read.members.size(), 3U);
  EXPECT_EQ(read.members[2].member.state, MemberState::too_large);
  EXPECT_EQ(read.end.reason, "extract.member_limit");
}

TEST(Archive, ItsTextIsTheListOfItsNames) {
  const auto read = read_file(
      ZipWriter().add(std::string(gbk::kTimetable) + ".txt", "x").add(".DS_Store", "x").bytes(), "a.zip");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.text(), "课程表.txt");
}

TEST(Archive, AStoredPdfAtItsBeginningDoesNotMakeItAPdf) {
  const auto read = unpack_file(ZipWriter().add("讲义.pdf", pdf({"page"})).bytes(), "课.zip");
  EXPECT_EQ(read.head.media_type, "application/zip");
  EXPECT_EQ(read.member("讲义.pdf").bytes, pdf({"page"}));
}

// One stored block of deflate in a gzip file.
std::string gzip(std::string_view data) {
  const auto size = static_cast<std::uint16_t>(data.size());
  const auto little = [](std::uint32_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
    return out;
  };
  return std::string("\x1F\x8B\x08\0\0\0\0\0\0\x03\x01", 11) + little(size, 2) + little(~size & 0xFFFFU, 2) +
         std::string(data) + little(crc32(data), 4) + little(size, 4);
}

TEST(Archive, AFileThatIsOnlyCompressedHoldsOneFile) {
  const auto read = unpack_file(gzip("第一课"), "讲义.txt.gz");
  EXPECT_EQ(read.head.media_type, "application/gzip");
  EXPECT_THAT(read.paths(), ElementsAre("讲义.txt"));
  EXPECT_EQ(read.members.at(0).bytes, "第一课");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
}

TEST(Archive, ADocumentIsNotUnpackedAsAnArchive) {
  EXPECT_EQ(unpack_file(docx(paragraph("x")), "a.docx").end.reason, "extract.not_an_archive");
}

}  // namespace
}  // namespace kecang::testing
