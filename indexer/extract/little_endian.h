#pragma once
/// Numbers out of bytes that nobody vouches for: what lies beyond the end reads as 0. Any thread may call.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kecang::extract {

inline std::uint8_t byte_at(std::string_view bytes, std::size_t offset) {
  return offset < bytes.size() ? static_cast<std::uint8_t>(bytes[offset]) : std::uint8_t{0};
}

inline std::uint16_t u16_at(std::string_view bytes, std::size_t offset) {
  return static_cast<std::uint16_t>(byte_at(bytes, offset) | byte_at(bytes, offset + 1) << 8);
}

inline std::uint32_t u32_at(std::string_view bytes, std::size_t offset) {
  return u16_at(bytes, offset) | static_cast<std::uint32_t>(u16_at(bytes, offset + 2)) << 16;
}

inline std::uint64_t u64_at(std::string_view bytes, std::size_t offset) {
  return u32_at(bytes, offset) | static_cast<std::uint64_t>(u32_at(bytes, offset + 4)) << 32;
}

/// The same, the highest byte first.
inline std::uint16_t big_u16_at(std::string_view bytes, std::size_t offset) {
  return static_cast<std::uint16_t>(byte_at(bytes, offset) << 8 | byte_at(bytes, offset + 1));
}

inline std::uint32_t big_u32_at(std::string_view bytes, std::size_t offset) {
  return static_cast<std::uint32_t>(big_u16_at(bytes, offset)) << 16 | big_u16_at(bytes, offset + 2);
}

/// Empty or short where the bytes end early.
inline std::string_view part_of(std::string_view bytes, std::size_t offset, std::size_t length) {
  return bytes.substr(std::min(offset, bytes.size()), length);
}

}  // namespace kecang::extract
