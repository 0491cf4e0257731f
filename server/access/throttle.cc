#include "server/access/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace kecang::access {
namespace {

std::string account_key(std::string_view login) {
  return "login:" + std::string(login);
}
std::string address_key(std::string_view remote) {
  return "address:" + throttled_network(remote);
}

seconds remaining(const Directory::Failures& failures, const ThrottleRule& rule, Time now) {
  if (now - failures.last > rule.memory) return seconds{0};
  const auto left = failures.last + wait_after(failures.count, rule) - now;
  return left.count() <= 0 ? seconds{0} : std::chrono::ceil<seconds>(left);
}

}  // namespace

seconds wait_after(std::uint32_t failures, const ThrottleRule& rule) {
  if (failures < rule.free) return seconds{0};
  const std::uint32_t doublings = std::min<std::uint32_t>(failures - rule.free, 30);
  return std::min(rule.longest, seconds{std::int64_t{1} << doublings});
}

std::string throttled_network(std::string_view remote) {
  std::array<unsigned char, 16> address{};
  std::string text(remote);
  if (inet_pton(AF_INET6, text.c_str(), address.data()) != 1) return text;
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::equal(kMapped.begin(), kMapped.end(), address.begin())) return text.substr(text.rfind(':') + 1);
  std::fill(address.begin() + 8, address.end(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> network{};
  inet_ntop(AF_INET6, address.data(), network.data(), network.size());
  return network.data();
}

Result<void> Throttle::admit(std::string_view login, std::string_view remote, Time now) const {
  KECANG_ASSIGN(const auto account, directory_.failures(account_key(login)));
  KECANG_ASSIGN(const auto address, directory_.failures(address_key(remote)));
  const seconds wait =
      std::max(remaining(account, rules_.account, now), remaining(address, rules_.address, now));
  if (wait.count() > 0)
    return Error::busy("login.throttled").with("retry_after", std::to_string(wait.count()));
  return {};
}

Result<void> Throttle::attempt(std::string_view login, Time now) {
  KECANG_TRY(directory_.record_failure(account_key(login), now, rules_.account.memory));
  return {};
}

Result<void> Throttle::failed(std::string_view remote, Time now) {
  KECANG_TRY(directory_.record_failure(address_key(remote), now, rules_.address.memory));
  return {};
}

Result<void> Throttle::succeeded(std::string_view login) {
  return directory_.clear_failures(account_key(login));
}

}  // namespace kecang::access
