#pragma once
/// Writing the index. One process holds the writer; the engine's lock refuses a second one
/// (conflict/index.locked) and dies with its process.
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "schemas/base/clock.h"
#include "storage/index.h"

namespace kecang::xapian {

struct WriterOptions {
  /// Which catalogue the documents come from. An index of another one is refused
  /// (conflict/index.other_epoch).
  std::string epoch;
  /// Text added since the last commit beyond which the writer commits by itself, which bounds its memory.
  std::size_t flush_bytes = std::size_t{48} << 20;
};

/// Opens the live generation, or makes the first one. unavailable/index.version_mismatch if another layout or
/// analyser wrote it: then it has to be rebuilt.
Result<std::unique_ptr<IndexWriter>> open_writer(const std::filesystem::path& index_directory,
                                                 const WriterOptions& options, const Clock& clock);

/// An index built beside the live one. Destroyed without `publish`: its folder is left for the next sweep.
class Rebuild {
 public:
  static Result<Rebuild> begin(const std::filesystem::path& index_directory, const WriterOptions& options,
                               const Clock& clock);
  IndexWriter& writer() { return *writer_; }
  /// Commits, makes the new generation live and erases the older ones.
  Result<IndexPosition> publish();

 private:
  Rebuild(std::filesystem::path index_directory, std::string generation, std::unique_ptr<IndexWriter> writer)
      : index_directory_(std::move(index_directory)),
        generation_(std::move(generation)),
        writer_(std::move(writer)) {}
  std::filesystem::path index_directory_;
  std::string generation_;
  std::unique_ptr<IndexWriter> writer_;
};

}  // namespace kecang::xapian
