#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using namespace std::string_literals;
using ::testing::IsEmpty;

// ---- MPEG sound with tags ----

std::string silence() {
  std::string frames;
  for (int i = 0; i < 60; ++i) frames += "\xFF\xFB\x90\0"s + std::string(413, '\0');
  return frames;
}

// A frame of the tag, which says that its text is Latin-1.
std::string tag_frame(const std::string& name, std::string_view text) {
  return name + "\0\0\0"s + static_cast<char>(text.size() + 1) + "\0\0\0"s + std::string(text);
}

std::string with_id3v2(const std::string& frames) {
  return "ID3\3\0\0\0\0\0"s + static_cast<char>(frames.size()) + frames + silence();
}

std::string padded(std::string_view text, std::size_t size) {
  std::string field(text);
  field.resize(size, '\0');
  return field;
}

TEST(Media, ATitleInGbkUnderAWrongNameIsReadRight) {
  const auto read = read_file(
      with_id3v2(tag_frame("TIT2", gbk::kQuadratic) + tag_frame("TALB", gbk::kGradeOneMaths)), "录音.mp3");
  EXPECT_EQ(read.end.status, ExtractStatus::ok) << read.end.reason;
  EXPECT_EQ(read.head.media_type, "audio/mpeg");
  EXPECT_EQ(read.head.title, "二次函数");
  EXPECT_EQ(read.head.properties.at("album"), "高一数学");
  EXPECT_EQ(read.head.properties.at("streams"), "audio");
}

TEST(Media, TheOldTagAtTheEndIsReadRight) {
  const auto read = read_file(silence() + "TAG" + padded(gbk::kQuadratic, 30) + padded("Wang", 30) +
                                  padded("", 30) + "2024" + padded("", 31),
                              "录音.mp3");
  EXPECT_EQ(read.head.title, "二次函数");
  EXPECT_EQ(read.head.properties.at("author"), "Wang");
}

TEST(Media, EuropeanWordsStayAsTheyAre) {
  EXPECT_EQ(read_file(with_id3v2(tag_frame("TIT2", "Caf\xE9")), "a.mp3").head.title, "Café");
}

// ---- Matroska with subtitles ----

std::string element(const std::string& id, const std::string& content) {
  return id + "\x10" +
         std::string{static_cast<char>(content.size() >> 16), static_cast<char>(content.size() >> 8),
                     static_cast<char>(content.size())} +
         content;
}

std::string number(const std::string& id, std::uint8_t value) {
  return element(id, std::string(1, static_cast<char>(value)));
}

std::string block(std::uint16_t at, std::uint16_t lasting, const std::string& text) {
  const std::string start{static_cast<char>(at >> 8), static_cast<char>(at)};
  const std::string duration{static_cast<char>(lasting >> 8), static_cast<char>(lasting)};
  return element("\xA0", element("\xA1", "\x81" + start + "\0"s + text) + element("\x9B", duration));
}

std::string film_with_subtitles() {
  const std::string info = element("\x15\x49\xA9\x66", element("\x2A\xD7\xB1", "\x0F\x42\x40") +
                                                           element("\x7B\xA9", "二次函数 课堂实录") +
                                                           element("\x44\x89", "\x45\x9C\x40\0"s));
  const std::string track =
      element("\x16\x54\xAE\x6B", element("\xAE", number("\xD7", 1) + number("\x73\xC5", 1) +
                                                      number("\x83", 0x11) + element("\x86", "S_TEXT/UTF8")));
  const std::string cluster =
      element("\x1F\x43\xB6\x75", number("\xE7", 0) + block(500, 1500, "今天学习二次函数。") +
                                      block(2500, 1000, "<i>打开</i>课本。"));
  return element("\x1A\x45\xDF\xA3", element("\x42\x82", "matroska")) +
         element("\x18\x53\x80\x67", info + track + cluster);
}

TEST(Media, EmbeddedSubtitlesAreCuesWithTheirTimes) {
  const auto read = read_file(film_with_subtitles(), "课堂实录.mkv");
  EXPECT_EQ(read.end.status, ExtractStatus::ok) << read.end.reason;
  EXPECT_EQ(read.head.media_type, "video/x-matroska");
  EXPECT_EQ(read.head.title, "二次函数 课堂实录");
  EXPECT_EQ(read.head.properties.at("streams"), "subtitle");
  EXPECT_EQ(read.head.properties.at("cues"), "2");
  EXPECT_EQ(read.head.properties.at("duration_ms"), "5000");
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].text, "今天学习二次函数。");
  EXPECT_EQ(read.segments[0].locator.kind, LocatorKind::time);
  EXPECT_EQ(read.segments[0].locator.number, 500);
  EXPECT_EQ(read.segments[0].locator.end, 2000);
  EXPECT_EQ(read.segments[1].text, "打开课本。");
}

TEST(Media, AFileThatOnlyBeginsAsAFilmIsDamaged) {
  const auto read = read_file("\0\0\0\x18"s + "ftypisom" + std::string(200, '\0'), "坏.mp4");
  EXPECT_EQ(read.head.media_type, "video/mp4");
  EXPECT_EQ(read.end.status, ExtractStatus::broken);
  EXPECT_THAT(read.segments, IsEmpty());
}

}  // namespace
}  // namespace kecang::testing
