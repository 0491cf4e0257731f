#include "indexer/extract/mime.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>

#include "indexer/extract/base64.h"
#include "indexer/extract/charset.h"
#include "indexer/extract/code_page.h"
#include "schemas/base/trim.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kPartsLimit = 1000;
constexpr std::size_t kHeadLimit = 64 * 1024;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

// The first line and what follows it, which is taken off `rest`.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

// ---- transfer encodings ----

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string from_quoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
      continue;
    }
    const std::string_view rest = text.substr(i + 1);
    if (rest.starts_with("\r\n")) {
      i += 2;
    } else if (rest.starts_with('\n')) {
      i += 1;
    } else if (rest.size() >= 2 && hex_value(rest[0]) >= 0 && hex_value(rest[1]) >= 0) {
      out += static_cast<char>(16 * hex_value(rest[0]) + hex_value(rest[1]));
      i += 2;
    } else {
      out += '=';
    }
  }
  return out;
}

// ---- heads ----

std::string decoded(std::string_view bytes, const std::string& charset) {
  if (auto text = decode_text(bytes)) return std::move(text->text);
  std::string named = charset.empty() ? std::string() : convert(bytes, charset.c_str());
  return named.empty() ? decode_code_page(bytes, 1252) : named;
}

// "=?gb2312?B?yv3Rpw==?=" within a subject.
std::string decoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto start = text.find("=?");
    const auto encoding = text.find('?', start == std::string_view::npos ? start : start + 2);
    const auto content = encoding == std::string_view::npos ? encoding : encoding + 3;
    const auto end = content == std::string_view::npos ? content : text.find("?=", content);
    if (end == std::string_view::npos) return out.append(text);
    out += text.substr(0, start);
    const std::string charset(text.substr(start + 2, encoding - start - 2));
    std::string word(text.substr(content, end - content));
    std::replace(word.begin(), word.end(), '_', ' ');
    const bool base64 = lower(text[encoding + 1]) == 'b';
    out += decoded(base64 ? from_base64(text.substr(content, end - content)) : from_quoted(word), charset);
    text.remove_prefix(end + 2);
    // White space between two such words belongs to neither.
    if (const auto next = trimmed(text); next.starts_with("=?")) text = next;
  }
  return out;
}

// `name="value"` behind a semicolon.
std::string parameter(std::string_view value, std::string_view name) {
  const std::string search = lowered(value);
  auto at = search.find(';');
  while (at != std::string::npos) {
    const auto start = search.find_first_not_of(" \t\r\n", at + 1);
    if (start == std::string::npos) return {};
    if (std::string_view(search).substr(start).starts_with(std::string(name) + '=')) {
      std::string_view found = trimmed(value.substr(start + name.size() + 1));
      if (found.starts_with('"')) return std::string(found.substr(1, found.find('"', 1) - 1));
      return std::string(trimmed(found.substr(0, found.find(';'))));
    }
    at = search.find(';', at + 1);
  }
  return {};
}

struct Head {
  MimePart part{.media_type = "text/plain", .charset = {}, .encoding = {}, .body = {}};
  std::string boundary;
  std::string subject;
};

void read_field(std::string_view field, Head& head) {
  const auto colon = field.find(':');
  if (colon == std::string_view::npos) return;
  const std::string name = lowered(trimmed(field.substr(0, colon)));
  const std::string_view value = trimmed(field.substr(colon + 1));
  if (name == "subject") head.subject = decoded_words(value);
  if (name == "content-transfer-encoding") head.part.encoding = lowered(value);
  if (name != "content-type") return;
  head.part.media_type = lowered(trimmed(value.substr(0, value.find(';'))));
  head.part.charset = parameter(value, "charset");
  head.boundary = parameter(value, "boundary");
}

// Fields go on in lines that begin with a space; an empty line ends the head.
Head read_head(std::string_view text) {
  Head head;
  std::string field;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const bool goes_on = line.starts_with(' ') || line.starts_with('\t');
    if (!goes_on) {
      read_field(field, head);
      field.clear();
    }
    if (line.empty()) break;
    if (field.size() < kHeadLimit) field.append(line);
  }
  read_field(field, head);
  head.part.body = text;
  return head;
}

// The pieces between lines that are "--" and the boundary; a further "--" behind it ends the last.
std::vector<std::string_view> pieces_of(std::string_view body, const std::string& boundary) {
  std::vector<std::string_view> pieces;
  const std::string mark = "--" + boundary;
  const char* start = nullptr;
  while (!body.empty() && pieces.size() < kPartsLimit) {
    const std::string_view line = take_line(body);
    if (!line.starts_with(mark)) continue;
    if (start != nullptr) pieces.emplace_back(start, static_cast<std::size_t>(line.data() - start));
    start = body.data();
    if (line.substr(mark.size()).starts_with("--")) return pieces;
  }
  if (start != nullptr && pieces.size() < kPartsLimit)
    pieces.emplace_back(start, static_cast<std::size_t>(body.data() + body.size() - start));
  return pieces;
}

}  // namespace

bool looks_like_message(std::string_view lowered) {
  static constexpr auto kFirst = std::to_array<std::string_view>(
      {"mime-version:", "from:", "subject:", "date:", "content-type:", "received:", "return-path:",
       "message-id:", "x-", "delivered-to:", "to:"});
  if (std::none_of(kFirst.begin(), kFirst.end(), [&](auto name) { return lowered.starts_with(name); }))
    return false;
  const std::string_view head = lowered.substr(0, std::min(lowered.find("\n\n"), lowered.find("\n\r\n")));
  return head.starts_with("mime-version:") || head.find("\nmime-version:") != std::string_view::npos ||
         head.find("content-type: multipart/") != std::string_view::npos;
}

std::string MimePart::bytes() const {
  if (encoding == "base64") return from_base64(body);
  if (encoding == "quoted-printable") return from_quoted(body);
  return std::string(body);
}

MimeMessage read_message(std::string_view text) {
  MimeMessage message;
  std::deque<std::string_view> waiting{text};
  for (std::size_t seen = 0; !waiting.empty() && seen < kPartsLimit; ++seen) {
    Head head = read_head(waiting.front());
    waiting.pop_front();
    if (seen == 0) message.subject = std::move(head.subject);
    if (!head.part.media_type.starts_with("multipart/") || head.boundary.empty()) {
      message.parts.push_back(std::move(head.part));
      continue;
    }
    const auto pieces = pieces_of(head.part.body, head.boundary);
    waiting.insert(waiting.begin(), pieces.begin(), pieces.end());
  }
  return message;
}

std::string text_of(const MimePart& part) {
  return decoded(part.bytes(), part.charset);
}

}  // namespace kecang::extract
