#pragma once
/// SHA-256 (FIPS 180-4), whole or as the bytes come.
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "schemas/base/result.h"

namespace kecang {

struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Digest&) const = default;
  /// 64 lower-case hexadecimal digits.
  std::string hex() const;
  /// invalid/digest.malformed unless 64 hexadecimal digits.
  static Result<Digest> parse_hex(std::string_view text);
};

/// One running hash. Not for use by several threads at once.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(std::string_view bytes);
  /// The digest of all bytes so far; the object starts again from nothing.
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest sha256(std::string_view bytes);

/// Immutable bytes are named by their digest.
using BlobId = Digest;

}  // namespace kecang
