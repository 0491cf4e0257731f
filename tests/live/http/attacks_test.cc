/// What hostile clients get. Each attack here worked, or might have worked, on the bare library.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/live/http/live_server.h"

namespace kecang::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Sends one request that must be refused with `status` and the end of the connection; it holds a second
/// request in its wake, which must not be answered.
void expect_refused(LiveServer& live, const std::string& request, const std::string& status,
                    const std::string& code) {
  const auto answer = live.converse(request + "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + status)) << request.substr(0, 200);
  EXPECT_THAT(answer, HasSubstr('"' + code + '"')) << request.substr(0, 200);
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_THAT(answer, Not(HasSubstr("200 OK"))) << "the bytes after it ran as a request";
}

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}
std::string post(const std::string& headers, const std::string& body) {
  return "POST /upload HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

TEST(HttpAttacks, SlowHeadsHoldNoWorkerAndEndAtTheirDeadline) {
  LiveServer live({.threads = 2, .head_deadline = milliseconds{300}});
  std::vector<RawSocket> loris;
  for (int i = 0; i < 200; ++i) {
    loris.push_back(live.socket());
    ASSERT_TRUE(loris.back().send("GET /hello HTTP/1.1\r\nHost: a\r\nX-Slow: "));
  }
  auto honest = live.client();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(honest.get("/hello").status, 200);
  for (auto& one : loris) EXPECT_THAT(one.receive_all(), HasSubstr("http.head_too_slow"));
}

TEST(HttpAttacks, ADrippingHeadDoesNotMoveItsDeadline) {
  LiveServer live({.head_deadline = milliseconds{200}});
  auto loris = live.socket();
  loris.send("GET /hello HTTP/1.1\r\n");
  EXPECT_TRUE(eventually([&] {
    loris.send("X: y\r\n");
    return live.server().stats().connections_open == 0;
  }));
}

TEST(HttpAttacks, IdleAndSilentConnectionsHoldNoWorkerAndAreClosed) {
  LiveServer live({.threads = 1, .idle_deadline = milliseconds{300}});
  std::vector<RawSocket> silent;
  for (int i = 0; i < 100; ++i) silent.push_back(live.socket());
  EXPECT_EQ(live.client().get("/hello").status, 200);
  for (auto& one : silent) EXPECT_EQ(one.receive(), "");
}

TEST(HttpAttacks, ContradictingLengthsAreRefused) {
  LiveServer live;
  expect_refused(live, post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400",
                 "http.framing_ambiguous");
  expect_refused(live, post("Content-Length: 3\r\nContent-Length: 4\r\n", "abc"), "400",
                 "http.framing_ambiguous");
  expect_refused(live, post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), "400",
                 "http.framing_ambiguous");
  expect_refused(live, post("Content-Length: 3, 3\r\n", "abc"), "400", "http.length_malformed");
  expect_refused(live, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
                 "400", "http.framing_ambiguous");
}

