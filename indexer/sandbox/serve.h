#pragma once
/// The fork server: one process that has its libraries loaded and forks a disposable, confined child per
/// file, so that a start costs a fork and not an exec with all its relocations. It never looks at a file's
/// bytes itself.
#include <functional>
#include <optional>
#include <string>

#include "indexer/sandbox/confine.h"
#include "indexer/sandbox/descriptor.h"
#include "indexer/sandbox/extractor.h"

namespace kecang {

template <>
struct EnumNames<ExtractTask> {
  static constexpr auto values =
      std::array{std::pair{ExtractTask::text, "text"}, std::pair{ExtractTask::members, "members"},
                 std::pair{ExtractTask::names, "names"}, std::pair{ExtractTask::ocr, "ocr"},
                 std::pair{ExtractTask::preview, "preview"}};
};

/// One file to read; its descriptor and the pipe for the answer travel beside it.
struct ExtractRequest {
  ExtractTask task = ExtractTask::text;
  std::string name{};
  std::uint64_t memory_bytes = 0;
  std::int64_t cpu_seconds = 0;
  std::uint64_t output_bytes = 0;
  std::uint64_t members = 0;
  std::uint64_t ratio = 0;
  std::string charset{};
  /// The folder in which the reader may write. The client names one of its own where the kernel has no mount
  /// namespace; the job finds the one that it has, empty for none.
  std::string scratch{};

  ExtractLimits limits() const {
    return {.memory_bytes = memory_bytes,
            .cpu = seconds{cpu_seconds},
            .output_bytes = output_bytes,
            .members = members,
            .ratio = ratio,
            .charset = charset};
  }
};
template <class V>
void describe(V& v, ExtractRequest& r) {
  v("task", r.task);
  v("name", r.name);
  v("memory_bytes", r.memory_bytes);
  v("cpu_seconds", r.cpu_seconds);
  v("output_bytes", r.output_bytes);
  v("members", r.members);
  v("ratio", r.ratio);
  v("charset", r.charset);
  v("scratch", r.scratch);
}

/// Reads `file` and writes frames to `out`; runs in the confined child.
using ExtractJob = std::function<void(const ExtractRequest&, int file, int out)>;

/// How a server ends that found no layer of confinement and may not do without.
inline constexpr int kNotConfined = 78;

struct ServeOptions {
  Confinement confinement = Confinement::required;
  Workplace workplace = Workplace::read_only;
  std::function<void()> warm_up{};  ///< loads what every child needs
};

/// Confines itself, says which layers it got, and serves until the other end of `socket` (SOCK_SEQPACKET) is
/// closed; then kills what runs and returns the exit code. Goes on in a process of its own, see
/// `confine_process`.
int serve_extractions(int socket, const ServeOptions& options, const ExtractJob& job);

// ---- the messages on the socket; both ends use these ----

/// The server's first message; nothing when it ended or said nothing for long.
std::optional<Layers> receive_layers(int socket);
/// Asks for one extraction; false when the other end is gone.
bool send_request(int socket, const ExtractRequest& request, int file, int out);
/// Asks to kill the extraction that runs.
bool send_kill(int socket);
/// The wait status of the child that ended; nothing when the other end is gone.
std::optional<int> receive_status(int socket);

}  // namespace kecang
