/// The local engine under the blob contract, and what only it promises: read-only beside a writer, one
/// writer, no rubbish.
#include <atomic>
#include <filesystem>
#include <stdexcept>

#include "storage/blobs/local_blobs.h"
#include "tests/contract/blob_store_contract.h"
#include "tests/support/temp_dir.h"

namespace kecang::test {
namespace {

namespace fs = std::filesystem;

struct LocalEngine {
  static constexpr bool kHasDescriptors = true;

  std::unique_ptr<BlobStore> open() { return open_with(1ULL << 40); }
  std::unique_ptr<BlobStore> open_full() { return open_with(0); }
  std::unique_ptr<BlobStore> open_with(std::uint64_t free) {
    auto store = open_local_blobs(dir / "blobs", {.clock = &clock, .free_bytes = [free] { return free; }});
    if (!store) throw std::runtime_error(store.error().describe());
    return std::move(store).value();
  }
  std::string upload(std::string_view bytes) { return dir.write("uploads/1", bytes).string(); }
  /// The kernel's own files are on a file system that nothing can be renamed from.
  std::string upload_elsewhere() { return "/proc/version"; }

  TempDir dir;
  ManualClock clock;
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(Local, BlobStoreContract, LocalEngine);

namespace {

class LocalBlobsTest : public testing::Test {
 protected:
  std::unique_ptr<BlobStore> open(Access access) {
    return open_local_blobs(root(), {.access = access, .floor_bytes = 0}).value();
  }
  static BlobId put(BlobStore& store, std::string_view bytes) {
    std::vector<std::unique_ptr<BlobWriter>> wave;
    wave.push_back(store.begin().value());
    EXPECT_OK(wave.back()->append(bytes));
    return store.commit(std::move(wave)).value().at(0).id;
  }
  fs::path root() const { return dir_ / "blobs"; }
  fs::path file_of(const BlobId& id) const {
    return root() / "objects" / id.hex().substr(0, 2) / id.hex().substr(2);
  }

