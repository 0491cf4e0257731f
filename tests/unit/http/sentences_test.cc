/// What people read for an error.
#include "schemas/sentences/sentences.h"

#include <gmock/gmock.h>

#include <set>

#include "server/http/problem.h"

namespace kecang::http {
namespace {

constexpr std::array kKinds{ErrorKind::invalid,   ErrorKind::unauthenticated, ErrorKind::forbidden,
                            ErrorKind::not_found, ErrorKind::conflict,        ErrorKind::too_large,
                            ErrorKind::busy,      ErrorKind::unavailable,     ErrorKind::corrupt,
                            ErrorKind::internal};

TEST(HttpSentences, EveryCodeHasOneRowAndAKnownKind) {
  std::set<std::string_view> kinds;
  for (const auto kind : kKinds) kinds.insert(to_string(kind));
  std::set<std::string_view> codes;
  for (const auto& row : sentences()) {
    EXPECT_TRUE(codes.insert(row.code).second) << row.code << " has two rows";
    EXPECT_TRUE(kinds.contains(row.kind)) << row.code << " is of kind " << row.kind;
  }
}

TEST(HttpSentences, BothLanguagesNameTheSameParameters) {
  const auto names = [](std::string_view text) {
    std::set<std::string> found;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1))
      found.emplace(text.substr(open, text.find('}', open) - open + 1));
    return found;
  };
  for (const auto& row : sentences()) EXPECT_EQ(names(row.zh), names(row.en)) << row.code;
}

TEST(HttpSentences, EveryKindHasAGeneralSentence) {
  for (const auto kind : kKinds) {
    EXPECT_EQ(sentence_for("nobody.wrote_this", kind).code, "kind." + std::string(to_string(kind)));
  }
}

TEST(HttpSentences, ParametersTakeTheirPlaces) {
  EXPECT_EQ(filled("第 {row} 行：{what}", {{"row", "3"}, {"what", "{row}"}}), "第 3 行：{row}");
  EXPECT_EQ(filled("{unknown} and {open", {}), "{unknown} and {open");
}

TEST(HttpProblem, HasTheFieldsOfRfc9457AndOurs) {
  const auto error =
      Error::too_large("http.body_too_large").with("limit", "10").because("a private detail of the store");
  const auto reply = Reply::problem(error);
  EXPECT_EQ(reply.status, 413);
  const auto problem = Json::parse(problem_body(error, 413, "ID"));
  EXPECT_EQ(problem["type"], "urn:kecang:error:http.body_too_large");
  EXPECT_EQ(problem["title"], "发送的内容超过了 10 字节的上限。");
  EXPECT_EQ(problem["title_en"], "What was sent is larger than the limit of 10 bytes.");
  EXPECT_EQ(problem["code"], "http.body_too_large");
  EXPECT_EQ(problem["params"]["limit"], "10");
  EXPECT_EQ(problem["request_id"], "ID");
  EXPECT_THAT(reply.body, ::testing::Not(::testing::HasSubstr("private")));
}

TEST(HttpProblem, ParametersThatAreNoUtf8DoNotBreakTheAnswer) {
  const auto body = problem_body(Error::invalid("http.address_malformed").with("value", "\xff"), 400, "");
  EXPECT_FALSE(Json::parse(body, nullptr, false).is_discarded());
}

TEST(HttpProblem, BusyAsksToRetry) {
  const auto reply = Reply::problem(Error::busy("http.server_busy"));
  EXPECT_EQ(reply.status, 503);
  EXPECT_THAT(reply.headers, ::testing::Contains(::testing::Pair("Retry-After", ::testing::_)));
}

}  // namespace
}  // namespace kecang::http
