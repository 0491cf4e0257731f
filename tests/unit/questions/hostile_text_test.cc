// Texts made to cost time: each of these would take hours if something were looked at again and again.
#include <gtest/gtest.h>

#include "indexer/questions/csv.h"
#include "tests/unit/questions/builders.h"

namespace kecang::questions {
namespace {

std::string repeated(const std::string& part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

TEST(HostileTexts, AVeryLongLineIsReadOnce) {
  for (const std::string part :
       {"A", "A. ", "（", "【", "1.", "1-", "分", "A.B.C.", "答案：", "题", "\t", "第"})
    EXPECT_LE(read("1. " + repeated(part, 1'000'000)).size(), 1U) << part;
}

TEST(HostileTexts, ManyThousandNumbersAreReadOnce) {
  EXPECT_LE(read(repeated("1.\n", 30'000)).size(), 30'000U);
  EXPECT_LE(read(repeated("1. a\n2. b\n", 20'000)).size(), 40'000U);
  EXPECT_LE(read(repeated("参考答案\n1. A\n", 20'000)).size(), 20'000U);
  EXPECT_LE(read(repeated("9. 完成1-2题？\nA. a\n", 10'000)).size(), 20'000U);
  EXPECT_LE(read("1. x\n" + repeated("A. a\n", 20'000)).size(), 20'000U);
}

TEST(HostileTexts, TablesOfNothingAreReadOnce) {
  EXPECT_TRUE(read(repeated("a\tb\n", 30'000)).empty());
  EXPECT_LE(rows_of_csv(repeated("\"", 100'000)).size(), 1U);
  EXPECT_FALSE(rows_of_csv(repeated(",", 100'000)).empty());
}

TEST(HostileTexts, BytesThatAreNoTextDoNoHarm) {
  std::string bytes = "1. ";
  for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * 37);
  EXPECT_LE(read(bytes).size(), 100U);
}

}  // namespace
}  // namespace kecang::questions
