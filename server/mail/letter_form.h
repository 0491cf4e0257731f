#pragma once
/// A letter as mail servers take it (RFC 5322, RFC 2045, RFC 2047): plain text in UTF-8, lines ended by CRLF.
/// Pure.
#include <string>

#include "schemas/base/clock.h"

namespace kecang::mail {

struct Message {
  std::string from;  ///< an address
  std::string to;    ///< an address
  std::string subject;
  std::string text;
  std::string id;  ///< the same letter sent again has the same
  Time at{};
};

std::string letter_form(const Message& message);

}  // namespace kecang::mail
