#include <charconv>
#include <optional>
#include <vector>

#include "indexer/extract/charset.h"
#include "indexer/extract/entities.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kSubtitleLimit = 32ULL << 20;
constexpr std::string_view kArrow = "-->";

struct Cue {
  std::int64_t start = 0;  // milliseconds
  std::int64_t end = 0;
  std::string text;
};

// "00:13:20,500", "13:20.500" and the like, in milliseconds.
std::optional<std::int64_t> time_at(std::string_view text) {
  const auto start = text.find_first_of("0123456789");
  if (start == std::string_view::npos) return std::nullopt;
  text.remove_prefix(start);
  std::int64_t total = 0;
  std::int64_t number = 0;
  while (true) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number > 1'000'000) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    total = total * 60 + number;
    if (!text.starts_with(':')) break;
    text.remove_prefix(1);
  }
  std::int64_t fraction = 0;
  if (text.size() >= 4 && (text[0] == ',' || text[0] == '.'))
    std::from_chars(text.data() + 1, text.data() + 4, fraction);
  return total * 1000 + fraction;
}

std::optional<Cue> cue_times(std::string_view line) {
  const auto arrow = line.find(kArrow);
  if (arrow == std::string_view::npos) return std::nullopt;
  const auto start = time_at(line.substr(0, arrow));
  const auto end = time_at(line.substr(arrow + kArrow.size()));
  if (!start || !end) return std::nullopt;
  return Cue{*start, *end, {}};
}

// Without <v Name>, <i> and {\an8}.
std::string without_marks(std::string_view line) {
  std::string plain;
  while (!line.empty()) {
    const bool tag = line[0] == '<' && line.size() > 1 && line[1] != ' ';
    const bool style = line.starts_with("{\\");
    const auto close = tag ? line.find('>') : style ? line.find('}') : std::string_view::npos;
    if (close == std::string_view::npos) plain += line[0];
    line.remove_prefix(close == std::string_view::npos ? 1 : close + 1);
  }
  return decode_entities(plain);
}

std::vector<Cue> cues_of(std::string_view text) {
  std::vector<Cue> cues;
  bool in_cue = false;
  for (const auto line : split_lines(text)) {
    if (auto cue = cue_times(line)) {
      cues.push_back(std::move(*cue));
      in_cue = true;
    } else if (line.find_first_not_of(" \t") == std::string_view::npos) {
      in_cue = false;
    } else if (in_cue) {
      cues.back().text += without_marks(line) + '\n';
    }
  }
  return cues;
}

}  // namespace

ExtractEnd extract_subtitles(const Source& source, const std::string& media_type, Output& out) {
  const auto decoded = decode_text(source.read(0, kSubtitleLimit));
  if (!decoded) return {ExtractStatus::unsupported, "extract.unsupported"};
  const auto cues = cues_of(decoded->text);
  DocumentHead head{.media_type = media_type, .encoding = std::string(charset_name(decoded->charset))};
  head.properties["cues"] = std::to_string(cues.size());
  if (!cues.empty()) head.properties["duration_ms"] = std::to_string(cues.back().end);
  out.head(head);
  for (const auto& cue : cues)
    out.segment({.kind = LocatorKind::time, .number = cue.start, .end = cue.end}, cue.text);
  return finished(out);
}

}  // namespace kecang::extract
