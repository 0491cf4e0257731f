#pragma once
/// Pictures that tests draw themselves. Header only.
#include <cstdint>
#include <string>

#include "tests/support/zip_writer.h"

namespace kecang::testing {

/// Bytes as a zlib stream that stores them; below 64 KiB.
inline std::string stored_by_zlib(const std::string& bytes) {
  std::uint32_t low = 1;
  std::uint32_t high = 0;
  for (const char c : bytes) {
    low = (low + static_cast<std::uint8_t>(c)) % 65521;
    high = (high + low) % 65521;
  }
  const auto size = static_cast<std::uint32_t>(bytes.size());
  std::string packed("\x78\x01\x01", 3);
  for (const std::uint32_t part : {size, size >> 8, ~size, ~size >> 8})
    packed += static_cast<char>(part & 0xFFU);
  packed += bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    packed += static_cast<char>((high << 16 | low) >> shift & 0xFFU);
  return packed;
}

/// A grey PNG whose bytes differ with `shade`; its rows are stored, not packed.
inline std::string png(std::uint32_t width = 4, std::uint32_t height = 3, char shade = '\x40') {
  const auto big = [](std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFFU);
    return bytes;
  };
  const auto chunk = [&](const std::string& type, const std::string& data) {
    return big(static_cast<std::uint32_t>(data.size())) + type + data + big(crc32(type + data));
  };
  std::string rows;
  for (std::uint32_t row = 0; row < height; ++row) rows += std::string(1, '\0') + std::string(width, shade);
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1A\n" + chunk("IHDR", big(width) + big(height) + "\x08\0\0\0\0"s) +
         chunk("IDAT", stored_by_zlib(rows)) + chunk("IEND", "");
}

}  // namespace kecang::testing
