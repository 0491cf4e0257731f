#include "indexer/sandbox/serve.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace kecang {
namespace {

constexpr std::size_t kMessageLimit = 16 * 1024;
constexpr std::string_view kKill = "kill";
constexpr int kStartLimitMs = 30'000;

// Room for the two descriptors that travel with a request.
union ControlBuffer {
  std::array<char, CMSG_SPACE(2 * sizeof(int))> bytes;
  cmsghdr alignment;
};

struct Incoming {
  std::string bytes;
  Descriptor file;
  Descriptor out;
};

// Nothing when the other end is gone.
std::optional<Incoming> receive(int socket) {
  std::string bytes(kMessageLimit, '\0');
  iovec part{bytes.data(), bytes.size()};
  ControlBuffer control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes.data();
  message.msg_controllen = control.bytes.size();
  ssize_t got = -1;
  while ((got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  if (got <= 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(got));
  Incoming incoming{.bytes = std::move(bytes), .file = {}, .out = {}};
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(2 * sizeof(int))) {
    std::array<int, 2> descriptors{};
    std::memcpy(descriptors.data(), CMSG_DATA(header), sizeof(descriptors));
    incoming.file = Descriptor(descriptors[0]);
    incoming.out = Descriptor(descriptors[1]);
  }
  return incoming;
}

bool send_bytes(int socket, std::string_view bytes) {
  ssize_t sent = -1;
  while ((sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  return sent == static_cast<ssize_t>(bytes.size());
}

sigset_t child_ended() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGCHLD);
  return signals;
}

[[noreturn]] void run_child(const ExtractRequest& request, const Incoming& incoming, int socket, pid_t server,
                            const ExtractJob& job) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != server) ::_exit(1);  // it died before the line above
  const sigset_t signals = child_ended();
  ::sigprocmask(SIG_UNBLOCK, &signals, nullptr);
  ::close(socket);
  close_file_system(incoming.file.get(), request.scratch);
  limit_resources(request.limits(), request.scratch.empty() ? Workplace::read_only : Workplace::scratch);
  job(request, incoming.file.get(), incoming.out.get());
  ::_exit(0);
}

// Collects all that ended, orphans too: the first process of a namespace inherits them. The status of `child`
// if it is among them.
std::optional<int> collect(pid_t child) {
  std::optional<int> found;
  int status = 0;
  for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;)
    if (pid == child) found = status;
  return found;
}

// Serves one client, one child at a time.
class Server {
 public:
  Server(int socket, const ExtractJob& job, std::string scratch)
      : socket_(socket), job_(job), scratch_(std::move(scratch)) {
    const sigset_t signals = child_ended();
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    signals_ = Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  }

  /// False when serving must end.
  bool serve(Incoming incoming) {
    auto request = from_cbor<ExtractRequest>(incoming.bytes);
    if (!request || !incoming.file || !incoming.out) return true;  // an order to kill that came too late
    if (!scratch_.empty()) request->scratch = scratch_;
    const pid_t server = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) run_child(*request, incoming, socket_, server, job_);
    if (child < 0) return false;
    ::setpgid(child, child);
    incoming.file.close();
    incoming.out.close();  // so that the reader sees the end when the child is gone
    const auto status = wait_for(child);
    return status &&
           send_bytes(socket_, std::string_view(reinterpret_cast<const char*>(&*status), sizeof(*status)));
  }

 private:
  // Waits for the child while listening for orders. Nothing when the client is gone.
  std::optional<int> wait_for(pid_t child) {
    bool client_is_there = true;
    std::optional<int> status;
    while (!(status = collect(child))) {
      std::array<pollfd, 2> polled{pollfd{signals_.get(), POLLIN, 0},
                                   pollfd{client_is_there ? socket_ : -1, POLLIN, 0}};
      if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) return std::nullopt;
      if (polled[0].revents != 0) forget_signals();
      if (polled[1].revents == 0) continue;
      client_is_there = receive(socket_).has_value();  // the only order there is, is to kill
      ::kill(-child, SIGKILL);
    }
    ::kill(-child, SIGKILL);  // what it started and left behind
    return client_is_there ? status : std::nullopt;
  }

  void forget_signals() {
    signalfd_siginfo signal{};
    while (::read(signals_.get(), &signal, sizeof(signal)) > 0) {
    }
  }

  int socket_;
  const ExtractJob& job_;
  std::string scratch_;
  Descriptor signals_;
};

}  // namespace

int serve_extractions(int socket, const ServeOptions& options, const ExtractJob& job) {
  const Layers layers = confine_process(options.workplace);
  if (!layers.any() && options.confinement == Confinement::required) ::_exit(kNotConfined);
  if (options.warm_up) options.warm_up();
  if (!send_bytes(socket, to_cbor(layers))) return 1;
  const bool has_scratch = options.workplace == Workplace::scratch && layers.mount_namespace;
  Server server(socket, job, has_scratch ? kScratch : "");
  while (auto incoming = receive(socket))
    if (!server.serve(std::move(*incoming))) return 1;
  return 0;
}

std::optional<Layers> receive_layers(int socket) {
  pollfd polled{socket, POLLIN, 0};
  if (::poll(&polled, 1, kStartLimitMs) <= 0) return std::nullopt;
  const auto incoming = receive(socket);
  if (!incoming) return std::nullopt;
  auto layers = from_cbor<Layers>(incoming->bytes);
  return layers ? std::optional(*layers) : std::nullopt;
}

bool send_request(int socket, const ExtractRequest& request, int file, int out) {
  const std::string bytes = to_cbor(request);
  if (bytes.size() > kMessageLimit) return false;
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  ControlBuffer control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes.data();
  message.msg_controllen = control.bytes.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(2 * sizeof(int));
  const std::array<int, 2> descriptors{file, out};
  std::memcpy(CMSG_DATA(header), descriptors.data(), sizeof(descriptors));
  ssize_t sent = -1;
  while ((sent = ::sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  return sent == static_cast<ssize_t>(bytes.size());
}

bool send_kill(int socket) {
  return send_bytes(socket, kKill);
}

std::optional<int> receive_status(int socket) {
  const auto incoming = receive(socket);
  int status = 0;
  if (!incoming || incoming->bytes.size() != sizeof(status)) return std::nullopt;
  std::memcpy(&status, incoming->bytes.data(), sizeof(status));
  return status;
}

}  // namespace kecang
