#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "indexer/extract/charset.h"
#include "indexer/extract/charset_rank.h"
#include "indexer/extract/cues.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/helper_process.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kReportLimit = 1 << 20;
constexpr std::size_t kSubtitleLimit = 16 << 20;
constexpr std::size_t kSubtitleStreams = 8;
constexpr double kSurelyHan = 0.5;  // the share of common characters in what was no Latin-1
// The file by its descriptor: a pipe would not let the program jump to the end, where many films keep their
// table.
constexpr const char* kInput = "file:/proc/self/fd/0";

// Tags come as the bytes that stand in the file, in any encoding. As Latin-1 every byte is a character, which
// a JSON parser lets through; `bytes_of` takes them back.
std::string as_latin1(std::string_view bytes) {
  std::string utf8;
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte >= 0x80) utf8 += static_cast<char>(0xC0U | byte >> 6);
    utf8 += byte < 0x80 ? c : static_cast<char>(0x80U | (byte & 0x3FU));
  }
  return utf8;
}

// Nothing when a character stands there that Latin-1 does not have.
std::optional<std::string> bytes_of(std::string_view utf8) {
  std::string bytes;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto lead = static_cast<std::uint8_t>(utf8[i]);
    const bool pair = (lead == 0xC2 || lead == 0xC3) && i + 1 < utf8.size();
    if (lead >= 0x80 && !pair) return std::nullopt;
    bytes +=
        pair ? static_cast<char>((lead & 3U) << 6 | (static_cast<std::uint8_t>(utf8[++i]) & 0x3FU)) : utf8[i];
  }
  return bytes;
}

struct MediaFacts {
  HelperEnd end;
  Json report;
};

MediaFacts probe(const Source& source) {
  MediaFacts facts;
  std::string printed;
  facts.end = run_helper({"ffprobe", "-v", "error", "-protocol_whitelist", "file", "-show_format",
                          "-show_streams", "-of", "json=string_validation=ignore", kInput},
                         source.fd(), [&](std::string_view bytes) {
                           printed += bytes;
                           return printed.size() < kReportLimit;
                         });
  if (auto report = parse_json(as_latin1(printed))) facts.report = std::move(*report);
  return facts;
}

// A member that is a string, as its bytes; ffprobe gives numbers of its own as text, too.
std::string text_of(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name) || !object[name].is_string()) return {};
  return bytes_of(object[name].get<std::string>()).value_or("");
}

Json member_of(const Json& object, const char* name) {
  return object.is_object() && object.contains(name) ? object[name] : Json();
}

// Many recorders write the encoding of their country where the format has Latin-1, and ffprobe then makes
// UTF-8 of each byte; or they write it where the format does not say.
std::string tag_text(const std::string& bytes) {
  if (is_utf8_text(bytes)) {
    const auto inner = bytes_of(bytes);
    if (!inner || *inner == bytes) return bytes;
    const auto charset = detect_charset(*inner);
    const std::string decoded = charset ? decode(*inner, *charset) : std::string();
    return frequent_share(decoded) >= kSurelyHan ? decoded : bytes;
  }
  const auto charset = detect_charset(bytes);
  return charset ? decode(bytes, *charset) : std::string();
}

struct TagName {
  std::string_view tag;
  std::string_view property;
};
constexpr auto kTags = std::to_array<TagName>({
    {"artist", "author"},
    {"album", "album"},
    {"date", "date"},
    {"comment", "comment"},
    {"description", "description"},
    {"creation_time", "recorded_at"},
});

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

void read_tags(const Json& tags, DocumentHead& head) {
  if (!tags.is_object()) return;
  for (const auto& [key, value] : tags.items()) {
    const std::string name = lower(key);
    const std::string label = normal_label(tag_text(text_of(tags, key.c_str())));
    if (name == "title") head.title = label;
    for (const auto& row : kTags)
      if (row.tag == name && !label.empty()) head.properties[std::string(row.property)] = label;
  }
}

double seconds_of(const Json& object) {
  const std::string text = text_of(object, "duration");
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::isfinite(value) && value > 0 && value < 1e9 ? value : 0;
}

