#pragma once
/// A real kecang-server on a data folder of its own and a free port, for tests that speak HTTP to it. The
/// test's CMake target gives the paths of the programs (kecang_live_test in tests/live/CMakeLists.txt).
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "tests/support/child_process.h"
#include "tests/support/http_client.h"
#include "tests/support/temp_dir.h"

namespace kecang::testing {

enum class WithIndexer { no, yes };

class LiveServer {
 public:
  /// Runs `kecang-server init` and then `kecang-server run`. `environment` are KECANG_* settings.
  explicit LiveServer(WithIndexer indexer = WithIndexer::no,
                      std::map<std::string, std::string> environment = {})
      : indexer_(indexer), environment_(std::move(environment)) {
    environment_.try_emplace("KECANG_STORAGE_FREE_SPACE_FLOOR", "1048576");
    environment_.try_emplace("KECANG_SERVER_PORT", "0");
    environment_.try_emplace("KECANG_LOG_FORMAT", "json");
    ChildProcess init({KECANG_SERVER_PROGRAM, "init", "--data", data().string(), "--json"}, environment_,
                      log());
    const auto said = nlohmann::json::parse(init.read_output(), nullptr, false);
    if (said.is_object()) admin_password_ = said.value("password", "");
    EXPECT_EQ(init.wait(), 0) << "kecang-server init failed: " << log_text();
    start();
  }

  std::filesystem::path data() const { return folder_ / "data"; }
  std::filesystem::path log() const { return folder_ / "server.log"; }
  std::string log_text() const {
    return std::filesystem::exists(log()) ? test::read_file(log()) : std::string();
  }
  int port() const { return port_; }
  pid_t pid() const { return process_ ? process_->pid() : -1; }
  const std::string& admin_password() const { return admin_password_; }
  std::string internal_token() const { return test::read_file(data() / "internal.token"); }

  /// A client without any identity.
  HttpClient client() const { return HttpClient(port_); }
  /// A signed-in client as a page is one: cookie and CSRF token.
  HttpClient sign_in(const std::string& login, const std::string& password) const {
    HttpClient page(port_);
    page.keep_cookies();
    const auto answer = page.post_json("/api/v1/session", {{"login", login}, {"password", password}});
    EXPECT_EQ(answer.status, 200) << answer;
    if (answer.status == 200) page.with_header("X-CSRF-Token", answer.json().value("csrf_token", ""));
    return page;
  }
  /// The first administrator, who chooses a password of their own at the first sign-in.
  HttpClient admin() {
    auto page = sign_in("admin", admin_password_);
    if (admin_has_chosen_) return page;
    const std::string chosen = "chosen-by-the-admin";
    const auto answer =
        page.put_json("/api/v1/session/password", {{"current", admin_password_}, {"new", chosen}});
    EXPECT_EQ(answer.status, 204) << answer;
    page.with_header("X-CSRF-Token", answer.header("x-csrf-token"));
    admin_password_ = chosen;
    admin_has_chosen_ = true;
    return page;
  }

  /// Other settings count from the next start on.
  void set(const std::string& name, const std::string& value) { environment_[name] = value; }
  void start() {
    std::error_code ignored;
    std::filesystem::remove(data() / "server.address", ignored);
    std::vector<std::string> command{KECANG_SERVER_PROGRAM, "run", "--data", data().string()};
    if (indexer_ == WithIndexer::no) command.emplace_back("--no-indexer");
    process_ = std::make_unique<ChildProcess>(command, environment_, log());
    const bool up = wait_until(
        [&] { return !process_->running() || std::filesystem::exists(data() / "server.address"); });
    ASSERT_TRUE(up && process_->running()) << "kecang-server did not come up: " << log_text();
    const auto address = test::read_file(data() / "server.address");
    port_ = std::stoi(address.substr(address.rfind(':') + 1));
  }
  /// Asks it to end in peace; its exit code.
  std::optional<int> terminate() {
    process_->signal(SIGTERM);
    return process_->wait();
  }
  void kill() {
    process_->signal(SIGKILL);
    process_->wait();
  }
  void restart() {
    EXPECT_EQ(terminate(), 0) << log_text();
    start();
  }

  /// True as soon as `condition` holds; false when it did not within `patience`.
  static bool wait_until(const std::function<bool()>& condition,
                         std::chrono::seconds patience = std::chrono::seconds{60}) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return condition();
  }

 private:
  test::TempDir folder_;
  WithIndexer indexer_;
  std::map<std::string, std::string> environment_;
  std::string admin_password_;
  bool admin_has_chosen_ = false;
  std::unique_ptr<ChildProcess> process_;
  int port_ = 0;
};

}  // namespace kecang::testing
