#pragma once
/// Conditional and range requests (RFC 9110 §13, §14), as pure functions.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kecang::http {

/// Bytes [first, first + length) of something.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
  bool operator==(const ByteRange&) const = default;
};

enum class RangeKind {
  whole,          ///< no usable single range: the whole thing is the right answer
  part,           ///< 206
  unsatisfiable,  ///< 416
};

struct RangeChoice {
  RangeKind kind = RangeKind::whole;
  ByteRange range;
};

/// Reads a Range header against a known size. Several ranges, other units and malformed ones mean `whole`.
RangeChoice choose_range(std::string_view header, std::uint64_t size);

/// Is `etag` (with quotes) in the list of an If-Match or If-None-Match header? `*` is.
enum class Comparison { strong, weak };
bool etag_listed(std::string_view list, std::string_view etag, Comparison comparison);

/// What a request asks, and what the thing it asks for is. Empty views are absent headers.
struct Preconditions {
  std::string_view if_match;
  std::string_view if_none_match;
  std::string_view if_modified_since;
};
enum class Verdict { proceed, not_modified, failed };
/// For GET and HEAD of something with this ETag and Last-Modified (each may be empty).
Verdict evaluate(const Preconditions& asked, std::string_view etag, std::string_view last_modified);

/// True when If-Range is absent or names exactly what we have.
bool range_applies(std::string_view if_range, std::string_view etag, std::string_view last_modified);

/// IMF-fixdate, e.g. `Sun, 06 Nov 1994 08:49:37 GMT`, to and from seconds since 1970.
std::string http_date(std::int64_t seconds_since_epoch);
std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace kecang::http
