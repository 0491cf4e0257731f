#include "schemas/base/zip.h"

#include <algorithm>
#include <array>

namespace kecang::zip {
namespace {

constexpr std::uint16_t kVersion = 45;           // ZIP64
constexpr std::uint16_t kFlags = 0x0808;         // UTF-8 names; checksum behind the bytes
constexpr std::uint32_t kNoDate = 0x5821'0000U;  // 2024-01-01
constexpr std::uint32_t kSee64 = 0xFFFF'FFFFU;
constexpr std::uint16_t kManyEntries = 0xFFFFU;
constexpr std::chrono::hours kChina{8};  // the format knows no zones; readers take it for their own

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1U) != 0 ? 0xEDB8'8320U : 0U);
    table[i] = value;
  }
  return table;
}

template <class T>
void put(std::string& to, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i)
    to += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFFU);
}

template <class... T>
std::string packed(T... values) {
  std::string bytes;
  (put(bytes, values), ...);
  return bytes;
}

std::uint32_t dos_time(Time time) {
  if (time == Time{}) return kNoDate;
  const auto local = time + kChina;
  const auto midnight = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day day(midnight);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(local - midnight));
  const auto years = static_cast<unsigned>(std::clamp(static_cast<int>(day.year()) - 1980, 0, 127));
  const auto date = years << 9U | static_cast<unsigned>(day.month()) << 5U | static_cast<unsigned>(day.day());
  const auto seconds = static_cast<unsigned>(clock.seconds().count());
  const auto of_day = static_cast<unsigned>(clock.hours().count()) << 11U |
                      static_cast<unsigned>(clock.minutes().count()) << 5U | seconds / 2;
  return date << 16U | of_day;
}

std::string directory_entry(const Member& member) {
  std::string bytes = packed(std::uint32_t{0x0201'4b50}, kVersion, kVersion, kFlags, std::uint16_t{0},
                             dos_time(member.changed), member.crc, kSee64, kSee64,
                             static_cast<std::uint16_t>(member.name.size()), std::uint16_t{28},
                             std::uint16_t{0}, std::uint16_t{0}, std::uint16_t{0}, std::uint32_t{0}, kSee64);
  bytes += member.name;
  return bytes + packed(std::uint16_t{1}, std::uint16_t{24}, member.size, member.size, member.offset);
}

}  // namespace

std::uint32_t crc_of(std::uint32_t crc, std::span<const char> bytes) {
  static constexpr auto kTable = crc_table();
  crc = ~crc;
  for (const char c : bytes) crc = crc >> 8 ^ kTable[(crc ^ static_cast<std::uint8_t>(c)) & 0xFFU];
  return ~crc;
}

/// Sizes stand in a ZIP64 field whatever they are: one form, no special cases.
std::string header(const Member& member) {
  std::string bytes = packed(std::uint32_t{0x0403'4b50}, kVersion, kFlags, std::uint16_t{0},
                             dos_time(member.changed), std::uint32_t{0}, kSee64, kSee64,
                             static_cast<std::uint16_t>(member.name.size()), std::uint16_t{20});
  bytes += member.name;
  return bytes + packed(std::uint16_t{1}, std::uint16_t{16}, member.size, member.size);
}

std::string descriptor(const Member& member) {
  return packed(std::uint32_t{0x0807'4b50}, member.crc, member.size, member.size);
}

std::string directory(const std::vector<Member>& members, std::uint64_t offset) {
  std::string bytes;
  for (const auto& member : members) bytes += directory_entry(member);
  const std::uint64_t size = bytes.size();
  const std::uint64_t count = members.size();
  const std::uint64_t end64 = offset + size;
  const auto few = static_cast<std::uint16_t>(std::min<std::uint64_t>(count, kManyEntries));
  bytes += packed(std::uint32_t{0x0606'4b50}, std::uint64_t{44}, kVersion, kVersion, std::uint32_t{0},
                  std::uint32_t{0}, count, count, size, offset);
  bytes += packed(std::uint32_t{0x0706'4b50}, std::uint32_t{0}, end64, std::uint32_t{1});
  bytes += packed(std::uint32_t{0x0605'4b50}, std::uint16_t{0}, std::uint16_t{0}, few, few, kSee64, kSee64,
                  std::uint16_t{0});
  return bytes;
}

}  // namespace kecang::zip