bool is_cover(const Json& stream) {
  const Json attached = member_of(member_of(stream, "disposition"), "attached_pic");
  return attached.is_number_integer() && attached.get<std::int64_t>() == 1;
}

void read_picture_size(const Json& stream, DocumentHead& head) {
  for (const char* side : {"width", "height"}) {
    const Json length = member_of(stream, side);
    if (length.is_number_integer()) head.properties.emplace(side, std::to_string(length.get<std::int64_t>()));
  }
}

// The streams' kinds, sorted, each once; a cover picture is no film.
struct Streams {
  std::set<std::string> kinds;
  std::vector<std::string> subtitle_codecs;
  double longest = 0;
};

Streams read_streams(const Json& report, DocumentHead& head) {
  Streams streams;
  for (const Json& stream : member_of(report, "streams")) {
    const std::string kind = text_of(stream, "codec_type");
    if (kind.empty() || is_cover(stream)) continue;
    streams.kinds.insert(kind);
    streams.longest = std::max(streams.longest, seconds_of(stream));
    if (kind == "video") read_picture_size(stream, head);
    if (kind == "subtitle") streams.subtitle_codecs.push_back(text_of(stream, "codec_name"));
  }
  return streams;
}

// Pictures of text, as on a DVD, cannot become text.
bool is_text(const std::string& codec) {
  static constexpr auto kPictures = std::to_array<std::string_view>(
      {"dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle", "dvb_teletext", "xsub"});
  return std::find(kPictures.begin(), kPictures.end(), codec) == kPictures.end();
}

std::vector<Cue> embedded_cues(const Source& source, const std::vector<std::string>& codecs) {
  std::vector<Cue> cues;
  for (std::size_t i = 0; i < std::min(codecs.size(), kSubtitleStreams); ++i) {
    if (!is_text(codecs[i])) continue;
    std::string printed;
    run_helper({"ffmpeg", "-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe", "-i", kInput, "-map",
                "0:s:" + std::to_string(i), "-f", "srt", "pipe:1"},
               source.fd(), [&](std::string_view bytes) {
                 printed += bytes;
                 return printed.size() < kSubtitleLimit;
               });
    auto found = srt_cues(tag_text(printed));
    std::move(found.begin(), found.end(), std::back_inserter(cues));
  }
  return cues;
}

ExtractEnd failed(const HelperEnd& end) {
  if (!end.started) return {ExtractStatus::unsupported, "extract.ffprobe_missing"};
  if (end.messages.find("Cannot allocate memory") != std::string::npos)
    return {ExtractStatus::too_large, "extract.out_of_memory"};
  return {ExtractStatus::broken, end.exit_code < 0 ? "extract.crashed" : "extract.damaged"};
}

void read_all(const Source& source, const Json& report, DocumentHead& head, std::vector<Cue>& cues) {
  const Json format = member_of(report, "format");
  const Streams streams = read_streams(report, head);
  for (const Json& stream : member_of(report, "streams"))
    if (text_of(stream, "codec_type") == "audio") read_tags(member_of(stream, "tags"), head);
  read_tags(member_of(format, "tags"), head);
  std::string kinds;
  for (const auto& kind : streams.kinds) kinds += (kinds.empty() ? "" : "\t") + kind;
  head.properties["streams"] = kinds;
  const double lasts = seconds_of(format) > 0 ? seconds_of(format) : streams.longest;
  if (lasts > 0) head.properties["duration_ms"] = std::to_string(std::llround(lasts * 1000));
  cues = embedded_cues(source, streams.subtitle_codecs);
  if (!streams.subtitle_codecs.empty()) head.properties["cues"] = std::to_string(cues.size());
}

}  // namespace

ExtractEnd extract_media(const Source& source, const std::string& media_type, Output& out) {
  DocumentHead head{.media_type = media_type};
  const MediaFacts facts = probe(source);
  const bool readable = facts.end.exit_code == 0 && facts.report.is_object();
  std::vector<Cue> cues;
  if (readable) read_all(source, facts.report, head, cues);
  out.head(head);
  if (!readable) return failed(facts.end);
  write_cues(cues, out);
  return finished(out);
}

}  // namespace kecang::extract
