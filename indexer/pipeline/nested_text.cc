#include "indexer/pipeline/nested_text.h"

#include <chrono>
#include <utility>

#include "indexer/pipeline/memory_file.h"
#include "indexer/pipeline/text_gathering.h"

namespace kecang::pipeline {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* kTimeIsUp = "extract.time_limit";

/// What all levels have in common.
struct Gathered {
  const Workshop& workshop;
  indexing::Outcome& outcome;
  std::uint64_t text_bytes = 0;
  std::uint32_t members_read = 0;
  std::string limit{};  ///< the first that left something out
  SteadyClock::time_point until = SteadyClock::now() + kNestedTime;

  void leave_out(std::string reason) {
    if (limit.empty()) limit = std::move(reason);
  }

  /// Unpacks an archive into `members`, until the time is up.
  Result<void> unpack(int file, const std::string& name, ExtractSink& members) {
    const auto end =
        workshop.extractor.run(ExtractTask::members, file, name, workshop.limits.archive, members);
    if (!end && end.error().code() != kTimeIsUp) return end.error();
    if (!end) leave_out(kTimeIsUp);
    if (end && end->status != ExtractStatus::ok) leave_out(end->reason);
    return {};
  }
};

class NestedMembers final : public ExtractSink {
 public:
  NestedMembers(Gathered& gathered, std::string folder, int level)
      : gathered_(gathered), folder_(std::move(folder)), level_(level) {}

  Result<void> member_begin(const Member&) override {
    bytes_.clear();
    size_ = 0;
    if (gathered_.workshop.stop.requested()) return Error::busy("pipeline.stopping");
    if (SteadyClock::now() >= gathered_.until) return Error::too_large(kTimeIsUp);
    return {};
  }
  Result<void> member_data(std::string_view bytes) override {
    size_ += bytes.size();
    if (is_wanted()) bytes_ += bytes;
    return {};
  }
  Result<void> member_end(const Member& member) override {
    if (member.state != MemberState::stored || size_ == 0) return {};
    if (!is_wanted()) {
      gathered_.leave_out(size_ > kNestedMemberBytes ? "extract.expanded_limit" : "extract.member_limit");
      return {};
    }
    ++gathered_.members_read;
    return read(member.path);
  }

 private:
  bool is_wanted() const {
    return size_ <= kNestedMemberBytes && gathered_.members_read < kNestedMembers &&
           gathered_.text_bytes < kNestedTextBytes;
  }

  Result<void> read(const std::string& path) {
    KECANG_ASSIGN(const auto file, MemoryFile::of(bytes_));
    std::string().swap(bytes_);
    const auto& workshop = gathered_.workshop;
    const auto name = path.substr(path.rfind('/') + 1);
    TextGathering gathering;
    KECANG_ASSIGN(auto end, workshop.extractor.run(ExtractTask::text, file.fd(), name, workshop.limits.text,
                                                   gathering));
    const auto read = gathering.take(std::move(end));
    if (holds_members(read.head)) return go_into(file.fd(), name, folder_ + path);
    for (const auto& segment : read.segments) add(segment, folder_ + path);
    return {};
  }

  Result<void> go_into(int file, const std::string& name, const std::string& path) {
    if (level_ == kNestedLevels) {
      gathered_.leave_out("extract.depth_limit");
      return {};
    }
    NestedMembers members(gathered_, path + "/", level_ + 1);
    return gathered_.unpack(file, name, members);
  }

  void add(const Segment& from, const std::string& path) {
    gathered_.text_bytes += from.text.size();
    if (gathered_.text_bytes > kNestedTextBytes) return gathered_.leave_out("extract.output_limit");
    auto& segments = gathered_.outcome.segments;
    const auto place = static_cast<std::int64_t>(segments.size()) + 1;
    segments.push_back({.locator = {.kind = LocatorKind::section, .number = place, .end = 0, .label = path},
                        .text = from.text,
                        .answers = from.answers});
  }

  Gathered& gathered_;
  std::string folder_;
  int level_;
  std::string bytes_;
  std::uint64_t size_ = 0;
};

}  // namespace

bool holds_members(const DocumentHead& head) {
  return head.properties.contains("members");
}

Result<void> add_nested_text(const Workshop& workshop, int file, const std::string& name,
                             indexing::Outcome& outcome) {
  Gathered gathered{.workshop = workshop, .outcome = outcome};
  NestedMembers members(gathered, {}, 1);
  KECANG_TRY(gathered.unpack(file, name, members));
  if (outcome.end.status == ExtractStatus::ok && !gathered.limit.empty())
    outcome.end = {ExtractStatus::partial, gathered.limit};
  return {};
}

}  // namespace kecang::pipeline
