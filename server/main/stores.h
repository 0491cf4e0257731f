#pragma once
/// Everything that outlives the process, opened, and the catalogue's faces over it.
#include <memory>

#include "schemas/base/clock.h"
#include "storage/blob_store.h"
#include "storage/catalog/access_requests.h"
#include "storage/catalog/agreement_files.h"
#include "storage/catalog/collections.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/group_requests.h"
#include "storage/catalog/group_standards.h"
#include "storage/catalog/hand_overs.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/saved_searches.h"
#include "storage/catalog/submissions.h"
#include "storage/catalog/title_listing.h"
#include "storage/catalog/used_versions.h"
#include "storage/catalog/work_queue.h"
#include "storage/config.h"
#include "storage/index.h"
#include "storage/meta_store.h"

namespace kecang {

/// The catalogue alone: enough for the commands that work on a stopped server.
struct CatalogStore {
  static Result<CatalogStore> open(const Config& config);

  std::unique_ptr<SystemClock> clock;
  std::unique_ptr<MetaStore> meta;
  std::unique_ptr<Directory> directory;
};

struct Stores {
  static Result<Stores> open(const Config& config);

  CatalogStore catalog;
  std::unique_ptr<BlobStore> blobs;
  std::unique_ptr<IndexReader> index;
  std::unique_ptr<IndexInspector> inspector;
  std::unique_ptr<LibraryCatalog> library;
  std::unique_ptr<WorkQueue> queue;
  std::unique_ptr<SavedSearchCatalog> saved_searches;
  std::unique_ptr<CollectionCatalog> collections;
  std::unique_ptr<GroupRequestCatalog> group_requests;
  std::unique_ptr<AgreementFileCatalog> agreement_files;
  std::unique_ptr<HandOvers> hand_overs;
  std::unique_ptr<TitleCatalog> titles;
  std::unique_ptr<AccessRequestCatalog> access_requests;
  std::unique_ptr<UsedVersionCatalog> used_versions;
  std::unique_ptr<SubmissionCatalog> submissions;
  std::unique_ptr<GroupStandardCatalog> standards;
};

}  // namespace kecang
