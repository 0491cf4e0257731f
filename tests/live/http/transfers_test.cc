/// Downloads, uploads and the end of a server's life.
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <algorithm>

#include "tests/live/http/live_server.h"

namespace kecang::http {
namespace {

using ::testing::HasSubstr;

std::string pattern(std::uint64_t first, std::size_t length) {
  std::string bytes(length, '\0');
  for (std::size_t i = 0; i < length; ++i) bytes[i] = PatternSource::at(first + i);
  return bytes;
}

TEST(HttpDownloads, AWholeFileArrivesUnchanged) {
  LiveServer live;
  const auto answer = live.client().get("/file");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("accept-ranges"), "bytes");
  EXPECT_EQ(answer.header("content-type"), "video/mp4");
  EXPECT_EQ(answer.header("etag"), "\"v1\"");
  EXPECT_THAT(answer.header("content-disposition"), HasSubstr("filename*=UTF-8''%E5%BD%95%E5%83%8F%201.mp4"));
  EXPECT_TRUE(answer.body == pattern(0, kFileSize));
}

TEST(HttpDownloads, AnEmptyFileIsAnEmptyAnswer) {
  LiveServer live;
  auto client = live.client();
  EXPECT_EQ(client.get("/empty-file").header("content-length"), "0");
  EXPECT_EQ(client.get("/empty-file", {{"Range", "bytes=0-0"}}).status, 416);
  EXPECT_EQ(client.get("/hello").status, 200);
}

TEST(HttpDownloads, OneRangeIsAnsweredWithExactlyThatPart) {
  LiveServer live;
  auto client = live.client();
  struct Case {
    const char* range;
    std::uint64_t first;
    std::size_t length;
  };
  for (const auto& [range, first, length] :
       {Case{"bytes=0-0", 0, 1}, Case{"bytes=1000-1999", 1000, 1000}, Case{"bytes=-10", kFileSize - 10, 10},
        Case{"bytes=2999990-", 2'999'990, 10}, Case{"bytes=2999990-9999999", 2'999'990, 10}}) {
    const auto answer = client.get("/file", {{"Range", range}});
    EXPECT_EQ(answer.status, 206) << range;
    EXPECT_EQ(answer.header("content-range"), "bytes " + std::to_string(first) + "-" +
                                                  std::to_string(first + length - 1) + "/" +
                                                  std::to_string(kFileSize));
    EXPECT_EQ(answer.body, pattern(first, length)) << range;
  }
}

TEST(HttpDownloads, ARangeBeyondTheEndIs416) {
  LiveServer live;
  const auto answer = live.client().get("/file", {{"Range", "bytes=3000000-"}});
  EXPECT_EQ(answer.status, 416);
  EXPECT_EQ(answer.header("content-range"), "bytes */3000000");
  EXPECT_EQ(answer.code(), "http.range_not_satisfiable");
}

TEST(HttpDownloads, ManyRangesAreAnsweredWithTheWholeFileOnce) {
  LiveServer live;
  std::string ranges = "bytes=0-";
  for (int i = 0; i < 2'000; ++i) ranges += ",0-";
  const auto answer = live.client().get("/file", {{"Range", ranges}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-length"), std::to_string(kFileSize));
  EXPECT_EQ(answer.body.size(), kFileSize);
}

TEST(HttpDownloads, ConditionsDecideBetween200_304_412And206) {
  LiveServer live;
  auto client = live.client();
  const auto with = [&](const char* name, const char* value) {
    return client.get("/file", {{name, value}}).status;
  };
  EXPECT_EQ(with("If-None-Match", "\"v1\""), 304);
  EXPECT_EQ(with("If-None-Match", "W/\"v1\""), 304);
  EXPECT_EQ(with("If-None-Match", "\"v0\", \"v1\""), 304);
  EXPECT_EQ(with("If-None-Match", "\"v0\""), 200);
  EXPECT_EQ(with("If-None-Match", "*"), 304);
  EXPECT_EQ(with("If-Match", "\"v1\""), 200);
  EXPECT_EQ(with("If-Match", "\"v0\""), 412);
  EXPECT_EQ(with("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"), 304);
  EXPECT_EQ(with("If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"), 200);
  EXPECT_EQ(client.get("/file", {{"Range", "bytes=0-9"}, {"If-Range", "\"v1\""}}).status, 206);
  EXPECT_EQ(client.get("/file", {{"Range", "bytes=0-9"}, {"If-Range", "\"v0\""}}).status, 200);
  EXPECT_EQ(client.head("/file", {{"If-None-Match", "\"v1\""}}).status, 304);
}

std::string all_lines() {
  std::string all;
  for (int i = 0; i < 100; ++i) all += LineStream::line(i);
  return all;
}

TEST(HttpDownloads, WhatIsMadeWhileItIsSentComesWholeAndTheConnectionGoesOn) {
  LiveServer live;
  auto client = live.client();
  for (int i = 0; i < 2; ++i) {
    const auto answer = client.get("/lines", {{"Range", "bytes=0-3"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("transfer-encoding"), "chunked");
    EXPECT_EQ(answer.header("content-length"), "");
    EXPECT_EQ(answer.header("content-type"), "text/plain");
    EXPECT_EQ(answer.header("cache-control"), "private, no-cache");
    EXPECT_EQ(answer.body, all_lines());
  }
}

TEST(HttpDownloads, WhatIsMadeWhileItIsSentEndsWithTheConnectionForAPeerWithoutChunks) {
  LiveServer live;
  const auto said = live.converse("GET /lines HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(said.find("Transfer-Encoding"), std::string::npos) << said.substr(0, 400);
  EXPECT_NE(said.find("Connection: close"), std::string::npos) << said.substr(0, 400);
  EXPECT_EQ(said.substr(said.find("\r\n\r\n") + 4), all_lines());
}

TEST(HttpDownloads, AnAnswerThatFailsOnTheWayIsNeverTakenForAWholeOne) {
  LiveServer live;
  const auto said = live.converse("GET /lines?cut=1 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(said.find("line 49"), std::string::npos);
  EXPECT_FALSE(said.ends_with("0\r\n\r\n")) << "no last chunk";
}

TEST(HttpDownloads, AReaderWhoStopsReadingIsCutOff) {
  // What the sockets buffer counts as read, so the pace asked for is high.
  LiveServer live({.slowest_bytes_per_second = 1'000'000'000, .transfer_grace = milliseconds{150}});
  auto reader = live.socket();
  reader.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return live.handled("/huge") == 1; }))
      << "the answer ends although nobody reads it";
}

TEST(HttpDownloads, AFileIsReadNoFasterThanItIsSentSoThatItsSizeCostsNoMemory) {
  LiveServer live;
  auto reader = live.socket();
  reader.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_FALSE(reader.receive(100).empty());
  // Once the sockets are full nothing more is read, however long that lasts.
  std::uint64_t before = 0;
  int unchanged = 0;
  EXPECT_TRUE(eventually([&] {
    const auto now = live.reads().bytes.load();
    unchanged = now == std::exchange(before, now) ? unchanged + 1 : 0;
    return unchanged == 25;
  }));
  EXPECT_LT(live.reads().bytes, 32U * 1024 * 1024);
  EXPECT_LE(live.reads().largest, 1024U * 1024);
}

TEST(HttpDownloads, SlowReadersDoNotUseUpTheWorkers) {
  LiveServer live({.threads = 2});
  std::vector<RawSocket> readers;
  for (int i = 0; i < 20; ++i) {
    readers.push_back(live.socket());
    readers.back().send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_FALSE(readers.back().receive(100).empty());
  }
  EXPECT_EQ(live.client().get("/hello").status, 200);
}

TEST(HttpUploads, BodiesArriveWholeInLargePieces) {
  LiveServer live;
  const std::string body(900'000, 'x');
  EXPECT_EQ(live.client().post("/upload", body).json()["received"], body.size());
  EXPECT_GE(live.largest_piece(), 64U * 1024);
}

TEST(HttpUploads, ChunkedBodiesArriveWhole) {
  LiveServer live;
  int left = 100;
  const auto answer = live.client().send_streaming("POST", "/upload", {}, std::nullopt, [&] {
    return left-- > 0 ? std::string(static_cast<std::size_t>(50 * (left + 1)), 'x') : std::string();
  });
  EXPECT_EQ(answer.json()["received"], 50 * 100 * 101 / 2);
}

TEST(HttpUploads, ABodyIsReadNoFasterThanItIsUsedSoThatItsSizeCostsNoMemory) {
  constexpr std::uint64_t kSize = 256U * 1024 * 1024;
  constexpr std::uint64_t kSocketBuffers = 32U * 1024 * 1024;
  LiveServer live;
  auto client = live.socket();
  client.send("POST /held-upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(kSize) +
              "\r\n\r\n");
  const std::string piece(64 * 1024, 'x');
  client.send(piece);
  live.gate().await(1);
  auto sent = piece.size();
  for (ssize_t took = 1; took > 0 && sent < kSize;
       sent += static_cast<std::size_t>(std::max<ssize_t>(took, 0)))
    took =
        ::send(client.fd(), piece.data(), std::min(piece.size(), kSize - sent), MSG_DONTWAIT | MSG_NOSIGNAL);
  EXPECT_LT(sent, kSocketBuffers) << "the server took what its handler had not asked for";
  live.gate().open();
  for (; sent < kSize; sent += std::min(piece.size(), kSize - sent))
    ASSERT_TRUE(client.send(std::string_view(piece).substr(0, kSize - sent)));
  EXPECT_THAT(client.receive(), HasSubstr("HTTP/1.1 201"));
  EXPECT_EQ(live.uploaded(), kSize);
  EXPECT_LE(live.largest_piece(), 1024U * 1024);
}

TEST(HttpUploads, ADeclaredLengthBeyondTheLimitIsRefusedBeforeAnyByte) {
  LiveServer live;
  auto client = live.socket();
  client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000000\r\n\r\n");
  const auto answer = client.receive();
  EXPECT_THAT(answer, HasSubstr("HTTP/1.1 413"));
  EXPECT_THAT(answer, HasSubstr("http.body_too_large"));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
}

TEST(HttpUploads, ThePeerHearsTheRefusalThoughItIsStillSending) {
  LiveServer live;
  auto left = 40;
  const auto answer = live.client().send_streaming("POST", "/upload", {}, 5'000'000'000, [&] {
    return left-- > 0 ? std::string(16 * 1024, 'x') : std::string();
  });
  EXPECT_EQ(answer.status, 413) << answer;
}

TEST(HttpUploads, ExpectContinueIsAnsweredOnlyWhenTheBodyIsWanted) {
  LiveServer live;
  auto wanted = live.socket();
  wanted.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(wanted.receive(), "HTTP/1.1 100 Continue\r\n\r\n");
  wanted.send("abc");
  EXPECT_THAT(wanted.receive(), HasSubstr("HTTP/1.1 201"));

  auto unwanted = live.socket();
  unwanted.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  const auto answer = unwanted.receive_all();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 404")) << answer;
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
}

TEST(HttpUploads, ABodyThatEndsEarlyIsReportedAndWhatCameIsKept) {
  LiveServer live;
  auto client = live.socket();
  client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n" + std::string(1'000, 'x'));
  client.finish_sending();
  EXPECT_THAT(client.receive_all(), HasSubstr("http.body_cut_short"));
  EXPECT_EQ(live.uploaded(), 1'000U);
}

TEST(HttpUploads, ABodyThatDribblesIsCutOff) {
  LiveServer live({.transfer_grace = milliseconds{100}});
  auto client = live.socket();
  client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\nx");
  EXPECT_THAT(client.receive_all(), HasSubstr("http.body_too_slow"));
}

TEST(HttpUploads, SlowBodiesDoNotUseUpTheWorkers) {
  LiveServer live({.threads = 2});
  std::vector<RawSocket> senders;
  for (int i = 0; i < 100; ++i) {
    senders.push_back(live.socket());
    senders.back().send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx");
  }
  EXPECT_EQ(live.client().get("/hello").status, 200);
  for (auto& sender : senders) sender.send("12345678");
  for (auto& sender : senders) EXPECT_THAT(sender.receive(), HasSubstr("HTTP/1.1 201"));
}

TEST(HttpStop, RunningRequestsAreFinishedAndNewOnesFindNobody) {
  LiveServer live;
  auto idle = live.socket();
  auto answer = std::async(std::launch::async, [&] { return live.client().get("/waits"); });
  live.gate().await(1);
  auto stopped = std::async(std::launch::async, [&] { live.stop(); });
  EXPECT_EQ(idle.receive(), "") << "an idle connection is closed at once";
  EXPECT_TRUE(eventually([&] { return !live.socket().open(); })) << "nobody listens any more";
  live.gate().open();
  const auto finished = answer.get();
  EXPECT_EQ(finished.body, "waited");
  EXPECT_EQ(finished.header("connection"), "close");
  stopped.get();
  live.stop();
}

TEST(HttpStop, AnEndlessDownloadEndsWhenTheGraceIsOver) {
  LiveServer live;
  auto reader = live.socket();
  reader.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_FALSE(reader.receive().empty());
  live.stop(seconds{0});
  while (!reader.receive().empty()) {
  }
  EXPECT_EQ(live.server().stats().requests, 1U);
}

}  // namespace
}  // namespace kecang::http
