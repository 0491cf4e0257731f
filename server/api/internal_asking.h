#pragma once
/// CBOR in and out, and the job a request speaks of (schemas/internal-api.md).
#include <string>
#include <string_view>

#include "server/api/asking.h"
#include "server/http/call.h"

namespace kecang::api {

inline constexpr std::size_t kMostCbor = 96 * 1024 * 1024;

/// invalid/http.not_cbor when the body is no CBOR of this shape.
template <class T>
Result<T> cbor_body(http::Call& call, std::size_t limit = kMostCbor) {
  KECANG_ASSIGN(const auto bytes, call.body(limit));
  auto noun = from_cbor<T>(bytes);
  if (!noun) return Error::invalid("http.not_cbor").because(noun.error().describe());
  return noun;
}
/// The same for an array.
template <class T>
Result<std::vector<T>> cbor_array(http::Call& call) {
  KECANG_ASSIGN(const auto bytes, call.body(kMostCbor));
  CborReader reader(bytes);
  std::vector<T> items;
  if (!reader.is_whole() || !detail::decode(reader, items)) return Error::invalid("http.not_cbor");
  return items;
}
template <class T>
http::Reply cbor_reply(const T& noun) {
  return http::Reply::text(to_cbor(noun), "application/cbor");
}

/// `fence` of the query.
Result<std::uint64_t> fence_in(const http::Call& call);

}  // namespace kecang::api
