#pragma once
/// What monitors read: Prometheus text. Any thread may call.
#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/server.h"

namespace kecang {

struct Gauge {
  std::string name;
  std::string help;
  double value = 0;
};

class Metrics {
 public:
  void count(const http::Access& access);
  /// Requests by method, route pattern and status, their times, and the gauges.
  std::string text(const std::vector<Gauge>& gauges) const;

 private:
  static constexpr std::array<double, 12> kBuckets{.001, .0025, .005, .01, .025, .05,
                                                   .1,   .25,   .5,   1,   2.5,  10};
  struct Route {
    std::map<int, std::uint64_t> by_status;
    std::array<std::uint64_t, kBuckets.size()> at_most{};  ///< cumulative, as Prometheus wants it
    std::uint64_t count = 0;
    double seconds = 0;
  };
  struct Key {
    http::Method method;
    std::string pattern;
    auto operator<=>(const Key&) const = default;
  };
  static std::string labels(const Key& key);

  mutable std::mutex mutex_;
  std::map<Key, Route> routes_;
  std::uint64_t bytes_sent_ = 0;
};

/// Resident memory of this process in bytes.
std::uint64_t resident_bytes();

}  // namespace kecang
