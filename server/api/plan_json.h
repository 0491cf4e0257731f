#pragma once
/// What became of a plan's table, as both APIs write it.
#include "schemas/model/describe.h"
#include "server/library/review.h"

namespace kecang::api {

/// A table of 200,000 files with room to spare.
inline constexpr std::size_t kMostTable = 128 * 1024 * 1024;

Json outcome_json(const TableOutcome& outcome);

}  // namespace kecang::api
