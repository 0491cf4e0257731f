#include "indexer/sandbox/namespaces.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "indexer/sandbox/descriptor.h"
#include "indexer/sandbox/program_places.h"

namespace kecang {
namespace {

constexpr int kAllKinds = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
constexpr int kNobody = 65534;

void write_text(const char* path, const std::string& text) {
  const Descriptor file(::open(path, O_WRONLY | O_CLOEXEC));
  [[maybe_unused]] const auto written = ::write(file.get(), text.data(), text.size());
}

// Within, we are nobody: root outside is no root here. What cannot be mapped is nobody, too.
void map_to_nobody(uid_t user, gid_t group) {
  const std::string inside = std::to_string(kNobody) + " ";
  write_text("/proc/self/setgroups", "deny");
  write_text("/proc/self/uid_map", inside + std::to_string(user) + " 1");
  write_text("/proc/self/gid_map", inside + std::to_string(group) + " 1");
}

// Without user namespaces, root can have the others all the same.
bool leave_the_machine(Layers& layers) {
  const uid_t user = ::geteuid();
  const gid_t group = ::getegid();
  layers.user_namespace = ::unshare(CLONE_NEWUSER | kAllKinds) == 0;
  if (!layers.user_namespace) return ::unshare(kAllKinds) == 0;
  map_to_nobody(user, group);
  return true;
}

// The process namespace is for children only: the first of them goes on.
void go_on_as_first_process() {
  const pid_t first = ::fork();
  if (first == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    return;
  }
  if (first < 0) ::_exit(1);
  ::close_range(0, ~0U, 0);
  int status = 0;
  while (::waitpid(first, &status, 0) < 0 && errno == EINTR) {
  }
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

// ---- a root folder with nothing in it but what programs need ----

constexpr const char* kNewRoot = "/tmp";  // there on every machine; only we see it change

bool show(const std::string& path) {
  struct stat kind {};
  if (::lstat(path.c_str(), &kind) != 0) return true;  // this machine does without
  const std::string place = kNewRoot + path;
  if (S_ISLNK(kind.st_mode)) {
    std::array<char, 256> target{};
    return ::readlink(path.c_str(), target.data(), target.size() - 1) > 0 &&
           ::symlink(target.data(), place.c_str()) == 0;
  }
  const bool made = S_ISDIR(kind.st_mode)
                        ? ::mkdir(place.c_str(), 0755) == 0
                        : static_cast<bool>(Descriptor(::open(place.c_str(), O_CREAT | O_CLOEXEC, 0644)));
  return made && ::mount(path.c_str(), place.c_str(), nullptr, MS_BIND | MS_REC, nullptr) == 0;
}

// unar asks who it is, and reads nothing when nobody says. The list of the accounts that every machine has
// names none of this machine's.
bool name_the_user() {
  return ::symlink("/usr/share/base-passwd/passwd.master", (std::string(kNewRoot) + "/etc/passwd").c_str()) ==
         0;
}

bool fill_new_root() {
  const std::string root = kNewRoot;
  for (const char* folder : {"/dev", "/etc", "/proc", kScratch, "/var", "/var/cache", "/var/spool"})
    if (::mkdir((root + folder).c_str(), 0755) != 0) return false;
  for (const char* place : kProgramPlaces)
    if (!show(place)) return false;
  return show("/dev/null") && show("/dev/urandom") && name_the_user() &&
         ::mount("proc", (root + "/proc").c_str(), "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0;
}

bool make_read_only() {
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID;
  return ::mount_setattr(AT_FDCWD, "/", AT_RECURSIVE, &attributes, sizeof(attributes)) == 0;
}

// The old root is mounted over the new one for a moment, so that it can be taken away without a name.
bool swap_root() {
  return ::chdir(kNewRoot) == 0 && ::syscall(SYS_pivot_root, ".", ".") == 0 &&
         ::umount2(".", MNT_DETACH) == 0 && ::chdir("/") == 0;
}

bool lay_scratch() {
  const std::string settings = "mode=0700,size=" + std::to_string(kScratchBytes);
  return ::mount("tmpfs", kScratch, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, settings.c_str()) == 0;
}

bool hide_files(Workplace workplace) {
  return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", kNewRoot, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=64k") == 0 &&
         fill_new_root() && swap_root() && make_read_only() &&
         (workplace == Workplace::read_only || lay_scratch());
}

}  // namespace

void enter_namespaces(Layers& layers, Workplace workplace) {
  if (!leave_the_machine(layers)) return;
  layers.network_namespace = true;
  go_on_as_first_process();
  layers.process_namespace = true;
  layers.mount_namespace = hide_files(workplace);
}

}  // namespace kecang
