#pragma once
/// Where a generation keeps what labels taught: `learned` in its folder, replaced in one rename. It belongs
/// to the generation and goes with it; without it, or when it cannot be read, nothing is related to anything.
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"
#include "storage/xapian/learned_terms.h"

namespace kecang::xapian {

/// unavailable/store.disk_full, index.unavailable.
Result<void> write_learned(const std::filesystem::path& index_directory, const std::string& generation,
                           const LearnedTerms& learned);
/// Errors of LearnedTerms::parse; not_found/index.not_learned if there is none.
Result<LearnedTerms> read_learned(const std::filesystem::path& index_directory,
                                  const std::string& generation);

/// The newest of it, read once for all. Any thread may call.
class LearnedCache {
 public:
  explicit LearnedCache(std::filesystem::path index_directory)
      : index_directory_(std::move(index_directory)) {}
  /// Never null.
  std::shared_ptr<const LearnedTerms> of(const std::string& generation);
  /// When it was written; the beginning of time where there is none.
  Time written(const std::string& generation) const;
  /// Another one for another file; 0 where there is none.
  std::uint64_t number_of(const std::string& generation) const;

 private:
  /// Another file has another one: each is made under another name and stays as it was made.
  struct Stamp {
    std::string generation;
    std::uint64_t inode = 0;
    std::uint64_t bytes = 0;
    std::int64_t changed = 0;  ///< nanoseconds
    bool operator==(const Stamp&) const = default;
  };
  Stamp stamp_of(const std::string& generation) const;

  const std::filesystem::path index_directory_;
  std::mutex mutex_;
  Stamp stamp_;
  std::shared_ptr<const LearnedTerms> terms_;
};

}  // namespace kecang::xapian
