#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <vector>

#include "indexer/sandbox/extractor.h"
#include "indexer/sandbox/fork_server.h"
#include "indexer/sandbox/frame_reader.h"
#include "indexer/sandbox/scratch_folder.h"

namespace kecang {
namespace {

constexpr std::size_t kIdleServers = 8;
constexpr std::size_t kReadBlock = 256 * 1024;
constexpr milliseconds kReapLimit{5'000};

using SteadyClock = std::chrono::steady_clock;

// One extraction on one fork server: pumps the pipe until it ends, the time is up, or the sink or the sender
// fails.
class Conversation {
 public:
  Conversation(int pipe, milliseconds budget, FrameReader& reader)
      : pipe_(pipe), budget_(budget), reader_(reader) {}

  /// False when the child must be killed.
  bool pump() {
    std::string block(kReadBlock, '\0');
    while (wait_for_bytes()) {
      const auto got = ::read(pipe_, block.data(), block.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return true;
      if (auto fed = reader_.feed(std::string_view(block).substr(0, static_cast<std::size_t>(got))); !fed) {
        error_ = std::move(fed).error();
        return false;
      }
    }
    return false;
  }
  bool out_of_time() const { return budget_ <= milliseconds{0}; }
  const std::optional<Error>& error() const { return error_; }

 private:
  // Only waiting counts: what the sink does with the bytes is not the child's fault.
  bool wait_for_bytes() {
    const auto start = SteadyClock::now();
    pollfd polled{pipe_, POLLIN, 0};
    const int ready = ::poll(&polled, 1, static_cast<int>(std::max<std::int64_t>(budget_.count(), 0)));
    budget_ -= std::chrono::ceil<milliseconds>(SteadyClock::now() - start) - milliseconds{ready > 0 ? 1 : 0};
    if (ready == 0) budget_ = milliseconds{0};
    return ready > 0 || (ready < 0 && errno == EINTR);
  }

  int pipe_;
  milliseconds budget_;
  FrameReader& reader_;
  std::optional<Error> error_;
};

ExtractEnd cut_off(const FrameReader& reader, std::string reason) {
  return {reader.has_content() ? ExtractStatus::partial : ExtractStatus::too_large, std::move(reason)};
}

class ProcessExtractor final : public Extractor {
 public:
  ProcessExtractor(std::string program, Confinement confinement)
      : program_(std::move(program)), confinement_(confinement) {}

  Result<ExtractEnd> run(ExtractTask task, int file, std::string_view name, const ExtractLimits& limits,
                         ExtractSink& sink) override {
    const ExtractRequest request{.task = task,
                                 .name = std::string(name),
                                 .memory_bytes = limits.memory_bytes,
                                 .cpu_seconds = limits.cpu.count(),
                                 .output_bytes = limits.output_bytes,
                                 .members = limits.members,
                                 .ratio = limits.ratio,
                                 .charset = limits.charset};
    auto begun = task == ExtractTask::preview ? begin_with_scratch(request, file) : begin(request, file);
    if (begun) return converse(std::move(*begun), task, limits, sink);
    const auto& code = begun.error().code();
    if (code != "extract.not_confined" && code != "extract.preview_unavailable") return begun.error();
    return ExtractEnd{ExtractStatus::unsupported, code};
  }

 private:
  struct Begun {
    std::unique_ptr<ScratchFolder> scratch{};  // only where there is no mount namespace; outlives the server
    std::unique_ptr<ForkServer> server{};
    Descriptor pipe{};
    bool disposable = false;
  };

  Result<ExtractEnd> converse(Begun begun, ExtractTask task, const ExtractLimits& limits, ExtractSink& sink) {
    FrameReader reader(task, limits.output_bytes, sink);
    Conversation conversation(begun.pipe.get(), limits.wall, reader);
    const bool ended = conversation.pump();
    begun.pipe.close();
    if (!ended) send_kill(begun.server->socket());
    const auto status = reap(*begun.server);
    if (status && !begun.disposable) give_back(std::move(begun.server));
    return verdict(conversation, reader, status);
  }

  // An idle server may have died meanwhile; then a fresh one takes its place, once.
  Result<Begun> begin(const ExtractRequest& request, int file) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      return Error::unavailable("extract.cannot_start").because(std::strerror(errno));
    Descriptor ours(ends[0]);
    const Descriptor theirs(ends[1]);
    if (auto idle = take_idle(); idle && send_request(idle->socket(), request, file, theirs.get()))
      return Begun{.server = std::move(idle), .pipe = std::move(ours)};
    KECANG_ASSIGN(auto fresh, ForkServer::start(program_, confinement_));
    if (!send_request(fresh->socket(), request, file, theirs.get()))
      return Error::unavailable("extract.cannot_start").because("the fork server does not listen");
    return Begun{.server = std::move(fresh), .pipe = std::move(ours)};
  }

  // A server for this one file: what was written goes with it.
  Result<Begun> begin_with_scratch(ExtractRequest request, int file) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      return Error::unavailable("extract.cannot_start").because(std::strerror(errno));
    Begun begun{.pipe = Descriptor(ends[0]), .disposable = true};
    const Descriptor theirs(ends[1]);
    KECANG_ASSIGN(begun.server, ForkServer::start(program_, confinement_, Workplace::scratch));
    const Layers& layers = begun.server->layers();
    if (!layers.mount_namespace) {
      if (layers.landlock == 0) return Error::unavailable("extract.preview_unavailable");
      KECANG_ASSIGN(begun.scratch, ScratchFolder::make());
      request.scratch = begun.scratch->path();
    }
    if (!send_request(begun.server->socket(), request, file, theirs.get()))
      return Error::unavailable("extract.cannot_start").because("the fork server does not listen");
    return begun;
  }

  static std::optional<int> reap(const ForkServer& server) {
    pollfd polled{server.socket(), POLLIN, 0};
    if (::poll(&polled, 1, static_cast<int>(kReapLimit.count())) <= 0) return std::nullopt;
    return receive_status(server.socket());
  }

  static Result<ExtractEnd> verdict(const Conversation& conversation, const FrameReader& reader,
                                    std::optional<int> status) {
    if (reader.end()) return *reader.end();
    if (const auto& error = conversation.error()) {
      if (reader.sink_failed()) return *error;
      if (error->code() == "extract.output_limit") return cut_off(reader, error->code());
      return ExtractEnd{ExtractStatus::broken, error->code()};
    }
    const bool used_up_cpu = status && WIFSIGNALED(*status) && WTERMSIG(*status) == SIGXCPU;
    if (conversation.out_of_time() || used_up_cpu) return cut_off(reader, "extract.out_of_time");
    return ExtractEnd{ExtractStatus::broken, "extract.crashed"};
  }

  std::unique_ptr<ForkServer> take_idle() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto server = std::move(idle_.back());
    idle_.pop_back();
    return server;
  }

  void give_back(std::unique_ptr<ForkServer> server) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kIdleServers) idle_.push_back(std::move(server));
  }

  std::string program_;
  Confinement confinement_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<ForkServer>> idle_;
};

}  // namespace

Result<Layers> probe_layers(const std::string& program, Confinement confinement) {
  KECANG_ASSIGN(const auto server, ForkServer::start(program, confinement));
  return server->layers();
}

Result<std::unique_ptr<Extractor>> make_process_extractor(std::string program, Confinement confinement) {
  if (::access(program.c_str(), X_OK) != 0)
    return Error::unavailable("extract.cannot_start").because(program + ": " + std::strerror(errno));
  return std::unique_ptr<Extractor>(std::make_unique<ProcessExtractor>(std::move(program), confinement));
}

}  // namespace kecang
