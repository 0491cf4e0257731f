#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "indexer/extract/archive.h"
#include "tests/unit/indexer/rar_writer.h"

namespace kecang::extract {
namespace {

// What came out: paths with their states, and all bytes.
struct Unpacked {
  std::string members;
  std::string bytes;
  ExtractEnd end;
};

// Archives are unpacked in this process, so that the test says which programs are installed.
class SolidRar : public ::testing::Test {
 protected:
  SolidRar() {
    std::filesystem::create_directories(programs_);
    ::setenv("PATH", programs_.c_str(), 1);
  }
  ~SolidRar() override {
    ::setenv("PATH", usual_path_.c_str(), 1);
    std::filesystem::remove_all(programs_);
  }

  void install(const std::string& name, const std::string& script) const {
    const auto path = programs_ / name;
    std::ofstream(path) << "#!/bin/sh\n" << script;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }

  static int file_of(const std::string& bytes) {
    const int fd = ::memfd_create("test", MFD_CLOEXEC);
    EXPECT_EQ(::write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    return fd;
  }

  static Unpacked unpack_rar(const std::string& archive) {
    const int file = file_of(archive);
    const int answer = file_of("");
    Unpacked unpacked;
    Output out(answer, 1 << 20);
    unpacked.end = unpack(*Source::of(file, "固实.rar"), "application/vnd.rar", {}, out);
    out.end(unpacked.end);
    read_answer(answer, unpacked);
    ::close(file);
    ::close(answer);
    return unpacked;
  }

 private:
  static void read_answer(int answer, Unpacked& unpacked) {
    std::string said(1 << 20, '\0');
    said.resize(static_cast<std::size_t>(::pread(answer, said.data(), said.size(), 0)));
    FrameParser parser;
    parser.feed(said);
    for (auto frame = parser.next(); frame && *frame; frame = parser.next()) {
      if ((*frame)->type == FrameType::member_data) unpacked.bytes += (*frame)->payload + '|';
      if ((*frame)->type != FrameType::member_end) continue;
      const auto member = *from_cbor<Member>((*frame)->payload);
      unpacked.members += member.path + ' ' + std::string(enum_text(member.state)) + '\n';
    }
  }

  std::string usual_path_ = std::getenv("PATH");
  std::filesystem::path programs_ =
      std::filesystem::temp_directory_path() / ("kecang-programs-" + std::to_string(::getpid()));
};

std::string solid_archive() {
  return testing::OldRarWriter(testing::OldRarWriter::kSolid)
      .add("a.txt", "aaa")
      .add("b.txt", "bbbb", testing::OldRarWriter::kNeedsEarlier)
      .bytes();
}

constexpr const char* kList =
    "/bin/cat <<'E'\n{\"lsarContents\":[{\"XADFileName\":\"\\u8bfe\",\"XADIsDirectory\":1},"
    "{\"XADFileName\":\"\\u8bfe/\\u4e00.txt\",\"XADFileSize\":3},"
    "{\"XADFileName\":\"../\\u7a7a.txt\",\"XADFileSize\":0},"
    "{\"XADFileName\":\"\\u8bfe/\\u4e8c.txt\",\"XADFileSize\":4}]}\nE\n";

TEST_F(SolidRar, IsUnpackedByUnarWhenThereIsOne) {
  install("lsar", kList);
  install("unar", "printf aaabbbb\n");
  const auto unpacked = unpack_rar(solid_archive());
  EXPECT_EQ(unpacked.end.status, ExtractStatus::ok) << unpacked.end.reason;
  EXPECT_EQ(unpacked.members, "课/一.txt stored\n空.txt stored\n课/二.txt stored\n");
  EXPECT_EQ(unpacked.bytes, "aaa|bbbb|");
}

TEST_F(SolidRar, WhatUnarDoesNotGiveIsBroken) {
  install("lsar", kList);
  install("unar", "printf aaabb\nexit 1\n");
  const auto unpacked = unpack_rar(solid_archive());
  EXPECT_EQ(unpacked.end.status, ExtractStatus::partial);
  EXPECT_EQ(unpacked.members, "课/一.txt stored\n空.txt stored\n课/二.txt broken\n");
}

TEST_F(SolidRar, WhatProgramsBeforeRar29PackedIsUnpackedByUnarToo) {
  install("lsar", kList);
  install("unar", "printf aaabbbb\n");
  std::string archive = testing::OldRarWriter().add("a.txt", "packed").bytes();
  const auto method = archive.find("\x14\x30");
  ASSERT_NE(method, std::string::npos);
  archive[method + 1] = '\x33';
  const auto unpacked = unpack_rar(archive);
  EXPECT_EQ(unpacked.end.status, ExtractStatus::ok) << unpacked.end.reason;
  EXPECT_EQ(unpacked.bytes, "aaa|bbbb|");
}

TEST_F(SolidRar, BytesOfAnotherMemberAreNotTakenForAMissingOne) {
  // unar could not unpack the first and gave the bytes of the second only.
  install("lsar",
          "/bin/cat <<'E'\n{\"lsarContents\":["
          "{\"XADFileName\":\"a.txt\",\"XADFileSize\":3,\"RARCRC32\":" +
              std::to_string(testing::crc32("aaa")) +
              "},{\"XADFileName\":\"b.txt\",\"XADFileSize\":4,\"RARCRC32\":" +
              std::to_string(testing::crc32("bbbb")) + "}]}\nE\n");
  install("unar", "printf bbbb\nexit 1\n");
  const auto unpacked = unpack_rar(solid_archive());
  EXPECT_EQ(unpacked.members, "a.txt broken\nb.txt broken\n");
  EXPECT_EQ(unpacked.end.reason, "extract.some_members");
}

TEST_F(SolidRar, LockedMembersAreNamedAndNobodyIsAskedForThePassword) {
  install("lsar",
          "/bin/cat <<'E'\n{\"lsarContents\":[{\"XADFileName\":\"a.txt\",\"XADFileSize\":3,"
          "\"XADIsEncrypted\":1}]}\nE\n");
  install("unar", "printf secret\n");
  const auto unpacked = unpack_rar(solid_archive());
  EXPECT_EQ(unpacked.end.status, ExtractStatus::encrypted);
  EXPECT_EQ(unpacked.end.reason, "extract.encrypted");
  EXPECT_EQ(unpacked.members, "a.txt encrypted\n");
  EXPECT_EQ(unpacked.bytes, "");
}

TEST_F(SolidRar, WithoutUnarTheReasonNamesIt) {
  const auto unpacked = unpack_rar(solid_archive());
  EXPECT_EQ(unpacked.end.reason, "extract.unar_missing");
}

}  // namespace
}  // namespace kecang::extract
