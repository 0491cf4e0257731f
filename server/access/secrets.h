#pragma once
/// Random secrets for cookies and tokens. libsodium must have been started (Passwords::create).
#include <string>
#include <string_view>

namespace kecang::access {

/// 256 random bits as 43 characters of base64url.
std::string new_secret();
/// Compares in a time that does not tell where the difference is.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace kecang::access
