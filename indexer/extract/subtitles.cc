#include "indexer/extract/charset.h"
#include "indexer/extract/cues.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kSubtitleLimit = 32ULL << 20;

TimedText read_cues(const std::string& media_type, std::string_view text) {
  if (media_type == "application/ttml+xml") return ttml_cues(text);
  if (media_type == "text/x-ssa") return {.cues = ass_cues(text)};
  return {.cues = srt_cues(text)};
}

}  // namespace

ExtractEnd extract_subtitles(const Source& source, const std::string& media_type, Output& out) {
  const auto decoded = decode_text(source.read(0, kSubtitleLimit));
  if (!decoded) return {ExtractStatus::unsupported, "extract.unsupported"};
  const TimedText timed = read_cues(media_type, decoded->text);
  DocumentHead head{
      .media_type = media_type, .encoding = decoded->encoding, .title = normal_label(timed.title)};
  head.properties["cues"] = std::to_string(timed.cues.size());
  if (!timed.cues.empty()) head.properties["duration_ms"] = std::to_string(end_of(timed.cues));
  out.head(head);
  write_cues(timed.cues, out);
  if (timed.state == XmlState::forbidden) return stopped(out, ExtractStatus::broken, "extract.xml_dtd");
  if (timed.state == XmlState::broken) return stopped(out, ExtractStatus::broken, "extract.damaged");
  return finished(out);
}

}  // namespace kecang::extract
