#pragma once
/// A ZIP of stored members, made in memory.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace kecang::fuzz {

class StoredZip {
 public:
  void add(std::string_view name, std::string_view content) {
    const auto at = static_cast<std::uint32_t>(bytes_.size());
    const std::string facts = number(20, 2) + number(0x0800, 2) + number(0, 2) + number(0, 4) +
                              number(crc32(content), 4) + number(content.size(), 4) +
                              number(content.size(), 4) + number(name.size(), 2) + number(0, 2);
    bytes_.append("PK\x03\x04").append(facts).append(name).append(content);
    directory_.append("PK\x01\x02").append(number(20, 2)).append(facts);
    directory_.append(number(0, 2))
        .append(number(0, 4))
        .append(number(0, 4))
        .append(number(at, 4))
        .append(name);
    ++members_;
  }
  std::string bytes() const {
    return bytes_ + directory_ + std::string("PK\x05\x06") + number(0, 4) + number(members_, 2) +
           number(members_, 2) + number(directory_.size(), 4) + number(bytes_.size(), 4) + number(0, 2);
  }

 private:
  static std::string number(std::uint64_t value, std::size_t bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
    return out;
  }
  static std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
      crc ^= static_cast<std::uint8_t>(c);
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
  }

  std::string bytes_;
  std::string directory_;
  std::uint64_t members_ = 0;
};

}  // namespace kecang::fuzz
