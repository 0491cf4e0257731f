#pragma once
/// Base64 as mails and question banks have it. Any thread may call.
#include <string>
#include <string_view>

namespace kecang::extract {

/// Line ends and whatever else is no digit of it are passed over.
std::string from_base64(std::string_view text);
/// On one line.
std::string to_base64(std::string_view bytes);

}  // namespace kecang::extract
