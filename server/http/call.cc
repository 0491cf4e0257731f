#include "server/http/call.h"

#include <algorithm>

#include "schemas/base/text.h"
#include "server/http/percent.h"

namespace kecang::http {
namespace {

/// Pairs beyond this are not read: a query is bounded by the head, its pairs by us.
constexpr std::size_t kMostPairs = 1'000;

std::string decoded(std::string_view text) {
  auto plain = percent_decode(text, Plus::space);
  return plain ? std::move(*plain) : std::string(text);
}

bool is_json_type(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return type == "application/json" || type == "application/merge-patch+json";
}

}  // namespace

Query::Query(std::string_view raw) {
  while (!raw.empty() && items_.size() < kMostPairs) {
    const auto end = std::min(raw.find('&'), raw.size());
    const auto pair = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    items_.emplace_back(decoded(pair.substr(0, equals)),
                        decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
}

std::optional<std::string> Query::first(std::string_view name) const {
  for (const auto& [key, value] : items_)
    if (key == name) return value;
  return std::nullopt;
}

std::vector<std::string> Query::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : items_)
    if (key == name) values.push_back(value);
  return values;
}

Result<std::string> Call::body(std::size_t limit) {
  const auto too_large = [limit] {
    return Error::too_large("http.body_too_large").with("limit", std::to_string(limit));
  };
  if (content_length().value_or(0) > limit) return too_large();
  std::string all;
  KECANG_TRY(read_body([&](std::string_view piece) -> Result<void> {
    if (piece.size() > limit - all.size()) return too_large();
    all.append(piece);
    return {};
  }));
  return all;
}

Result<Json> Call::json(std::size_t limit) {
  if (!is_json_type(header("Content-Type"))) return Error::invalid("http.not_json");
  KECANG_ASSIGN(const auto bytes, body(limit));
  // Depth is bounded by hand: the parser itself recurses over nothing, but what it builds is destroyed
  // recursively.
  constexpr int kDeepest = 64;
  bool too_deep = false;
  auto value = Json::parse(
      bytes,
      [&](int depth, Json::parse_event_t, const Json&) {
        too_deep = too_deep || depth > kDeepest;
        return !too_deep;
      },
      false);
  if (value.is_discarded() || too_deep || !text::is_utf8(bytes)) return Error::invalid("http.json_malformed");
  return value;
}

Reply Reply::json(const Json& value, int status) {
  return text(value.dump(-1, ' ', false, Json::error_handler_t::replace), "application/json", status);
}

Reply Reply::text(std::string text, std::string content_type, int status) {
  Reply reply;
  reply.status = status;
  reply.headers.emplace_back("Content-Type", std::move(content_type));
  reply.body = std::move(text);
  return reply;
}

Reply&& Reply::etag(std::string_view opaque) && {
  return std::move(*this).with("ETag", '"' + std::string(opaque) + '"');
}

std::string content_disposition(std::string_view file_name) {
  std::string ascii;
  for (const char32_t c : text::to_utf32(file_name)) {
    const bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%' && c != '/';
    ascii += plain ? static_cast<char>(c) : '_';
  }
  if (ascii.empty()) ascii = "file";
  return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percent_encode(file_name);
}

}  // namespace kecang::http
