#include "storage/xapian/snapshot.h"

#include <xapian.h>

#include "storage/xapian/columns_cache.h"
#include "storage/xapian/stamp.h"

namespace kecang::xapian {

Snapshot::Snapshot(const std::filesystem::path& index_directory, std::string generation, Part part)
    : generation_(std::move(generation)),
      database_(
          std::make_unique<Xapian::Database>((index_directory / generation_ / folder_of(part)).string())) {}

Snapshot::~Snapshot() = default;

Result<void> Snapshot::refresh() {
  database_->reopen();
  const auto revision = std::uint64_t{database_->get_revision()};
  if (revision == revision_) return {};
  KECANG_TRY(check_stamp(*database_));
  facets_.refresh(*database_);
  revision_ = revision;
  return {};
}

Result<void> Snapshot::take_columns(ColumnsCache& from) {
  KECANG_ASSIGN(columns_, from.of(*this));
  return {};
}

}  // namespace kecang::xapian
