#include "server/main/mail.h"

#include <fstream>
#include <iterator>
#include <memory>

#include "schemas/base/mail_address.h"
#include "schemas/base/trim.h"
#include "server/mail/smtp.h"

namespace kecang {
namespace {

mail::Security security_of(const std::string& name) {
  if (name == "none") return mail::Security::none;
  return name == "tls" ? mail::Security::tls : mail::Security::starttls;
}

Result<std::string> password_in(const std::filesystem::path& file) {
  if (file.empty()) return std::string();
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) return Error::invalid("mail.password_unreadable").with("path", file.string());
  return std::string(trimmed(text, "\r\n "));
}

}  // namespace

Result<Postman::Send> mail_sender(const Config& config, const Clock& clock) {
  const auto& mail = config.mail;
  if (!is_mail_address(mail.from)) return Error::invalid("mail.address_wrong").at("mail.from");
  mail::MailServer server{.host = mail.host,
                          .port = mail.port,
                          .security = security_of(mail.security),
                          .user = mail.user,
                          .password = {}};
  KECANG_ASSIGN(server.password, password_in(mail.password_file));
  const auto smtp = std::make_shared<mail::Smtp>(std::move(server));
  return Postman::Send([smtp, from = mail.from, &clock](const LetterText& letter) {
    return smtp->send({.from = from,
                       .to = letter.to,
                       .subject = letter.subject,
                       .text = letter.text,
                       .id = letter.id.text(),
                       .at = clock.now()});
  });
}

}  // namespace kecang
