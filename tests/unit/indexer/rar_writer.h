#pragma once
/// Makes RAR archives of stored members for tests, of both generations. Header only.
#include <string>
#include <string_view>

#include "tests/support/zip_writer.h"

namespace kecang::testing {

inline std::string little_endian(std::uint64_t value, std::size_t bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

class OldRarWriter {
 public:
  static constexpr std::uint16_t kVolume = 0x1;
  static constexpr std::uint16_t kSolid = 0x8;
  static constexpr std::uint16_t kNamesLocked = 0x80;
  static constexpr std::uint16_t kLocked = 0x4;
  static constexpr std::uint16_t kNeedsEarlier = 0x10;

  explicit OldRarWriter(std::uint16_t flags = 0)
      : bytes_(
            std::string("Rar!\x1A\x07\0", 7) +
            with_checksum("\x73" + little_endian(flags, 2) + little_endian(13, 2) + std::string(6, '\0'))) {}
  OldRarWriter& add(std::string_view name, std::string_view data, std::uint16_t flags = 0) {
    bytes_ += with_checksum("\x74" + little_endian(0x8000U | flags, 2) + little_endian(32 + name.size(), 2) +
                            little_endian(data.size(), 4) + little_endian(data.size(), 4) + "\x03" +
                            little_endian(crc32(data), 4) + little_endian(0x58210000, 4) + "\x14\x30" +
                            little_endian(name.size(), 2) + little_endian(0x81A4, 4) + std::string(name));
    bytes_ += data;
    return *this;
  }
  std::string bytes() const {
    return bytes_ + with_checksum("\x7B" + little_endian(0x4000, 2) + little_endian(7, 2));
  }

 private:
  static std::string with_checksum(const std::string& header) {
    return little_endian(crc32(header) & 0xFFFFU, 2) + header;
  }
  std::string bytes_;
};

class NewRarWriter {
 public:
  static constexpr std::uint8_t kVolume = 0x1;

  explicit NewRarWriter(std::uint8_t flags = 0) : bytes_(std::string("Rar!\x1A\x07\x01\0", 8)) {
    add_block(std::string("\x01\0", 2) + static_cast<char>(flags));
  }
  NewRarWriter& add(std::string_view name, std::string_view data) { return add_file(name, data, ""); }
  /// Its bytes are cipher text.
  NewRarWriter& add_locked(std::string_view name, std::string_view data) {
    const std::string lock = std::string("\x01\0\0\x0F", 4) + std::string(32, 's');
    return add_file(name, data, static_cast<char>(lock.size()) + lock);
  }
  /// From here on, nothing can be read without the password.
  NewRarWriter& lock_names() {
    add_block(std::string("\x04\0\0\0\x0F", 5) + std::string(16, 's'));
    return *this;
  }
  std::string bytes() const {
    NewRarWriter ended = *this;
    ended.add_block(std::string("\x05\0\0", 3));
    return ended.bytes_;
  }

 private:
  NewRarWriter& add_file(std::string_view name, std::string_view data, const std::string& extra) {
    std::string header = "\x02";
    header += static_cast<char>(extra.empty() ? 2 : 3);
    if (!extra.empty()) header += static_cast<char>(extra.size());
    header += static_cast<char>(data.size());
    header += "\x04";
    header += static_cast<char>(data.size());
    header += "\x20" + little_endian(crc32(data), 4) + std::string("\0\x01", 2);
    header += static_cast<char>(name.size());
    add_block(header + std::string(name) + extra);
    bytes_ += data;
    return *this;
  }
  void add_block(const std::string& header) {
    const std::string sized = static_cast<char>(header.size()) + header;
    bytes_ += little_endian(crc32(sized), 4) + sized;
  }
  std::string bytes_;
};

}  // namespace kecang::testing
