/// What honest clients are promised.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/live/http/live_server.h"

namespace kecang::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(HttpRequests, AnswersManyRequestsOnOneConnection) {
  LiveServer live;
  auto client = live.client();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(client.get("/hello").body, "hello");
  EXPECT_EQ(live.server().stats().connections_open, 1U);
  EXPECT_EQ(live.server().stats().requests, 50U);
}

TEST(HttpRequests, ConnectionEndsAfterItsShareOfRequests) {
  LiveServer live({.requests_per_connection = 3});
  auto client = live.client();
  EXPECT_EQ(client.get("/hello").header("connection"), "");
  EXPECT_EQ(client.get("/hello").header("connection"), "");
  EXPECT_EQ(client.get("/hello").header("connection"), "close");
  EXPECT_EQ(client.get("/hello").status, 200);
}

TEST(HttpRequests, PipelinedRequestsAreAllAnsweredInOrder) {
  LiveServer live;
  const auto answer = live.converse(
      "GET /echo/one HTTP/1.1\r\nHost: a\r\n\r\nGET /echo/two HTTP/1.1\r\nHost: a\r\n\r\n"
      "POST /json HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n[\"six\"]"
      "GET /echo/three HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const auto one = answer.find("\"one\"");
  const auto two = answer.find("\"two\"");
  const auto six = answer.find("\"six\"");
  const auto three = answer.find("\"three\"");
  ASSERT_NE(three, std::string::npos) << answer;
  EXPECT_TRUE(one < two && two < six && six < three) << answer;
}

