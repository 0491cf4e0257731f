/// Previews by LibreOffice, poppler and ffmpeg, within the walls of every other reader.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>

#include "indexer/sandbox/landlock.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/indexer/fixtures.h"
#include "tests/unit/indexer/other_kernel.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string printed_by(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  std::string bytes;
  char block[4096];
  for (std::size_t got = 0; (got = std::fread(block, 1, sizeof block, pipe.get())) > 0;)
    bytes.append(block, got);
  return bytes;
}

// Two seconds of moving colours.
std::string film() {
  return printed_by(
      "ffmpeg -v error -f lavfi -i testsrc=duration=2:size=800x600:rate=10 -c:v mpeg4 -f matroska pipe:1");
}

std::string photo(const std::string& size) {
  return printed_by("ffmpeg -v error -f lavfi -i testsrc=size=" + size +
                    " -frames:v 1 -c:v mjpeg -f image2pipe pipe:1");
}

// A camera's note that the picture lies on its side.
std::string lying(const std::string& jpeg) {
  using namespace std::string_literals;
  const std::string note =
      "\xFF\xE1\0\x22"
      "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"s;
  return jpeg.substr(0, 2) + note + jpeg.substr(2);
}

// "480x621"
std::string size_of(const ReadMember& picture) {
  const auto facts = read_file(picture.bytes, "a.jpg").head;
  return facts.properties.at("width") + "x" + facts.properties.at("height");
}

// LibreOffice wants to be told what each part is, and which is the first.
std::string whole_docx(const std::string& body) {
  const std::string types =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
  return ZipWriter()
      .add("[Content_Types].xml",
           "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
           "Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
           "<Override PartName=\"/word/document.xml\" ContentType=\"" +
               types + "\"/></Types>")
      .add("_rels/.rels", relations({{{"rId1", "officeDocument", "word/document.xml"}}}))
      .add("word/document.xml",
           "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" +
               body + "</w:body></w:document>")
      .bytes();
}

std::string lesson() {
  return whole_docx(paragraph("光的折射") + "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>" +
                    paragraph("第二页"));
}

TEST(Preview, AWordDocumentBecomesAPdfWithItsTextAndAPictureOfEachPage) {
  const auto preview = preview_file(lesson(), "教案.docx");
  EXPECT_EQ(preview.end.status, ExtractStatus::ok) << preview.end.reason;
  ASSERT_THAT(preview.paths(), ElementsAre("document.pdf", "page-0001.jpg", "page-0002.jpg"));
  const auto text = read_file(preview.member("document.pdf").bytes, "a.pdf");
  ASSERT_EQ(text.segments.size(), 2U);
  EXPECT_EQ(text.segments[0].text, "光的折射");
  EXPECT_EQ(text.segments[1].text, "第二页");
  EXPECT_THAT(size_of(preview.member("page-0001.jpg")), ::testing::StartsWith("480x"));
}

TEST(Preview, RtfIsAnOfficeDocumentWhateverItIsCalled) {
  const auto preview = preview_file("{\\rtf1\\ansi Snell}", "教案.doc");
  EXPECT_THAT(read_file(preview.member("document.pdf").bytes, "a.pdf").text(), HasSubstr("Snell"));
}

TEST(Preview, APdfHasPicturesOfItsPagesOnly) {
  const auto preview = preview_file(pdf({"one", "two", "three"}), "讲义.pdf");
  EXPECT_EQ(preview.end.status, ExtractStatus::ok) << preview.end.reason;
  ASSERT_THAT(preview.paths(), ElementsAre("page-0001.jpg", "page-0002.jpg", "page-0003.jpg"));
  EXPECT_EQ(size_of(preview.member("page-0003.jpg")), "480x480");
}

TEST(Preview, OfALongPdfTheFirstTwentyPages) {
  const auto preview = preview_file(pdf(std::vector<std::string>(30, "page")), "书.pdf");
  EXPECT_EQ(preview.members.size(), 20U);
}

TEST(Preview, AFilmHasAPoster) {
  const auto preview = preview_file(film(), "实验.mkv");
  EXPECT_EQ(preview.end.status, ExtractStatus::ok) << preview.end.reason;
  ASSERT_THAT(preview.paths(), ElementsAre("poster.jpg"));
  EXPECT_EQ(size_of(preview.member("poster.jpg")), "640x480");
}

