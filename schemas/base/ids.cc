#include "schemas/base/ids.h"

#include <sys/random.h>

#include <array>
#include <cstdint>

namespace kecang {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void fill_random(std::array<std::uint8_t, 10>& bytes) {
  // getrandom(2) does not fail or stop short for up to 256 bytes once the pool is ready.
  while (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
  }
}

void increment(std::array<std::uint8_t, 10>& bytes) {
  for (std::size_t i = bytes.size(); i-- > 0;)
    if (++bytes[i] != 0) return;
}

}  // namespace

std::string new_id_text(Time now) {
  thread_local std::uint64_t last_ms = 0;
  thread_local std::array<std::uint8_t, 10> random{};
  const auto ms = static_cast<std::uint64_t>(now.time_since_epoch().count());
  if (ms == last_ms) {
    increment(random);
  } else {
    fill_random(random);
    last_ms = ms;
  }
  std::array<std::uint8_t, 16> bytes{};
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  for (int i = 0; i < 10; ++i) bytes[6 + i] = random[i];
  // 128 bits as 26 groups of five, the first of which holds the top three bits only.
  std::string text(26, '0');
  for (int digit = 0; digit < 26; ++digit) {
    unsigned value = 0;
    for (int bit = 0; bit < 5; ++bit) {
      const int index = digit * 5 + bit - 2;
      const unsigned set = index < 0 ? 0U : (bytes[index / 8] >> (7 - index % 8)) & 1U;
      value = value << 1U | set;
    }
    text[digit] = kAlphabet[value];
  }
  return text;
}

bool is_id_text(std::string_view text) {
  return text.size() == 26 && text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

}  // namespace kecang
