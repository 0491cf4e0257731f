#include "server/http/head.h"

#include <gtest/gtest.h>

#include <random>

namespace kecang::http {
namespace {

RequestHead accepted(const std::string& text) {
  auto parsed = parse_head(text, {});
  const auto* refusal = std::get_if<Refusal>(&parsed);
  EXPECT_EQ(refusal, nullptr) << text << (refusal ? refusal->error.describe() : "");
  return refusal ? RequestHead{} : std::get<RequestHead>(std::move(parsed));
}

int refused(const std::string& text) {
  const auto parsed = parse_head(text, {});
  const auto* refusal = std::get_if<Refusal>(&parsed);
  return refusal ? refusal->status : 0;
}

TEST(HttpHead, ReadsLineHeadersAndFraming) {
  const auto head =
      accepted("POST /a%20b/c?x=1&y=%20 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nX-Thing:  v \r\n\r\n");
  EXPECT_EQ(head.method, Method::post);
  EXPECT_EQ(head.path, "/a b/c");
  EXPECT_EQ(head.raw_query, "x=1&y=%20");
  EXPECT_EQ(head.framing, Framing::length);
  EXPECT_EQ(head.length, 5U);
  EXPECT_TRUE(head.keep_alive);
  ASSERT_NE(head.find("x-thing"), nullptr);
  EXPECT_EQ(*head.find("x-thing"), "v");
}

TEST(HttpHead, AbsoluteFormIsTheSameAsOriginForm) {
  EXPECT_EQ(accepted("GET http://h:80/p?q HTTP/1.1\r\nHost: h\r\n\r\n").path, "/p");
  EXPECT_EQ(accepted("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n").path, "/");
}

TEST(HttpHead, ConnectionsPersistAsTheVersionSays) {
  EXPECT_FALSE(accepted("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(accepted("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
  EXPECT_FALSE(accepted("GET / HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n").keep_alive);
}

TEST(HttpHead, OverrideWorksOnPostOnlyAndForTwoMethodsOnly) {
  const auto method = [](const std::string& line, const std::string& to) {
    return accepted(line + " / HTTP/1.1\r\nHost: h\r\nX-HTTP-Method-Override: " + to + "\r\n\r\n").method;
  };
  EXPECT_EQ(method("POST", "PATCH"), Method::patch);
  EXPECT_EQ(method("POST", "DELETE"), Method::del);
  EXPECT_EQ(method("POST", "PUT"), Method::post);
  EXPECT_EQ(method("GET", "DELETE"), Method::get);
}

TEST(HttpHead, AnEmptyBodyNeedsNoFraming) {
  EXPECT_EQ(accepted("POST / HTTP/1.1\r\nHost: h\r\n\r\n").framing, Framing::none);
  EXPECT_EQ(accepted("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").framing, Framing::none);
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"),
            400);
}

TEST(HttpHead, TheEndIsFoundHoweverTheBytesCome) {
  const std::string text = "GET / HTTP/1.1\r\nHost: h\r\n\r\nrest";
  for (std::size_t got = 0; got <= text.size(); ++got) {
    const auto bytes = std::string_view(text).substr(0, got);
    const auto expected = got < text.size() - 4 ? std::string_view::npos : text.size() - 4;
    EXPECT_EQ(find_head_end(bytes, 0), expected) << got;
    const auto scanned = got > 4 ? got - 4 : 0;
    EXPECT_EQ(find_head_end(bytes, std::min(scanned > 3 ? scanned - 3 : 0, got)), expected) << got;
  }
}

TEST(HttpHead, SafePathsAreDecodedAndOthersRefused) {
  EXPECT_EQ(decode_path("/%E5%88%86/a.b/..c/%2525").value(), "/分/a.b/..c/%25");
  for (const auto* path :
       {"", "a", "/%00", "/..", "/a/../b", "/%2e%2e", "/.", "/a%5cb", "/a%2fb", "/%80", "/\x01", "/%09"})
    EXPECT_FALSE(decode_path(path).has_value()) << path;
}

TEST(HttpHead, RandomDamageIsRefusedOrReadButNeverMisframed) {
  const std::string good =
      "POST /upload?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nExpect: 100-continue\r\nX: y\r\n\r\n";
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    auto text = good;
    for (int change = 0; change < 3; ++change) {
      const auto at = random() % text.size();
      if (random() % 3 == 0)
        text.erase(at, 1);
      else
        text[at] = static_cast<char>(random() % 256);
    }
    const auto parsed = parse_head(text, {});
    if (const auto* head = std::get_if<RequestHead>(&parsed)) {
      EXPECT_TRUE(head->path.starts_with('/'));
      EXPECT_EQ(head->path.find('\0'), std::string::npos);
      EXPECT_FALSE(head->find("content-length") && head->framing == Framing::chunked);
    } else {
      EXPECT_GE(std::get<Refusal>(parsed).status, 400);
    }
  }
}

}  // namespace
}  // namespace kecang::http
