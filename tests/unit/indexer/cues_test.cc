#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;

std::vector<std::pair<std::int64_t, std::int64_t>> times_of(const Reading& reading) {
  std::vector<std::pair<std::int64_t, std::int64_t>> times;
  for (const auto& segment : reading.segments)
    times.emplace_back(segment.locator.number, segment.locator.end);
  return times;
}

constexpr std::string_view kAssHead =
    "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n"
    "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";

TEST(SubStationAlpha, CuesComeWithTheirTimesAndWithoutMarks) {
  const auto read =
      read_file(std::string(kAssHead) +
                    "Dialogue: 0,0:00:05.00,0:00:07.5,Default,,0,0,0,,第二句,带逗号\\N第二行\n"
                    "Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,不是字幕\n"
                    "Dialogue: 0,0:00:01.25,0:00:03.00,Default,,0,0,0,,{\\an8\\b1}第一句\\h完{\\b0}\n",
                "课.ass");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, "text/x-ssa");
  EXPECT_EQ(read.head.properties.at("cues"), "2");
  EXPECT_EQ(read.head.properties.at("duration_ms"), "7500");
  EXPECT_EQ(read.text(), "第一句 完\n第二句,带逗号\n第二行");
  EXPECT_THAT(times_of(read), ElementsAre(std::pair(1250, 3000), std::pair(5000, 7500)));
}

TEST(SubStationAlpha, DrawingsAreNoText) {
  const auto read = read_file(
      std::string(kAssHead) +
          "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}图示\n",
      "课.ass");
  EXPECT_EQ(read.text(), "图示");
}

TEST(SubStationAlpha, TheOlderVersionNamesItsColumnsItself) {
  const auto read = read_file(
      "[Script Info]\nScriptType: v4.00\n[Events]\nFormat: Marked, Start, End, Text\n"
      "Dialogue: Marked=0,0:01:00.00,0:01:02.00,你好\n",
      "课.ssa");
  EXPECT_EQ(read.text(), "你好");
  EXPECT_THAT(times_of(read), ElementsAre(std::pair(60'000, 62'000)));
}

TEST(SubStationAlpha, LinesThatMakeNoSenseAreLeftOut) {
  const auto read =
      read_file(std::string(kAssHead) + "Dialogue: 0,kaputt\nDialogue: 0,x,y,a,b,c,d,e,f,g\n", "坏.ass");
  EXPECT_EQ(read.head.properties.at("cues"), "0");
}

std::string ttml(std::string_view body, std::string_view attributes = "") {
  return "<tt xmlns=\"http://www.w3.org/ns/ttml\" xmlns:ttp=\"http://www.w3.org/ns/ttml#parameter\"" +
         std::string(attributes) + "><head><metadata><title>力学</title></metadata></head><body>" +
         std::string(body) + "</body></tt>";
}

TEST(Ttml, ParagraphsAreCues) {
  const auto read = read_file(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
          ttml("<div><p begin=\"00:00:01.500\" end=\"00:00:03.000\">\n   第一行<br/>\n  第二行  </p>"
               "<p begin=\"2.5s\" dur=\"500ms\"><span>再来</span></p></div>"),
      "课.ttml");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, "application/ttml+xml");
  EXPECT_EQ(read.head.title, "力学");
  EXPECT_EQ(read.text(), "第一行\n第二行\n再来");
  EXPECT_THAT(times_of(read), ElementsAre(std::pair(1500, 3000), std::pair(2500, 3000)));
}

TEST(Ttml, FramesTicksAndOuterTimesCount) {
  const auto read = read_file(ttml("<div begin=\"10s\"><p begin=\"00:00:01:12\" end=\"4s\">帧</p>"
                                   "<p begin=\"30000000t\" end=\"4s\">刻</p></div>",
                                   " ttp:frameRate=\"24\" ttp:tickRate=\"10000000\""),
                              "课.dfxp");
  EXPECT_THAT(times_of(read), ElementsAre(std::pair(11'500, 14'000), std::pair(13'000, 14'000)));
}

TEST(Ttml, TimedSpansAreCuesOfTheirOwn) {
  const auto read =
      read_file(ttml("<p><span begin=\"1s\" end=\"2s\">一</span><span begin=\"2s\" end=\"3s\">二</span></p>"),
                "a.ttml");
  EXPECT_EQ(read.head.properties.at("cues"), "2");
  EXPECT_THAT(times_of(read), ElementsAre(std::pair(1000, 2000), std::pair(2000, 3000)));
}

TEST(Ttml, ACutFileIsNamed) {
  EXPECT_EQ(
      read_file("<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><p begin=\"1s\" end=\"2s\">x</p>", "a.ttml")
          .end.reason,
      "extract.damaged");
}

}  // namespace
}  // namespace kecang::testing
