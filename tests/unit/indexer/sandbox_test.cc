#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "indexer/sandbox/descriptor.h"
#include "indexer/sandbox/extractor.h"

namespace kecang {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TextSink final : public ExtractSink {
 public:
  Result<void> segment(Segment segment) override {
    text += segment.text;
    if (on_text) seen = on_text(segment.text);
    if (refuse) return Error::busy("test.full");
    return {};
  }
  Result<void> member_data(std::string_view bytes) override {
    text += bytes;
    return {};
  }
  std::string text;
  bool refuse = false;
  std::function<pid_t(const std::string&)> on_text;
  pid_t seen = 0;
};

ExtractLimits short_limits() {
  ExtractLimits limits;
  limits.wall = milliseconds{300};
  limits.output_bytes = 1 << 20;
  return limits;
}

class Sandbox : public ::testing::Test {
 protected:
  ExtractEnd run(std::string_view deed, const ExtractLimits& limits = {},
                 ExtractTask task = ExtractTask::text) {
    sink.text.clear();
    const auto end = extractor->run(task, file.get(), deed, limits, sink);
    EXPECT_TRUE(end) << end.error().describe();
    return end ? *end : ExtractEnd{ExtractStatus::broken, "test.error"};
  }

  Descriptor file{::memfd_create("file", MFD_CLOEXEC)};
  std::unique_ptr<Extractor> extractor = *make_process_extractor(KECANG_MISBEHAVING);
  TextSink sink;
};

void expect_end(const ExtractEnd& end, ExtractStatus status, std::string_view reason) {
  EXPECT_EQ(enum_text(end.status), enum_text(status));
  EXPECT_EQ(end.reason, reason);
}

// The process that has this number in its own namespace, as we see it; 0 when there is none.
pid_t seen_from_here(pid_t inner) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream status(entry.path() / "status");
    std::string line;
    std::string name;
    while (std::getline(status, line)) {
      if (line.starts_with("Name:")) name = line;
      const bool numbers = line.starts_with("NSpid:") && name.find("misbehaving") != std::string::npos;
      if (numbers && line.ends_with("\t" + std::to_string(inner)))
        return std::stoi(entry.path().filename().string());
    }
  }
  return 0;
}

bool is_alive(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(stat, line);
  return !line.empty() && line.find(") Z") == std::string::npos;
}

TEST_F(Sandbox, ACrashIsOneFilesTrouble) {
  for (const auto* deed : {"crash", "kill", "exit"}) {
    expect_end(run(deed), ExtractStatus::broken, "extract.crashed");
    expect_end(run("good"), ExtractStatus::ok, "");
  }
}

TEST_F(Sandbox, AHangingChildIsKilledAtTheDeadline) {
  expect_end(run("hang", short_limits()), ExtractStatus::too_large, "extract.out_of_time");
  expect_end(run("hang after text", short_limits()), ExtractStatus::partial, "extract.out_of_time");
  EXPECT_EQ(sink.text, "before");
  expect_end(run("good"), ExtractStatus::ok, "");
}

TEST_F(Sandbox, WhatTheChildStartedDiesWithIt) {
  sink.on_text = [](const std::string& text) { return seen_from_here(std::stoi(text)); };
  expect_end(run("hang with child", short_limits()), ExtractStatus::partial, "extract.out_of_time");
  const pid_t grandchild = sink.seen;
  ASSERT_GT(grandchild, 0);
  for (int i = 0; i < 1000 && is_alive(grandchild); ++i) std::this_thread::sleep_for(milliseconds{5});
  EXPECT_FALSE(is_alive(grandchild));
}

TEST_F(Sandbox, ProcessorTimeIsLimited) {
  ExtractLimits limits;
  limits.cpu = seconds{1};
  expect_end(run("spin", limits), ExtractStatus::too_large, "extract.out_of_time");
}

TEST_F(Sandbox, TooMuchOutputIsCutOff) {
  expect_end(run("flood", short_limits()), ExtractStatus::partial, "extract.output_limit");
  EXPECT_LE(sink.text.size(), 1U << 20);
}

TEST_F(Sandbox, ASenderThatBreaksTheProtocolIsNotBelieved) {
  for (const auto* deed : {"rubbish", "no head", "two heads", "bad text", "answers within a segment"})
    expect_end(run(deed), ExtractStatus::broken, "extract.protocol");
  for (const auto* deed : {"answers of no segment", "answers in disorder"})
    EXPECT_EQ(run(deed).reason, "extract.protocol") << deed;
  expect_end(run("escape", {}, ExtractTask::members), ExtractStatus::broken, "extract.protocol");
  expect_end(run("escape"), ExtractStatus::broken, "extract.protocol");
}

TEST_F(Sandbox, TheSinksErrorStopsTheChildAndIsReturned) {
  sink.refuse = true;
  const auto end = extractor->run(ExtractTask::text, file.get(), "flood", {}, sink);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code(), "test.full");
  sink.refuse = false;
  expect_end(run("good"), ExtractStatus::ok, "");
}

TEST_F(Sandbox, ThereIsNoNetwork) {
  for (const auto* deed : {"network", "unix socket"}) {
    expect_end(run(deed), ExtractStatus::ok, "");
    EXPECT_EQ(sink.text, "denied") << deed;
  }
}

