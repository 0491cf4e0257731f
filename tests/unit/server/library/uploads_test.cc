#include "server/library/uploads.h"

#include <future>

#include "server/access/scope_builder.h"
#include "storage/blobs/local_blobs.h"
#include "storage/disk/space_floor.h"
#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::FailsWith;
using test::must;

class UploadsTest : public ::testing::Test {
 protected:
  UploadsTest() {
    people_.join(wang_, school_);
    std::filesystem::create_directories(folder_ / "uploads");
  }

  /// As after a start: nothing is remembered but what is on disk.
  std::unique_ptr<Uploads> started() {
    return std::make_unique<Uploads>(
        people_.library, *blobs_, [this](std::uint64_t bytes) { return floor_.admit(bytes); }, bell_, guess_,
        people_.clock,
        UploadLimits{.folder = folder_ / "uploads", .max_bytes = 1'000'000, .keep = std::chrono::hours{2}});
  }
  access::Viewer viewer() {
    return must(access::ScopeBuilder(people_.directory).viewer(wang_, people_.clock.now()));
  }
  Upload begun(std::uint64_t length) {
    return must(uploads_->create(
        actor_, viewer(), {.file_name = "教案.txt", .length = length, .school = school_.id, .groups = {}}));
  }
  static UploadPiece piece(std::uint64_t offset, std::string bytes) {
    return {.offset = offset, .length = {}, .checksum = {}, .bytes = [bytes](const auto& each) {
              return each(bytes);
            }};
  }
  static UploadPiece cut_short(std::uint64_t offset, std::string bytes) {
    auto half = piece(offset, std::move(bytes));
    half.bytes = [whole = half.bytes](const auto& each) -> Result<void> {
      KECANG_TRY(whole(each));
      return Error::invalid("http.body_cut_short");
    };
    return half;
  }
  std::size_t files_left() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_ / "uploads"))
      ++count;
    return count;
  }

  test::Catalogue people_;
  User wang_ = people_.user("wang");
  School school_ = people_.school("s1");
  Actor actor_ = Actor::user(wang_.id, "127.0.0.1");
  test::TempDir folder_;
  std::unique_ptr<BlobStore> blobs_ = must(open_local_blobs(folder_ / "blobs", {.floor_bytes = 0}));
  std::uint64_t free_ = 1ULL << 40;
  SpaceFloor floor_{folder_.path(), 1'000, [this] { return free_; }};
  WorkBell bell_;
  GuessFromPath guess_ = [](std::string_view path) {
    return PathGuess{.title = std::string(path), .tags = {}};
  };
  std::unique_ptr<Uploads> uploads_ = started();
};

TEST_F(UploadsTest, TheLastByteMakesABlobAnImportAndWorkForTheIndexer) {
  const auto upload = begun(6);
  const auto rung = bell_.rung();
  EXPECT_FALSE(must(uploads_->append(actor_, viewer(), upload.id, piece(0, "abc"))).finished);
  const auto finished = must(uploads_->append(actor_, viewer(), upload.id, piece(3, "def")));
  EXPECT_TRUE(finished.finished);
  EXPECT_OK(blobs_->stat(sha256("abcdef")));
  EXPECT_EQ(must(people_.work.import(ImportId::trusted(finished.import))).file_name, "教案.txt");
  EXPECT_GT(bell_.rung(), rung);
  EXPECT_EQ(files_left(), 0U);
  EXPECT_EQ(must(uploads_->append(actor_, viewer(), upload.id, piece(6, ""))).import, finished.import)
      << "sent again, it is the same import";
}

TEST_F(UploadsTest, DyingBetweenTheLastByteAndTheImportLosesNothing) {
  const auto upload = begun(6);
  must(uploads_->append(actor_, viewer(), upload.id, piece(0, "abc")));
  folder_.write("uploads/" + upload.id.text() + ".part",
                "abcdef");  // all bytes came, and then the process died
  uploads_ = started();
  must(uploads_->tidy());
  const auto found = must(uploads_->find(actor_, viewer(), upload.id));
  EXPECT_TRUE(found.finished);
  EXPECT_OK(blobs_->stat(sha256("abcdef")));
  EXPECT_EQ(files_left(), 0U);
}

TEST_F(UploadsTest, BytesThatTheCatalogueHadNotHeardOfCountAfterARestart) {
  const auto upload = begun(10);
  folder_.write("uploads/" + upload.id.text() + ".part", "abcd");
  uploads_ = started();
  EXPECT_EQ(must(uploads_->find(actor_, viewer(), upload.id)).offset, 4U);
  EXPECT_TRUE(must(uploads_->append(actor_, viewer(), upload.id, piece(4, "efghij"))).finished);
  EXPECT_OK(blobs_->stat(sha256("abcdefghij")));
}

