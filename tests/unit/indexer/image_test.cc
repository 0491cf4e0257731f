#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using namespace std::string_literals;

std::string big32(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}
std::string big16(std::uint32_t value) {
  return big32(value).substr(2);
}
std::string little32(std::uint32_t value) {
  const std::string big = big32(value);
  return {big.rbegin(), big.rend()};
}
std::string little16(std::uint32_t value) {
  return little32(value).substr(0, 2);
}

std::string chunk(const std::string& type, const std::string& data) {
  return big32(static_cast<std::uint32_t>(data.size())) + type + data + big32(crc32(type + data));
}

std::string png(std::uint32_t width, std::uint32_t height, const std::string& more = "") {
  return "\x89PNG\r\n\x1A\n" + chunk("IHDR", big32(width) + big32(height) + "\1\0\0\0\0"s) + more +
         chunk("IDAT", "x") + chunk("IEND", "");
}

struct TagValue {
  std::uint32_t tag;
  std::string text;
};

// A TIFF, little endian, with these words and a size.
std::string tiff(const std::vector<TagValue>& tags, std::uint32_t width, std::uint32_t height) {
  const auto count = static_cast<std::uint32_t>(tags.size() + 2);
  std::string entries = little16(0x100) + little16(4) + little32(1) + little32(width) + little16(0x101) +
                        little16(4) + little32(1) + little32(height);
  std::string values;
  const std::uint32_t values_at = 8 + 2 + count * 12 + 4;
  for (const auto& [tag, text] : tags) {
    const auto size = static_cast<std::uint32_t>(text.size() + 1);
    entries += little16(tag) + little16(2) + little32(size) +
               little32(values_at + static_cast<std::uint32_t>(values.size()));
    values += text + '\0';
  }
  return "II*\0"s + little32(8) + little16(count) + entries + little32(0) + values;
}

std::string jpeg(std::uint32_t width, std::uint32_t height, const std::string& exif = "") {
  std::string file = "\xFF\xD8";
  if (!exif.empty())
    file += "\xFF\xE1" + big16(static_cast<std::uint32_t>(exif.size() + 8)) + "Exif\0\0"s + exif;
  return file + "\xFF\xC0" + big16(11) + "\x08" + big16(height) + big16(width) + "\1\1\x11\0"s + "\xFF\xDA" +
         big16(2) + "scan\xFF\xD9";
}

void expect_size(const std::string& bytes, std::string_view media_type) {
  const auto read = read_file(bytes, "图");
  EXPECT_EQ(read.head.media_type, media_type);
  EXPECT_EQ(read.end.status, ExtractStatus::ok) << media_type << ' ' << read.end.reason;
  ASSERT_TRUE(read.head.properties.contains("width")) << media_type;
  EXPECT_EQ(read.head.properties.at("width"), "640") << media_type;
  EXPECT_EQ(read.head.properties.at("height"), "480") << media_type;
}

TEST(Image, EveryKindTellsItsSize) {
  expect_size(png(640, 480), "image/png");
  expect_size(jpeg(640, 480), "image/jpeg");
  expect_size("GIF89a" + little16(640) + little16(480) + "\0\0\0;"s, "image/gif");
  expect_size("BM" + little32(100) + little32(0) + little32(54) + little32(40) + little32(640) +
                  little32(static_cast<std::uint32_t>(-480)) + std::string(50, '\0'),
              "image/bmp");
  expect_size("RIFF" + little32(30) + "WEBPVP8X" + little32(10) + "\0\0\0\0"s + "\x7F\x02\0"s + "\xDF\x01\0"s,
              "image/webp");
  expect_size(tiff({}, 640, 480), "image/tiff");
}

TEST(Image, TheCamerasWordsAreKept) {
  const auto read = read_file(
      jpeg(640, 480, tiff({{0x10F, "Canon"}, {0x110, "EOS 40D"}, {0x132, "2009:08:11 09:09:45"}}, 0, 0)),
      "a.jpg");
  EXPECT_EQ(read.head.properties.at("exif.Make"), "Canon");
  EXPECT_EQ(read.head.properties.at("exif.Model"), "EOS 40D");
  EXPECT_EQ(read.head.properties.at("exif.DateTime"), "2009:08:11 09:09:45");
  EXPECT_EQ(read.head.properties.at("exif.ImageWidth"), "640");
}

TEST(Image, WhatItIsIsJudgedByContent) {
  EXPECT_EQ(read_file(png(1, 1), "课堂实录.mp4").head.media_type, "image/png");
}

TEST(Image, TooManyPixelsAreNamed) {
  const auto read = read_file(png(30'000, 30'000), "大.png");
  EXPECT_EQ(read.end.status, ExtractStatus::too_large);
  EXPECT_EQ(read.end.reason, "extract.pixel_limit");
  EXPECT_EQ(read.head.properties.at("width"), "30000");
}

TEST(Image, ACutPictureIsDamaged) {
  const std::string whole = png(640, 480);
  EXPECT_EQ(read_file(whole.substr(0, whole.size() - 12), "断.png").end.reason, "extract.damaged");
  EXPECT_EQ(read_file(whole.substr(0, 12), "断.png").end.reason, "extract.damaged");
  EXPECT_EQ(read_file(jpeg(640, 480).substr(0, 10), "断.jpg").end.reason, "extract.damaged");
}

TEST(Image, LoopsAndWildOffsetsInItsTagsEnd) {
  std::string looping = "II*\0"s + little32(8) + little16(1) + little16(0x8769) + little16(4) + little32(1) +
                        little32(8) + little32(8);
  EXPECT_EQ(read_file(jpeg(640, 480, looping), "a.jpg").end.status, ExtractStatus::ok);
  std::string wild = "II*\0"s + little32(0xFFFFFFF0U);
  EXPECT_EQ(read_file(jpeg(640, 480, wild), "a.jpg").end.status, ExtractStatus::ok);
}

}  // namespace
}  // namespace kecang::testing
