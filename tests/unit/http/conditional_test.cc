#include "server/http/conditional.h"

#include <gtest/gtest.h>

namespace kecang::http {
namespace {

void expect_part(std::string_view header, std::uint64_t size, ByteRange range) {
  const auto choice = choose_range(header, size);
  EXPECT_EQ(choice.kind, RangeKind::part) << header;
  EXPECT_EQ(choice.range.first, range.first) << header;
  EXPECT_EQ(choice.range.length, range.length) << header;
}

TEST(HttpRanges, OneRangeIsCutToTheSize) {
  expect_part("bytes=0-0", 10, {0, 1});
  expect_part("bytes=2-5", 10, {2, 4});
  expect_part("bytes=5-", 10, {5, 5});
  expect_part("bytes=5-99", 10, {5, 5});
  expect_part("bytes=-3", 10, {7, 3});
  expect_part("bytes=-99", 10, {0, 10});
  expect_part("bytes=0-18446744073709551615", 10, {0, 10});
}

TEST(HttpRanges, BeyondTheEndIsUnsatisfiable) {
  EXPECT_EQ(choose_range("bytes=10-", 10).kind, RangeKind::unsatisfiable);
  EXPECT_EQ(choose_range("bytes=0-", 0).kind, RangeKind::unsatisfiable);
  EXPECT_EQ(choose_range("bytes=-0", 10).kind, RangeKind::unsatisfiable);
  EXPECT_EQ(choose_range("bytes=-1", 0).kind, RangeKind::unsatisfiable);
}

TEST(HttpRanges, WhatIsNoSingleRangeMeansTheWhole) {
  for (const auto* header :
       {"bytes=0-1,3-4", "items=0-1", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=1",
        "bytes=99999999999999999999-", "bytes=0-99999999999999999999", "bytes=--1", "bytes=+1-2"})
    EXPECT_EQ(choose_range(header, 10).kind, RangeKind::whole) << header;
}

TEST(HttpEtags, WeakComparisonIgnoresTheMarkAndStrongDoesNot) {
  EXPECT_TRUE(etag_listed("W/\"a\"", "\"a\"", Comparison::weak));
  EXPECT_FALSE(etag_listed("W/\"a\"", "\"a\"", Comparison::strong));
  EXPECT_TRUE(etag_listed("\"b\", \"a\"", "\"a\"", Comparison::strong));
  EXPECT_FALSE(etag_listed("\"b\"", "\"a\"", Comparison::weak));
  EXPECT_FALSE(etag_listed("\"a", "\"a\"", Comparison::weak));
  EXPECT_TRUE(etag_listed("*", "\"a\"", Comparison::strong));
  EXPECT_FALSE(etag_listed("*", "", Comparison::strong));
}

TEST(HttpPreconditions, IfNoneMatchOutranksIfModifiedSince) {
  constexpr std::string_view kDate = "Sun, 06 Nov 1994 08:49:37 GMT";
  EXPECT_EQ(evaluate({.if_match = {}, .if_none_match = "\"x\"", .if_modified_since = kDate}, "\"a\"", kDate),
            Verdict::proceed);
  EXPECT_EQ(evaluate({.if_match = {}, .if_none_match = {}, .if_modified_since = kDate}, "\"a\"", kDate),
            Verdict::not_modified);
  EXPECT_EQ(
      evaluate({.if_match = "\"x\"", .if_none_match = "\"a\"", .if_modified_since = {}}, "\"a\"", kDate),
      Verdict::failed);
}

TEST(HttpPreconditions, IfRangeNeedsExactlyWhatWeHave) {
  EXPECT_TRUE(range_applies("", "\"a\"", ""));
  EXPECT_TRUE(range_applies("\"a\"", "\"a\"", ""));
  EXPECT_FALSE(range_applies("W/\"a\"", "\"a\"", ""));
  EXPECT_FALSE(range_applies("\"b\"", "\"a\"", ""));
  EXPECT_TRUE(range_applies("Sun, 06 Nov 1994 08:49:37 GMT", "", "Sun, 06 Nov 1994 08:49:37 GMT"));
}

TEST(HttpDates, GoThereAndBack) {
  EXPECT_EQ(http_date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), 784'111'777);
  for (const std::int64_t second : {0LL, 951'782'400LL, 1'790'000'000LL, 4'102'444'800LL})
    EXPECT_EQ(parse_http_date(http_date(second)), second);
}

TEST(HttpDates, OtherShapesAreNoDates) {
  for (const auto* text :
       {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Xxx 1994 08:49:37 GMT", "Sun, 06 Nov 1994 -8:49:37 GMT"})
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
}

}  // namespace
}  // namespace kecang::http
