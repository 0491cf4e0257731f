#include "server/main/stores.h"

#include "storage/open.h"

namespace kecang {
namespace {

StorageConfig place_of(const Config& config) {
  return {.data = config.storage.data,
          .free_space_floor = config.storage.free_space_floor,
          .postings_bytes = config.search.postings_bytes};
}

}  // namespace

Result<CatalogStore> CatalogStore::open(const Config& config) {
  CatalogStore store;
  store.clock = std::make_unique<SystemClock>();
  KECANG_ASSIGN(store.meta, open_meta_store(place_of(config)));
  store.directory = std::make_unique<Directory>(*store.meta, *store.clock);
  return store;
}

Result<Stores> Stores::open(const Config& config) {
  Stores stores;
  KECANG_ASSIGN(stores.catalog, CatalogStore::open(config));
  KECANG_ASSIGN(stores.blobs, open_blob_store(place_of(config), Access::read_write));
  KECANG_ASSIGN(stores.index, open_index_reader(place_of(config)));
  KECANG_ASSIGN(stores.inspector, open_index_inspector(place_of(config)));
  const SchoolLimit limit{.bytes = config.upload.school_bytes};
  stores.library = std::make_unique<LibraryCatalog>(*stores.catalog.meta, *stores.catalog.clock, limit,
                                                    std::chrono::days{config.upload.plan_days});
  stores.saved_searches = std::make_unique<SavedSearchCatalog>(*stores.catalog.meta, *stores.catalog.clock);
  stores.group_requests = std::make_unique<GroupRequestCatalog>(*stores.catalog.meta, *stores.catalog.clock);
  stores.agreement_files =
      std::make_unique<AgreementFileCatalog>(*stores.catalog.meta, *stores.catalog.clock);
  stores.hand_overs = std::make_unique<HandOvers>(*stores.catalog.meta, *stores.catalog.clock);
  stores.titles = std::make_unique<TitleCatalog>(*stores.catalog.meta);
  stores.access_requests =
      std::make_unique<AccessRequestCatalog>(*stores.catalog.meta, *stores.catalog.clock);
  stores.used_versions = std::make_unique<UsedVersionCatalog>(*stores.catalog.meta, *stores.catalog.clock);
  stores.collections = std::make_unique<CollectionCatalog>(*stores.catalog.meta, *stores.catalog.clock);
  stores.submissions = std::make_unique<SubmissionCatalog>(*stores.catalog.meta, *stores.catalog.clock);
  stores.standards = std::make_unique<GroupStandardCatalog>(*stores.catalog.meta, *stores.catalog.clock);
  stores.queue = std::make_unique<WorkQueue>(*stores.catalog.meta, *stores.catalog.clock, limit);
  return stores;
}

}  // namespace kecang
