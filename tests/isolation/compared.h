#pragma once
/// How much the isolation tests compared, and in how many worlds nobody chose.
#include <cstdint>
#include <vector>

namespace kecang::test {

/// Counts one answer of the full library beside that of the visible part. The sums are printed when all tests
/// have run.
void count_compared(std::uint64_t pairs = 1);
void count_world();

/// Of worlds drawn anew: one, or as many as KECANG_ISOLATION_WORLDS says. The first is drawn by chance, or is
/// KECANG_ISOLATION_SEED; the others follow it, so that one number brings a run back.
std::vector<unsigned> fresh_seeds();

}  // namespace kecang::test
