#include "indexer/pipeline/planner.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "indexer/pipeline/memory_file.h"
#include "indexer/pipeline/original.h"
#include "indexer/pipeline/text_gathering.h"
#include "schemas/base/file_name.h"
#include "schemas/model/segment_sketch.h"

namespace kecang::pipeline {
namespace {

constexpr std::size_t kNamesAtOnce = 500;
constexpr std::size_t kSurveyedAtOnce = 50;
/// Larger files say enough by their names.
constexpr std::uint64_t kReadBytes = 8ULL << 20;

/// Kinds that have no text worth the time before somebody said that they are wanted.
constexpr auto kUnread = std::to_array<std::string_view>(
    {"mp4", "mkv",  "flv",  "avi", "mov", "wmv", "mpg", "mpeg", "rmvb", "rm",  "ts",
     "mp3", "wav",  "m4a",  "wma", "aac", "ogg", "png", "jpg",  "jpeg", "gif", "bmp",
     "tif", "tiff", "webp", "zip", "rar", "7z",  "tar", "gz",   "exe",  "swf"});

bool is_read(std::string_view path) {
  const auto extension = extension_in_lower_case(path);
  return !extension.empty() && std::find(kUnread.begin(), kUnread.end(), extension) == kUnread.end();
}

}  // namespace

/// The list of names as the child tells it.
class Planner::Names final : public ExtractSink {
 public:
  explicit Names(Planner& planner) : planner_(planner) {}
  Result<void> member_end(const Member& member) override {
    planner_.paths_.resize(std::max<std::size_t>(planner_.paths_.size(), member.index + 1));
    planner_.paths_[member.index] = member.path;
    return planner_.add({.member = member,
                         .title = vocab::title_of(member.path),
                         .tags = planner_.workshop_.guessing.tags(member.path, {}, 0),
                         .surveyed = false,
                         .blob = {},
                         .same_as = 0,
                         .sketch = {}},
                        kNamesAtOnce);
  }

 private:
  Planner& planner_;
};

/// The members' bytes as they come: each is hashed, and read if that is cheap.
class Planner::Survey final : public ExtractSink {
 public:
  explicit Survey(Planner& planner) : planner_(planner) {}

  Result<void> member_begin(const Member& member) override {
    hash_ = Sha256();
    bytes_.clear();
    wanted_ = member.index < planner_.paths_.size() && is_read(planner_.paths_[member.index]);
    return {};
  }
  Result<void> member_data(std::string_view bytes) override {
    hash_.update(bytes);
    if (bytes_.size() + bytes.size() > kReadBytes) wanted_ = false;
    if (wanted_) bytes_ += bytes;
    return {};
  }
  Result<void> member_end(const Member& member) override {
    if (member.index >= planner_.paths_.size()) return {};
    const auto& path = planner_.paths_[member.index];
    PlannedMember planned{.member = member,
                          .title = vocab::title_of(path),
                          .tags = {},
                          .surveyed = true,
                          .blob = {},
                          .same_as = 0,
                          .sketch = {}};
    planned.member.path = path;
    if (member.state == MemberState::stored) KECANG_TRY(look_at(planned));
    return planner_.add(std::move(planned), kSurveyedAtOnce);
  }

 private:
  Result<void> look_at(PlannedMember& planned) {
    const auto& path = planned.member.path;
    planned.blob = hash_.finish();
    if (planned.member.size > 0) {
      const auto [first, is_new] = first_with_.try_emplace(*planned.blob, planned.member.index);
      if (!is_new && first->second != planned.member.index) planned.same_as = first->second + 1;
    }
    indexing::Outcome read;
    if (wanted_ && planned.same_as == 0 && !bytes_.empty()) {
      KECANG_ASSIGN(read, text_of(path));
    }
    planned.tags = planner_.workshop_.guessing.tags(path, read.segments, read.questions.size());
    planned.sketch = sketch_of(read.segments).hex();
    return {};
  }

  Result<indexing::Outcome> text_of(const std::string& path) {
    KECANG_ASSIGN(const auto file, MemoryFile::of(bytes_));
    TextGathering text;
    const auto& workshop = planner_.workshop_;
    KECANG_ASSIGN(auto end,
                  workshop.extractor.run(ExtractTask::text, file.fd(), path.substr(path.rfind('/') + 1),
                                         workshop.limits.text, text));
    return text.take(std::move(end));
  }

  Planner& planner_;
  Sha256 hash_;
  std::string bytes_;
  bool wanted_ = false;
  std::map<BlobId, std::uint32_t> first_with_;
};

Result<void> Planner::add(PlannedMember member, std::size_t at_once) {
  batch_.members.push_back(std::move(member));
  if (workshop_.stop.requested()) return Error::busy("pipeline.stopping");
  return batch_.members.size() < at_once ? Result<void>() : flush();
}

Result<void> Planner::flush() {
  if (batch_.members.empty()) return {};
  KECANG_TRY(workshop_.client.plan(assignment_.job, batch_));
  batch_.members.clear();
  return {};
}

Result<ExtractEnd> Planner::list(int file) {
  auto limits = workshop_.limits.archive;
  limits.charset = assignment_.charset;
  Names names(*this);
  ExtractEnd end;
  for (int tries = 0; tries == 0 || (crashed(end) && tries < kCrashesThatCount); ++tries) {
    batch_.members.clear();
    KECANG_ASSIGN(end, workshop_.extractor.run(ExtractTask::names, file, assignment_.name, limits, names));
  }
  KECANG_TRY(flush());
  return end;
}

Result<void> Planner::survey(int file) {
  Survey survey(*this);
  // However it ends: what it did not come to is known by name.
  KECANG_TRY(workshop_.extractor.run(ExtractTask::members, file, assignment_.name, workshop_.limits.archive,
                                     survey));
  return flush();
}

Result<void> Planner::run() {
  const auto original = Original::open(workshop_.blobs, assignment_.blob);
  if (!original) {
    if (!is_lost(original.error())) return original.error();
    KECANG_TRY(workshop_.client.listed(assignment_.job, lost(original.error())));
    return {};
  }
  KECANG_ASSIGN(const auto end, list(original->fd()));
  // After a restart the names are there already, and people may be at work on them.
  KECANG_ASSIGN(const auto import, workshop_.client.listed(assignment_.job, end));
  if (import.state != ImportState::planned) return {};
  KECANG_TRY(survey(original->fd()));
  KECANG_TRY(workshop_.client.surveyed(assignment_.job));
  return {};
}

}  // namespace kecang::pipeline
