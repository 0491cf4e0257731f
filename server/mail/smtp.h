#pragma once
/// The mail server letters are handed to. One thread at a time.
#include <cstdint>
#include <string>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"
#include "server/mail/letter_form.h"

namespace kecang::mail {

enum class Security { none, starttls, tls };

struct MailServer {
  std::string host;
  std::uint16_t port = 25;
  Security security = Security::none;
  std::string user{};  ///< empty: nobody signs in
  std::string password{};
  milliseconds patience{30'000};  ///< for one letter
};

class Smtp {
 public:
  explicit Smtp(MailServer server);
  /// The server took it over when this returns. invalid/mail.refused when it says that it never will,
  /// unavailable/mail.not_sent when it may another time.
  Result<void> send(const Message& message) const;

 private:
  MailServer server_;
};

}  // namespace kecang::mail
