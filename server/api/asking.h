#pragma once
/// What requests say, read once and in one way.
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/base/result.h"
#include "server/http/call.h"
#include "storage/catalog/actor.h"

namespace kecang::api {

/// A whole number of a query or header; `fallback` when absent. invalid/value.not_a_number,
/// value.out_of_range at `field`.
Result<std::uint64_t> number_in(const std::optional<std::string>& text, std::string_view field,
                                std::uint64_t fallback, std::uint64_t least, std::uint64_t most);
/// `after` and `limit` of a list.
Result<PageRequest> page_in(const http::Query& query);
/// The `:id` of the path as an id of type `T`.
template <class T>
Result<T> id_in(const http::Call& call, std::string_view name = "id") {
  return T::parse(call.param(name));
}
/// The body as a noun.
template <class T>
Result<T> body_as(http::Call& call) {
  KECANG_ASSIGN(const auto json, call.json());
  return from_json<T>(json);
}
/// Where the pages are, as the asker reached us. Only the asker sees it.
std::string site_of(const http::Call& call, bool secure);
/// `{items, next}`.
template <class T, class Encode>
Json page_json(const Page<T>& page, Encode encode) {
  auto items = Json::array();
  for (const auto& item : page.items) items.push_back(encode(item));
  return {{"items", std::move(items)}, {"next", page.next}};
}
/// The Chinese sentence of a reason code; empty for an empty one.
std::string reason_text(const std::string& code);
std::string reason_text_en(const std::string& code);
/// `reason_text` and `reason_text_en` beside a reason.
void put_reason_texts(Json& json, const std::string& code);

}  // namespace kecang::api
