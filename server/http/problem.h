#pragma once
/// problem+json (RFC 9457).
#include <string>
#include <string_view>

#include "server/http/call.h"

namespace kecang::http {

/// A problem with a status that its kind alone does not give (414, 431, 501 …).
Reply problem_with_status(const Error& error, int status);

/// The JSON text people's programs read; `request_id` is left out when empty.
std::string problem_body(const Error& error, int status, std::string_view request_id);

}  // namespace kecang::http
