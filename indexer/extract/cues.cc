#include "indexer/extract/cues.h"

#include <algorithm>
#include <charconv>

#include "indexer/extract/entities.h"
#include "indexer/extract/text_form.h"
#include "schemas/base/trim.h"

namespace kecang::extract {
namespace {

constexpr std::string_view kArrow = "-->";

// "5", "50" and "500" behind the point are all half a second.
std::int64_t thousandths(std::string_view digits) {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const bool digit = i < digits.size() && digits[i] >= '0' && digits[i] <= '9';
    if (!digit) digits = digits.substr(0, i);
    value = value * 10 + (digit ? digits[i] - '0' : 0);
  }
  return value;
}

std::optional<Cue> cue_times(std::string_view line) {
  const auto arrow = line.find(kArrow);
  if (arrow == std::string_view::npos) return std::nullopt;
  const auto start = clock_time(line.substr(0, arrow));
  const auto end = clock_time(line.substr(arrow + kArrow.size()));
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

// ---- SubStation Alpha ----

// The value of "Name: value".
std::optional<std::string_view> value_of(std::string_view line, std::string_view name) {
  if (!line.starts_with(name) || !line.substr(name.size()).starts_with(':')) return std::nullopt;
  return trimmed(line.substr(name.size() + 1));
}

// Which columns of a Dialogue line matter; the text is the last one and may hold commas.
struct AssColumns {
  std::size_t start = 1;
  std::size_t end = 2;
  std::size_t text = 9;
};

AssColumns columns_of(std::string_view format) {
  AssColumns columns;
  for (std::size_t i = 0; !format.empty(); ++i) {
    const auto comma = std::min(format.find(','), format.size());
    const auto name = trimmed(format.substr(0, comma));
    if (name == "Start") columns.start = i;
    if (name == "End") columns.end = i;
    if (name == "Text") columns.text = i;
    format.remove_prefix(std::min(comma + 1, format.size()));
  }
  return columns;
}

// A block {\p1} makes what follows a drawing, {\p0} ends that.
void note_drawing(std::string_view block, bool& drawing) {
  for (auto at = block.find("\\p"); at != std::string_view::npos; at = block.find("\\p", at + 2))
    if (at + 2 < block.size() && block[at + 2] >= '0' && block[at + 2] <= '9') drawing = block[at + 2] != '0';
}

std::string ass_text(std::string_view text) {
  std::string plain;
  bool drawing = false;
  while (!text.empty()) {
    std::size_t used = 1;
    const auto close = text[0] == '{' ? text.find('}') : std::string_view::npos;
    if (close != std::string_view::npos) {
      note_drawing(text.substr(0, close), drawing);
      used = close + 1;
    } else if (text.starts_with("\\N") || text.starts_with("\\n") || text.starts_with("\\h")) {
      plain += text[1] == 'h' ? ' ' : '\n';
      used = 2;
    } else if (!drawing) {
      plain += text[0];
    }
    text.remove_prefix(used);
  }
  return plain;
}

std::optional<Cue> dialogue(std::string_view line, const AssColumns& columns) {
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> end;
  for (std::size_t i = 0; i < columns.text; ++i) {
    const auto comma = line.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    if (i == columns.start) start = clock_time(line.substr(0, comma));
    if (i == columns.end) end = clock_time(line.substr(0, comma));
    line.remove_prefix(comma + 1);
  }
  if (!start || !end) return std::nullopt;
  return Cue{*start, *end, ass_text(line)};
}

}  // namespace

std::optional<std::int64_t> clock_time(std::string_view text) {
  const auto start = text.find_first_of("0123456789");
  if (start == std::string_view::npos) return std::nullopt;
  text.remove_prefix(start);
  std::int64_t total = 0;
  std::int64_t number = 0;
  for (int part = 0; part < 3; ++part) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number < 0 || number > 1'000'000) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    total = total * 60 + number;
    if (!text.starts_with(':')) break;
    text.remove_prefix(1);
  }
  const bool has_fraction = text.starts_with(',') || text.starts_with('.');
  return total * 1000 + (has_fraction ? thousandths(text.substr(1)) : 0);
}

std::vector<Cue> srt_cues(std::string_view text) {
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

std::vector<Cue> ass_cues(std::string_view text) {
  std::vector<Cue> cues;
  AssColumns columns;
  bool in_events = false;
  for (const auto line : split_lines(text)) {
    if (line.starts_with('[')) in_events = line.starts_with("[Events]");
    if (!in_events) continue;
    if (const auto format = value_of(line, "Format")) columns = columns_of(*format);
    const auto value = value_of(line, "Dialogue");
    if (!value) continue;
    if (auto cue = dialogue(*value, columns)) cues.push_back(std::move(*cue));
  }
  std::stable_sort(cues.begin(), cues.end(), [](const Cue& a, const Cue& b) { return a.start < b.start; });
  return cues;
}

std::int64_t end_of(const std::vector<Cue>& cues) {
  std::int64_t last = 0;
  for (const auto& cue : cues) last = std::max(last, cue.end);
  return last;
}

void write_cues(const std::vector<Cue>& cues, Output& out) {
  for (const auto& cue : cues)
    out.segment({.kind = LocatorKind::time, .number = cue.start, .end = cue.end}, cue.text);
}

}  // namespace kecang::extract
