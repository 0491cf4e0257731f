#pragma once
/// The formatting of binary Word documents as a row of instructions. Any thread may call.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "indexer/extract/little_endian.h"

namespace kecang::extract {

/// The length of what an instruction is about, told by its three highest bits; `rest` begins with it.
inline std::size_t operand_length(std::string_view rest, std::uint16_t instruction) {
  constexpr std::uint16_t kTableDefinition = 0xD608;
  switch (instruction >> 13) {
    case 0:
    case 1:
      return 1;
    case 3:
      return 4;
    case 6:
      return instruction == kTableDefinition ? 1U + u16_at(rest, 2) : 1U + byte_at(rest, 2);
    case 7:
      return 3;
    default:
      return 2;
  }
}

/// Calls `take` with each instruction and what it is about, in their order.
template <class Take>
void each_instruction(std::string_view formatting, const Take& take) {
  for (std::size_t at = 0; at + 3 <= formatting.size();) {
    const std::uint16_t instruction = u16_at(formatting, at);
    const std::size_t length = operand_length(formatting.substr(at), instruction);
    take(instruction, part_of(formatting, at + 2, length));
    at += 2 + length;
  }
}

}  // namespace kecang::extract
