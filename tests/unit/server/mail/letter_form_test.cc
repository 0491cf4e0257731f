#include "server/mail/letter_form.h"

#include <gmock/gmock.h>

#include <sstream>

#include "schemas/base/mail_address.h"

namespace kecang::mail {
namespace {

using ::testing::HasSubstr;

TEST(MailAddress, EndsNoLineAndBeginsNoOtherAddress) {
  EXPECT_TRUE(is_mail_address("li@school.example"));
  for (const auto* wrong : {"", "li", "@x", "li@", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<x@y>", "a@b,c@d",
                            "<a@b>", "-o@x", "李@学校"})
    EXPECT_FALSE(is_mail_address(wrong)) << wrong;
}

TEST(LetterForm, IsPlainTextInUtf8WithShortLinesAndWholeCharacters) {
  std::string subject = "课藏：";
  for (int i = 0; i < 40; ++i) subject += "江北教育联盟";
  const auto form = letter_form({.from = "kecang@school.example",
                                 .to = "li@school.example",
                                 .subject = subject,
                                 .text = std::string(1'000, 'x'),
                                 .id = "01A",
                                 .at = Time{std::chrono::hours{24 * 365}}});
  EXPECT_THAT(form, HasSubstr("Content-Type: text/plain; charset=UTF-8\r\n"));
  EXPECT_THAT(form, HasSubstr("Message-ID: <01A@school.example>\r\n"));
  EXPECT_THAT(form, HasSubstr("Date: Fri, 01 Jan 1971 00:00:00 +0000\r\n"));
  EXPECT_THAT(form, HasSubstr("Subject: =?UTF-8?B?"));
  std::istringstream lines(form);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_EQ(line.back(), '\r');
    EXPECT_LE(line.size(), 79U) << line;
  }
}

}  // namespace
}  // namespace kecang::mail
