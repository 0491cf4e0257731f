#pragma once
/// The cues of subtitles: what is said, and from when to when.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/ooxml.h"
#include "indexer/extract/output.h"

namespace kecang::extract {

struct Cue {
  std::int64_t start = 0;  ///< milliseconds
  std::int64_t end = 0;
  std::string text{};
};

/// SubRip and WebVTT.
std::vector<Cue> srt_cues(std::string_view text);
/// SubStation Alpha, both versions; by the time they begin.
std::vector<Cue> ass_cues(std::string_view text);

/// Timed Text (TTML, DFXP).
struct TimedText {
  std::string title{};
  std::vector<Cue> cues{};
  XmlState state = XmlState::whole;
};
TimedText ttml_cues(std::string_view xml);

/// "00:13:20,500", "13:20.500", "0:13:20.50" in milliseconds.
std::optional<std::int64_t> clock_time(std::string_view text);

/// Where the last cue ends.
std::int64_t end_of(const std::vector<Cue>& cues);
/// A segment per cue.
void write_cues(const std::vector<Cue>& cues, Output& out);

}  // namespace kecang::extract
