#include <gmock/gmock.h>

#include "schemas/base/digest.h"
#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

class LiveDownload : public ::testing::Test {
 protected:
  std::string file_of(const std::string& name, const std::string& bytes) {
    return "/api/v1/resources/" + resource_of(wang_, upload(wang_, {name, district_.id("s1")}, bytes)) +
           "/file";
  }

  LiveServer server_;
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
};

TEST_F(LiveDownload, IsByteIdenticalNamedAndNotRunByTheBrowser) {
  std::string bytes;
  for (int i = 0; i < 300'000; ++i) bytes += static_cast<char>(i * 31);
  const auto path = file_of("第三章 \"位置\".html", bytes);
  const auto answer = wang_.get(path);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, bytes);
  EXPECT_EQ(answer.header("content-type"), "application/octet-stream");
  EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
  EXPECT_THAT(answer.header("content-security-policy"), ::testing::StartsWith("sandbox"));
  EXPECT_THAT(answer.header("content-disposition"), ::testing::StartsWith("attachment; "));
  EXPECT_THAT(answer.header("content-disposition"), ::testing::HasSubstr("filename*=UTF-8''%E7%AC%AC"));
  EXPECT_EQ(answer.header("etag"), '"' + sha256(bytes).hex() + '"');
  EXPECT_THAT(answer.header("cache-control"), ::testing::HasSubstr("private"));
  const auto shown = wang_.get(path + "?inline=1");
  EXPECT_THAT(shown.header("content-disposition"), ::testing::StartsWith("attachment; "))
      << "a page is never shown";
}

TEST_F(LiveDownload, AnswersRangesAndConditionsAndHead) {
  const auto path = file_of("a.bin", "0123456789");
  const auto part = wang_.get(path, {{"Range", "bytes=2-4"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "234");
  EXPECT_EQ(part.header("content-range"), "bytes 2-4/10");
  EXPECT_EQ(wang_.get(path, {{"Range", "bytes=-3"}}).body, "789");
  EXPECT_EQ(wang_.get(path, {{"Range", "bytes=50-"}}).status, 416);
  const auto etag = wang_.get(path).header("etag");
  EXPECT_EQ(wang_.get(path, {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(wang_.get(path, {{"Range", "bytes=2-4"}, {"If-Range", "\"other\""}}).status, 200);
  const auto head = wang_.head(path);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "10");
}

}  // namespace
}  // namespace kecang::testing
