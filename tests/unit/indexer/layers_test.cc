#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <seccomp.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>

#include "indexer/sandbox/confine.h"
#include "indexer/sandbox/descriptor.h"
#include "indexer/sandbox/landlock.h"
#include "indexer/sandbox/namespaces.h"
#include "indexer/sandbox/system_calls.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/indexer/other_kernel.h"

namespace kecang {
namespace {

using testing::holds_in_a_child;
using testing::lose_calls;

bool opens(const std::string& path, int flags = O_RDONLY) {
  return static_cast<bool>(Descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0600)));
}

bool is_refused(long result) {
  return result == -1 && errno == EPERM;
}

class Layer : public ::testing::Test {
 protected:
  Layer() { std::ofstream(path_) << "secret"; }
  ~Layer() override { std::filesystem::remove(path_); }

  std::string path_ =
      (std::filesystem::temp_directory_path() / ("kecang-layer-" + std::to_string(::getpid()))).string();
};

TEST_F(Layer, TheListOfSystemCallsAloneStopsNetworkTracingMountingAndWriting) {
  EXPECT_TRUE(holds_in_a_child([&] {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return filter_system_calls() && is_refused(::socket(AF_INET, SOCK_STREAM, 0)) &&
           is_refused(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr)) &&
           is_refused(::mount("tmpfs", "/tmp", "tmpfs", 0, nullptr)) && is_refused(::unlink(path_.c_str())) &&
           is_refused(::open(path_.c_str(), O_WRONLY | O_CLOEXEC)) &&
           is_refused(::open(path_.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0600)) &&
           is_refused(::syscall(SYS_prlimit64, ::getppid(), RLIMIT_CPU, nullptr, nullptr)) && opens(path_);
  }));
}

TEST_F(Layer, LandlockAloneLeavesProgramsAndTheOneFile) {
  if (landlock_version() == 0) {
    EXPECT_FALSE(close_file_system(STDIN_FILENO));
    return;
  }
  const std::string other = path_ + "-other";
  std::ofstream(other) << "read me";
  EXPECT_TRUE(holds_in_a_child([&] {
    const Descriptor mine(::open(other.c_str(), O_RDONLY | O_CLOEXEC));
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return close_file_system(mine.get()) && !opens(path_) && !opens("/etc/passwd") &&
           !opens(path_, O_WRONLY) && ::unlink(path_.c_str()) != 0 && opens("/usr/bin/env") &&
           opens("/proc/self/fd/" + std::to_string(mine.get())) &&
           !opens("/proc/self/fd/" + std::to_string(mine.get()), O_WRONLY);
  }));
  std::filesystem::remove(other);
}

// Nothing answers, because there is not even a device.
bool network_is_unreachable() {
  const Descriptor out(::socket(AF_INET, SOCK_DGRAM, 0));
  sockaddr_in somewhere{};
  somewhere.sin_family = AF_INET;
  somewhere.sin_port = htons(53);
  somewhere.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::connect(out.get(), reinterpret_cast<const sockaddr*>(&somewhere), sizeof(somewhere)) != 0 &&
         errno == ENETUNREACH;
}

// Programs that ask who they are hear of accounts that every machine has.
bool knows_no_account_of_the_machine() {
  return !opens("/etc/passwd") ||
         std::filesystem::read_symlink("/etc/passwd").string().starts_with("/usr/share/");
}

TEST_F(Layer, NamespacesAloneHideNetworkProcessesAndFiles) {
  EXPECT_TRUE(holds_in_a_child([&] {
    Layers layers;
    enter_namespaces(layers);
    if (layers.network_namespace && !network_is_unreachable()) return false;
    if (layers.process_namespace && ::getpid() != 1) return false;
    if (!layers.mount_namespace) return true;
    return !opens(path_) && !opens("/etc/shadow") && knows_no_account_of_the_machine() &&
           opens("/usr/bin/env") && !opens("/usr/kecang-layer-test", O_WRONLY | O_CREAT) &&
           !opens("/kecang-layer-test", O_WRONLY | O_CREAT) && opens("/proc/self/status");
  }));
}

TEST_F(Layer, NoCapabilityIsLeft) {
  EXPECT_TRUE(holds_in_a_child([&] {
    const Layers layers = confine_process();
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
      if (line.starts_with("CapEff:") || line.starts_with("CapPrm:"))
        if (line.find_first_not_of("0", 8) != std::string::npos) return false;
    return layers.no_capabilities && layers.no_new_privileges;
  }));
}

void lose_all_layers() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  for (const int call : {SCMP_SYS(unshare), SCMP_SYS(landlock_create_ruleset), SCMP_SYS(seccomp)})
    seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), call, 0);
  seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                   scmp_arg_cmp{0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0});
  seccomp_load(filter);
  seccomp_release(filter);
}

bool ends_without_layers(Confinement confinement, const ExtractEnd& expected) {
  return holds_in_a_child([&] {
    lose_all_layers();
    const Descriptor file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    ExtractSink sink;
    const auto extractor = make_process_extractor(KECANG_MISBEHAVING, confinement);
    const auto end = (*extractor)->run(ExtractTask::text, file.get(), "good", {}, sink);
    return end && end->status == expected.status && end->reason == expected.reason;
  });
}

TEST(NoLayer, NothingIsReadUnlessTheOperatorSaysSo) {
  EXPECT_TRUE(
      ends_without_layers(Confinement::required, {ExtractStatus::unsupported, "extract.not_confined"}));
  EXPECT_TRUE(ends_without_layers(Confinement::optional, {ExtractStatus::ok, ""}));
}

// Hears what a preview holds.
class PreviewSink final : public ExtractSink {
 public:
  Result<void> member_data(std::string_view bytes) override {
    content += bytes;
    return {};
  }
  std::string content;
};

bool folders_are_left() {
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path()))
    if (entry.path().filename().string().starts_with("kecang-preview-")) return true;
  return false;
}

// What a preview says where namespaces cannot be had.
bool previews_in_a_folder(const std::string& deed, const std::string& expected) {
  return holds_in_a_child([&] {
    const test::TempDir temporary;
    ::setenv("TMPDIR", temporary.path().c_str(), 1);
    lose_calls({SCMP_SYS(unshare)});
    const Descriptor file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    PreviewSink sink;
    const auto extractor = make_process_extractor(KECANG_MISBEHAVING);
    const auto end = (*extractor)->run(ExtractTask::preview, file.get(), deed, {}, sink);
    return end && end->status == ExtractStatus::ok && sink.content == expected && !folders_are_left();
  });
}

TEST(NoMountNamespace, APreviewHasAFolderThatIsGoneAfterwards) {
  if (landlock_version() == 0) return;  // the next test's case
  EXPECT_TRUE(previews_in_a_folder("write scratch", "allowed"));
  for (const auto* deed : {"write beside scratch", "run from scratch", "network with scratch", "call out"})
    EXPECT_TRUE(previews_in_a_folder(deed, "denied")) << deed;
}

TEST(NoMountNamespace, WithoutLandlockThereIsNoPreview) {
  EXPECT_TRUE(holds_in_a_child([&] {
    lose_calls({SCMP_SYS(unshare), SCMP_SYS(landlock_create_ruleset)});
    const Descriptor file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    PreviewSink sink;
    const auto extractor = make_process_extractor(KECANG_MISBEHAVING);
    const auto end = (*extractor)->run(ExtractTask::preview, file.get(), "write scratch", {}, sink);
    return end && end->status == ExtractStatus::unsupported && end->reason == "extract.preview_unavailable" &&
           sink.content.empty();
  }));
}

}  // namespace
}  // namespace kecang
