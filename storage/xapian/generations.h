#pragma once
/// An index directory holds one folder per generation and a file CURRENT that names the live one, so that an
/// index can be built beside the one in use and take its place in one rename.
#include <filesystem>
#include <optional>
#include <string>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"

namespace kecang::xapian {

/// The live generation's name; nothing if the index was never written. corrupt/index.corrupt if CURRENT is
/// not ours.
Result<std::optional<std::string>> live_generation(const std::filesystem::path& index_directory);

/// Makes an empty folder with a new name; it is not live.
Result<std::string> new_generation(const std::filesystem::path& index_directory, Time now);

/// Durable when it returns: readers move to `generation` with their next request.
Result<void> publish_generation(const std::filesystem::path& index_directory, const std::string& generation);

/// Erases every generation but the live one and `keep`. Only the process that writes the index may call.
Result<void> sweep_generations(const std::filesystem::path& index_directory, const std::string& keep = {});

}  // namespace kecang::xapian
