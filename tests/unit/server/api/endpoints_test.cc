#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include "server/api/endpoint.h"
#include "server/http/head.h"

namespace kecang::api {
namespace {

using http::Method;

std::string name_of(const Endpoint& endpoint) {
  return std::string(http::to_string(endpoint.method)) + ' ' + endpoint.pattern;
}

TEST(Endpoints, OnlyTheseAreOpenToAnybody) {
  std::set<std::string> open;
  for (const auto& endpoint : endpoints())
    if (endpoint.level == Level::anyone) open.insert(name_of(endpoint));
  EXPECT_THAT(open, ::testing::UnorderedElementsAre("POST /api/v1/session", "OPTIONS /api/v1/uploads",
                                                    "OPTIONS /api/v1/uploads/:id",
                                                    "GET /api/v1/saved-searches/:id/feed.atom",
                                                    "GET /healthz", "GET /readyz", "GET /metrics"));
}

TEST(Endpoints, AnAddressTellsWhoItIsFor) {
  for (const auto& endpoint : endpoints()) {
    const bool administrators = endpoint.pattern.starts_with("/api/v1/admin/");
    const bool indexer = endpoint.pattern.starts_with("/internal/");
    EXPECT_EQ(endpoint.level == Level::administrator, administrators) << name_of(endpoint);
    EXPECT_EQ(endpoint.level == Level::internal, indexer) << name_of(endpoint);
  }
}

TEST(Endpoints, WhoeverIsCheckedIsGivenToTheHandler) {
  for (const auto& endpoint : endpoints()) {
    const bool knows_caller = std::holds_alternative<CallerHandler>(endpoint.handler);
    const bool checked = endpoint.level != Level::anyone && endpoint.level != Level::internal;
    EXPECT_EQ(knows_caller, checked) << name_of(endpoint);
  }
}

TEST(Endpoints, NoneStandsTwice) {
  std::set<std::string> seen;
  for (const auto& endpoint : endpoints())
    EXPECT_TRUE(seen.insert(name_of(endpoint)).second) << name_of(endpoint);
}

/// `/api/v1/resources/{id}` as the router writes it.
std::string as_pattern(std::string path) {
  std::replace(path.begin(), path.end(), '{', ':');
  std::erase(path, '}');
  return path;
}

TEST(Endpoints, ThePublicOnesAreThoseOfTheContract) {
  std::set<std::string> promised;
  for (const auto& path : YAML::LoadFile(KECANG_OPENAPI)["paths"])
    for (const auto& operation : path.second) {
      auto method = operation.first.Scalar();
      std::transform(method.begin(), method.end(), method.begin(),
                     [](unsigned char c) { return std::toupper(c); });
      promised.insert(method + ' ' + as_pattern(path.first.Scalar()));
    }
  std::set<std::string> served;
  for (const auto& endpoint : endpoints())
    if (endpoint.level != Level::internal) served.insert(name_of(endpoint));
  EXPECT_EQ(served, promised);
}

}  // namespace
}  // namespace kecang::api
