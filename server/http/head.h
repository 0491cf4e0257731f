#pragma once
/// A request's head, read strictly: what two programs could understand differently is refused (RFC 9112, RFC
/// 9110). Pure functions; any thread may call.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/base/result.h"
#include "server/http/call.h"

namespace kecang::http {

struct HeadLimits {
  std::size_t path_bytes = 2 * 1024;
  std::size_t lines = 100;
};

/// How the body's end is known.
enum class Framing { none, length, chunked };

struct RequestHead {
  Method method = Method::get;
  std::string path;       ///< decoded once; safe as Call::path() says
  std::string raw_query;  ///< without '?'
  bool http_1_0 = false;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  Framing framing = Framing::none;
  std::uint64_t length = 0;  ///< when framing is `length`
  bool keep_alive = true;
  bool expects_continue = false;

  /// First value; nullptr if absent. `name` in lower case.
  const std::string* find(std::string_view name) const;
};

/// Why a head is refused; the connection is closed afterwards, for its framing cannot be trusted.
struct Refusal {
  Error error;
  int status;
};

/// Where the head ends (one past its blank line), or npos. Searches from `from`, so that a slow head is
/// scanned once.
std::size_t find_head_end(std::string_view bytes, std::size_t from);

/// `bytes` is exactly one head, blank line included.
std::variant<RequestHead, Refusal> parse_head(std::string_view bytes, const HeadLimits& limits);

/// Path of a request target: invalid/http.path_malformed for NUL, controls, bad UTF-8, dot segments,
/// backslash and an encoded slash (it would mean one thing to a proxy and another to us).
Result<std::string> decode_path(std::string_view raw);

std::string_view to_string(Method method);
std::string lower_case(std::string_view text);
std::string_view trim(std::string_view text);

}  // namespace kecang::http
