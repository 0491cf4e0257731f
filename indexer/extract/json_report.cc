#include "indexer/extract/json_report.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <vector>

#include "indexer/extract/registry.h"
#include "indexer/sandbox/descriptor.h"

namespace kecang::extract {
namespace {

constexpr int kDepthLimit = 4;
constexpr std::uint64_t kMemberLimit = 128ULL << 20;  // of a member whose text is read too
constexpr std::uint64_t kExpandedLimit = 1ULL << 30;
constexpr std::uint64_t kMembersUnpacked = 20'000;
// Text of members is read while there is time for it; then the others are only listed.
constexpr seconds kTimeForText{40};
constexpr seconds kTimeForAll{55};

using SteadyClock = std::chrono::steady_clock;

// Numbers are numbers in JSON, and columns a list.
Json property_value(const std::string& name, const std::string& value) {
  static constexpr auto kNumbers =
      std::to_array<std::string_view>({"pages", "slides", "sheets", "cues", "duration_ms", "members", "width",
                                       "height", "ImageWidth", "ImageHeight", "resources", "elements"});
  static constexpr auto kLists =
      std::to_array<std::string_view>({"columns", "streams", "categories", "question_types"});
  if (std::find(kNumbers.begin(), kNumbers.end(), name) != kNumbers.end()) {
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
  }
  if (std::find(kLists.begin(), kLists.end(), name) == kLists.end()) return value;
  Json list = Json::array();
  for (std::size_t at = 0; at <= value.size();) {
    const auto tab = std::min(value.find('\t', at), value.size());
    list.push_back(value.substr(at, tab - at));
    at = tab + 1;
  }
  return list;
}

// "exif.Make" stands within "exif"; times are in seconds, too, as in locators.
Json properties_of(const DocumentHead& head) {
  Json properties = Json::object();
  for (const auto& [key, value] : head.properties) {
    const auto dot = key.find('.');
    const std::string name = dot == std::string::npos ? key : key.substr(dot + 1);
    Json& group = dot == std::string::npos ? properties : properties[key.substr(0, dot)];
    group[name] = property_value(name, value);
    if (name == "duration_ms") group["duration_s"] = group[name].get<double>() / 1000;
  }
  return properties;
}

// {"page":3}, {"sheet":1,"name":"成绩"}, {"section":2,"label":"作业"}, {"time":1.0,"end":2.5}, {"whole":true}
Json short_locator(const Locator& locator) {
  const std::string kind(enum_text(locator.kind));
  if (locator.kind == LocatorKind::whole) return {{kind, true}};
  if (locator.kind == LocatorKind::time)
    return {{kind, static_cast<double>(locator.number) / 1000},
            {"end", static_cast<double>(locator.end) / 1000}};
  Json json{{kind, locator.number}};
  if (!locator.label.empty()) json[locator.kind == LocatorKind::sheet ? "name" : "label"] = locator.label;
  return json;
}

// What was found so far, over all levels of an archive.
struct Findings {
  Json segments = Json::array();
  Json questions = Json::array();
  Json members = Json::array();
  std::string limit;  // the first limit that cut something off
  SteadyClock::time_point start = SteadyClock::now();

  milliseconds time_left() const {
    return std::max(std::chrono::ceil<milliseconds>(start + kTimeForAll - SteadyClock::now()),
                    milliseconds{1});
  }
  bool time_for_text_is_up() const { return SteadyClock::now() >= start + kTimeForText; }
  bool time_is_up() const { return SteadyClock::now() >= start + kTimeForAll; }
};

class TextSink : public ExtractSink {
 public:
  TextSink(Findings& findings, std::string member)
      : findings_(findings), member_(std::move(member)), first_(findings.segments.size()) {}
  Result<void> head(const DocumentHead& head) override {
    head_ = head;
    return {};
  }
  // The list of an archive's names is given as members; here it would only repeat them.
  Result<void> segment(Segment segment) override {
    if (is_archive(head_.media_type)) return {};
    Json locator = short_locator(segment.locator);
    if (!member_.empty()) locator["member"] = member_;
    findings_.segments.push_back({{"locator", std::move(locator)}, {"text", std::move(segment.text)}});
    return {};
  }
  Result<void> answers(SegmentAnswers answers) override {
    if (is_archive(head_.media_type)) return {};
    auto& places = findings_.segments[first_ + answers.segment]["answers"];
    for (const auto& [from, to] : answers.passages) places.push_back({from, to});
    return {};
  }
  Result<void> question(Question question) override {
    Json json = to_json(question);
    json["answer_images"] = question.answer_images;
    json["locator"] = short_locator(question.locator);
    if (!member_.empty()) json["locator"]["member"] = member_;
    findings_.questions.push_back(std::move(json));
    return {};
  }
  const DocumentHead& document() const { return head_; }

 private:
  Findings& findings_;
  std::string member_;
  std::size_t first_;  ///< of its segments among all
  DocumentHead head_;
};

class Reading {
 public:
  Reading(const ReportOptions& options, Extractor& extractor) : options_(options), extractor_(extractor) {}