TEST(HttpAttacks, OddFramingIsRefused) {
  LiveServer live;
  for (const auto* length : {"-1", "+3", "0x3", "3 ", "99999999999999999999", "", "3\x0b"}) {
    const bool plain_three = std::string_view(length) == "3 ";
    if (plain_three) continue;  // trailing space is trimmed, as RFC 9110 says
    const auto answer = live.converse(post(std::string("Content-Length: ") + length + "\r\n", "abc"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400")) << length;
  }
  expect_refused(live, post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501",
                 "http.transfer_encoding_unsupported");
  expect_refused(live, post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "501",
                 "http.transfer_encoding_unsupported");
  expect_refused(live, "POST /upload HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400",
                 "http.framing_ambiguous");
}

TEST(HttpAttacks, MalformedHeadsAreRefused) {
  LiveServer live;
  const auto with = [](const std::string& line) {
    return "GET /hello HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n";
  };
  expect_refused(live, with("Content-Length : 3"), "400", "http.header_malformed");
  expect_refused(live, with(" folded: 3"), "400", "http.header_malformed");
  expect_refused(live, with("no colon"), "400", "http.header_malformed");
  expect_refused(live, with(std::string("X: a\0b", 6)), "400", "http.header_malformed");
  expect_refused(live, with("X: a\rY: b"), "400", "http.header_malformed");
  expect_refused(live, with("X: a\nY: b"), "400", "http.header_malformed");
  expect_refused(live, with("Host: b"), "400", "http.host_missing");
  expect_refused(live, "GET /hello HTTP/1.1\r\n\r\n", "400", "http.host_missing");
  expect_refused(live, "GET /hello\r\nHost: a\r\n\r\n", "400", "http.request_line_malformed");
  expect_refused(live, "GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n", "400", "http.request_line_malformed");
  expect_refused(live, "GET /hello HTTP/1.1\nHost: a\n\n", "400", "http.request_line_malformed");
  expect_refused(live, "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", "505", "http.version_unsupported");
  expect_refused(live, with("Expect: 200-maybe"), "417", "http.expectation_unknown");
}

TEST(HttpAttacks, UnknownMethodsAre501) {
  LiveServer live;
  for (const auto* method : {"PROPFIND", "TRACE", "CONNECT", "get", "PRI"})
    expect_refused(live, std::string(method) + " /hello HTTP/1.1\r\nHost: a\r\n\r\n", "501",
                   "http.method_unknown");
}

TEST(HttpAttacks, HeaderFloodsAndEndlessLinesStopAtTheLimit) {
  LiveServer live;
  std::string lines;
  for (int i = 0; i < 150; ++i) lines += "X-" + std::to_string(i) + ": y\r\n";
  expect_refused(live, "GET /hello HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n", "431", "http.head_too_large");
  expect_refused(live, "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n", "431",
                 "http.head_too_large");

  auto flood = live.socket();
  const std::string piece(64 * 1024, 'x');
  flood.send("GET /");
  EXPECT_TRUE(eventually([&] { return !flood.send(piece); })) << "an endless request line is cut off";
}

TEST(HttpAttacks, LongPathsAre414) {
  LiveServer live;
  expect_refused(live, get('/' + std::string(3'000, 'a')), "414", "http.path_too_long");
  EXPECT_THAT(live.converse("GET /hello?q=" + std::string(5'000, 'a') +
                            " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 200"));
}

TEST(HttpAttacks, PathsThatCouldMeanSomethingElseAreRefused) {
  LiveServer live;
  for (const auto* path :
       {"/s.txt%00.html", "/../etc/passwd", "/a/%2e%2e/b", "/a/..", "/./a", "/a%5Cb", "/a\\b", "/a%0d%0aX:y",
        "/a%2Fb", "/%ff%fe", "/%c0%ae%c0%ae/", "/%", "/%4", "/%zz", "hello", "*", "/a%7f"})
    expect_refused(live, get(path), "400", "http.path_malformed");
}

TEST(HttpAttacks, CompressedRequestBodiesAreRefusedUnread) {
  LiveServer live;
  expect_refused(live, post("Content-Encoding: gzip\r\nContent-Length: 3\r\n", "\x1f\x8b\x08"), "415",
                 "http.content_encoding_unsupported");
  EXPECT_EQ(live.uploaded(), 0U);
}

TEST(HttpAttacks, ChunkedBodiesObeyTheLimitToo) {
  LiveServer live;
  int left = 200;
  const auto answer = live.client().send_streaming("POST", "/upload", {}, std::nullopt, [&] {
    return left-- > 0 ? std::string(16'000, 'x') : std::string();
  });
  EXPECT_EQ(answer.status, 413) << answer;
  EXPECT_LE(live.uploaded(), kUploadLimit);
}

TEST(HttpAttacks, MalformedChunksAreRefused) {
  LiveServer live;
  for (const auto* body :
       {"-2\r\nab\r\n0\r\n\r\n", "zz\r\nab\r\n0\r\n\r\n", "\r\nab\r\n", "fffffffffffffffff\r\nab",
        "2\r\nabX\r\n0\r\n\r\n", "2\nab\n0\n\n", "0x2\r\nab\r\n0\r\n\r\n", " 2\r\nab\r\n0\r\n\r\n"}) {
    const auto answer = live.converse(post("Transfer-Encoding: chunked\r\n", body) + get("/hello"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400")) << body;
    EXPECT_THAT(answer, HasSubstr("http.body_malformed")) << body;
    EXPECT_THAT(answer, Not(HasSubstr("200 OK"))) << body;
  }
  const auto long_line =
      live.converse(post("Transfer-Encoding: chunked\r\n", "2;" + std::string(5'000, 'x')));
  EXPECT_THAT(long_line, HasSubstr("http.body_malformed"));
}

TEST(HttpAttacks, AnUnreadBodyNeverRunsAsTheNextRequest) {
  LiveServer live;
  const std::string smuggled = get("/echo/smuggled");
  const auto length = "Content-Length: " + std::to_string(smuggled.size()) + "\r\n";
  // Refused by the handler, no such route, and a GET: three ways to leave a body unread.
  for (const auto* line : {"POST /deaf", "POST /nowhere", "GET /hello"}) {
    const auto answer =
        live.converse(std::string(line) + " HTTP/1.1\r\nHost: a\r\n" + length + "\r\n" + smuggled +
                      "GET /echo/honest HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(answer, Not(HasSubstr("smuggled"))) << line;
    if (std::string_view(line) != "POST /nowhere") {
      EXPECT_THAT(answer, HasSubstr("honest")) << "a small body is passed over and the connection goes on";
    }
  }
}

TEST(HttpAttacks, ALargeUnreadBodyEndsTheConnection) {
  LiveServer live;
  const auto answer = live.converse("POST /deaf HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" +
                                    std::string(100'000, 'x') + get("/hello"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_THAT(answer, Not(HasSubstr("200 OK")));
}

TEST(HttpAttacks, AHeaderNamedRemoteAddrIsOnlyAHeader) {
  LiveServer live;
  EXPECT_EQ(live.client().get("/echo/x", {{"REMOTE_ADDR", "9.9.9.9"}}).json()["remote"], "127.0.0.1");
}

TEST(HttpAttacks, OneAddressCannotTakeAllConnections) {
  LiveServer live({.connections_per_address = 3});
  std::vector<RawSocket> held;
  for (int i = 0; i < 3; ++i) held.push_back(live.socket());
  ASSERT_TRUE(eventually([&] { return live.server().stats().connections_open == 3; }));
  auto fourth = live.socket();
  const auto answer = fourth.receive();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(answer, HasSubstr("Retry-After"));
  EXPECT_EQ(live.server().stats().rejected_busy, 1U);
  fourth.close();
  held.pop_back();
  EXPECT_TRUE(eventually([&] { return live.client().get("/hello").status == 200; }));
}

TEST(HttpAttacks, AFullQueueAnswers503AndRetryAfter) {
  LiveServer live({.threads = 1, .queue = 1});
  auto running = live.socket();
  running.send(get("/waits"));
  live.gate().await(1);
  auto queued = live.socket();
  queued.send(get("/hello"));
  std::string refusal;
  EXPECT_TRUE(eventually([&] {
    auto late = live.socket();
    late.send(get("/hello"));
    timeval soon{.tv_sec = 0, .tv_usec = 50'000};
    ::setsockopt(late.fd(), SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon);
    refusal = late.receive();
    return !refusal.empty();
  }));
  EXPECT_THAT(refusal, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(refusal, HasSubstr("Retry-After"));
  EXPECT_THAT(refusal, HasSubstr("http.server_busy"));
  live.gate().open();
  EXPECT_THAT(running.receive(), HasSubstr("waited"));
}

TEST(HttpAttacks, APeerThatVanishesDoesNotHurtTheProcess) {
  LiveServer live;
  for (int i = 0; i < 20; ++i) {
    auto peer = live.socket();
    peer.send(get("/huge"));
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(peer.fd(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }
  EXPECT_EQ(live.client().get("/hello").status, 200);
  EXPECT_TRUE(eventually([&] { return live.handled("/huge") == 20; }));
}

}  // namespace
}  // namespace kecang::http
