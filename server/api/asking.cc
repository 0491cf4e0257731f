#include "server/api/asking.h"

#include "schemas/sentences/sentences.h"

namespace kecang::api {

Result<std::uint64_t> number_in(const std::optional<std::string>& text, std::string_view field,
                                std::uint64_t fallback, std::uint64_t least, std::uint64_t most) {
  if (!text) return fallback;
  std::uint64_t number = 0;
  const auto* end = text->data() + text->size();
  const auto [stopped, failure] = std::from_chars(text->data(), end, number);
  if (failure == std::errc::invalid_argument || stopped != end)
    return Error::invalid("value.not_a_number").at(std::string(field)).with("value", *text);
  if (failure != std::errc() || number < least || number > most)
    return Error::invalid("value.out_of_range")
        .at(std::string(field))
        .with("least", std::to_string(least))
        .with("most", std::to_string(most));
  return number;
}

Result<PageRequest> page_in(const http::Query& query) {
  constexpr std::size_t kUsual = 50;
  constexpr std::size_t kMost = 200;
  constexpr std::size_t kAfterBytes = 200;
  KECANG_ASSIGN(const auto limit, number_in(query.first("limit"), "limit", kUsual, 1, kMost));
  auto after = query.first("after").value_or("");
  if (after.size() > kAfterBytes) return Error::invalid("value.out_of_range").at("after");
  return PageRequest{.after = std::move(after), .limit = static_cast<std::size_t>(limit)};
}

std::string site_of(const http::Call& call, bool secure) {
  const auto host = call.header("Host");
  constexpr std::string_view kOfHosts =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]";
  if (host.empty() || host.find_first_not_of(kOfHosts) != std::string::npos) return {};
  return (secure ? "https://" : "http://") + host;
}

std::string reason_text(const std::string& code) {
  if (code.empty()) return {};
  return std::string(sentence_for(code, ErrorKind::invalid).zh);
}

std::string reason_text_en(const std::string& code) {
  if (code.empty()) return {};
  return std::string(sentence_for(code, ErrorKind::invalid).en);
}

void put_reason_texts(Json& json, const std::string& code) {
  json["reason_text"] = reason_text(code);
  json["reason_text_en"] = reason_text_en(code);
}

}  // namespace kecang::api
