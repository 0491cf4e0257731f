#include "schemas/commonness/frequency_table.h"

namespace kecang::commonness {

std::uint32_t row_key(text::TermKind kind, std::string_view term) {
  // FNV-1a, folded to 32 bits.
  std::uint64_t hash = 14'695'981'039'346'656'037ULL;
  const auto mix = [&hash](std::uint8_t byte) { hash = (hash ^ byte) * 1'099'511'628'211ULL; };
  mix(static_cast<std::uint8_t>(kind));
  for (const char byte : term) mix(static_cast<std::uint8_t>(byte));
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

}  // namespace kecang::commonness