  TempDir dir_;
};

TEST_F(LocalBlobsTest, ABlobIsAPlainReadOnlyFileUnderItsDigest) {
  const auto store = open(Access::read_write);
  const BlobId id = put(*store, "plain");
  EXPECT_EQ(read_file(file_of(id)), "plain");
  EXPECT_EQ(fs::status(file_of(id)).permissions(), fs::perms::owner_read | fs::perms::group_read);
}

TEST_F(LocalBlobsTest, AReaderBesideTheWriterSeesWhatIsCommittedAndCannotWrite) {
  const auto writer = open(Access::read_write);
  const auto reader = open(Access::read_only);
  const BlobId id = put(*writer, "seen");
  EXPECT_EQ(read_all(*reader->open(id).value()), "seen");
  EXPECT_EQ(reader->stat(id).value().size, 4U);
  const auto refused = FailsWith(ErrorKind::unavailable, "store.read_only");
  EXPECT_THAT(reader->begin(), refused);
  EXPECT_THAT(reader->commit({}), refused);
  EXPECT_THAT(reader->adopt(dir_.write("upload", "x").string(), sha256("x")), refused);
  EXPECT_THAT(reader->erase(id), refused);
}

TEST_F(LocalBlobsTest, OpeningForReadingNeitherMakesAStoreNorRemovesWhatIsOnItsWay) {
  EXPECT_THAT(open_local_blobs(root(), {.access = Access::read_only}),
              FailsWith(ErrorKind::unavailable, "store.open_failed"));
  EXPECT_FALSE(fs::exists(root()));
  const auto writer = open(Access::read_write);
  const auto on_its_way = writer->begin().value();
  const auto reader = open(Access::read_only);
  EXPECT_FALSE(fs::is_empty(root() / "incoming"));
}

TEST_F(LocalBlobsTest, ASecondWriterIsRefusedUntilTheFirstIsGone) {
  auto first = open(Access::read_write);
  EXPECT_THAT(open_local_blobs(root()), FailsWith(ErrorKind::conflict, "store.in_use"));
  first.reset();
  EXPECT_OK(open_local_blobs(root()));
}

TEST_F(LocalBlobsTest, WhatACrashLeftHalfWrittenIsRemovedAtTheNextStart) {
  open(Access::read_write).reset();
  dir_.write("blobs/incoming/7", "half");
  const auto store = open(Access::read_write);
  EXPECT_TRUE(fs::is_empty(root() / "incoming"));
}

TEST_F(LocalBlobsTest, ADroppedWriterLeavesNoFile) {
  const auto store = open(Access::read_write);
  store->begin().value().reset();
  EXPECT_TRUE(fs::is_empty(root() / "incoming"));
}

TEST_F(LocalBlobsTest, TheSameBytesHealADamagedFile) {
  const auto store = open(Access::read_write);
  const BlobId id = put(*store, "healthy");
  fs::permissions(file_of(id), fs::perms::owner_write, fs::perm_options::add);
  dir_.write(fs::relative(file_of(id), dir_.path()).string(), "damaged");
  put(*store, "healthy");
  EXPECT_EQ(read_all(*store->open(id).value()), "healthy");
}

TEST_F(LocalBlobsTest, AFileCutShortUnderAReaderIsCorrupt) {
  const auto store = open(Access::read_write);
  const BlobId id = put(*store, std::string(10'000, 'x'));
  const auto reader = store->open(id).value();
  fs::permissions(file_of(id), fs::perms::owner_write, fs::perm_options::add);
  fs::resize_file(file_of(id), 5'000);
  std::string into(10'000, '\0');
  EXPECT_THAT(reader->read_at(0, into), FailsWith(ErrorKind::corrupt, "blob.truncated"));
}

TEST_F(LocalBlobsTest, NamesThatAreNoBlobsAreNotListed) {
  const auto store = open(Access::read_write);
  const BlobId id = put(*store, "listed");
  dir_.write("blobs/objects/00/README", "?");
  dir_.write("blobs/objects/lost+found/x", "?");
  std::vector<BlobId> ids;
  EXPECT_OK(store->list([&](const BlobStat& blob) -> Result<void> {
    ids.push_back(blob.id);
    return {};
  }));
  EXPECT_THAT(ids, testing::ElementsAre(id));
}

TEST_F(LocalBlobsTest, ALinkOrAFolderIsNotAdopted) {
  const auto store = open(Access::read_write);
  fs::create_symlink(dir_.write("target", "x"), dir_ / "link");
  EXPECT_FALSE(store->adopt((dir_ / "link").string(), sha256("x")).has_value());
  EXPECT_THAT(store->adopt(dir_.path().string(), sha256("")),
              FailsWith(ErrorKind::unavailable, "blob.elsewhere"));
  EXPECT_THAT(store->adopt((dir_ / "absent").string(), sha256("")),
              FailsWith(ErrorKind::not_found, "blob.absent"));
  EXPECT_EQ(read_file(dir_ / "target"), "x");
}

TEST_F(LocalBlobsTest, AWriterOfAnotherStoreIsRefused) {
  const auto store = open(Access::read_write);
  const auto other = open_local_blobs(dir_ / "other", {.floor_bytes = 0}).value();
  std::vector<std::unique_ptr<BlobWriter>> wave;
  wave.push_back(other->begin().value());
  EXPECT_THAT(store->commit(std::move(wave)), FailsWith(ErrorKind::internal, "blob.foreign_writer"));
}

TEST_F(LocalBlobsTest, ADiskThatFillsDuringAnUploadRefusesTheRestAndTheWriterStaysRefused) {
  std::atomic<std::uint64_t> free = 1'000;
  const auto store =
      open_local_blobs(root(), {.floor_bytes = 100, .free_bytes = [&] { return free.load(); }}).value();
  auto writer = store->begin().value();
  EXPECT_OK(writer->append(std::string(900, 'x')));
  EXPECT_THAT(writer->append(std::string(901, 'x')), FailsWith(ErrorKind::unavailable, "store.disk_full"));
  free = 1'000'000;
  EXPECT_THAT(writer->append("x"), FailsWith(ErrorKind::unavailable, "store.disk_full"));
  std::vector<std::unique_ptr<BlobWriter>> wave;
  wave.push_back(std::move(writer));
  EXPECT_THAT(store->commit(std::move(wave)), FailsWith(ErrorKind::unavailable, "store.disk_full"));
  put(*store, "there is room again");
}

}  // namespace
}  // namespace kecang::test
