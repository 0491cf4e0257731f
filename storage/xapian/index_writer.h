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

class GenerationWriter;

/// A generation made beside the live one. Destroyed without `publish`: its folder stays, for `resume` or for
/// the next sweep.
class Rebuild {
 public:
  /// An empty one. Every other generation but the live one is erased, which makes room.
  static Result<Rebuild> begin(const std::filesystem::path& index_directory, const WriterOptions& options,
                               const Clock& clock);
  /// Goes on with a generation that is not live, whatever it lacks; it gets a new name. Errors as
  /// `open_writer`.
  static Result<Rebuild> resume(const std::filesystem::path& index_directory, const std::string& generation,
                                const WriterOptions& options, const Clock& clock);

  const std::string& generation() const { return generation_; }
  IndexWriter& writer();
  /// As `replace`, of a resource that is not in this generation yet: nothing has to be looked up.
  Result<void> add(const IndexDocument& document);
  /// Commits and writes the files anew without their holes. Nothing may be changed meanwhile.
  Result<void> compact();
  /// Commits and makes this generation live; what was live becomes the former one.
  Result<IndexPosition> publish();

  Rebuild(Rebuild&&) noexcept;
  Rebuild& operator=(Rebuild&&) noexcept;
  ~Rebuild();

 private:
  Rebuild(std::filesystem::path index_directory, std::string generation, WriterOptions options,
          const Clock& clock);
  Result<void> open();

  std::filesystem::path index_directory_;
  std::string generation_;
  WriterOptions options_;
  const Clock* clock_;
  std::unique_ptr<GenerationWriter> writer_;
};

}  // namespace kecang::xapian
