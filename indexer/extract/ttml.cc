#include <algorithm>
#include <charconv>
#include <cmath>

#include "indexer/extract/cues.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr double kLongestSeconds = 1e7;

double number_or(const std::optional<std::string>& text, double otherwise) {
  double value = 0;
  if (!text) return otherwise;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc() && value > 0 && value < 1e9 ? value : otherwise;
}

// How the document counts frames and ticks.
struct Rates {
  double frames = 30;
  double ticks = 1;
};

// A clock with frames, "00:00:05:12".
std::optional<std::int64_t> frame_clock(std::string_view text, const Rates& rates) {
  const auto last = text.rfind(':');
  const auto seconds = clock_time(text.substr(0, last));
  if (!seconds) return std::nullopt;
  const double frames = number_or(std::string(text.substr(last + 1)), 0);
  return *seconds + std::llround(std::min(frames / rates.frames, 1.0) * 1000);
}

// An offset, "5.2s", "300ms", "120f", or a clock.
std::optional<std::int64_t> ttml_time(const std::optional<std::string>& text, const Rates& rates) {
  if (!text) return std::nullopt;
  const auto colons = std::count(text->begin(), text->end(), ':');
  if (colons == 3) return frame_clock(*text, rates);
  if (colons > 0) return clock_time(*text);
  double value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text->data() + text->size() - end));
  if (unit == "h") value *= 3600;
  if (unit == "m") value *= 60;
  if (unit == "ms") value /= 1000;
  if (unit == "f") value /= rates.frames;
  if (unit == "t") value /= rates.ticks;
  if (value < 0 || value > kLongestSeconds) return std::nullopt;
  return std::llround(value * 1000);
}

// White space as a browser shows it: one space for any run of it.
void append_flowing(std::string& to, std::string_view text) {
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space)
      to += c;
    else if (!to.empty() && to.back() != ' ' && to.back() != '\n')
      to += ' ';
  }
}

// Times count from the beginning of the element around; the text belongs to the innermost element that has a
// time of its own, a paragraph in any case.
class TtmlWalk {
 public:
  explicit TtmlWalk(std::string_view xml) : reader_(xml) {}

  TimedText run() {
    auto token = reader_.next();
    for (; !is_last(token); token = reader_.next()) {
      if (token == XmlReader::Token::start) on_start();
      if (token == XmlReader::Token::text) on_text();
      if (token == XmlReader::Token::end && !open_.empty() && open_.back().depth > reader_.depth())
        open_.pop_back();
    }
    result_.state = state_of(token);
    std::erase_if(result_.cues, [](const Cue& cue) { return normal_text(cue.text).empty(); });
    return std::move(result_);
  }

 private:
  struct Open {
    std::size_t depth;
    std::int64_t start;
    std::int64_t end;
    std::optional<std::size_t> cue;
  };

  static bool is_last(XmlReader::Token token) {
    return token == XmlReader::Token::done || token == XmlReader::Token::broken ||
           token == XmlReader::Token::forbidden;
  }

  void on_start() {
    const auto name = reader_.name();
    if (name == "tt")
      rates_ = {number_or(reader_.attribute("frameRate"), 30), number_or(reader_.attribute("tickRate"), 1)};
    in_body_ = in_body_ || name == "body";
    in_title_ = !in_body_ && name == "title";
    if (name == "br" && cue() != nullptr) cue()->text += '\n';
    if (name == "p" || reader_.attribute("begin")) open();
  }

  void open() {
    const Open around = open_.empty() ? Open{0, 0, 0, std::nullopt} : open_.back();
    Open opened = around;
    opened.depth = reader_.depth();
    if (const auto begin = ttml_time(reader_.attribute("begin"), rates_)) opened.start += *begin;
    if (const auto end = ttml_time(reader_.attribute("end"), rates_)) opened.end = around.start + *end;
    if (const auto lasting = ttml_time(reader_.attribute("dur"), rates_))
      opened.end = opened.start + *lasting;
    if (reader_.name() == "p" || reader_.name() == "span") {
      opened.cue = result_.cues.size();
      result_.cues.push_back({opened.start, opened.end, {}});
    }
    open_.push_back(opened);
  }

  void on_text() {
    if (in_title_) result_.title += reader_.text();
    if (cue() != nullptr) append_flowing(cue()->text, reader_.text());
  }

  Cue* cue() {
    if (open_.empty() || !open_.back().cue) return nullptr;
    return &result_.cues[*open_.back().cue];
  }

  XmlReader reader_;
  TimedText result_;
  Rates rates_;
  std::vector<Open> open_;
  bool in_body_ = false;
  bool in_title_ = false;
};

}  // namespace

TimedText ttml_cues(std::string_view xml) {
  return TtmlWalk(xml).run();
}

}  // namespace kecang::extract
