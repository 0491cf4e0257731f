/// RocksDB under the metadata contract, and what only it promises: one writer, read-only beside it, layout
/// features, free space asked for before the engine is opened.
#include <atomic>
#include <filesystem>
#include <stdexcept>

#include "storage/rocksdb/rocksdb_store.h"
#include "tests/contract/meta_store_contract.h"
#include "tests/support/temp_dir.h"

namespace kecang::test {
namespace {

constexpr std::uint64_t kPlenty = 1ULL << 40;

struct RocksEngine {
  std::unique_ptr<MetaStore> open() {
    *free_bytes = kPlenty;
    auto store = open_rocksdb(dir / "meta", {.free_bytes = [free = free_bytes] { return free->load(); }});
    if (!store) throw std::runtime_error(store.error().describe());
    return std::move(store).value();
  }
  /// Opened while there is room: the disk fills up afterwards.
  std::unique_ptr<MetaStore> open_full() {
    auto store = open();
    *free_bytes = 0;
    return store;
  }

  TempDir dir;
  std::shared_ptr<std::atomic<std::uint64_t>> free_bytes = std::make_shared<std::atomic<std::uint64_t>>(0);
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(RocksDb, MetaStoreContract, RocksEngine);

namespace {

class RocksStoreTest : public testing::Test {
 protected:
  Result<std::unique_ptr<MetaStore>> open(RocksOptions options = {}) const {
    options.floor_bytes = 0;
    return open_rocksdb(path(), options);
  }
  std::filesystem::path path() const { return dir_ / "meta"; }
  static Result<void> put(MetaStore& store, const std::string& key, const std::string& value) {
    return store.run([&](Transaction& t) { return t.put(key, value); });
  }

  TempDir dir_;
};

TEST_F(RocksStoreTest, ASecondWriterIsRefusedUntilTheFirstIsGone) {
  auto first = open().value();
  EXPECT_THAT(open(), FailsWith(ErrorKind::conflict, "store.in_use"));
  first.reset();
  EXPECT_OK(open());
}

TEST_F(RocksStoreTest, AReaderBesideAWriterSeesWhatWasCommittedWhenItOpenedAndCannotWrite) {
  const auto writer = open().value();
  ASSERT_OK(put(*writer, "k", "v"));
  const auto reader = open({.access = Access::read_only}).value();
  EXPECT_EQ(reader->get("k").value(), "v");
  EXPECT_THAT(reader->snapshot()->scan({.from = "", .to = ""}).value(), testing::ElementsAre(Row{"k", "v"}));
  EXPECT_THAT(put(*reader, "k", "w"), FailsWith(ErrorKind::unavailable, "store.read_only"));
  EXPECT_OK(put(*writer, "k", "w"));
}

TEST_F(RocksStoreTest, OpeningForReadingDoesNotMakeAStore) {
  EXPECT_THAT(open({.access = Access::read_only}), FailsWith(ErrorKind::unavailable, "store.open_failed"));
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(RocksStoreTest, AStoreWithAnUnknownLayoutFeatureIsNotOpenedAndKeepsItsRows) {
  const RocksOptions newer{.features = {"rows-1", "segments-9"}};
  ASSERT_OK(put(*open(newer).value(), "k", "v"));
  for (const auto access : {Access::read_write, Access::read_only}) {
    const auto older = open({.access = access});
    ASSERT_THAT(older, FailsWith(ErrorKind::conflict, "store.layout_unknown"));
    EXPECT_EQ(older.error().params().at("feature"), "segments-9");
  }
  EXPECT_EQ(open(newer).value()->get("k").value(), "v");
}

TEST_F(RocksStoreTest, AProgramThatKnowsMoreFeaturesOpensAnOlderStore) {
  ASSERT_OK(put(*open().value(), "k", "v"));
  EXPECT_EQ(open({.features = {"rows-1", "segments-9"}}).value()->get("k").value(), "v");
  EXPECT_OK(open());
}

TEST_F(RocksStoreTest, AFullDiskIsToldBeforeTheEngineIsOpenedAndReadingStillWorks) {
  ASSERT_OK(put(*open().value(), "k", "v"));
  const FreeBytes nothing = [] { return 0; };
  EXPECT_THAT(open_rocksdb(path(), {.free_bytes = nothing}),
              FailsWith(ErrorKind::unavailable, "store.disk_full"));
  const auto reader = open_rocksdb(path(), {.access = Access::read_only, .free_bytes = nothing});
  ASSERT_OK(reader);
  EXPECT_EQ((*reader)->get("k").value(), "v");
}

TEST_F(RocksStoreTest, AFloorAboveWhatTheRealFileSystemHasRefusesToOpen) {
  EXPECT_THAT(open_rocksdb(path(), {.floor_bytes = ~0ULL}),
              FailsWith(ErrorKind::unavailable, "store.disk_full"));
}

TEST_F(RocksStoreTest, AFolderOfOtherFilesThatLooksLikeAStoreIsNotOpened) {
  dir_.write("meta/CURRENT", "MANIFEST-000007\n");
  EXPECT_FALSE(open().has_value());
}

TEST_F(RocksStoreTest, ASnapshotMayOutliveItsStore) {
  auto store = open().value();
  ASSERT_OK(put(*store, "k", "v"));
  const auto snapshot = store->snapshot();
  store.reset();
  EXPECT_EQ(snapshot->get("k").value(), "v");
}

TEST_F(RocksStoreTest, WritesThatNobodyReadDoNotConflict) {
  const auto store = open().value();
  int runs = 0;
  ASSERT_OK(store->run([&](Transaction& t) -> Result<void> {
    if (++runs == 1) KECANG_TRY(put(*store, "k", "theirs"));
    return t.put("k", "ours");
  }));
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(store->get("k").value(), "ours");
}

TEST_F(RocksStoreTest, AWriteBehindTheLastRowOfALimitedScanIsNoConflict) {
  const auto store = open().value();
  ASSERT_OK(put(*store, "q/1", ""));
  int runs = 0;
  ASSERT_OK(store->run([&](Transaction& t) -> Result<void> {
    KECANG_ASSIGN(const auto rows, t.scan(Range::prefix("q/", 1)));
    if (++runs == 1) KECANG_TRY(put(*store, "q/2", ""));
    return t.erase(rows.at(0).key);
  }));
  EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace kecang::test