TEST_F(UploadsTest, ACutPieceIsKeptWithoutAChecksumAndForgottenWithOne) {
  const auto upload = begun(10);
  EXPECT_THAT(uploads_->append(actor_, viewer(), upload.id, cut_short(0, "abc")),
              FailsWith(ErrorKind::invalid, "http.body_cut_short"));
  EXPECT_EQ(must(uploads_->find(actor_, viewer(), upload.id)).offset, 3U);
  auto checked = cut_short(3, "de");
  checked.checksum = Checksum{ChecksumKind::sha1, "whatever"};
  EXPECT_THAT(uploads_->append(actor_, viewer(), upload.id, checked),
              FailsWith(ErrorKind::invalid, "http.body_cut_short"));
  EXPECT_EQ(must(uploads_->find(actor_, viewer(), upload.id)).offset, 3U);
}

TEST_F(UploadsTest, WhileAPieceComesInNobodyElseTouchesTheUpload) {
  const auto upload = begun(10);
  const auto others = [&] {
    EXPECT_THAT(uploads_->find(actor_, viewer(), upload.id), FailsWith(ErrorKind::conflict, "upload.in_use"));
    EXPECT_THAT(uploads_->append(actor_, viewer(), upload.id, piece(0, "x")),
                FailsWith(ErrorKind::conflict, "upload.in_use"));
    EXPECT_THAT(uploads_->terminate(actor_, viewer(), upload.id),
                FailsWith(ErrorKind::conflict, "upload.in_use"));
  };
  auto slow = piece(0, "abc");
  slow.bytes = [&](const auto& each) -> Result<void> {
    std::async(std::launch::async, others).get();
    return each("abc");
  };
  EXPECT_EQ(must(uploads_->append(actor_, viewer(), upload.id, slow)).offset, 3U);
}

TEST_F(UploadsTest, WhoHoldsItForAMomentTurnsNobodyAway) {
  const auto upload = begun(10);
  std::promise<void> asked;
  std::future<Upload> found;
  auto first = piece(0, "abc");
  first.bytes = [&](const auto& each) -> Result<void> {
    found = std::async(std::launch::async, [&] {
      asked.set_value();
      return must(uploads_->find(actor_, viewer(), upload.id));
    });
    asked.get_future().wait();
    return each("abc");
  };
  EXPECT_EQ(must(uploads_->append(actor_, viewer(), upload.id, first)).offset, 3U);
  EXPECT_EQ(found.get().offset, 3U) << "told when the piece is there";
}

TEST_F(UploadsTest, AnUnfinishedUploadExpiresAndLeavesNothing) {
  const auto upload = begun(1'000'000);
  must(uploads_->append(actor_, viewer(), upload.id, piece(0, "abc")));
  EXPECT_EQ(must(uploads_->sweep()), 0U);
  people_.clock.advance(std::chrono::hours{2});
  EXPECT_THAT(uploads_->find(actor_, viewer(), upload.id), FailsWith(ErrorKind::not_found, "upload.expired"));
  EXPECT_THAT(must(uploads_->unfinished(viewer())), ::testing::IsEmpty());
  EXPECT_EQ(must(uploads_->sweep()), 1U);
  EXPECT_EQ(files_left(), 0U);
  EXPECT_THAT(uploads_->find(actor_, viewer(), upload.id), FailsWith(ErrorKind::not_found, "upload.absent"));
}

TEST_F(UploadsTest, AMembershipThatEndsMeanwhileEndsTheUploadToo) {
  const auto upload = begun(6);
  must(uploads_->append(actor_, viewer(), upload.id, piece(0, "abc")));
  auto membership = must(people_.directory.memberships_of(wang_.id.text())).front();
  membership.until = people_.clock.now();
  must(people_.directory.put_membership(Actor::operating(), membership));
  EXPECT_THAT(uploads_->append(actor_, viewer(), upload.id, piece(3, "def")),
              FailsWith(ErrorKind::forbidden, "upload.not_your_school"));
}

TEST_F(UploadsTest, ADiskThatWouldFillUpRefusesTheUploadAndKeepsWhatCame) {
  free_ = 2'000;
  EXPECT_THAT(uploads_->create(actor_, viewer(),
                               {.file_name = "a", .length = 5'000, .school = school_.id, .groups = {}}),
              FailsWith(ErrorKind::unavailable, "store.disk_full"));
  const auto upload = begun(500);
  must(uploads_->append(actor_, viewer(), upload.id, piece(0, "abc")));
  free_ = 10;
  EXPECT_THAT(uploads_->append(actor_, viewer(), upload.id, piece(3, "def")),
              FailsWith(ErrorKind::unavailable, "store.disk_full"));
  EXPECT_EQ(must(uploads_->find(actor_, viewer(), upload.id)).offset, 3U);
  EXPECT_EQ(files_left(), 1U) << "what was refused left nothing behind";
}

TEST_F(UploadsTest, FilesThatNoUploadKnowsAreRemovedAtStart) {
  const auto upload = begun(10);
  folder_.write("uploads/01ARZ3NDEKTSV4RRFFQ69G5FAV.part", "left over");
  must(started()->tidy());
  EXPECT_EQ(files_left(), 1U);
  EXPECT_EQ(must(uploads_->find(actor_, viewer(), upload.id)).offset, 0U);
}

}  // namespace
}  // namespace kecang
