#include "server/http/router.h"

#include <gmock/gmock.h>

namespace kecang::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

Route route(Method method, std::string pattern) {
  return {.method = method, .pattern = std::move(pattern), .body_limit = 0, .handler = nullptr};
}

std::string pattern_of(const Match& match) {
  return match.route ? match.route->pattern : "";
}

class HttpRouter : public ::testing::Test {
 protected:
  Router router_{{route(Method::get, "/"), route(Method::get, "/resources"),
                  route(Method::post, "/resources"), route(Method::get, "/resources/:id"),
                  route(Method::del, "/resources/:id"), route(Method::get, "/resources/recent"),
                  route(Method::get, "/resources/:resource/files/:file"), route(Method::get, "/files/*path"),
                  route(Method::head, "/files/*path"), route(Method::get, "/files/index"),
                  route(Method::options, "/resources")}};
};

TEST_F(HttpRouter, NamedPartsBecomeParameters) {
  const auto match = router_.match(Method::get, "/resources/42/files/7");
  EXPECT_EQ(pattern_of(match), "/resources/:resource/files/:file");
  EXPECT_THAT(match.params, ElementsAre(Pair("resource", "42"), Pair("file", "7")));
}

TEST_F(HttpRouter, FixedPartsWinOverNamedOnes) {
  EXPECT_EQ(pattern_of(router_.match(Method::get, "/resources/recent")), "/resources/recent");
  EXPECT_EQ(pattern_of(router_.match(Method::get, "/resources/other")), "/resources/:id");
  EXPECT_EQ(pattern_of(router_.match(Method::get, "/resources/recent/files/7")),
            "/resources/:resource/files/:file");
}

TEST_F(HttpRouter, ARestTakesWhatRemains) {
  const auto match = router_.match(Method::get, "/files/a/b/c.txt");
  EXPECT_EQ(pattern_of(match), "/files/*path");
  EXPECT_THAT(match.params, ElementsAre(Pair("path", "a/b/c.txt")));
  EXPECT_EQ(pattern_of(router_.match(Method::get, "/files/index")), "/files/index");
}

TEST_F(HttpRouter, HeadFallsBackToGetUnlessItHasItsOwnRoute) {
  EXPECT_EQ(router_.match(Method::head, "/resources/42").route->method, Method::get);
  EXPECT_EQ(router_.match(Method::head, "/files/a").route->method, Method::head);
}

TEST_F(HttpRouter, AKnownPathTellsItsMethods) {
  EXPECT_EQ(router_.match(Method::put, "/resources").allow, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(router_.match(Method::put, "/resources/1").allow, "GET, HEAD, DELETE");
  EXPECT_EQ(router_.match(Method::put, "/nowhere").allow, "");
}

TEST_F(HttpRouter, EmptyPartsMatchNothing) {
  for (const auto* path : {"/resources/", "//", "/resources//files/7", "", "/resources/42/", "/files"})
    EXPECT_EQ(pattern_of(router_.match(Method::get, path)), "") << path;
  EXPECT_EQ(pattern_of(router_.match(Method::get, "/")), "/");
}

}  // namespace
}  // namespace kecang::http
