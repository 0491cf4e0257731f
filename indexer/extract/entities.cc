#include "indexer/extract/entities.h"

#include <charconv>

namespace kecang::extract {
namespace {

constexpr std::size_t kLongestReference = 12;

// `body` is what stands between & and ;.
std::optional<char32_t> reference(std::string_view body) {
  if (body.empty()) return std::nullopt;
  if (body[0] != '#') return named_entity(body);
  body.remove_prefix(1);
  int base = 10;
  if (!body.empty() && (body[0] == 'x' || body[0] == 'X')) {
    base = 16;
    body.remove_prefix(1);
  }
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), value, base);
  if (body.empty() || error != std::errc() || end != body.data() + body.size()) return std::nullopt;
  return static_cast<char32_t>(value);
}

}  // namespace

void append_utf8(std::string& to, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) || c == 0) c = 0xFFFD;
  if (c < 0x80) {
    to += static_cast<char>(c);
  } else if (c < 0x800) {
    to += static_cast<char>(0xC0 | c >> 6);
    to += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    to += static_cast<char>(0xE0 | c >> 12);
    to += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    to += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    to += static_cast<char>(0xF0 | c >> 18);
    to += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    to += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    to += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::string decode_entities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto mark = text.find('&');
    out += text.substr(0, mark);
    if (mark == std::string_view::npos) break;
    text.remove_prefix(mark);
    const auto end = text.substr(0, kLongestReference).find(';');
    const auto code_point = end == std::string_view::npos ? std::nullopt : reference(text.substr(1, end - 1));
    if (code_point) append_utf8(out, *code_point);
    if (!code_point) out += '&';
    text.remove_prefix(code_point ? end + 1 : 1);
  }
  return out;
}

}  // namespace kecang::extract
