#include <algorithm>

#include "indexer/extract/extractors.h"
#include "indexer/extract/html_text.h"
#include "indexer/extract/mime.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kMessageLimit = 64ULL << 20;

// A page of frames has no text of its own: that stands in the pages it names.
bool has_frames(std::string_view html) {
  return html.find("<frameset") != std::string_view::npos || html.find("<FRAMESET") != std::string_view::npos;
}

}  // namespace

ExtractEnd extract_mhtml(const Source& source, const std::string& media_type, Output& out) {
  const std::string bytes = source.read(0, kMessageLimit);
  const MimeMessage message = read_message(bytes);
  const auto is_html = [](const MimePart& part) { return part.media_type == "text/html"; };
  const auto is_plain = [](const MimePart& part) { return part.media_type.starts_with("text/plain"); };
  auto part = std::find_if(message.parts.begin(), message.parts.end(), is_html);
  DocumentHead head{.media_type = media_type, .title = normal_label(message.subject)};
  std::string text;
  if (part == message.parts.end()) {
    part = std::find_if(message.parts.begin(), message.parts.end(), is_plain);
    if (part != message.parts.end()) text = text_of(*part);
  } else {
    const std::string html = text_of(*part);
    HtmlText page = html_text(html);
    if (!page.title.empty()) head.title = normal_label(page.title);
    text = std::move(page.text);
    if (has_frames(html))
      for (auto frame = part + 1; frame != message.parts.end(); ++frame)
        if (is_html(*frame)) text += '\n' + html_text(text_of(*frame)).text;
  }
  out.head(head);
  out.segment({}, text);
  if (source.size() > kMessageLimit) return stopped(out, ExtractStatus::too_large, "extract.part_too_large");
  if (part == message.parts.end()) return {ExtractStatus::broken, "extract.damaged"};
  return finished(out);
}

}  // namespace kecang::extract
