/// Queries, cookies, addresses and the small parts of replies.
#include "server/http/call.h"

#include <gmock/gmock.h>

#include "server/http/address.h"
#include "server/http/cookies.h"
#include "server/http/percent.h"

namespace kecang::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(HttpQuery, KeepsOrderAndRepeatedNames) {
  const Query query("a=1&b=2&a=3");
  EXPECT_THAT(query.items(), ElementsAre(Pair("a", "1"), Pair("b", "2"), Pair("a", "3")));
  EXPECT_EQ(query.first("a"), "1");
  EXPECT_THAT(query.all("a"), ElementsAre("1", "3"));
  EXPECT_EQ(query.first("c"), std::nullopt);
}

TEST(HttpQuery, SplitsAtTheFirstEqualsSignOnly) {
  EXPECT_EQ(Query("u=a=b").first("u"), "a=b");
  EXPECT_EQ(Query("u=").first("u"), "");
  EXPECT_EQ(Query("u").first("u"), "");
  EXPECT_THAT(Query("&&a=1&").items(), ElementsAre(Pair("a", "1")));
}

TEST(HttpQuery, DecodesPercentAndPlusOnce) {
  EXPECT_EQ(Query("q=%E5%88%86+%E6%95%B0").first("q"), "分 数");
  EXPECT_EQ(Query("q=%252B").first("q"), "%2B");
  EXPECT_EQ(Query("%71=1").first("q"), "1");
}

TEST(HttpQuery, BrokenEscapesStayAsTheyAre) {
  EXPECT_EQ(Query("q=100%").first("q"), "100%");
  EXPECT_EQ(Query("q=%zz").first("q"), "%zz");
}

TEST(HttpQuery, ReadsABoundedNumberOfPairs) {
  std::string raw;
  for (int i = 0; i < 5'000; ++i) raw += "a&";
  EXPECT_EQ(Query(raw).items().size(), 1'000U);
}

TEST(HttpPercent, EncodesEverythingButUnreserved) {
  EXPECT_EQ(percent_encode("a-b.c_d~e f/分"), "a-b.c_d~e%20f%2F%E5%88%86");
  EXPECT_EQ(percent_decode(percent_encode("任何 bytes \xff\x01")), "任何 bytes \xff\x01");
  EXPECT_EQ(percent_decode("%2"), std::nullopt);
}

TEST(HttpContentDisposition, HasBothNames) {
  EXPECT_EQ(content_disposition("lesson 1.docx"),
            "attachment; filename=\"lesson 1.docx\"; filename*=UTF-8''lesson%201.docx");
  EXPECT_EQ(content_disposition("分数.docx"),
            "attachment; filename=\"__.docx\"; filename*=UTF-8''%E5%88%86%E6%95%B0.docx");
}

TEST(HttpContentDisposition, NamesCannotEndTheQuotesOrTheLine) {
  EXPECT_EQ(content_disposition("a\"b\\c\r\nX: y"),
            "attachment; filename=\"a_b_c__X: y\"; filename*=UTF-8''a%22b%5Cc%0D%0AX%3A%20y");
  EXPECT_EQ(content_disposition(""), "attachment; filename=\"file\"; filename*=UTF-8''");
}

TEST(HttpCookies, AreHiddenFromScriptsAndBoundToTheSiteByDefault) {
  EXPECT_EQ(set_cookie({.name = "session", .value = "abc"}), "session=abc; Path=/; SameSite=Lax; HttpOnly");
}

TEST(HttpCookies, CarryAgeSecureAndScriptAccessWhenAsked) {
  EXPECT_EQ(set_cookie({.name = "csrf",
                        .value = "a b",
                        .max_age = std::chrono::hours(12),
                        .secure = true,
                        .script = Cookie::Script::readable}),
            "csrf=a%20b; Path=/; SameSite=Lax; Max-Age=43200; Secure");
  EXPECT_EQ(set_cookie({.name = "session", .value = "", .max_age = std::chrono::seconds(0)}),
            "session=; Path=/; SameSite=Lax; Max-Age=0; HttpOnly");
}

TEST(HttpCookies, TheFirstOfANameIsFoundAmongOthers) {
  EXPECT_EQ(cookie_value("a=1; session=x; session=y", "session"), "x");
  EXPECT_EQ(cookie_value("xsession=1;session=\"q\"", "session"), "q");
  EXPECT_EQ(cookie_value("session; other=2", "session"), std::nullopt);
  EXPECT_EQ(cookie_value("", "session"), std::nullopt);
}

TEST(HttpAddresses, RangesContainWhatTheySay) {
  const auto set = AddressSet::parse({"10.0.0.0/8", "192.168.1.7", "fd00::/8"}).value();
  EXPECT_TRUE(set.contains("10.200.3.4"));
  EXPECT_TRUE(set.contains("192.168.1.7"));
  EXPECT_TRUE(set.contains("fd12::1"));
  EXPECT_TRUE(set.contains("::ffff:10.1.1.1"));
  EXPECT_FALSE(set.contains("11.0.0.1"));
  EXPECT_FALSE(set.contains("192.168.1.8"));
  EXPECT_FALSE(set.contains("fe80::1"));
  EXPECT_FALSE(set.contains("nonsense"));
}

TEST(HttpAddresses, MalformedRangesAreRefusedByName) {
  for (const auto* text : {"10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "proxy", "::/129", "10.0.0.0/-1"}) {
    const auto set = AddressSet::parse({text});
    ASSERT_FALSE(set.has_value()) << text;
    EXPECT_EQ(set.error().params().at("value"), text);
  }
}

TEST(HttpAddresses, TheClientIsTheLastAddressThatIsNoTrustedProxy) {
  const auto trusted = AddressSet::parse({"10.0.0.0/8"}).value();
  EXPECT_EQ(client_address("1.1.1.1", "2.2.2.2", trusted), "1.1.1.1")
      << "an untrusted peer says nothing about itself";
  EXPECT_EQ(client_address("10.0.0.1", "2.2.2.2", trusted), "2.2.2.2");
  EXPECT_EQ(client_address("10.0.0.1", "9.9.9.9, 2.2.2.2, 10.0.0.9", trusted), "2.2.2.2");
  EXPECT_EQ(client_address("10.0.0.1", "", trusted), "10.0.0.1");
  EXPECT_EQ(client_address("10.0.0.1", "2.2.2.2, rubbish", trusted), "10.0.0.1");
}

}  // namespace
}  // namespace kecang::http