TEST(HttpRequests, BlankLinesBeforeARequestMeanNothing) {
  LiveServer live;
  auto raw = live.socket();
  raw.send("\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(raw.receive(), HasSubstr("200 OK"));
  raw.send("\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(raw.receive_all(), HasSubstr("200 OK"));
}

TEST(HttpRequests, AHeadInPiecesIsPutTogether) {
  LiveServer live;
  auto raw = live.socket();
  for (int i = 0; i < 3; ++i) {
    for (const auto* piece : {"GET /echo/", "pieces HT", "TP/1.1\r\nHost: a\r\n\r", "\n"}) raw.send(piece);
    EXPECT_THAT(raw.receive(), HasSubstr("pieces"));
  }
}

TEST(HttpRequests, TheStatusOfTusHasItsOwnReason) {
  LiveServer live;
  auto raw = live.socket();
  raw.send("GET /mismatch HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(raw.receive(), ::testing::StartsWith("HTTP/1.1 460 Checksum Mismatch\r\n"));
}

TEST(HttpRequests, QueryAndPathAreDecodedOnce) {
  LiveServer live;
  auto client = live.client();
  EXPECT_EQ(client.get("/echo/%E5%88%86%E6%95%B0").json()["word"], "分数");
  EXPECT_EQ(client.get("/echo/a%2525").json()["word"], "a%25");
  EXPECT_EQ(client.get("/echo/x?u=a=b").json()["u"], "a=b");
  EXPECT_EQ(client.get("/echo/x?u=%E5%88%86+%E6%95%B0").json()["u"], "分 数");
}

TEST(HttpRequests, EveryAnswerCarriesTheProtectiveHeadersAndItsOwnId) {
  LiveServer live;
  auto client = live.client();
  const auto first = client.get("/hello");
  EXPECT_EQ(first.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(first.header("referrer-policy"), "same-origin");
  EXPECT_EQ(first.header("cache-control"), "no-store");
  EXPECT_THAT(first.header("content-security-policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(first.header("date"), HasSubstr("GMT"));
  EXPECT_EQ(first.header("x-request-id").size(), 26U);
  EXPECT_NE(first.header("x-request-id"), client.get("/hello").header("x-request-id"));
}

TEST(HttpRequests, ProblemsAreRfc9457WithBothLanguagesAndTheRequestId) {
  LiveServer live;
  const auto answer = live.client().get("/nowhere");
  const auto problem = answer.json();
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.header("content-type"), "application/problem+json");
  EXPECT_EQ(problem["type"], "urn:kecang:error:http.route_not_found");
  EXPECT_EQ(problem["title"], "没有这个地址。");
  EXPECT_EQ(problem["title_en"], "There is nothing at this address.");
  EXPECT_EQ(problem["status"], 404);
  EXPECT_EQ(problem["request_id"], answer.header("x-request-id"));
}

TEST(HttpRequests, AKnownPathWithAnotherMethodIs405AndSaysWhichAreAllowed) {
  LiveServer live;
  const auto answer = live.client().del("/upload");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.code(), "http.method_not_allowed");
  EXPECT_EQ(answer.header("allow"), "POST, PATCH");
  EXPECT_EQ(live.client().post("/hello", "").header("allow"), "GET, HEAD");
}

TEST(HttpRequests, HeadIsAnsweredByTheGetRouteWithoutABody) {
  LiveServer live;
  auto client = live.client();
  EXPECT_EQ(client.head("/hello").header("content-length"), "5");
  EXPECT_EQ(client.head("/file").header("content-length"), std::to_string(kFileSize));
  EXPECT_EQ(client.head("/nowhere").status, 404);
  EXPECT_EQ(client.get("/hello").body, "hello") << "no body of a HEAD answer is left in the stream";
}

TEST(HttpRequests, MethodOverrideTurnsPostIntoPatch) {
  LiveServer live;
  EXPECT_EQ(live.client().post("/upload", "", {{"X-HTTP-Method-Override", "PATCH"}}).status, 204);
  EXPECT_EQ(live.client().post("/upload", "", {{"X-HTTP-Method-Override", "GET"}}).status, 201);
}

TEST(HttpRequests, NoContentAnswersHaveNoLength) {
  LiveServer live;
  const auto answer = live.client().patch("/upload", "x");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("content-length"), "");
}

TEST(HttpRequests, ForwardedForCountsOnlyFromATrustedProxy) {
  const testing::HttpHeaders forwarded{{"X-Forwarded-For", "1.2.3.4, 203.0.113.7, 10.1.2.3"}};
  LiveServer plain;
  EXPECT_EQ(plain.client().get("/echo/x", forwarded).json()["remote"], "127.0.0.1");
  LiveServer behind_proxy({.trusted_proxies = {"127.0.0.1", "10.0.0.0/8"}});
  EXPECT_EQ(behind_proxy.client().get("/echo/x", forwarded).json()["remote"], "203.0.113.7");
}

TEST(HttpRequests, CookiesAreReadFromTheRequest) {
  LiveServer live;
  EXPECT_EQ(live.client().get("/echo/x", {{"Cookie", "a=1; session=s%2B1; b=2"}}).json()["cookie"], "s+1");
}

TEST(HttpRequests, JsonMustBeCalledJsonAndBeWellFormed) {
  LiveServer live;
  auto client = live.client();
  EXPECT_EQ(client.post_json("/json", {{"a", 1}}).json()["a"], 1);
  EXPECT_EQ(client.post("/json", "{}").code(), "http.not_json");
  const testing::HttpHeaders json{{"Content-Type", "application/json; charset=utf-8"}};
  EXPECT_EQ(client.post("/json", "{", json).code(), "http.json_malformed");
  EXPECT_EQ(client.post("/json", "\"\xff\"", json).code(), "http.json_malformed");
  EXPECT_EQ(client.post("/json", std::string(10'000, '['), json).code(), "http.json_malformed");
}

TEST(HttpRequests, AccessIsReportedWithPatternAndStatus) {
  LiveServer live;
  live.client().get("/echo/secret-word");
  ASSERT_TRUE(eventually([&] { return live.accesses().size() == 1; }));
  const auto access = live.accesses().front();
  EXPECT_EQ(access.pattern, "/echo/:word");
  EXPECT_EQ(access.status, 200);
  EXPECT_EQ(access.remote, "127.0.0.1");
  EXPECT_GT(access.bytes_sent, 100U);
}

TEST(HttpRequests, AThrownExceptionOrAnInternalErrorTellsThePeerNothing) {
  LiveServer live;
  auto client = live.client();
  for (const auto* path : {"/throws", "/fails"}) {
    const auto answer = client.get(path);
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.code(), "http.unexpected");
    EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
    for (const auto& [name, value] : answer.headers) EXPECT_THAT(value, Not(HasSubstr("secret"))) << name;
  }
  EXPECT_EQ(client.get("/hello").status, 200);
}

TEST(HttpRequests, HeaderValuesCannotSplitTheAnswer) {
  LiveServer live;
  const auto answer = live.client().get("/splits");
  EXPECT_EQ(answer.body, "whole");
  EXPECT_EQ(answer.header("set-cookie"), "");
}

TEST(HttpRequests, ASecondServerCannotTakeThePort) {
  LiveServer live;
  Server second({.port = live.port()}, {}, nullptr, nullptr);
  const auto started = second.start();
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().code(), "http.cannot_listen");
}

}  // namespace
}  // namespace kecang::http
