#include "server/library/atom.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "schemas/base/text.h"
#include "schemas/model/describe.h"

namespace kecang::atom {
namespace {

constexpr std::string_view kIdDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr unsigned kBitsOfDigit = 5;
constexpr std::size_t kUuidBytes = 16;

/// The production Char of XML 1.0.
bool is_xml_character(char32_t c) {
  if (c < 0x20) return c == U'\t' || c == U'\n' || c == U'\r';
  return c != 0xFFFE && c != 0xFFFF;
}

std::string escaped(std::string_view text) {
  auto characters = text::to_utf32(text);
  std::replace_if(
      characters.begin(), characters.end(), [](char32_t c) { return !is_xml_character(c); }, U'\uFFFD');
  std::string xml;
  for (const char c : text::to_utf8(characters)) {
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      case '\r':
        xml += "&#13;";  // a reader would take it for a line feed
        break;
      default:
        xml += c;
    }
  }
  return xml;
}

void put(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("<").append(name).append(">").append(escaped(text));
  xml.append("</").append(name).append(">\n");
}

void put_head(std::string& xml, const std::string& id, const std::string& title, const std::string& link,
              Time updated) {
  put(xml, "id", urn_of(id));
  put(xml, "title", title);
  xml += "<link rel=\"alternate\" type=\"text/html\" href=\"" + escaped(link) + "\"/>\n";
  put(xml, "updated", time_text(updated));
}

void put_entry(std::string& xml, const Entry& entry) {
  xml += "<entry>\n";
  put_head(xml, entry.id, entry.title, entry.link, entry.updated);
  put(xml, "published", time_text(entry.published));
  // Every entry has an author (RFC 4287, 4.1.2); one without a name is still one.
  xml += "<author>";
  put(xml, "name", entry.author.empty() ? "课藏" : entry.author);
  xml += "</author>\n";
  for (const auto& category : entry.categories) xml += "<category term=\"" + escaped(category) + "\"/>\n";
  put(xml, "summary", entry.summary);
  xml += "</entry>\n";
}

}  // namespace

std::string urn_of(std::string_view id) {
  std::array<std::uint8_t, kUuidBytes> bytes{};
  for (const char c : id) {
    unsigned carry = static_cast<unsigned>(std::min(kIdDigits.find(c), kIdDigits.size() - 1));
    for (std::size_t i = kUuidBytes; i-- > 0;) {
      carry += static_cast<unsigned>(bytes[i]) << kBitsOfDigit;
      bytes[i] = static_cast<std::uint8_t>(carry & 0xFFU);
      carry >>= 8U;
    }
  }
  std::string urn = "urn:uuid:";
  for (std::size_t i = 0; i < kUuidBytes; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) urn += '-';
    urn += "0123456789abcdef"[bytes[i] >> 4U];
    urn += "0123456789abcdef"[bytes[i] & 15U];
  }
  return urn;
}

std::string document(const Feed& feed) {
  auto updated = feed.updated;
  for (const auto& entry : feed.entries) updated = std::max(updated, entry.updated);
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n";
  put_head(xml, feed.id, feed.title, feed.link, updated);
  put(xml, "generator", "Kecang 课藏");
  for (const auto& entry : feed.entries) put_entry(xml, entry);
  return xml + "</feed>\n";
}

}  // namespace kecang::atom