TEST_F(Sandbox, NothingOfTheMachineCanBeReached) {
  std::ofstream("/tmp/kecang-sandbox-test") << "secret";
  for (const auto* deed :
       {"trace", "mount", "new namespace", "old socket", "list processes", "foreign file"}) {
    expect_end(run(deed), ExtractStatus::ok, "");
    EXPECT_EQ(sink.text, "denied") << deed;
  }
  std::filesystem::remove("/tmp/kecang-sandbox-test");
}

TEST_F(Sandbox, WhatAReaderNeedsIsAllowed) {
  const Descriptor regular(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(extractor->run(ExtractTask::text, regular.get(), "own file again", {}, sink));
  EXPECT_EQ(sink.text, "allowed");
  expect_end(run("helper program"), ExtractStatus::ok, "");
  EXPECT_EQ(sink.text, "allowed");
}

TEST_F(Sandbox, NoFileCanBeWritten) {
  run("write file");
  EXPECT_NE(sink.text, "allowed");
  std::filesystem::remove("/tmp/kecang-sandbox-test");
}

TEST_F(Sandbox, APreviewIsWrittenInAPlaceOfItsOwnThatTheNextDoesNotSee) {
  for (int i = 0; i < 2; ++i) {  // the file is made anew each time
    expect_end(run("write scratch", {}, ExtractTask::preview), ExtractStatus::ok, "");
    EXPECT_EQ(sink.text, "allowed");
  }
}

TEST_F(Sandbox, APreviewReachesNothingElse) {
  for (const auto* deed : {"write beside scratch", "run from scratch", "network with scratch", "call out"}) {
    expect_end(run(deed, {}, ExtractTask::preview), ExtractStatus::ok, "");
    EXPECT_EQ(sink.text, "denied") << deed;
  }
}

TEST_F(Sandbox, OnlyThePlaceOfAPreviewCanBeWrittenIn) {
  expect_end(run("write scratch", {}, ExtractTask::members), ExtractStatus::ok, "");
  EXPECT_EQ(sink.text, "denied");
}

TEST_F(Sandbox, APreviewHasNoNameButOurs) {
  expect_end(run("odd preview", {}, ExtractTask::preview), ExtractStatus::broken, "extract.protocol");
}

TEST_F(Sandbox, NoFileCanBeChangedByItsPath) {
  expect_end(run("truncate file"), ExtractStatus::ok, "");
  EXPECT_EQ(sink.text, "denied");
}

// Tells a pipe what a child says, from a process that will be killed.
class PipeSink final : public ExtractSink {
 public:
  explicit PipeSink(int fd) : fd_(fd) {}
  Result<void> segment(Segment segment) override {
    const auto written = ::write(fd_, segment.text.data(), segment.text.size());
    return written > 0 ? Result<void>() : Error::unavailable("test.pipe");
  }

 private:
  int fd_;
};

TEST_F(Sandbox, NothingSurvivesTheParent) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  const pid_t parent = ::fork();
  if (parent == 0) {
    const auto own = make_process_extractor(KECANG_MISBEHAVING);
    PipeSink pipe(write_end.get());
    static_cast<void>((*own)->run(ExtractTask::text, file.get(), "hang with child", {}, pipe));
    ::_exit(0);
  }
  write_end.close();
  std::array<char, 16> said{};
  ASSERT_GT(::read(read_end.get(), said.data(), said.size() - 1), 0);
  const pid_t grandchild = seen_from_here(std::atoi(said.data()));
  ASSERT_GT(grandchild, 0);
  ASSERT_TRUE(is_alive(grandchild));
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  for (int i = 0; i < 1000 && is_alive(grandchild); ++i) std::this_thread::sleep_for(milliseconds{5});
  EXPECT_FALSE(is_alive(grandchild));
}

TEST_F(Sandbox, TheEnvironmentIsEmptyButForTheLanguage) {
  ::setenv("KECANG_SECRET", "hidden", 1);
  run("environment");
  EXPECT_THAT(sink.text, HasSubstr("LANG=C.UTF-8"));
  EXPECT_THAT(sink.text, Not(HasSubstr("KECANG_SECRET")));
}

TEST_F(Sandbox, NoDescriptorOfTheParentIsInherited) {
  const Descriptor secret(::open("/etc/hostname", O_RDONLY));
  const int high = ::fcntl(secret.get(), F_DUPFD, 200);
  run("descriptors");
  EXPECT_THAT(sink.text, Not(HasSubstr(std::to_string(high))));
  ::close(high);
}

#if !defined(__SANITIZE_ADDRESS__)  // sanitizers need the address space
TEST_F(Sandbox, MemoryIsLimited) {
  ExtractLimits limits;
  limits.memory_bytes = 256 << 20;
  const auto end = run("hoard", limits);
  EXPECT_EQ(end.status, ExtractStatus::broken);  // this child does not catch bad_alloc
}
#endif

TEST_F(Sandbox, SeveralThreadsMayRunAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 20; ++k) {
        TextSink own;
        const auto end =
            extractor->run(ExtractTask::text, file.get(), k % 3 == 0 ? "crash" : "good", {}, own);
        if (end && end->reason == (k % 3 == 0 ? "extract.crashed" : "")) ++good;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 80);
}

TEST(SandboxStart, AMissingProgramIsSaid) {
  const auto extractor = make_process_extractor("/nonexistent/kecang-extract");
  ASSERT_FALSE(extractor);
  EXPECT_EQ(extractor.error().code(), "extract.cannot_start");
}

}  // namespace
}  // namespace kecang
