#pragma once
/// The live index as this program keeps it up. Resources are applied in the order the catalogue tells them.
/// Not for use by several threads at once.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "indexer/pipeline/writer_lock.h"
#include "schemas/base/clock.h"
#include "schemas/model/indexing.h"
#include "storage/index.h"
#include "storage/xapian/index_writer.h"

namespace kecang::pipeline {

class LiveIndex {
 public:
  /// conflict/index.locked while another process writes it. An index that is absent, of another catalogue
  /// (`epoch`), of another layout or analyser, or damaged is no error: it has to be built, and there is no
  /// live one until then.
  static Result<LiveIndex> open(const std::filesystem::path& data, std::string epoch, const Clock& clock);

  bool is_live() const { return live_ != nullptr; }
  const std::filesystem::path& directory() const { return directory_; }
  const std::string& epoch() const { return options_.epoch; }
  /// Of the live one.
  const std::optional<std::string>& generation() const { return generation_; }

  Result<void> apply(const indexing::IndexBatch& batch);
  /// Durable and visible when it returns.
  Result<void> commit();
  /// Another generation took its place.
  Result<void> reopen();
  /// Erases the former generation when it has been kept for so long.
  Result<void> forget_former(milliseconds kept);
  /// Erases what is neither live nor the former one.
  Result<void> sweep();

 private:
  LiveIndex(WriterLock lock, std::filesystem::path directory, std::string epoch, const Clock& clock);
  Result<void> open_live();

  WriterLock lock_;
  std::filesystem::path directory_;
  xapian::WriterOptions options_;
  const Clock* clock_;
  std::unique_ptr<IndexWriter> live_;
  std::optional<std::string> generation_;
};

}  // namespace kecang::pipeline
