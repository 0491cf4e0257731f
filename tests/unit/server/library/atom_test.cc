#include "server/library/atom.h"

#include <gmock/gmock.h>

namespace kecang::atom {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kId = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

Entry an_entry() {
  return {.id = kId,
          .title = "有理数的加法",
          .link = "http://k/r/1",
          .summary = "第一课时",
          .author = "江北实验中学",
          .categories = {"教案"},
          .published = Time{seconds{10}},
          .updated = Time{seconds{20}}};
}
Feed a_feed(std::vector<Entry> entries) {
  return {.id = kId,
          .title = "t",
          .link = "http://k/s?a=1&b=2",
          .updated = Time{seconds{5}},
          .entries = std::move(entries)};
}

TEST(Atom, AnIdBecomesTheUuidOfItsBits) {
  EXPECT_EQ(urn_of(kId), "urn:uuid:01563e3a-b5d3-d676-4c61-efb99302bd5b");
  EXPECT_EQ(urn_of("00000000000000000000000001"), "urn:uuid:00000000-0000-0000-0000-000000000001");
  EXPECT_EQ(urn_of("7ZZZZZZZZZZZZZZZZZZZZZZZZZ"), "urn:uuid:ffffffff-ffff-ffff-ffff-ffffffffffff");
}

TEST(Atom, AFeedIsAsNewAsItsNewestEntry) {
  EXPECT_THAT(document(a_feed({})), HasSubstr("<updated>1970-01-01T00:00:05.000Z</updated>"));
  const auto xml = document(a_feed({an_entry()}));
  const auto head = xml.substr(0, xml.find("<entry>"));
  EXPECT_THAT(head, HasSubstr("<updated>1970-01-01T00:00:20.000Z</updated>"));
}

TEST(Atom, AnEntryTellsWhatReadersAskFor) {
  const auto xml = document(a_feed({an_entry()}));
  for (const auto* part : {"<title>有理数的加法</title>", "<author><name>江北实验中学</name>",
                           "<summary>第一课时</summary>", "href=\"http://k/r/1\"",
                           "<category term=\"教案\"/>", "<published>1970-01-01T00:00:10.000Z</published>"})
    EXPECT_THAT(xml, HasSubstr(part));
}

TEST(Atom, MarkupInATextStaysText) {
  auto entry = an_entry();
  entry.title = "a<b> & \"c\" ]]>";
  const auto xml = document(a_feed({entry}));
  EXPECT_THAT(xml, HasSubstr("<title>a&lt;b&gt; &amp; &quot;c&quot; ]]&gt;</title>"));
  EXPECT_THAT(xml, HasSubstr("href=\"http://k/s?a=1&amp;b=2\""));
}

TEST(Atom, WhatXmlHasNoFormForIsReplaced) {
  auto entry = an_entry();
  entry.title = std::string("a\x01\x1f\0z", 5) + "\xEF\xBF\xBE" + "\xFF" + "\t\r";
  const auto xml = document(a_feed({entry}));
  EXPECT_THAT(xml, HasSubstr("<title>a���z��\t&#13;</title>"));
  EXPECT_THAT(xml, Not(HasSubstr(std::string(1, '\0'))));
}

}  // namespace
}  // namespace kecang::atom
