#pragma once
/// IP addresses and ranges of them.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/result.h"

struct sockaddr_storage;

namespace kecang::http {

/// 16 bytes; IPv4 as ::ffff:a.b.c.d.
using AddressBytes = std::array<std::uint8_t, 16>;
std::optional<AddressBytes> parse_address(std::string_view text);
/// As people write it; an IPv4 peer of an IPv6 listener reads as IPv4.
std::string address_text(const sockaddr_storage& address);

class AddressSet {
 public:
  AddressSet() = default;
  /// Addresses or CIDR ranges; invalid/http.address_malformed.
  static Result<AddressSet> parse(const std::vector<std::string>& texts);
  bool contains(std::string_view address) const;

 private:
  struct Range {
    AddressBytes network;
    unsigned bits;
  };
  std::vector<Range> ranges_;
};

/// Who asks: `peer`, or, when the peer is a trusted proxy, the last address in X-Forwarded-For that is none.
std::string client_address(const std::string& peer, std::string_view forwarded_for,
                           const AddressSet& trusted);

}  // namespace kecang::http
