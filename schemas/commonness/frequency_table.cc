#include "schemas/commonness/frequency_table.h"

#include <cstring>

// The table as a file is placed in the program as it is; as C++ it would take the compiler a minute.
asm(".section .rodata\n"
    ".global kecang_frequency_table\n"
    ".balign 16\n"
    "kecang_frequency_table:\n"
    ".incbin \"" KECANG_FREQUENCY_TABLE
    "\"\n"
    ".previous\n");

namespace kecang::commonness {
namespace {

constexpr std::size_t kKeyBytes = 4;
constexpr std::size_t kRarityBytes = 2;

std::uint32_t number_at(std::size_t place) {
  std::uint32_t number = 0;
  std::memcpy(&number, kecang_frequency_table + place, sizeof number);
  return number;
}

}  // namespace

std::optional<double> rarity(text::TermKind kind, std::string_view term) {
  const auto key = row_key(kind, term);
  const std::size_t count = number_at(0);
  std::size_t low = 0;
  std::size_t high = count;
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (number_at(kKeyBytes * (middle + 1)) < key)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == count || number_at(kKeyBytes * (low + 1)) != key) return {};
  std::uint16_t units = 0;
  std::memcpy(&units, kecang_frequency_table + kKeyBytes * (count + 1) + kRarityBytes * low, sizeof units);
  return units / kUnitsPerNat;
}

}  // namespace kecang::commonness
