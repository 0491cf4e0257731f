#include <algorithm>

#include "indexer/extract/charset.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/html_text.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

// Text beyond this is not read: nobody reads it either.
constexpr std::size_t kTextLimit = 128ULL << 20;

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

// "# 勾股定理" as the first line with text.
std::string markdown_title(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || text[start] != '#') return {};
  const std::string_view line = first_line(text.substr(start));
  return normal_label(line.substr(std::min(line.find_first_not_of('#'), line.size())));
}

// The heading row's cells, set apart by tabs.
std::string csv_columns(std::string_view text) {
  std::string columns;
  bool quoted = false;
  for (const char c : first_line(text)) {
    if (c == '"') quoted = !quoted;
    if (c != '"') columns += c == ',' && !quoted ? '\t' : c;
  }
  return columns;
}

ExtractEnd text_end(const Source& source, const Output& out) {
  if (source.size() > kTextLimit) return stopped(out, ExtractStatus::too_large, "extract.part_too_large");
  return finished(out);
}

// A document type can declare entities that are bombs or files of this machine. Pictures in SVG usually name
// a harmless one without declaring anything.
bool has_unsafe_doctype(std::string_view xml, const std::string& media_type) {
  const auto doctype = xml.substr(0, 64 * 1024).find("<!DOCTYPE");
  if (media_type == "text/html" || doctype == std::string_view::npos) return false;
  const auto end = xml.find_first_of("[>", doctype);
  return media_type == "text/xml" || end == std::string_view::npos || xml[end] == '[';
}

}  // namespace

ExtractEnd extract_plain(const Source& source, const std::string& media_type, Output& out) {
  const auto decoded = decode_text(source.read(0, kTextLimit));
  if (!decoded) return {ExtractStatus::unsupported, "extract.unsupported"};
  DocumentHead head{.media_type = media_type, .encoding = decoded->encoding};
  if (media_type == "text/markdown") head.title = markdown_title(decoded->text);
  if (media_type == "text/csv") head.properties["columns"] = csv_columns(decoded->text);
  out.head(head);
  out.segment({}, decoded->text);
  return text_end(source, out);
}

ExtractEnd extract_markup(const Source& source, const std::string& media_type, Output& out) {
  const auto decoded = decode_text(source.read(0, kTextLimit));
  if (!decoded) return {ExtractStatus::unsupported, "extract.unsupported"};
  DocumentHead head{.media_type = media_type, .encoding = decoded->encoding};
  if (has_unsafe_doctype(decoded->text, media_type)) {
    out.head(head);
    return {ExtractStatus::broken, "extract.xml_dtd"};
  }
  const HtmlText html = html_text(decoded->text);
  head.title = normal_label(html.title);
  out.head(head);
  out.segment({}, html.text);
  return text_end(source, out);
}

}  // namespace kecang::extract
