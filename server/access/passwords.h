#pragma once
/// Passwords: their rules, and argon2id at a bounded rate, so that guessing costs the guesser and not the
/// server.
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "schemas/base/result.h"

namespace kecang::access {

struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;
  unsigned at_once = 2;   ///< hashes computed at the same time
  unsigned waiting = 32;  ///< callers waiting for their turn; more are answered busy/login.busy
};

/// Any thread may call; calls wait for their turn.
class Passwords {
 public:
  static constexpr std::size_t kShortest = 8;   ///< characters
  static constexpr std::size_t kLongest = 256;  ///< characters

  /// internal/password.library when libsodium cannot start.
  static Result<std::unique_ptr<Passwords>> create(PasswordCost cost = {});

  Result<std::string> hash(std::string_view password);
  /// Whether the password is the one that was hashed. An empty hash matches nothing, and takes as long.
  Result<bool> verify(const std::string& hash, std::string_view password);

  /// invalid/password.too_short, password.too_long, password.is_login.
  static Result<void> check_rules(std::string_view password, std::string_view login);
  /// Twelve characters that are hard to mistake for one another, in three groups: 62 random bits.
  static std::string one_time();

 private:
  /// One caller's turn.
  class Turn;

  explicit Passwords(PasswordCost cost) : cost_(cost) {}
  Result<std::string> compute(std::string_view password) const;

  const PasswordCost cost_;
  std::string nobodys_hash_;  ///< of a random password; what an unknown user's attempt is measured against
  std::mutex mutex_;
  std::condition_variable freed_;
  unsigned running_ = 0;
  unsigned waiting_ = 0;
};

}  // namespace kecang::access
