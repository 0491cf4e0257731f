#pragma once
/// One open part of a generation at one commit, with what is known of its facets. One thread at a time.
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/index.h"
#include "storage/xapian/columns.h"
#include "storage/xapian/facet_dictionary.h"
#include "storage/xapian/layout.h"

namespace kecang::xapian {

class Identities;
class Postings;
class VisibleCache;
struct ReaderCaches;

class Snapshot {
 public:
  /// The newest commit of `generation` under `index_directory`. May throw the engine's exceptions.
  Snapshot(const std::filesystem::path& index_directory, std::string generation, Part part);
  ~Snapshot();
  /// Moves to the newest commit. unavailable/index.version_mismatch if another program version wrote it.
  Result<void> refresh();
  /// Gets what is in memory of its commit, which may move it to a newer one. `caches` outlive the snapshot.
  Result<void> take(ReaderCaches& caches);

  const std::string& generation() const { return generation_; }
  IndexPosition position() const { return {generation_, revision_}; }
  const Xapian::Database& database() const { return *database_; }
  const FacetValues& facets() const { return facets_; }
  /// After `take`, these four.
  const Columns& columns() const { return *columns_; }
  const Postings& postings() const { return *postings_; }
  VisibleCache& visible() const;
  Identities& identities() const;
  /// change_log.h, read once for each commit; null if it is not known what changed. May throw the engine's
  /// exceptions.
  const std::vector<DocumentNumber>* changes_since(std::uint64_t revision) const;

 private:
  std::string generation_;
  std::unique_ptr<Xapian::Database> database_;
  FacetValues facets_;
  std::shared_ptr<const Columns> columns_;
  std::unique_ptr<Postings> postings_;
  ReaderCaches* caches_ = nullptr;
  std::uint64_t revision_ = ~std::uint64_t{0};  ///< none yet
  mutable std::map<std::uint64_t, std::optional<std::vector<DocumentNumber>>> changes_;
};

}  // namespace kecang::xapian
