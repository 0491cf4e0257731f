#include "server/api/base64.h"

#include <gtest/gtest.h>

namespace kecang::api {
namespace {

TEST(Base64, DecodesEveryLengthOfBytes) {
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("Zg=="), "f");
  EXPECT_EQ(decode_base64("Zm8="), "fo");
  EXPECT_EQ(decode_base64("Zm9v"), "foo");
  EXPECT_EQ(decode_base64("Zm9vYg=="), "foob");
  EXPECT_EQ(decode_base64("5pWZ5qGI"), "教案");
  EXPECT_EQ(decode_base64("+/+/"), "\xfb\xff\xbf");
}

TEST(Base64, RefusesWhatIsNotExactlyAnEncoding) {
  for (const auto* text : {"Z", "Zg", "Zg=", "Zg===", "====", "Zm9v====", "Z===", "Zm9v\n", "Zm 9v",
                           "Zh==", "Zm9=", "Zg==Zg==", "-_-_"})
    EXPECT_EQ(decode_base64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace kecang::api
