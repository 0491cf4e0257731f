#include <gtest/gtest.h>

#include <limits>

#include "schemas/model/describe.h"

namespace kecang {
namespace {

struct Inner {
  std::string text;
  std::optional<std::int32_t> number;
};
template <class V>
void describe(V& v, Inner& i) {
  v("text", i.text);
  v("number", i.number);
}

/// A member of every kind.
struct Outer {
  bool yes = false;
  std::int64_t least = 0;
  std::uint64_t most = 0;
  double third = 0;
  double half = 0;
  std::string han;
  Digest digest;
  Time at{};
  std::vector<Inner> list;
  std::map<std::string, Inner> by_name;
  std::vector<std::optional<bool>> maybe;
  Json any;
  std::string hidden;
};
template <class V>
void describe(V& v, Outer& o) {
  v("yes", o.yes);
  v("least", o.least);
  v("most", o.most);
  v("third", o.third);
  v("half", o.half);
  v("han", o.han);
  v("digest", o.digest);
  v("at", o.at);
  v("list", o.list);
  v("by_name", o.by_name);
  v("maybe", o.maybe);
  v("any", o.any);
  v.secret("hidden", o.hidden);
}

Outer sample() {
  return {.yes = true,
          .least = std::numeric_limits<std::int64_t>::min(),
          .most = std::numeric_limits<std::uint64_t>::max(),
          .third = 1.0 / 3,
          .half = 0.5,
          .han = std::string(300, 'x') + "勾股定理",
          .digest = sha256("bytes"),
          .at = Time(milliseconds(1'790'000'000'123)),
          .list = {{.text = "a", .number = -1}, {.text = "", .number = {}}},
          .by_name = {{"b", {.text = "b", .number = 70'000}}, {"甲", {}}},
          .maybe = {true, std::nullopt, false},
          .any = {{"k", {1, -2, 2.5, nullptr, "t"}}},
          .hidden = "hash"};
}

Result<Outer> read(std::string_view bytes) {
  return from_cbor<Outer>(bytes);
}

TEST(Cbor, WhatWasWrittenIsReadAgain) {
  const auto bytes = to_cbor(sample());
  const auto again = read(bytes);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(to_cbor(*again), bytes);
  EXPECT_EQ(again->least, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(again->most, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(again->third, 1.0 / 3);
  EXPECT_EQ(again->list.at(0).number, -1);
  EXPECT_EQ(again->by_name.at("b").number, 70'000);
  EXPECT_EQ(again->maybe, sample().maybe);
  EXPECT_EQ(again->any, sample().any);
  EXPECT_EQ(again->hidden, "hash");
}

/// The library's writer is the referee: rows written by it before stay what they are.
TEST(Cbor, BytesAreThoseOfALibrary) {
  const auto bytes = to_cbor(sample());
  const auto value = cbor_value(bytes);
  ASSERT_FALSE(value.is_discarded());
  EXPECT_EQ(cbor_bytes(value), bytes);
  EXPECT_EQ(value.at("han"), sample().han);
  EXPECT_EQ(value.at("most"), sample().most);
  EXPECT_EQ(value.at("third"), sample().third);
}

TEST(Cbor, EveryLengthOfANumberIsTheShortest) {
  for (const std::uint64_t number :
       {0ULL, 23ULL, 24ULL, 255ULL, 256ULL, 65'535ULL, 65'536ULL, 4'294'967'295ULL, 4'294'967'296ULL}) {
    std::string bytes;
    cbor::put_unsigned(number, bytes);
    EXPECT_EQ(bytes, cbor_bytes(Json(number)));
    const auto negative = -static_cast<std::int64_t>(number) - 1;
    bytes.clear();
    cbor::put_signed(negative, bytes);
    EXPECT_EQ(bytes, cbor_bytes(Json(negative)));
  }
}

TEST(Cbor, NoBeginningOfARowIsARow) {
  const auto bytes = to_cbor(sample());
  for (std::size_t length = 0; length < bytes.size(); ++length)
    ASSERT_FALSE(read(std::string_view(bytes).substr(0, length)).has_value()) << length;
  EXPECT_FALSE(read(bytes + '\0').has_value());
}

TEST(Cbor, AChangedByteIsReadOrRefusedAndNothingElse) {
  const auto bytes = to_cbor(sample());
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (const int value : {0x00, 0x1b, 0x3b, 0x5f, 0x7b, 0x9b, 0xbb, 0xbf, 0xd8, 0xff}) {
      auto changed = bytes;
      changed[at] = static_cast<char>(value);
      if (const auto row = read(changed)) {
        EXPECT_FALSE(to_cbor(*row).empty());
      }
    }
}

TEST(Cbor, NestingIsBounded) {
  EXPECT_FALSE(CborReader(std::string(100'000, '\x81') + '\x01').is_whole());
  EXPECT_TRUE(CborReader(std::string(60, '\x81') + '\x01').is_whole());
}

TEST(Cbor, ANumberThatDoesNotFitIsRefused) {
  EXPECT_FALSE(from_cbor<Inner>(cbor_bytes({{"number", 1LL << 40}})).has_value());
  EXPECT_FALSE(from_cbor<Inner>(cbor_bytes({{"number", -(1LL << 40)}})).has_value());
  EXPECT_FALSE(from_cbor<Inner>(cbor_bytes({{"number", "1"}})).has_value());
  EXPECT_EQ(from_cbor<Inner>(cbor_bytes({{"number", -(1LL << 31)}}))->number,
            std::numeric_limits<int>::min());
}

TEST(Cbor, AnOlderReaderPassesOverWhatItDoesNotKnow) {
  const auto row =
      from_cbor<Inner>(cbor_bytes({{"text", "t"}, {"later", {{"a", {1, 2}}}}, {"number", nullptr}}));
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->text, "t");
  EXPECT_FALSE(row->number.has_value());
}

TEST(JsonText, WithANumberBeyondAllRangesIsMalformed) {
  for (const auto* text : {"6160E36243859", "{\"a\": -1e999}", "[1e400]"}) {
    const auto read = parse_json(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().code(), "json.malformed");
  }
}

}  // namespace
}  // namespace kecang
