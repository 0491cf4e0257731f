#pragma once
/// The text of what is packed in an archive that is itself a file of an import: it becomes text of that file,
/// so that a word inside finds it. Not for use by several threads at once.
#include <cstdint>
#include <string>

#include "indexer/pipeline/workshop.h"
#include "schemas/model/indexing.h"

namespace kecang::pipeline {

/// An import, an archive in it, and two within that: what is packed deeper is known by name.
inline constexpr int kNestedLevels = 3;
/// Text of all members together, how many of them are read, and how large one may be.
inline constexpr std::uint64_t kNestedTextBytes = 16ULL << 20;
inline constexpr std::uint32_t kNestedMembers = 2'000;
inline constexpr std::uint64_t kNestedMemberBytes = 64ULL << 20;
inline constexpr seconds kNestedTime{600};

/// Whether it was an archive that was read, so that its members can be.
bool holds_members(const DocumentHead& head);

/// Appends to `outcome`, what was read of the archive `file`, a section for each piece of its members' text,
/// under the member's path. What a limit leaves out makes it partial, with the reason. Errors are only ours.
Result<void> add_nested_text(const Workshop& workshop, int file, const std::string& name,
                             indexing::Outcome& outcome);

}  // namespace kecang::pipeline
