#include "server/library/audit_trail.h"

#include <gmock/gmock.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::must;
using ::testing::ElementsAre;

class FiveBytes final : public BlobReader {
 public:
  std::uint64_t size() const override { return 5; }
  Result<std::size_t> read_at(std::uint64_t, std::span<char>) const override { return std::size_t{0}; }
  Result<int> descriptor() const override { return Error::unavailable("blob.no_descriptor"); }
};

class AuditTrailTest : public ::testing::Test {
 protected:
  Download download() const {
    return {.bytes = std::make_shared<FiveBytes>(),
            .digest = {},
            .file_name = "浮力.docx",
            .content_type = {},
            .owner = SchoolId::trusted("s1"),
            .title = "浮力"};
  }
  AuditTrail trail(const Directory& directory, UsedVersionCatalog& used, const LibraryCatalog& catalog) {
    return {directory, used, catalog, [this](const Actor& actor, const ResourceId& id, const Error& error) {
              unkept_.push_back(actor.id + " " + id.text() + " " + std::string(error.code()));
            }};
  }
  std::vector<std::string> unkept_;
};

TEST_F(AuditTrailTest, KeepsWhoTookAFileHomeForTheSchoolThatOwnsIt) {
  Catalogue c;
  const LibraryCatalog catalog(c.store(), c.clock);
  UsedVersionCatalog used(c.store(), c.clock);
  const Actor li{"li", ""};
  EXPECT_OK(trail(c.directory, used, catalog).downloaded(li, ResourceId::trusted("r1"), download()));
  const auto kept = must(c.directory.audit_of("s1", {}, {}));
  ASSERT_EQ(kept.items.size(), 1U);
  EXPECT_EQ(kept.items[0].actor, "li");
  EXPECT_EQ(kept.items[0].details.at("bytes"), "5");
  EXPECT_TRUE(unkept_.empty());
}

TEST_F(AuditTrailTest, AFullDiskKeepsNobodyFromTheirFileAndIsTold) {
  test::TempDir folder;
  std::uint64_t free = 1ULL << 40;
  const auto full =
      must(open_rocksdb(folder / "meta", {.floor_bytes = 1 << 20, .free_bytes = [&] { return free; }}));
  free = 0;
  const ManualClock clock;
  Directory directory(*full, clock);
  const LibraryCatalog catalog(*full, clock);
  UsedVersionCatalog used(*full, clock);
  const Actor li{"li", ""};
  EXPECT_OK(trail(directory, used, catalog).downloaded(li, ResourceId::trusted("r1"), download()));
  EXPECT_THAT(unkept_, ElementsAre("li r1 store.disk_full"));
}

}  // namespace
}  // namespace kecang
