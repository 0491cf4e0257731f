#pragma once
/// The index as this program keeps it: the live one, and while it is being rebuilt a second one beside it,
/// which takes its place when it is whole. Resources are applied in the order the catalogue tells them, to
/// both. Not for use by several threads at once.
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
  /// (`epoch`), of another layout or analyser, or damaged is no error: it has to be rebuilt, and there is no
  /// live one until then.
  static Result<LiveIndex> open(const std::filesystem::path& data, std::string epoch, const Clock& clock);

  bool is_live() const { return live_ != nullptr; }
  bool is_building() const { return building_.has_value(); }
  /// The last resource taken over by the rebuild; empty at its begin.
  const std::string& cursor() const { return cursor_; }

  Result<void> begin_rebuild();
  /// Changes to the live index and to the one being built.
  Result<void> apply(const indexing::IndexBatch& batch);
  /// Durable and visible in the live index.
  Result<void> commit();
  /// The next page of all resources, for the index being built. With the last one (`next` empty) it becomes
  /// the live one.
  Result<void> build(const indexing::IndexBatch& batch, const std::string& next);

 private:
  LiveIndex(WriterLock lock, std::filesystem::path directory, std::string epoch, const Clock& clock);
  Result<void> open_live();

  WriterLock lock_;
  std::filesystem::path directory_;
  xapian::WriterOptions options_;
  const Clock* clock_;
  std::unique_ptr<IndexWriter> live_;
  std::optional<xapian::Rebuild> building_;
  std::string cursor_;
};

}  // namespace kecang::pipeline
