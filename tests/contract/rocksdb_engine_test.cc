#include "storage/rocksdb/rocksdb_store.h"
#include "tests/contract/meta_store_contract.h"
#include "tests/support/temp_dir.h"

namespace kecang::test {
namespace {

struct RocksEngine {
  std::unique_ptr<MetaStore> open() { return open_with(1ULL << 40); }
  /// The engine is opened while there is room, as a disk that fills up meanwhile.
  std::unique_ptr<MetaStore> open_full() {
    auto store = open_with(1ULL << 40);
    *free_bytes = 0;
    return store;
  }

  std::unique_ptr<MetaStore> open_with(std::uint64_t free) {
    *free_bytes = free;
    auto store =
        open_rocksdb(dir / "meta", {.free_bytes = [free_now = free_bytes] { return free_now->load(); }});
    if (!store) throw std::runtime_error(store.error().describe());
    return std::move(store).value();
  }

  TempDir dir;
  std::shared_ptr<std::atomic<std::uint64_t>> free_bytes = std::make_shared<std::atomic<std::uint64_t>>(0);
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(RocksDb, MetaStoreContract, RocksEngine);

}  // namespace kecang::test
