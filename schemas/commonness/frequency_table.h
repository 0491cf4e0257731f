#pragma once
/// The table that kecang_make_commonness writes when the program is built. Internal to this folder.
#include <cstdint>
#include <optional>
#include <string_view>

#include "schemas/base/text.h"

namespace kecang::commonness {

/// A row stands for one term of one kind. Two terms share a row only when these hashes collide: one term in
/// ten thousand that the table does not hold then seems as common as one it does.
std::uint32_t row_key(text::TermKind kind, std::string_view term);

/// -ln(share of all terms of its kind), in units of 1/kUnitsPerNat.
inline constexpr double kUnitsPerNat = 2048;

/// Nothing for a term that the table does not hold.
std::optional<double> rarity(text::TermKind kind, std::string_view term);

/// The bytes: count (4, little endian), that many keys (4 each, ascending), that many rarities (2 each).
/// Placed by the assembler from the built file.
extern "C" const unsigned char kecang_frequency_table[];

}  // namespace kecang::commonness
