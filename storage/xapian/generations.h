#pragma once
/// An index directory holds one folder per generation and a file CURRENT that names the live one, so that an
/// index can be built beside the one in use and take its place in one rename. A file FORMER names the one it
/// replaced.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"

namespace kecang::xapian {

/// Durable when it returns; a reader finds the old text or the new one. unavailable/store.disk_full,
/// index.unavailable.
Result<void> replace_file(const std::filesystem::path& path, const std::string& text);

/// The live generation's name; nothing if the index was never written. corrupt/index.corrupt if CURRENT is
/// not ours.
Result<std::optional<std::string>> live_generation(const std::filesystem::path& index_directory);

/// Makes an empty folder with a new name; it is not live.
Result<std::string> new_generation(const std::filesystem::path& index_directory, Time now);

/// Durable when it returns: readers move to `generation` with their next request. What was live until now
/// becomes the former one.
Result<void> publish_generation(const std::filesystem::path& index_directory, const std::string& generation,
                                Time now);

/// What was live before, kept so that one can go back to it.
struct FormerGeneration {
  std::string name;
  Time since;  ///< when another one took its place
};
Result<std::optional<FormerGeneration>> former_generation(const std::filesystem::path& index_directory);

/// Names of all generations, live or not, whole or not; ascending with time.
Result<std::vector<std::string>> all_generations(const std::filesystem::path& index_directory);

/// Gives a generation that is not live a new name, so that positions ascend when it is published again.
Result<std::string> renew_generation(const std::filesystem::path& index_directory,
                                     const std::string& generation, Time now);

/// What its files take on the disk; 0 when it is not there.
std::uint64_t generation_bytes(const std::filesystem::path& index_directory, const std::string& generation);

/// Every byte of its files is on the disk when it returns.
Result<void> sync_generation(const std::filesystem::path& index_directory, const std::string& generation);

/// Erases every generation but the live one and `keep`. Only the process that writes the index may call.
Result<void> sweep_generations(const std::filesystem::path& index_directory, const std::string& keep = {});

}  // namespace kecang::xapian
