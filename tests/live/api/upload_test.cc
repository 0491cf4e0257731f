#include <gmock/gmock.h>

#include "schemas/base/digest.h"
#include "tests/support/small_district.h"

namespace kecang::testing {
namespace {

constexpr const char* kUploads = "/api/v1/uploads";
constexpr std::uint64_t kFiveGigabytes = 5ULL << 30;

std::string sha256_base64(std::string_view bytes) {
  const auto digest = sha256(bytes);
  return base64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

class LiveUpload : public ::testing::Test {
 protected:
  /// Begins an upload; its path.
  std::string begin(HttpClient& page, std::uint64_t length, const std::string& name = "教案.txt") {
    const auto answer = page.post(kUploads, "", tus_headers({name, district_.id("s1")}, length));
    EXPECT_EQ(answer.status, 201) << answer;
    EXPECT_NE(answer.header("upload-expires"), "");
    return answer.header("location");
  }
  static std::string offset(HttpClient& page, const std::string& path) {
    return page.head(path, {{"Tus-Resumable", "1.0.0"}}).header("upload-offset");
  }

  LiveServer server_;
  SmallDistrict district_{server_};
  HttpClient wang_ = district_.page("wang");
};

TEST_F(LiveUpload, SaysWhatItSupports) {
  const auto answer = server_.client().options(kUploads);
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("tus-version"), "1.0.0");
  EXPECT_EQ(answer.header("tus-extension"), "creation,creation-with-upload,checksum,termination,expiration");
  EXPECT_EQ(answer.header("tus-checksum-algorithm"), "sha1,sha256");
}

TEST_F(LiveUpload, PiecesBecomeOneFileByteForByte) {
  const std::string text = "第一节 分数的初步认识\n把一块月饼平均分成两份。\n";
  const auto path = begin(wang_, text.size());
  const auto first = wang_.patch(path, text.substr(0, 20), piece_headers(0));
  EXPECT_EQ(first.status, 204) << first;
  EXPECT_EQ(first.header("upload-offset"), "20");
  EXPECT_EQ(first.header("kecang-import"), "");
  EXPECT_EQ(offset(wang_, path), "20");
  const auto last = wang_.patch(path, text.substr(20), piece_headers(20));
  ASSERT_EQ(last.status, 204) << last;
  const auto resource = resource_of(wang_, last.header("kecang-import"));
  EXPECT_EQ(wang_.get("/api/v1/resources/" + resource + "/file").body, text);
}

TEST_F(LiveUpload, AnUploadInOneRequestAndAnEmptyOneAreFinishedAtOnce) {
  upload(wang_, {"一.txt", district_.id("s1")}, "内容");
  const auto empty = wang_.post(kUploads, "", tus_headers({"空.docx", district_.id("s1")}, 0));
  EXPECT_EQ(empty.status, 201) << empty;
  EXPECT_NE(empty.header("kecang-import"), "");
}

TEST_F(LiveUpload, AWrongOffsetIsToldTheRightOne) {
  const auto path = begin(wang_, 10);
  wang_.patch(path, "12345", piece_headers(0));
  const auto wrong = wang_.patch(path, "12345", piece_headers(3));
  EXPECT_EQ(wrong.status, 409);
  EXPECT_EQ(wrong.code(), "upload.offset_differs");
  EXPECT_EQ(wrong.json()["params"]["offset"], "5");
  const auto beyond = wang_.patch(path, "123456", piece_headers(5));
  EXPECT_EQ(beyond.status, 413);
  EXPECT_EQ(beyond.code(), "upload.beyond_length");
  EXPECT_EQ(offset(wang_, path), "5");
}

TEST_F(LiveUpload, APieceWithAWrongChecksumCountsAsNotSent) {
  const auto path = begin(wang_, 10);
  auto headers = piece_headers(0);
  headers.emplace_back("Upload-Checksum", "sha256 " + sha256_base64("other"));
  const auto damaged = wang_.patch(path, "12345", headers);
  EXPECT_EQ(damaged.status, 460);
  EXPECT_EQ(damaged.code(), "upload.checksum_differs");
  EXPECT_EQ(offset(wang_, path), "0");
  headers.back().second = "sha256 " + sha256_base64("12345");
  EXPECT_EQ(wang_.patch(path, "12345", headers).status, 204);
  headers = piece_headers(5);
  headers.emplace_back("Upload-Checksum", "md5 abcd");
  EXPECT_EQ(wang_.patch(path, "67890", headers).code(), "upload.checksum_unknown");
  headers.back().second = "sha1 IwmRq8136Bc+2wrzkuHxESAFHik=";  // of 67890
  EXPECT_EQ(wang_.patch(path, "67891", headers).status, 460);
  const auto last = wang_.patch(path, "67890", headers);
  EXPECT_EQ(last.status, 204);
  EXPECT_NE(last.header("kecang-import"), "");
}

TEST_F(LiveUpload, WhatCameBeforeTheSenderVanishedIsKept) {
  const auto path = begin(wang_, 1'000'000);
  int pieces = 0;
  // Announces more than it sends, then goes away.
  RawSocket socket(server_.port());
  std::string head = "PATCH " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n";
  for (const auto& [name, value] : piece_headers(0)) head += name + ": " + value + "\r\n";
  head += "Cookie: kecang_session=" + wang_.cookie("kecang_session") +
          "\r\nX-CSRF-Token: " + wang_.get("/api/v1/session").json()["csrf_token"].get<std::string>() +
          "\r\n\r\n";
  ASSERT_TRUE(socket.send(head + std::string(100'000, 'x')));
  socket.close();
  EXPECT_TRUE(LiveServer::wait_until([&] { return ++pieces, offset(wang_, path) == "100000"; }));
}

TEST_F(LiveUpload, AFiveGigabyteUploadWithOneKilobyteSentSurvivesARestart) {
  const auto path = begin(wang_, kFiveGigabytes, "录播课.mp4");
  EXPECT_EQ(wang_.patch(path, std::string(1024, 'v'), piece_headers(0)).status, 204);
  server_.kill();
  server_.start();
  auto again = district_.page("wang");
  EXPECT_EQ(offset(again, path), "1024");
  const auto listed = again.get(kUploads).json()["items"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["offset"], 1024);
  EXPECT_EQ(listed[0]["length"], kFiveGigabytes);
  EXPECT_EQ(again.patch(path, std::string(1024, 'w'), piece_headers(1024)).status, 204);
  EXPECT_EQ(offset(again, path), "2048");
  EXPECT_EQ(again.del(path, {{"Tus-Resumable", "1.0.0"}}).status, 204);
  EXPECT_EQ(again.head(path, {{"Tus-Resumable", "1.0.0"}}).status, 404);
}

TEST_F(LiveUpload, AnUploadGoesOnAfterAKillAndEndsWithTheSameBytes) {
  std::string bytes;
  for (int i = 0; i < 50'000; ++i) bytes += std::to_string(i) + "\n";
  const auto path = begin(wang_, bytes.size());
  EXPECT_EQ(wang_.patch(path, bytes.substr(0, 100'001), piece_headers(0)).status, 204);
  server_.kill();
  server_.start();
  auto again = district_.page("wang");
  ASSERT_EQ(offset(again, path), "100001");
  const auto last = again.patch(path, bytes.substr(100'001), piece_headers(100'001));
  ASSERT_EQ(last.status, 204) << last;
  const auto resource = resource_of(again, last.header("kecang-import"));
  EXPECT_EQ(again.get("/api/v1/resources/" + resource + "/file").body, bytes);
}

TEST_F(LiveUpload, NetworksThatOnlyLetPostThroughCanUploadToo) {
  const auto path = begin(wang_, 5);
  auto headers = piece_headers(0);
  headers.emplace_back("X-HTTP-Method-Override", "PATCH");
  EXPECT_EQ(wang_.post(path, "12345", headers).status, 204);
  EXPECT_EQ(wang_.post(path, "", {{"Tus-Resumable", "1.0.0"}, {"X-HTTP-Method-Override", "BREW"}}).code(),
            "upload.override_unknown");
}

TEST_F(LiveUpload, AnotherVersionOfTheProtocolIsRefusedWithOurs) {
  auto headers = tus_headers({"a.txt", district_.id("s1")}, 5);
  headers[0].second = "0.2.2";
  const auto answer = wang_.post(kUploads, "", headers);
  EXPECT_EQ(answer.status, 412);
  EXPECT_EQ(answer.header("tus-version"), "1.0.0");
}

TEST_F(LiveUpload, OnlyTheSchoolsOwnTeachersUploadAndOnlyToTheirGroups) {
  auto zhao = district_.page("zhao");
  const auto foreign = zhao.post(kUploads, "", tus_headers({"a.txt", district_.id("s1")}, 5));
  EXPECT_EQ(foreign.status, 403);
  EXPECT_EQ(foreign.code(), "upload.not_your_school");
  const auto group =
      zhao.post(kUploads, "", tus_headers({"a.txt", district_.id("s3"), district_.id("g1")}, 5));
  EXPECT_EQ(group.code(), "upload.not_your_group");
  const auto path = begin(wang_, 5);
  EXPECT_EQ(zhao.head(path, {{"Tus-Resumable", "1.0.0"}}).status, 404);
  EXPECT_EQ(zhao.patch(path, "12345", piece_headers(0)).status, 404);
  EXPECT_EQ(zhao.get(path).status, 404);
  EXPECT_EQ(zhao.del(path, {{"Tus-Resumable", "1.0.0"}}).status, 404);
}

TEST(LiveUploadLimits, AFileOverTheLimitIsRefusedBeforeItIsSent) {
  LiveServer server(WithIndexer::no, {{"KECANG_UPLOAD_MAX_BYTES", "1000"}});
  SmallDistrict district(server);
  auto wang = district.page("wang");
  const auto large = wang.post(kUploads, "", tus_headers({"a.txt", district.id("s1")}, 1001));
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.code(), "upload.too_large");
}

TEST(LiveUploadLimits, AFullDiskIsAnAnswerAndReadingGoesOn) {
  LiveServer server;
  SmallDistrict district(server);
  auto wang = district.page("wang");
  const auto resource = resource_of(wang, upload(wang, {"a.txt", district.id("s1")}, "still here"));
  server.set("KECANG_STORAGE_FREE_SPACE_FLOOR", "1000000000000000");
  EXPECT_EQ(server.terminate(), 0);
  // Nothing is lost when there is no room to start: it says so.
  ChildProcess refused({KECANG_SERVER_PROGRAM, "run", "--data", server.data().string(), "--no-indexer"},
                       {{"KECANG_STORAGE_FREE_SPACE_FLOOR", "1000000000000000"}, {"KECANG_SERVER_PORT", "0"}},
                       server.log());
  EXPECT_EQ(refused.wait(), 4);
  EXPECT_NE(server.log_text().find("store.disk_full"), std::string::npos);
  server.set("KECANG_STORAGE_FREE_SPACE_FLOOR", "1048576");
  server.start();
  auto again = district.page("wang");
  EXPECT_EQ(again.get("/api/v1/resources/" + resource + "/file").body, "still here");
}

}  // namespace
}  // namespace kecang::testing
