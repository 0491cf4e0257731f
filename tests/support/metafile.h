#pragma once
/// Windows' metafiles that tests draw themselves. Header only.
#include <cstdint>
#include <string>
#include <string_view>

namespace kecang::testing {

/// The lowest bytes of a number, the lowest first.
inline std::string little(std::uint64_t value, std::size_t width) {
  std::string bytes;
  for (std::size_t i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
  return bytes;
}

/// A WMF without a header that says its size: a grey rectangle of these units on a ground twice as wide.
inline std::string wmf(std::uint16_t width = 1000, std::uint16_t height = 500) {
  const auto record = [](std::uint16_t function, const std::string& parameters) {
    return little(3 + parameters.size() / 2, 4) + little(function, 2) + parameters;
  };
  const std::string extent = little(height, 2) + little(std::uint64_t{2} * width, 2);
  const std::string grey = little(0, 2) + little(0x808080, 4) + little(0, 2);
  const std::string corners = little(height, 2) + little(width, 2) + little(0, 4);
  const std::string records = record(0x020B, little(0, 4)) + record(0x020C, extent) + record(0x02FC, grey) +
                              record(0x012D, little(0, 2)) + record(0x041B, corners) + record(0, "");
  return little(1, 2) + little(9, 2) + little(0x300, 2) + little((18 + records.size()) / 2, 4) +
         little(1, 2) + little(7, 4) + little(0, 2) + records;
}

/// A rectangle as an EMF of so many hundredths of a millimetre.
inline std::string emf(std::uint32_t width = 1000, std::uint32_t height = 500) {
  const auto record = [](std::uint32_t type, const std::string& body) {
    return little(type, 4) + little(8 + body.size(), 4) + body;
  };
  const std::string corners = little(0, 8) + little(20, 4) + little(10, 4);
  const std::string records = record(43, corners) + record(14, little(0, 4) + little(16, 4) + little(20, 4));
  const std::string head = little(0, 8) + little(40, 4) + little(10, 4) + little(0, 8) + little(width, 4) +
                           little(height, 4) + " EMF" + little(0x10000, 4) + little(88 + records.size(), 4) +
                           little(3, 4) + little(1, 4) + std::string(12, '\0') + little(1000, 4) +
                           little(1000, 4) + little(250, 4) + little(250, 4);
  return record(1, head) + records;
}

}  // namespace kecang::testing
