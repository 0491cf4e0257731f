#include "server/mail/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "schemas/base/mail_address.h"

namespace kecang::mail {
namespace {

struct Unsent {
  std::string_view left;
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* state) {
  auto& unsent = *static_cast<Unsent*>(state);
  const auto piece = std::min(size * count, unsent.left.size());
  std::memcpy(into, unsent.left.data(), piece);
  unsent.left.remove_prefix(piece);
  return piece;
}

/// Made once, before the first thread uses it.
bool begin_curl() {
  static const bool begun = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return begun;
}

struct Easy {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct List {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// 5xx: never; all else, and every failure of the way there: perhaps later.
Error failure(CURLcode code, long status) {
  const auto detail = std::string(curl_easy_strerror(code)) + ", " + std::to_string(status);
  if (status >= 500 && status < 600) return Error::invalid("mail.refused").because(detail);
  return Error::unavailable("mail.not_sent").because(detail);
}

}  // namespace

Smtp::Smtp(MailServer server) : server_(std::move(server)) {
  begin_curl();
}

Result<void> Smtp::send(const Message& message) const {
  if (!is_mail_address(message.to) || !is_mail_address(message.from)) return Error::invalid("mail.refused");
  const std::unique_ptr<CURL, Easy> curl(begin_curl() ? curl_easy_init() : nullptr);
  if (!curl) return Error::unavailable("mail.not_sent").because("libcurl does not begin");
  const auto form = letter_form(message);
  Unsent unsent{form};
  const auto from = "<" + message.from + ">";
  const auto to = "<" + message.to + ">";
  const std::unique_ptr<curl_slist, List> receivers(curl_slist_append(nullptr, to.c_str()));
  const auto url = (server_.security == Security::tls ? "smtps://" : "smtp://") + server_.host + ":" +
                   std::to_string(server_.port);
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(server_.patience.count()));
  set(CURLOPT_USE_SSL,
      static_cast<long>(server_.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!server_.user.empty()) {
    set(CURLOPT_USERNAME, server_.user.c_str());
    set(CURLOPT_PASSWORD, server_.password.c_str());
  }
  set(CURLOPT_MAIL_FROM, from.c_str());
  set(CURLOPT_MAIL_RCPT, receivers.get());
  set(CURLOPT_READFUNCTION, &give);
  set(CURLOPT_READDATA, &unsent);
  set(CURLOPT_UPLOAD, 1L);
  const auto code = curl_easy_perform(curl.get());
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return code == CURLE_OK ? Result<void>() : failure(code, status);
}

}  // namespace kecang::mail
