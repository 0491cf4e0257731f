#pragma once
/// How long a sign-in has to wait after failures, per account and per address. Kept in the store, so that a
/// restart forgives nothing; every wait ends, so that nobody is locked out for good.
#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/base/clock.h"
#include "storage/catalog/directory.h"

namespace kecang::access {

struct ThrottleRule {
  std::uint32_t free = 5;                   ///< failures without a wait
  seconds longest{300};                     ///< the wait doubles from one second up to this
  milliseconds memory{seconds{24 * 3600}};  ///< failures are forgotten after so long without one
};

struct ThrottleRules {
  ThrottleRule account{};
  /// A whole school may stand behind one address: more is free, the wait stays short, and it is soon
  /// forgotten.
  ThrottleRule address{.free = 50, .longest = seconds{10}, .memory = seconds{15 * 60}};
};

/// Any thread may call.
class Throttle {
 public:
  Throttle(Directory& directory, ThrottleRules rules) : directory_(directory), rules_(rules) {}

  /// busy/login.throttled with `retry_after` in seconds while either has to wait.
  Result<void> admit(std::string_view login, std::string_view remote, Time now) const;
  /// Counts an attempt against the account before its password is looked at, so that attempts sent at the
  /// same time count too.
  Result<void> attempt(std::string_view login, Time now);
  Result<void> failed(std::string_view remote, Time now);
  Result<void> succeeded(std::string_view login);

 private:
  Directory& directory_;
  const ThrottleRules rules_;
};

/// The wait after so many failures.
seconds wait_after(std::uint32_t failures, const ThrottleRule& rule);

/// An IPv4 address as it is; of an IPv6 address the network of its site (64 bits), because one household owns
/// them all.
std::string throttled_network(std::string_view remote);

}  // namespace kecang::access
