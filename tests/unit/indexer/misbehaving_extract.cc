/// Stands in for kecang-extract: what it does wrong is told by the file's name.
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <string>

#include "indexer/sandbox/serve.h"

namespace kecang {
namespace {

class Speaker {
 public:
  Speaker(int fd, int file, std::string scratch) : fd_(fd), file_(file), scratch_(std::move(scratch)) {}
  /// The file that this child may read.
  int file() const { return file_; }
  /// The folder in which it may write.
  const std::string& scratch() const { return scratch_; }
  void raw(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(fd_, bytes.data(), bytes.size());
      if (written <= 0) ::_exit(1);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  template <class T>
  void say(FrameType type, const T& noun) const {
    raw(frame_bytes(type, to_cbor(noun)));
  }
  void head() const { say(FrameType::head, DocumentHead{.media_type = "text/plain"}); }
  void text(std::string text) const { say(FrameType::segment, Segment{{}, std::move(text)}); }
  void end() const { say(FrameType::end, ExtractEnd{}); }

 private:
  int fd_;
  int file_;
  std::string scratch_;
};

// Says how a forbidden thing ended: "denied" or "allowed".
void report(const Speaker& speaker, bool allowed) {
  speaker.head();
  speaker.text(allowed ? "allowed" : "denied");
  speaker.end();
}

// The same as the content of a preview.
void show(const Speaker& speaker, bool allowed) {
  speaker.head();
  speaker.say(FrameType::member_begin, Member{.path = "document.pdf"});
  speaker.raw(frame_bytes(FrameType::member_data, allowed ? "allowed" : "denied"));
  speaker.say(FrameType::member_end, Member{.path = "document.pdf"});
  speaker.end();
}

bool writes(const std::string& path) {
  const int fd = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600);
  return fd >= 0 && ::write(fd, "x", 1) == 1;
}

// The scratch is mounted so that no program runs from it, or Landlock says so.
bool runs_a_copy_of_true(const std::string& folder) {
  const std::string copy = folder + "/true";
  const int from = ::open("/bin/true", O_RDONLY);
  const int to = ::open(copy.c_str(), O_CREAT | O_WRONLY, 0700);
  char block[4096];
  for (ssize_t got = 0; (got = ::read(from, block, sizeof block)) > 0;)
    if (::write(to, block, static_cast<std::size_t>(got)) != got) return false;
  ::close(to);
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl(copy.c_str(), "true", nullptr);
    ::_exit(1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  return status == 0;
}

void wait_forever() {
  while (true) ::pause();
}

void use_memory() {
  std::string hoard;
  for (std::size_t size = 1 << 20; size < std::size_t{8} << 30; size += 64 << 20) hoard.resize(size, 'x');
}

using Deed = void (*)(const Speaker&);
const std::map<std::string, Deed> kDeeds = {
    {"good", [](const Speaker& s) { report(s, true); }},
    {"crash",
     [](const Speaker& s) {
       s.head();
       s.text("before");
       std::raise(SIGSEGV);
     }},
    {"kill",
     [](const Speaker& s) {
       s.head();
       std::raise(SIGKILL);
     }},
    {"exit", [](const Speaker&) {}},
    {"hang", [](const Speaker&) { wait_forever(); }},
    {"hang after text",
     [](const Speaker& s) {
       s.head();
       s.text("before");
       wait_forever();
     }},
    {"hang with child",
     [](const Speaker& s) {
       s.head();
       if (const pid_t child = ::fork(); child == 0)
         wait_forever();
       else
         s.text(std::to_string(child));
       wait_forever();
     }},
    {"spin",
     [](const Speaker& s) {
       s.head();
       while (::getppid() != 0) {
       }
     }},
    {"hoard",
     [](const Speaker& s) {
       s.head();
       use_memory();
       s.end();
     }},
    {"flood",
     [](const Speaker& s) {
       s.head();
       while (true) s.text(std::string(100'000, 'x'));
     }},
    {"rubbish", [](const Speaker& s) { s.raw("GET / HTTP/1.1\r\n\r\n"); }},
    {"no head",
     [](const Speaker& s) {
       s.text("x");
       s.end();
     }},
    {"two heads",
     [](const Speaker& s) {
       s.head();
       s.head();
       s.end();
     }},
    {"bad text",
     [](const Speaker& s) {
       s.head();
       s.text("\xFF\xFE");
       s.end();
     }},
    {"answers of no segment",
     [](const Speaker& s) {
       s.head();
       s.text("x");
       s.say(FrameType::answers, SegmentAnswers{1, {{0, 1}}});
       s.end();
     }},
    {"answers in disorder",
     [](const Speaker& s) {
       s.head();
       s.text("x");
       s.say(FrameType::answers, SegmentAnswers{0, {{3, 4}, {0, 1}}});
       s.end();
     }},
    {"answers within a segment",
     [](const Speaker& s) {
       s.head();
       s.say(FrameType::segment, Segment{{}, "x", {{0, 1}}});
       s.end();
     }},
    {"escape",
     [](const Speaker& s) {
       s.head();
       s.say(FrameType::member_begin, Member{.path = "../x"});
       s.end();
     }},
    {"network", [](const Speaker& s) { report(s, ::socket(AF_INET, SOCK_STREAM, 0) >= 0); }},
    {"unix socket", [](const Speaker& s) { report(s, ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0); }},
    {"trace", [](const Speaker& s) { report(s, ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, 0) == 0); }},
    {"mount", [](const Speaker& s) { report(s, ::mount("tmpfs", "/tmp", "tmpfs", 0, nullptr) == 0); }},
    {"new namespace", [](const Speaker& s) { report(s, ::unshare(CLONE_NEWUSER) == 0); }},
    {"old socket", [](const Speaker& s) { report(s, ::syscall(SYS_socketpair, 1, 1, 0, nullptr) == 0); }},
    {"list processes", [](const Speaker& s) { report(s, ::open("/proc", O_RDONLY | O_DIRECTORY) >= 0); }},
    {"own file again",
     [](const Speaker& s) {
       const std::string path = "/proc/self/fd/" + std::to_string(s.file());
       report(s, ::open(path.c_str(), O_RDONLY) >= 0);
     }},
    {"foreign file", [](const Speaker& s) { report(s, ::open("/tmp/kecang-sandbox-test", O_RDONLY) >= 0); }},
    {"helper program",
     [](const Speaker& s) {
       const pid_t child = ::fork();
       if (child == 0) {
         ::execl("/bin/true", "true", nullptr);
         ::_exit(1);
       }
       int status = 1;
       ::waitpid(child, &status, 0);
       report(s, status == 0);
     }},
    {"write file",
     [](const Speaker& s) {
       const int fd = ::open("/tmp/kecang-sandbox-test", O_CREAT | O_WRONLY, 0600);
       report(s, fd >= 0 && ::write(fd, "x", 1) == 1);
     }},
    {"write scratch", [](const Speaker& s) { show(s, writes(s.scratch() + "/mine")); }},
    {"write beside scratch",
     [](const Speaker& s) {
       show(s, writes("/kecang-sandbox-test") || writes("/var/kecang-sandbox-test") ||
                   writes("/usr/kecang-sandbox-test") || writes("/dev/kecang-sandbox-test"));
     }},
    {"run from scratch", [](const Speaker& s) { show(s, runs_a_copy_of_true(s.scratch())); }},
    {"network with scratch", [](const Speaker& s) { show(s, ::socket(AF_INET, SOCK_STREAM, 0) >= 0); }},
    {"call out",
     [](const Speaker& s) {
       const sockaddr somebody{.sa_family = AF_UNIX, .sa_data = "/x"};
       const int own = ::socket(AF_UNIX, SOCK_STREAM, 0);
       show(s, own < 0 || ::connect(own, &somebody, sizeof(somebody)) == 0 || errno != EPERM);
     }},
    {"odd preview",
     [](const Speaker& s) {
       s.head();
       s.say(FrameType::member_begin, Member{.path = "page-1.exe"});
     }},
    {"truncate file",
     [](const Speaker& s) { report(s, ::truncate("/tmp/kecang-sandbox-test", 0) == 0 || errno != EPERM); }},
    {"environment",
     [](const Speaker& s) {
       std::string all;
       for (char** entry = environ; *entry != nullptr; ++entry) all += std::string(*entry) + "\n";
       s.head();
       s.text(all);
       s.end();
     }},
    {"descriptors",
     [](const Speaker& s) {
       std::string all;
       for (int fd = 0; fd < 256; ++fd)
         if (::fcntl(fd, F_GETFD) >= 0) all += std::to_string(fd) + " ";
       s.head();
       s.text(all);
       s.end();
     }},
};

}  // namespace
}  // namespace kecang

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::signal(SIGPIPE, SIG_IGN);
  kecang::ServeOptions options;
  for (int i = 3; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--unconfined") options.confinement = kecang::Confinement::optional;
    if (word == "--scratch") options.workplace = kecang::Workplace::scratch;
  }
  return kecang::serve_extractions(std::atoi(argv[2]), options,
                                   [](const kecang::ExtractRequest& request, int file, int out) {
                                     const auto deed = kecang::kDeeds.find(request.name);
                                     if (deed != kecang::kDeeds.end())
                                       deed->second(kecang::Speaker(out, file, request.scratch));
                                   });
}
