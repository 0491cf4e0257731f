/// load: how many requests a second a running server answers N clients that each wait for their answer before
/// they ask again, and how long an answer takes. Searches of one person, or any paths, each with the header
/// of whoever asks.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>
#include <vector>

#include "tests/support/http_client.h"

namespace kecang::bench {
namespace {

using testing::HttpClient;
using Clock = std::chrono::steady_clock;

struct Arguments {
  int port = 8080;
  std::string login;
  std::string password;
  std::string queries;
  std::string paths;
  bool json = false;
  std::size_t clients = 1;
  double seconds = 10;
  std::uint64_t requests = 1'000'000;
  int page_size = 10;
};

std::string encoded(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) out += fmt::format("%{:02X}", c);
  return out;
}

struct Request {
  std::string path;
  testing::HttpHeaders headers;
};

/// One query a line; of tab-separated lines the last column.
std::vector<std::string> read_queries(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::string> queries;
  for (std::string line; std::getline(in, line);) {
    if (const auto tab = line.rfind('\t'); tab != std::string::npos) line.erase(0, tab + 1);
    if (!line.empty()) queries.push_back(encoded(line));
  }
  if (queries.empty()) throw std::runtime_error("no queries in " + file);
  return queries;
}

/// The session's cookie; one sign-in for all clients.
std::string sign_in(const Arguments& arguments) {
  HttpClient client(arguments.port);
  const auto answer =
      client.post_json("/api/v1/session", {{"login", arguments.login}, {"password", arguments.password}});
  const auto cookie = answer.header("set-cookie");
  if (answer.status != 200 || cookie.empty())
    throw std::runtime_error(fmt::format("cannot sign in: {} {}", answer.status, answer.body));
  return cookie.substr(0, cookie.find(';'));
}

std::vector<Request> searches(const Arguments& arguments) {
  std::vector<Request> requests;
  const auto cookie = sign_in(arguments);
  for (const auto& query : read_queries(arguments.queries))
    requests.push_back(
        {fmt::format("/api/v1/search?page_size={}&q={}", arguments.page_size, query), {{"Cookie", cookie}}});
  return requests;
}

/// A path a line, with a tab and the Cookie header behind it where one is to be sent.
std::vector<Request> read_paths(const std::string& file) {
  std::ifstream in(file);
  std::vector<Request> requests;
  for (std::string line; std::getline(in, line);) {
    Request request{line.substr(0, line.find('\t')), {}};
    if (request.path.size() < line.size())
      request.headers.emplace_back("Cookie", line.substr(request.path.size() + 1));
    if (!request.path.empty()) requests.push_back(std::move(request));
  }
  if (requests.empty()) throw std::runtime_error("no paths in " + file);
  return requests;
}

struct Measured {
  std::vector<double> milliseconds;
  std::uint64_t failed = 0;
};

/// A closed loop: ask, wait for the answer, ask the next.
Measured ask(const Arguments& arguments, const std::vector<Request>& requests,
             std::atomic<std::uint64_t>& next, Clock::time_point end) {
  Measured measured;
  HttpClient client(arguments.port);
  for (auto number = next++; number < arguments.requests && Clock::now() < end; number = next++) {
    const auto& [path, headers] = requests[number % requests.size()];
    const auto begin = Clock::now();
    const auto answer = client.get(path, headers);
    measured.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    if (answer.status != 200) ++measured.failed;
  }
  return measured;
}

double quantile(const std::vector<double>& sorted, double share) {
  const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
  return sorted[place];
}

int measure(const Arguments& arguments) {
  const auto requests = arguments.paths.empty() ? searches(arguments) : read_paths(arguments.paths);
  std::atomic<std::uint64_t> next = 0;
  std::vector<Measured> each(arguments.clients);
  std::vector<std::thread> threads;
  const auto begin = Clock::now();
  const auto end =
      begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(arguments.seconds));
  for (auto& one : each)
    threads.emplace_back([&, place = &one] { *place = ask(arguments, requests, next, end); });
  for (auto& thread : threads) thread.join();
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  Measured all;
  for (const auto& one : each) {
    all.milliseconds.insert(all.milliseconds.end(), one.milliseconds.begin(), one.milliseconds.end());
    all.failed += one.failed;
  }
  if (all.milliseconds.empty()) throw std::runtime_error("no request was sent");
  std::sort(all.milliseconds.begin(), all.milliseconds.end());
  if (arguments.json) {
    std::cout << nlohmann::json{{"requests", all.milliseconds.size()},
                                {"failed", all.failed},
                                {"qps", static_cast<double>(all.milliseconds.size()) / took},
                                {"p50_ms", quantile(all.milliseconds, 0.5)},
                                {"p99_ms", quantile(all.milliseconds, 0.99)}}
                     .dump()
              << '\n';
    return all.failed == 0 ? 0 : 1;
  }
  fmt::print(
      "clients {}\nrequests {}\nfailed {}\nQPS {:.1f}\np50 ms {:.2f}\np90 ms {:.2f}\np99 ms {:.2f}\nmax ms "
      "{:.2f}\n",
      arguments.clients, all.milliseconds.size(), all.failed,
      static_cast<double>(all.milliseconds.size()) / took, quantile(all.milliseconds, 0.5),
      quantile(all.milliseconds, 0.9), quantile(all.milliseconds, 0.99), all.milliseconds.back());
  return all.failed == 0 ? 0 : 1;
}

int run(int count, char** words) {
  Arguments arguments;
  CLI::App app("Measures requests to a running server on this machine (closed loop).", "load");
  app.add_option("--port", arguments.port, "port of the server on 127.0.0.1")->capture_default_str();
  auto* queries =
      app.add_option("--queries", arguments.queries, "file with one query a line")->check(CLI::ExistingFile);
  queries->needs(app.add_option("--login", arguments.login, "who searches"));
  queries->needs(app.add_option("--password", arguments.password));
  auto* paths = app.add_option("--paths", arguments.paths,
                               "or a file with a path a line, and a Cookie header behind a tab")
                    ->check(CLI::ExistingFile)
                    ->excludes(queries);
  app.add_flag("--json", arguments.json, "print one line of JSON");
  app.add_option("--clients", arguments.clients, "at once")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  app.add_option("--seconds", arguments.seconds, "ends after so long")
      ->check(CLI::Range(0.1, 3'600.0))
      ->capture_default_str();
  app.add_option("--requests", arguments.requests, "or after so many requests")->capture_default_str();
  app.add_option("--page-size", arguments.page_size)->check(CLI::Range(1, 100))->capture_default_str();
  app.footer(
      "example:\n  load --port 8080 --login li --password secret --queries words.txt --clients 8 --seconds "
      "20");
  CLI11_PARSE(app, count, words);
  if (queries->count() + paths->count() == 0) {
    std::cerr << "load: --queries or --paths is needed\n";
    return 2;
  }
  try {
    return measure(arguments);
  } catch (const std::exception& error) {
    std::cerr << "load: " << error.what() << '\n';
    return 2;
  }
}

}  // namespace
}  // namespace kecang::bench

int main(int count, char** words) {
  return kecang::bench::run(count, words);
}
