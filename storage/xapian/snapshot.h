#pragma once
/// One open part of a generation at one commit, with what is known of its facets. One thread at a time.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "storage/index.h"
#include "storage/xapian/columns.h"
#include "storage/xapian/facet_dictionary.h"
#include "storage/xapian/layout.h"

namespace kecang::xapian {

class ColumnsCache;

class Snapshot {
 public:
  /// The newest commit of `generation` under `index_directory`. May throw the engine's exceptions.
  Snapshot(const std::filesystem::path& index_directory, std::string generation, Part part);
  ~Snapshot();
  /// Moves to the newest commit. unavailable/index.version_mismatch if another program version wrote it.
  Result<void> refresh();
  /// Gets the columns of its commit, which may move it to a newer one.
  Result<void> take_columns(ColumnsCache& from);

  const std::string& generation() const { return generation_; }
  IndexPosition position() const { return {generation_, revision_}; }
  const Xapian::Database& database() const { return *database_; }
  const FacetValues& facets() const { return facets_; }
  /// After take_columns.
  const Columns& columns() const { return *columns_; }

 private:
  std::string generation_;
  std::unique_ptr<Xapian::Database> database_;
  FacetValues facets_;
  std::shared_ptr<const Columns> columns_;
  std::uint64_t revision_ = ~std::uint64_t{0};  ///< none yet
};

}  // namespace kecang::xapian
