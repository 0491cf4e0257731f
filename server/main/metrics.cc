#include "server/main/metrics.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "server/http/head.h"

namespace kecang {
namespace {

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

}  // namespace

std::string Metrics::labels(const Key& key) {
  // Patterns are ours and hold nothing that needs escaping.
  return fmt::format("method=\"{}\",route=\"{}\"", http::to_string(key.method), key.pattern);
}

void Metrics::count(const http::Access& access) {
  const auto taken = static_cast<double>(access.took.count()) / 1000.0;
  const std::lock_guard lock(mutex_);
  auto& route = routes_[{access.method, access.pattern.empty() ? "other" : access.pattern}];
  ++route.by_status[access.status];
  ++route.count;
  route.seconds += taken;
  for (std::size_t i = 0; i < kBuckets.size(); ++i)
    if (taken <= kBuckets[i]) ++route.at_most[i];
  bytes_sent_ += access.bytes_sent;
}

std::string Metrics::text(const std::vector<Gauge>& gauges) const {
  std::string out;
  const std::lock_guard lock(mutex_);
  head(out, "kecang_http_requests_total", "counter", "Answered requests by route and status.");
  for (const auto& [key, route] : routes_)
    for (const auto& [status, count] : route.by_status)
      out += fmt::format("kecang_http_requests_total{{{},status=\"{}\"}} {}\n", labels(key), status, count);
  head(out, "kecang_http_request_seconds", "histogram", "From a request's arrival to the end of its answer.");
  for (const auto& [key, route] : routes_) {
    for (std::size_t i = 0; i < kBuckets.size(); ++i)
      out += fmt::format("kecang_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels(key), kBuckets[i],
                         route.at_most[i]);
    out += fmt::format("kecang_http_request_seconds_bucket{{{},le=\"+Inf\"}} {}\n", labels(key), route.count);
    out += fmt::format("kecang_http_request_seconds_sum{{{}}} {}\n", labels(key), route.seconds);
    out += fmt::format("kecang_http_request_seconds_count{{{}}} {}\n", labels(key), route.count);
  }
  head(out, "kecang_http_sent_bytes_total", "counter", "Bytes of answers.");
  out += fmt::format("kecang_http_sent_bytes_total {}\n", bytes_sent_);
  for (const auto& gauge : gauges) {
    head(out, gauge.name, "gauge", gauge.help);
    out += fmt::format("{} {}\n", gauge.name, gauge.value);
  }
  return out;
}

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace kecang
