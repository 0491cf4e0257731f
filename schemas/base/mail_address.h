#pragma once
/// What may be a mail address. Pure.
#include <algorithm>
#include <string_view>

namespace kecang {

/// Something that may stand in a To line and in a dialogue with a mail server: ASCII, one '@', nothing that
/// ends a line or begins another address. Whether anybody is there the mail server knows.
inline bool is_mail_address(std::string_view text) {
  constexpr std::size_t kBytes = 254;
  const auto at = text.find('@');
  const bool shaped = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                      text.find('@', at + 1) == std::string_view::npos && text.size() <= kBytes &&
                      text.front() != '-';
  return shaped && std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c < 0x7F && std::string_view("<>()[],;:\\\"").find(c) == std::string_view::npos;
         });
}

}  // namespace kecang