  Result<Json> run(int file, const std::string& name) {
    TextSink sink(findings_, {});
    KECANG_ASSIGN(ExtractEnd end, read(file, name, sink, 0));
    if (options_.ocr && findings_.segments.empty() && may_hold_pictures(sink.document(), end)) {
      KECANG_ASSIGN(end, read_pictures(file, name));
    }
    const bool limited = !findings_.limit.empty() && end.status == ExtractStatus::ok;
    if (limited) end = {ExtractStatus::partial, findings_.limit};
    const DocumentHead& head = sink.document();
    return Json{{"status", enum_text(end.status)},
                {"reason", end.reason},
                {"media_type", head.media_type},
                {"encoding", head.encoding},
                {"title", head.title},
                {"properties", properties_of(head)},
                {"segments", std::move(findings_.segments)},
                {"questions", std::move(findings_.questions)},
                {"members", std::move(findings_.members)}};
  }

 private:
  class MemberSink;

  static bool may_hold_pictures(const DocumentHead& head, const ExtractEnd& end) {
    return head.media_type.starts_with("image/") ? end.status == ExtractStatus::ok
                                                 : end.reason == "extract.no_text_layer";
  }
  Result<ExtractEnd> read_pictures(int file, const std::string& name) {
    TextSink sink(findings_, {});  // its head says less than the first reading's
    auto slow = limits(64ULL << 20);
    slow.cpu = std::chrono::ceil<seconds>(findings_.time_left());
    return extractor_.run(ExtractTask::ocr, file, name, slow, sink);
  }

  // Text, and of archives the members and their text. Of packages the members are listed.
  Result<ExtractEnd> read(int file, const std::string& name, TextSink& sink, int depth);

  ExtractLimits limits(std::uint64_t output) const {
    ExtractLimits limits;
    limits.wall = findings_.time_left();
    limits.output_bytes = output;
    limits.members = kMembersUnpacked;
    return limits;
  }

  const ReportOptions& options_;
  Extractor& extractor_;
  Findings findings_;
};

// Keeps a member in memory until it is whole, then reads it like a file of its own.
class Reading::MemberSink final : public ExtractSink {
 public:
  MemberSink(Reading& reading, std::string prefix, int depth, bool only_lists)
      : reading_(reading), prefix_(std::move(prefix)), depth_(depth), only_lists_(only_lists) {}

  Result<void> member_begin(const Member&) override {
    bytes_.clear();
    if (reading_.findings_.time_is_up()) return Error::too_large("extract.time_limit");
    return {};
  }
  Result<void> member_data(std::string_view bytes) override {
    if (!only_lists_ && bytes_.size() + bytes.size() <= kMemberLimit) bytes_ += bytes;
    return {};
  }
  Result<void> member_end(const Member& member) override {
    if (depth_ == 0)
      reading_.findings_.members.push_back(
          {{"path", member.path}, {"size", member.size}, {"state", enum_text(member.state)}});
    const bool whole = member.state == MemberState::stored && member.size == bytes_.size();
    if (!whole || bytes_.empty() || only_lists_) return {};
    return read_member(member);
  }

 private:
  Result<void> read_member(const Member& member) {
    const Descriptor file(::memfd_create("member", MFD_CLOEXEC));
    std::string_view rest = bytes_;
    while (!rest.empty()) {
      const auto written = ::write(file.get(), rest.data(), rest.size());
      if (written <= 0) return Error::unavailable("extract.cannot_start").because(std::strerror(errno));
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    std::string().swap(bytes_);
    TextSink sink(reading_.findings_, prefix_ + member.path);
    KECANG_ASSIGN(const auto end, reading_.read(file.get(), prefix_ + member.path, sink, depth_ + 1));
    const bool limited = end.status == ExtractStatus::too_large || end.reason.ends_with("limit");
    if (limited && reading_.findings_.limit.empty()) reading_.findings_.limit = end.reason;
    return {};
  }

  Reading& reading_;
  std::string prefix_;
  int depth_;
  bool only_lists_;
  std::string bytes_;
};

Result<ExtractEnd> Reading::read(int file, const std::string& name, TextSink& sink, int depth) {
  if (depth > 0 && findings_.time_for_text_is_up())
    return ExtractEnd{ExtractStatus::too_large, "extract.time_limit"};
  KECANG_ASSIGN(ExtractEnd end, extractor_.run(ExtractTask::text, file, name, limits(64ULL << 20), sink));
  const bool archive = is_archive(sink.document().media_type);
  if (!archive && (depth > 0 || !has_members(sink.document().media_type))) return end;
  const bool bomb = depth > 0 && !findings_.limit.empty();  // one limit within is enough
  if (depth == kDepthLimit || bomb) return ExtractEnd{ExtractStatus::too_large, "extract.depth_limit"};
  MemberSink members(*this, depth == 0 ? std::string() : name + "/", depth, !archive);
  auto end_of_members = extractor_.run(ExtractTask::members, file, name, limits(kExpandedLimit), members);
  if (!end_of_members && end_of_members.error().code() == "extract.time_limit")
    return ExtractEnd{ExtractStatus::partial, "extract.time_limit"};
  if (!archive && end_of_members) return end;
  return end_of_members;
}

std::string file_name_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

Result<Json> json_report(const std::string& path, const ReportOptions& options, Extractor& extractor) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return Error::not_found("extract.unreadable").because(path + ": " + std::strerror(errno));
  return Reading(options, extractor).run(file.get(), file_name_of(path));
}

}  // namespace kecang::extract
