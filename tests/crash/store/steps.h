#pragma once
/// What the writer process writes, so that the driver can tell whole from torn. Every worker numbers its
/// steps from 1; a step is one transaction or one wave of blobs, and everything in it follows from the
/// worker's name and the step's number.
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "storage/meta_store.h"

namespace kecang::crash {

constexpr int kMetaWorkers = 3;
constexpr int kBlobWorkers = 1;
constexpr int kRowsPerStep = 4;
constexpr int kBlobsPerStep = 3;
/// A step erases the rows of the step this far back.
constexpr std::uint64_t kKeptSteps = 20;

inline std::filesystem::path meta_path(const std::filesystem::path& root) {
  return root / "meta";
}
inline std::filesystem::path blob_path(const std::filesystem::path& root) {
  return root / "blobs";
}

/// Up to 16 KiB that nobody would guess: large enough that ten cycles flush and rotate the engine's log.
inline std::string payload(std::uint64_t worker, std::uint64_t step, std::uint64_t part) {
  std::uint64_t state = worker * 1'000'003 + step * 131 + part + 1;
  const auto next = [&] {
    return state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
  };
  std::string bytes(4'096 + (next() >> 40) % 12'288, '\0');
  for (char& byte : bytes) byte = static_cast<char>(next() >> 56);
  return bytes;
}

inline std::string counter_key(std::uint64_t worker) {
  return "counter/" + std::to_string(worker);
}
inline std::string row_prefix(std::uint64_t worker) {
  return "row/" + std::to_string(worker) + "/";
}
inline std::string row_key(std::uint64_t worker, std::uint64_t step, int part) {
  return row_prefix(worker) + std::to_string(1'000'000'000 + step) + "/" + std::to_string(part);
}

/// All rows that exist after `step`, in order.
inline std::vector<Row> rows_after(std::uint64_t worker, std::uint64_t step) {
  std::vector<Row> rows;
  for (std::uint64_t at = step > kKeptSteps ? step - kKeptSteps + 1 : 1; at <= step; ++at) {
    for (int part = 0; part < kRowsPerStep; ++part) {
      rows.push_back({row_key(worker, at, part), payload(worker, at, static_cast<std::uint64_t>(part))});
    }
  }
  return rows;
}

}  // namespace kecang::crash
