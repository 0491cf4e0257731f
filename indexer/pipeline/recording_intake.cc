#include "indexer/pipeline/recording_intake.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "indexer/pipeline/text_gathering.h"
#include "schemas/base/digest.h"

namespace kecang::pipeline {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

Error not_readable(const std::string& path, int error_number) {
  return Error::unavailable("drop.unreadable").with("path", path).because(std::strerror(error_number));
}

/// An open file as a request body, at most as long as it was when it was found.
class DescriptorBody final : public RequestBody {
 public:
  DescriptorBody(int fd, const recordings::DroppedFile& file) : fd_(fd), file_(file) {}
  std::uint64_t size() const override { return file_.size; }
  Result<void> rewind() override {
    at_ = 0;
    return {};
  }
  Result<std::size_t> read(std::span<char> into) override {
    const auto left = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), file_.size - at_));
    if (left == 0) return 0;
    const auto got = ::pread(fd_, into.data(), left, static_cast<off_t>(at_));
    if (got < 0) return not_readable(file_.path, errno);
    if (got == 0) return Error::conflict("drop.file_changed").with("path", file_.path);
    at_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }

 private:
  int fd_;
  const recordings::DroppedFile& file_;
  std::uint64_t at_ = 0;
};

Result<BlobId> digest_of(RequestBody& body, const Stop& stop) {
  std::string piece(kPieceBytes, '\0');
  Sha256 hash;
  KECANG_TRY(body.rewind());
  while (true) {
    if (stop.requested()) return Error::busy("pipeline.stopping");
    KECANG_ASSIGN(const auto got, body.read(piece));
    if (got == 0) break;
    hash.update(std::string_view(piece).substr(0, got));
  }
  KECANG_TRY(body.rewind());
  return hash.finish();
}

std::string property(const DocumentHead& head, const char* name) {
  const auto found = head.properties.find(name);
  return found == head.properties.end() ? std::string() : found->second;
}

milliseconds duration_of(const DocumentHead& head) {
  std::int64_t count = 0;
  const auto text = property(head, "duration_ms");
  std::from_chars(text.data(), text.data() + text.size(), count);
  return milliseconds(count);
}

std::optional<Time> recorded_at(const DocumentHead& head) {
  const auto text = property(head, "recorded_at");
  const auto time = parse_time(text);
  // Cameras without a clock begin in 1904 or 1970.
  constexpr Time kPlausible{seconds{946'684'800}};  // 2000-01-01
  return time && *time >= kPlausible ? std::optional(*time) : std::nullopt;
}

}  // namespace

/// Of the room and not of the folder's place, which may be mounted elsewhere tomorrow.
std::string RecordingIntake::key_of(const recordings::DroppedFile& file) const {
  return room_.room + '\n' + file.path + '\n' + std::to_string(file.size) + '\n' +
         std::to_string(file.changed.time_since_epoch().count());
}

Result<indexing::Recording> RecordingIntake::described(const recordings::DroppedFile& file, int fd,
                                                       const recordings::Schedule* schedule) {
  TextGathering gathering;
  const auto name = file.path.substr(file.path.rfind('/') + 1);
  KECANG_ASSIGN(auto end, tools_.extractor.run(ExtractTask::text, fd, name, tools_.limits, gathering));
  const auto head = gathering.take(std::move(end)).head;
  auto draft = recordings::draft_of({.path = file.path,
                                     .changed = file.changed,
                                     .said_by_file = recorded_at(head),
                                     .lasts = duration_of(head)},
                                    room_.room, schedule, tools_.ahead_of_utc);
  return indexing::Recording{.key = key_of(file),
                             .school = room_.school,
                             .groups = room_.groups,
                             .file = room_.room + '/' + file.path,
                             .blob = {},
                             .title = std::move(draft.title),
                             .subject = std::move(draft.subject),
                             .grade = std::move(draft.grade),
                             .lesson = std::move(draft.lesson)};
}

Result<Import> RecordingIntake::take(const recordings::DroppedFile& file,
                                     const recordings::Schedule* schedule, bool patient) {
  auto known = tools_.client.recording(room_.school, key_of(file));
  if (known || known.error().code() != "recording.absent") return known;
  KECANG_ASSIGN(const auto opened, folder_.open(file));
  if (recordings::is_being_written(opened.fd()))
    return Error::conflict("drop.being_written").with("path", file.path);
  if (patient) {
    KECANG_ASSIGN(const bool cut_short, recordings::is_cut_short(opened.fd()));
    if (cut_short) return Error::conflict("drop.cut_short").with("path", file.path);
  }
  KECANG_ASSIGN(auto recording, described(file, opened.fd(), schedule));
  DescriptorBody body(opened.fd(), file);
  KECANG_ASSIGN(recording.blob, digest_of(body, tools_.stop));
  // The server checks the digest: should the file change from here on, nothing is stored under it.
  KECANG_TRY(tools_.client.put_blob(recording.blob, body));
  KECANG_TRY(folder_.check_unchanged(file));
  return tools_.client.put_recording(recording);
}

}  // namespace kecang::pipeline
