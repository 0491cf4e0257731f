#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"
#include "tests/unit/indexer/rar_writer.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;

TEST(Rar, BothGenerationsAreUnpacked) {
  for (const auto& bytes : {OldRarWriter().add("a.txt", "one").add("b.txt", "two").bytes(),
                            NewRarWriter().add("a.txt", "one").add("b.txt", "two").bytes()}) {
    const auto read = unpack_file(bytes, "资料.rar");
    EXPECT_EQ(read.end.status, ExtractStatus::ok) << read.end.reason;
    EXPECT_EQ(read.head.media_type, "application/vnd.rar");
    EXPECT_THAT(read.paths(), ElementsAre("a.txt", "b.txt"));
    EXPECT_EQ(read.member("b.txt").bytes, "two");
  }
}

TEST(Rar, NamesOfTheOlderGenerationAreDecoded) {
  const auto read = unpack_file(
      OldRarWriter()
          .add(std::string(gbk::kGradeOneMaths) + "\\" + std::string(gbk::kLessonPlan) + ".txt", "x")
          .bytes(),
      "资料.rar");
  EXPECT_THAT(read.paths(), ElementsAre("高一数学/教案.txt"));
}

TEST(Rar, CipherTextIsNeverHandedOut) {
  const auto all = unpack_file(NewRarWriter().add_locked("密.txt", "cipher text").bytes(), "密.rar");
  EXPECT_EQ(all.end.status, ExtractStatus::encrypted);
  EXPECT_EQ(all.members.at(0).member.state, MemberState::encrypted);
  EXPECT_EQ(all.members.at(0).bytes, "");
  const auto mixed =
      unpack_file(NewRarWriter().add("明.txt", "open").add_locked("密.txt", "cipher").bytes(), "混.rar");
  EXPECT_EQ(mixed.member("明.txt").bytes, "open");
  EXPECT_EQ(mixed.member("密.txt").member.state, MemberState::encrypted);
  EXPECT_EQ(mixed.end.status, ExtractStatus::partial);
  const auto old =
      unpack_file(OldRarWriter().add("a.txt", "cipher", OldRarWriter::kLocked).bytes(), "密.rar");
  EXPECT_EQ(old.end.status, ExtractStatus::encrypted);
}

TEST(Rar, LockedNamesAreAPasswordAndNoDamage) {
  EXPECT_EQ(unpack_file(NewRarWriter().lock_names().bytes() + "noise", "密.rar").end.reason,
            "extract.encrypted");
  EXPECT_EQ(unpack_file(OldRarWriter(OldRarWriter::kNamesLocked).bytes() + "noise", "密.rar").end.reason,
            "extract.encrypted");
}

TEST(Rar, OneVolumeOfSeveralIsNamed) {
  for (const auto& bytes : {OldRarWriter(OldRarWriter::kVolume).add("a.txt", "one").bytes(),
                            NewRarWriter(NewRarWriter::kVolume).add("a.txt", "one").bytes()}) {
    const auto read = unpack_file(bytes, "资料.part1.rar");
    EXPECT_EQ(read.end.status, ExtractStatus::partial);
    EXPECT_EQ(read.end.reason, "extract.volumes_missing");
  }
}

TEST(Rar, AVolumeThatHoldsNoWholeMemberIsNoEmptyArchive) {
  const auto read = unpack_file(NewRarWriter(NewRarWriter::kVolume).bytes(), "资料.part2.rar");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.volumes_missing");
}

TEST(Rar, AMissingEndIsDamageAlthoughAllMembersAreThere) {
  const std::string whole = NewRarWriter().add("a.txt", "one").bytes();
  const auto read = unpack_file(whole.substr(0, whole.size() - 4), "断.rar");
  EXPECT_EQ(read.member("a.txt").bytes, "one");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.damaged");
}

TEST(Rar, ACutArchiveSaysSo) {
  const std::string whole = NewRarWriter().add("a.txt", "one").add("b.txt", std::string(100, 'x')).bytes();
  const auto read = unpack_file(whole.substr(0, whole.size() - 60), "断.rar");
  EXPECT_EQ(read.member("a.txt").bytes, "one");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
}

}  // namespace
}  // namespace kecang::testing
