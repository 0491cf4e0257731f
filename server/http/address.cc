#include "server/http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "server/http/head.h"

namespace kecang::http {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool equal_prefix(const AddressBytes& a, const AddressBytes& b, unsigned bits) {
  for (unsigned i = 0; i < bits; ++i) {
    const auto mask = static_cast<std::uint8_t>(0x80U >> i % 8);
    if ((a[i / 8] & mask) != (b[i / 8] & mask)) return false;
  }
  return true;
}

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) {
  const std::string terminated(text);
  AddressBytes bytes{};
  if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return bytes;
  std::copy(kMapped.begin(), kMapped.end(), bytes.begin());
  if (::inet_pton(AF_INET, terminated.c_str(), bytes.data() + kMapped.size()) == 1) return bytes;
  return std::nullopt;
}

std::string address_text(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
  } else if (address.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    const bool mapped = std::memcmp(&v6.sin6_addr, kMapped.data(), kMapped.size()) == 0;
    if (mapped)
      ::inet_ntop(AF_INET, v6.sin6_addr.s6_addr + kMapped.size(), text.data(), text.size());
    else
      ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

Result<AddressSet> AddressSet::parse(const std::vector<std::string>& texts) {
  AddressSet set;
  for (const auto& text : texts) {
    const auto slash = std::min(text.find('/'), text.size());
    const auto network = parse_address(std::string_view(text).substr(0, slash));
    const unsigned width = text.find(':') == std::string::npos ? 32 : 128;
    unsigned bits = width;
    bool good = network.has_value();
    if (slash < text.size()) {
      const auto* end = text.data() + text.size();
      const auto [rest, problem] = std::from_chars(text.data() + slash + 1, end, bits);
      good = good && problem == std::errc() && rest == end && bits <= width;
    }
    if (!good) return Error::invalid("http.address_malformed").with("value", text);
    set.ranges_.push_back({*network, bits + (128 - width)});
  }
  return set;
}

bool AddressSet::contains(std::string_view address) const {
  if (ranges_.empty()) return false;
  const auto bytes = parse_address(address);
  return bytes && std::any_of(ranges_.begin(), ranges_.end(), [&](const Range& range) {
           return equal_prefix(*bytes, range.network, range.bits);
         });
}

std::string client_address(const std::string& peer, std::string_view forwarded_for,
                           const AddressSet& trusted) {
  std::string client = peer;
  while (!forwarded_for.empty() && trusted.contains(client)) {
    const auto comma = forwarded_for.rfind(',');
    const auto start = comma == std::string_view::npos ? 0 : comma + 1;
    const auto last = trim(forwarded_for.substr(start));
    if (!parse_address(last)) return client;
    client = last;
    forwarded_for = forwarded_for.substr(0, start == 0 ? 0 : comma);
  }
  return client;
}

}  // namespace kecang::http
