#include "storage/xapian/snapshot.h"

#include <xapian.h>

#include "storage/xapian/change_log.h"
#include "storage/xapian/postings.h"
#include "storage/xapian/reader_caches.h"
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
  changes_.clear();
  revision_ = revision;
  return {};
}

Result<void> Snapshot::take(ReaderCaches& caches) {
  KECANG_ASSIGN(columns_, caches.columns.of(*this));
  if (caches_ != &caches) postings_ = std::make_unique<Postings>(*this, caches.postings);
  caches_ = &caches;
  return {};
}

VisibleCache& Snapshot::visible() const {
  return caches_->visible;
}

Identities& Snapshot::identities() const {
  return caches_->identities;
}

const std::vector<DocumentNumber>* Snapshot::changes_since(std::uint64_t revision) const {
  auto known = changes_.find(revision);
  if (known == changes_.end())
    known = changes_.emplace(revision, xapian::changes_since(*database_, revision)).first;
  return known->second ? &*known->second : nullptr;
}

}  // namespace kecang::xapian