TEST(Preview, APictureIsMadeSmallAndNeverLarge) {
  EXPECT_EQ(size_of(preview_file(photo("960x400"), "合影.jpg").member("page-0001.jpg")), "480x200");
  EXPECT_EQ(size_of(preview_file(photo("64x48"), "图标.jpg").member("page-0001.jpg")), "64x48");
}

TEST(Preview, APictureStandsUpright) {
  EXPECT_EQ(size_of(preview_file(lying(photo("200x100")), "板书.jpg").member("page-0001.jpg")), "100x200");
}

TEST(Preview, WhatCannotBeOpenedSaysWhy) {
  const auto word = preview_file(whole_docx("<w:p><w:r>"), "断.docx");
  EXPECT_EQ(word.end.status, ExtractStatus::broken);
  EXPECT_EQ(word.end.reason, "extract.damaged");
  EXPECT_THAT(word.members, IsEmpty());
  const auto portable = preview_file("%PDF-1.4\nnothing of one", "断.pdf");
  EXPECT_EQ(portable.end.status, ExtractStatus::broken);
  EXPECT_EQ(portable.end.reason, "extract.preview_failed");
  const auto film = preview_file("FLV\x01\x05 nothing of one", "断.flv");
  EXPECT_EQ(film.end.status, ExtractStatus::broken);
  EXPECT_EQ(film.end.reason, "extract.preview_failed");
}

TEST(Preview, ALockedPdfIsNamedAsLocked) {
  const auto preview =
      preview_file(pdf({"x"}, "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" +
                                  std::string(64, '1') + ">/U<" + std::string(64, '2') + ">>>"),
                   "试卷.pdf");
  EXPECT_EQ(preview.end.status, ExtractStatus::encrypted) << preview.end.reason;
  EXPECT_EQ(preview.end.reason, "extract.encrypted");
}

// What LibreOffice would leave in the folder for temporary files, which others use at the same time.
std::set<std::string> traces() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator("/tmp")) {
    const auto name = entry.path().filename().string();
    for (const auto* mark : {"OSL_PIPE", "lu", "profile", "input.", "out", "home"})
      if (name.starts_with(mark)) names.insert(name);
  }
  return names;
}

TEST(Preview, NothingIsLeftOfTheWork) {
  const test::TempDir ours;
  ::setenv("TMPDIR", ours.path().c_str(), 1);
  const auto before = traces();
  EXPECT_EQ(preview_file(lesson(), "教案.docx").end.status, ExtractStatus::ok);
  EXPECT_EQ(traces(), before);
  EXPECT_TRUE(std::filesystem::is_empty(ours.path()));
}

TEST(Preview, WithoutNamespacesTheSameIsMade) {
  EXPECT_TRUE(holds_in_a_child([] {
    lose_calls({SCMP_SYS(unshare)});
    const auto preview = preview_file(lesson(), "教案.docx");
    return landlock_version() == 0 ? preview.end.reason == "extract.preview_unavailable"
                                   : preview.members.size() == 3;
  }));
}

// In a process that inherits what is left: it ends when all that has ended.
bool leaves_no_process(const ExtractLimits& limits, std::string_view reason) {
  return holds_in_a_child([&] {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const auto end = preview_file(lesson(), "教案.docx", limits).end;
    while (::waitpid(-1, nullptr, 0) > 0) continue;
    return end.status == ExtractStatus::too_large && end.reason == reason;
  });
}

TEST(Preview, WhenTheTimeIsUpNoProcessIsLeft) {
  auto limits = preview_limits();
  limits.wall = milliseconds{400};  // LibreOffice has started and is not done
  EXPECT_TRUE(leaves_no_process(limits, "extract.out_of_time"));
}

TEST(PreviewDoor, WritesTheFilesIntoAFolder) {
  const test::TempDir folder;
  const auto file = folder.write("讲义.pdf", pdf({"one"}));
  const auto into = folder.path() / "made";
  const auto printed = printed_by(extract_program() + " --preview " + file.string() + " --into " +
                                  into.string() + " 2>/dev/null");
  const auto json = parse_json(printed);
  ASSERT_TRUE(json) << printed;
  EXPECT_EQ((*json)["status"], "ok");
  EXPECT_EQ((*json)["files"][0]["name"], "page-0001.jpg");
  EXPECT_EQ((*json)["files"][0]["bytes"], std::filesystem::file_size(into / "page-0001.jpg"));
}

}  // namespace
}  // namespace kecang::testing
