/// ingest PATH…: how fast a fresh server takes in, reads and indexes archives, files, folders or a catalogue.
/// Starts the real programs beside it on a data folder of its own and prints files/s, MB/s, CPU-s and peak
/// memory.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/bench/process_tree.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

namespace kecang::bench {
namespace {

using testing::ChildProcess;
using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kSample{50};
constexpr std::chrono::milliseconds kSampleOfLong{2'000};
constexpr std::chrono::seconds kStart{60};
constexpr double kMega = 1e6;

struct Arguments {
  std::vector<std::filesystem::path> paths;
  std::filesystem::path manifest;
  std::filesystem::path programs = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  std::filesystem::path keep;
  std::filesystem::path rosters;
  std::string school = "bench";
};

/// One school and one teacher, bench.
const std::pair<const char*, const char*> kSmallRosters[] = {
    {"schools", "key,name,region\nbench,Bench,\n"},
    {"users", "key,login,name,password\nbench,bench,Bench,kecang-bench-1\n"},
    {"memberships",
     "kind,member,container,role,from,until\nuser_in_school,bench,bench,teacher,2020-01-01,\n"}};

/// A server with a few people, on a folder that goes away with it.
class FreshServer {
 public:
  explicit FreshServer(const Arguments& arguments)
      : programs_(arguments.programs), data_(arguments.keep.empty() ? folder_ / "data" : arguments.keep) {
    run({"kecang-server", "init"});
    if (arguments.rosters.empty()) {
      for (const auto& [kind, csv] : kSmallRosters)
        roster(kind, folder_.write(std::string(kind) + ".csv", csv));
    } else {
      for (const auto* kind : {"schools", "groups", "users", "memberships"})
        roster(kind, arguments.rosters / (std::string(kind) + ".csv"));
    }
    server_.emplace(command({"kecang-server", "run"}), environment(), folder_ / "server.log");
    const auto end = Clock::now() + kStart;
    while (!std::filesystem::exists(data_ / "server.address")) {
      if (!server_->running() || Clock::now() > end)
        throw std::runtime_error("the server did not come up:\n" + test::read_file(folder_ / "server.log"));
      std::this_thread::sleep_for(kSample);
    }
  }
  pid_t pid() const { return server_->pid(); }
  ChildProcess start(std::vector<std::string> words) const {
    return ChildProcess(command(std::move(words)), environment(), folder_ / "client.log");
  }
  std::string client_log() const { return test::read_file(folder_ / "client.log"); }
  void stop() {
    server_->signal(SIGTERM);
    server_->wait();
  }

 private:
  std::map<std::string, std::string> environment() const {
    return {{"KECANG_SERVER_PORT", "0"},
            {"KECANG_STORAGE_FREE_SPACE_FLOOR", "1048576"},
            {"KECANG_LOG_LEVEL", "warn"}};
  }
  std::vector<std::string> command(std::vector<std::string> words) const {
    words.front() = (programs_ / words.front()).string();
    words.insert(words.end(), {"--data", data_.string()});
    return words;
  }
  void roster(const std::string& kind, const std::filesystem::path& csv) const {
    run({"kecang-server", "admin", "roster", kind, csv.string()});
  }
  void run(std::vector<std::string> words) const {
    ChildProcess program(command(words), environment());
    program.read_output();
    if (program.wait() != 0) throw std::runtime_error(words[0] + " " + words[1] + " failed");
  }

  test::TempDir folder_;
  std::filesystem::path programs_;
  std::filesystem::path data_;
  std::optional<ChildProcess> server_;
};

std::uint64_t bytes_of(const std::filesystem::path& path) {
  if (std::filesystem::is_regular_file(path)) return std::filesystem::file_size(path);
  if (!std::filesystem::is_directory(path)) return 0;  // a pipe, for what need not be kept
  std::uint64_t sum = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    if (entry.is_regular_file()) sum += entry.file_size();
  return sum;
}

std::uint64_t given_bytes(const Arguments& arguments) {
  if (!arguments.manifest.empty()) return bytes_of(arguments.manifest);
  std::uint64_t sum = 0;
  for (const auto& path : arguments.paths) sum += bytes_of(path);
  return sum;
}

std::vector<std::string> import_words(const Arguments& arguments) {
  std::vector<std::string> words{"kecang-indexer", "import", "--school",
                                 arguments.school, "--json", "--quiet"};
  if (!arguments.manifest.empty()) words.insert(words.end(), {"--manifest", arguments.manifest.string()});
  for (const auto& path : arguments.paths) words.push_back(path.string());
  return words;
}

std::uint64_t items_in(const nlohmann::json& result) {
  if (result.contains("records")) return result["records"];
  std::uint64_t items = 0;
  for (const auto& one : result["imports"]) items += one["counts"]["total"].get<std::uint64_t>();
  return items;
}

int measure(const Arguments& arguments) {
  FreshServer server(arguments);
  ProcessTree tree(server.pid());
  const auto begin = Clock::now();
  auto client = server.start(import_words(arguments));
  while (client.running()) {
    tree.sample();
    // A long run is looked at less often, so that looking costs it nothing.
    std::this_thread::sleep_for(
        std::clamp<Clock::duration>((Clock::now() - begin) / 200, kSample, kSampleOfLong));
  }
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  tree.sample();
  const auto result = nlohmann::json::parse(client.read_output(), nullptr, false);
  if (!result.is_object()) throw std::runtime_error("the import failed:\n" + server.client_log());
  const auto items = items_in(result);
  const double mega = static_cast<double>(given_bytes(arguments)) / kMega;
  double cpu = 0;
  for (const auto& [program, seconds] : tree.cpu()) cpu += seconds;
  fmt::print(
      "items {}\nMB {:.1f}\nseconds {:.2f}\nitems/s {:.0f}\nMB/s {:.2f}\nCPU-s {:.2f}\nitems/CPU-s {:.0f}\n",
      items, mega, took, static_cast<double>(items) / took, mega / took, cpu,
      static_cast<double>(items) / cpu);
  for (const auto& [program, seconds] : tree.cpu()) fmt::print("CPU-s {} {:.2f}\n", program, seconds);
  for (const auto& [program, bytes] : tree.peak_memory())
    fmt::print("peak MB {} {:.0f}\n", program, static_cast<double>(bytes) / kMega);
  fmt::print("result {}\n", result.dump());
  server.stop();
  return 0;
}

int run(int count, char** words) {
  Arguments arguments;
  CLI::App app("Measures the way from upload to findable on a fresh server.", "ingest");
  app.add_option("PATH", arguments.paths, "archives, files or folders to import");
  app.add_option("--manifest", arguments.manifest,
                 "a catalogue to import, one JSON record a line; a pipe will do")
      ->check(CLI::ExistingFile);
  app.add_option(
         "--rosters", arguments.rosters,
         "folder with schools.csv, groups.csv, users.csv, memberships.csv (county.py); default: one school")
      ->check(CLI::ExistingDirectory);
  app.add_option("--school", arguments.school, "key of the school that imports");
  app.add_option("--programs", arguments.programs,
                 "folder of kecang-server and kecang-indexer; default: beside this one");
  app.add_option(
      "--keep", arguments.keep,
      "data folder that stays afterwards, for the bench `load` (sign in as bench / kecang-bench-1)");
  app.footer("example:\n  ingest school.zip\n  ingest --manifest catalogue.jsonl --keep /var/tmp/bench");
  CLI11_PARSE(app, count, words);
  try {
    return measure(arguments);
  } catch (const std::exception& error) {
    std::cerr << "ingest: " << error.what() << '\n';
    return 1;
  }
}

}  // namespace
}  // namespace kecang::bench

int main(int count, char** words) {
  return kecang::bench::run(count, words);
}
