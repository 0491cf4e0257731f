#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

struct Printed {
  std::string text;
  int exit_code;
};

Printed run_program(const std::string& arguments) {
  const std::string command = extract_program() + " " + arguments + " 2>/dev/null";
  FILE* pipe = ::popen(command.c_str(), "r");
  Printed printed{};
  std::array<char, 4096> block;
  while (const auto got = std::fread(block.data(), 1, block.size(), pipe))
    printed.text.append(block.data(), got);
  const int status = ::pclose(pipe);
  printed.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return printed;
}

class Door : public ::testing::Test {
 protected:
  Door() { std::filesystem::create_directories(folder_); }
  ~Door() override { std::filesystem::remove_all(folder_); }

  Json report(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    const auto printed = run_program("--json '" + (folder_ / name).string() + "'");
    EXPECT_EQ(printed.exit_code, 0);
    auto json = parse_json(printed.text);
    EXPECT_TRUE(json) << printed.text;
    return json ? *json : Json();
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("kecang-door-" + std::to_string(::getpid()));
};

TEST_F(Door, PrintsOneObjectWithEveryMember) {
  const Json json = report("讲义.pdf", pdf({"one", "two"}));
  EXPECT_EQ(json["status"], "ok");
  EXPECT_EQ(json["reason"], "");
  EXPECT_EQ(json["media_type"], "application/pdf");
  EXPECT_EQ(json["properties"]["pages"], 2);
  EXPECT_EQ(json["segments"][1]["locator"], Json({{"page", 2}}));
  EXPECT_EQ(json["segments"][1]["text"], "two");
  EXPECT_TRUE(json["questions"].is_array());
  EXPECT_TRUE(json["members"].is_array());
  for (const auto* name : {"encoding", "title"}) EXPECT_TRUE(json.contains(name)) << name;
}

TEST_F(Door, LocatorsHaveTheirShortForm) {
  const Json cues = report("课.srt", "1\n00:00:01,000 --> 00:00:02,500\n你好\n");
  EXPECT_EQ(cues["segments"][0]["locator"], Json({{"time", 1.0}, {"end", 2.5}}));
  const Json columns = report("题.csv", "题目,答案\n一,A\n");
  EXPECT_EQ(columns["properties"]["columns"], Json({"题目", "答案"}));
}

TEST_F(Door, AnArchivesMembersAreListedAndTheirTextRead) {
  const std::string inner = ZipWriter().add("深.txt", "里层文字").bytes();
  const Json json = report("a.zip", ZipWriter().add("一.txt", "外层文字").add("内.zip", inner).bytes());
  EXPECT_EQ(json["status"], "ok");
  ASSERT_EQ(json["members"].size(), 2U);
  EXPECT_EQ(json["members"][0], Json({{"path", "一.txt"}, {"size", 12}, {"state", "stored"}}));
  ASSERT_EQ(json["segments"].size(), 2U);
  EXPECT_EQ(json["segments"][0]["locator"]["member"], "一.txt");
  EXPECT_EQ(json["segments"][1]["locator"]["member"], "内.zip/深.txt");
}

TEST_F(Door, ArchivesAreOpenedToASmallDepth) {
  std::string nested = "底";
  for (int i = 0; i < 20; ++i) nested = ZipWriter().add(i == 0 ? "a.txt" : "a.zip", nested).bytes();
  const Json json = report("a.zip", nested);
  EXPECT_EQ(json["status"], "partial");
  EXPECT_EQ(json["reason"], "extract.depth_limit");
}

TEST_F(Door, AJudgedFileIsNoFailure) {
  EXPECT_EQ(report("空.docx", "")["status"], "broken");
  EXPECT_EQ(report("a.caj", std::string("CAJ\0\x01\x02\x03\xFF", 8))["status"], "unsupported");
}

TEST_F(Door, AMissingFileIsAFailure) {
  EXPECT_NE(run_program("--json /nonexistent/文件.docx").exit_code, 0);
}

TEST_F(Door, HelpHasAnExampleAndVersionANumber) {
  const auto help = run_program("--help");
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.text, ::testing::HasSubstr("kecang-extract --json"));
  const auto version = run_program("--version");
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.text, ::testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST_F(Door, FramesOnStandardOutputEndWithAnEnd) {
  std::ofstream(folder_ / "a.txt") << "你好";
  const auto printed = run_program("--frames --fd 0 --name a.txt < " + (folder_ / "a.txt").string());
  FrameParser parser;
  parser.feed(printed.text);
  std::vector<FrameType> types;
  while (true) {
    auto frame = parser.next();
    ASSERT_TRUE(frame);
    if (!*frame) break;
    types.push_back((*frame)->type);
  }
  EXPECT_THAT(types, ::testing::ElementsAre(FrameType::head, FrameType::segment, FrameType::end));
  EXPECT_TRUE(parser.empty());
}

}  // namespace
}  // namespace kecang::testing
