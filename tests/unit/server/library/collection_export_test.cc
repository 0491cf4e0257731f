#include "server/library/collection_export.h"

#include <gmock/gmock.h>

#include "server/access/scope_builder.h"
#include "storage/blobs/local_blobs.h"
#include "storage/xapian/index_reader.h"
#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"
#include "tests/support/zip_reader.h"

namespace kecang {
namespace {

using test::must;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(SafeFileName, MeansNothingInAPathAndIsNeverEmpty) {
  EXPECT_EQ(safe_file_name("勾股定理（一）", "x"), "勾股定理（一）");
  EXPECT_EQ(safe_file_name("../../etc/passwd", "x"), "_.._etc_passwd");
  EXPECT_EQ(safe_file_name("a\\b:c*d?e\"f<g>h|i\n", "x"), "a_b_c_d_e_f_g_h_i_");
  for (const auto* nothing : {"", " ", ".", "..", " . . "}) EXPECT_EQ(safe_file_name(nothing, "x"), "x");
  EXPECT_EQ(safe_file_name("课件. ", "x"), "课件");
  const auto cut = safe_file_name(std::string(3'000, 'x') + "好", "x");
  EXPECT_EQ(cut.size(), 120U);
}

/// wang's collection of two texts of s1, and li of s2, who is in the group with it.
class CollectionZipTest : public ::testing::Test {
 protected:
  CollectionZipTest() {
    p_.join(wang_, school_);
    p_.join(li_, other_);
    p_.join(school_, group_);
    membership_ = p_.join(other_, group_);
    StoredCollection made;
    made.head.title = "光学";
    made.head.owner_user = made.head.created_by = wang_.id;
    made.head.school = school_.id;
    made.head.state = CollectionState::published;
    made.head.releases = {test::Catalogue::to_group(group_)};
    CollectionSection section{.id = new_part_id(), .title = "引入", .note = {}, .items = {}};
    for (const auto* name : {"一.txt", "二.txt"}) {
      CollectionItem item;
      item.id = new_part_id();
      item.resource = text(name);
      section.items.push_back(item);
    }
    made.outline = {section};
    id_ = must(catalog_.add(p_.operating, made)).head.id;
  }

  ResourceId text(const std::string& name) {
    auto writer = must(blobs_->begin());
    must(writer->append("text of " + name));
    std::vector<std::unique_ptr<BlobWriter>> writers;
    writers.push_back(std::move(writer));
    auto file = p_.file(wang_, school_, name, "");
    file.blob = must(blobs_->commit(std::move(writers))).front();
    file.releases = {test::Catalogue::to_school(school_), test::Catalogue::to_group(group_)};
    return p_.entry_resource(p_.accept(file));
  }
  access::Viewer viewer(const User& user) {
    return must(access::ScopeBuilder(p_.directory).viewer(user, p_.clock.now()));
  }
  /// What is read until the end or an error; `before` is called before each reading.
  struct Read {
    std::string bytes;
    std::optional<Error> failure;
    std::string tag{};
    std::uint64_t size = 0;
  };
  Read read(const User& user, std::size_t at_once, const std::function<void(const Read&)>& before = {},
            std::uint64_t from = 0) {
    CollectionZip zip(parts(user));
    Read all;
    if (const auto laid_out = zip.lay_out(); !laid_out) {
      all.failure = laid_out.error();
      return all;
    }
    all.tag = zip.tag();
    all.size = zip.size();
    std::vector<char> piece(at_once);
    while (true) {
      if (before) before(all);
      const auto got = zip.read_at(from + all.bytes.size(), piece);
      if (!got) all.failure = got.error();
      if (!got || *got == 0) return all;
      all.bytes.append(piece.data(), *got);
    }
  }
  ZipParts parts(const User& user) {
    return {
        .packed = {.look = [&](const access::Viewer& reader) { return collections_.view(reader, id_); },
                   .check =
                       [&](const access::Viewer& reader) { return collections_.check_visible(reader, id_); }},
        .downloads = downloads_,
        .checksums = checksums_,
        .viewer = [&] { return Result(viewer(user)); },
        .taken = [&](const ResourceId&, const Download& download) -> Result<void> {
          taken_.push_back(download.file_name);
          return {};
        },
        .site = "https://kecang.example"};
  }
  void leave_group() {
    membership_.until = p_.clock.now();
    membership_ = must(p_.directory.put_membership(p_.operating, membership_));
  }
  void narrow(const std::string& title) {
    for (const auto& section : must(catalog_.read({viewer(wang_).scope(), {}}, id_)).outline)
      for (const auto& item : section.items) {
        const auto resource = must(p_.library.resource(viewer(wang_).scope(), item.resource));
        if (resource.title != title) continue;
        must(p_.library.change(p_.operating, viewer(wang_).scope(), resource.id, resource.version, "edited",
                               [&](Resource& one) -> Result<void> {
                                 one.releases = {test::Catalogue::to_school(school_)};
                                 return {};
                               }));
      }
  }
  static std::vector<std::string> names(const std::string& zip) {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : test::unzipped(zip)) names.push_back(name);
    return names;
  }

  test::Catalogue p_;
  School school_ = p_.school("s1");
  School other_ = p_.school("s2");
  Group group_ = p_.group("g1");
  User wang_ = p_.user("wang");
  User li_ = p_.user("li");
  Membership membership_;
  test::TempDir folder_;
  std::unique_ptr<BlobStore> blobs_ = must(open_local_blobs(folder_ / "blobs", {.floor_bytes = 0}));
  xapian::LocalReader reader_{folder_ / "index"};
  WorkBell bell_;
  Resources resources_{p_.library, reader_, p_.directory, bell_};
  CollectionCatalog catalog_{p_.store(), p_.clock};
  Collections collections_{catalog_, p_.library, resources_, p_.directory};
  Downloads downloads_{p_.library, *blobs_};
  BlobChecksums checksums_{p_.store()};
  CollectionId id_;
  std::vector<std::string> taken_;  ///< told of
};

TEST_F(CollectionZipTest, IsTheSameInPiecesOfAnySize) {
  const auto whole = read(li_, 64 * 1024);
  EXPECT_FALSE(whole.failure);
  EXPECT_EQ(read(li_, 1).bytes, whole.bytes);
  EXPECT_EQ(read(li_, 7).bytes, whole.bytes);
  const auto files = test::unzipped(whole.bytes);
  EXPECT_THAT(names(whole.bytes),
              ElementsAre("光学/1 引入/01 一.txt", "光学/1 引入/02 二.txt", "光学/目录.html"));
  EXPECT_EQ(files.at("光学/1 引入/02 二.txt"), "text of 二.txt");
}

TEST_F(CollectionZipTest, GoesOnFromAnyByteAsThoughItHadNeverStopped) {
  const auto whole = read(li_, 64 * 1024);
  ASSERT_EQ(whole.bytes.size(), whole.size);
  for (std::uint64_t from = 0; from < whole.size; from += 13) {
    const auto rest = read(li_, 64 * 1024, {}, from);
    ASSERT_EQ(rest.tag, whole.tag);
    ASSERT_EQ(rest.bytes, whole.bytes.substr(from)) << from;
  }
  EXPECT_EQ(read(li_, 16, {}, whole.size).bytes, "");
}

TEST_F(CollectionZipTest, TellsOfEachFileOfWhichBytesLeaveAndOfNoOther) {
  const auto whole = read(li_, 64 * 1024);
  EXPECT_THAT(taken_, ElementsAre("一.txt", "二.txt"));
  taken_.clear();
  EXPECT_EQ(read(li_, 7, {}, whole.bytes.find("of 二")).bytes.substr(0, 6), "of 二");
  EXPECT_THAT(taken_, ElementsAre("二.txt"));
}

TEST_F(CollectionZipTest, ChecksumsAreKeptOnceTheyAreKnown) {
  const auto digest = sha256("text of 一.txt");
  EXPECT_FALSE(must(checksums_.find(digest)));
  read(li_, 64 * 1024);
  EXPECT_EQ(must(checksums_.find(digest)), zip::crc_of(0, std::string("text of 一.txt")));
}

TEST_F(CollectionZipTest, IsCalledOtherwiseForAnotherReaderAndAfterAnyChange) {
  const auto before = read(li_, 64 * 1024).tag;
  EXPECT_EQ(read(li_, 64 * 1024).tag, before);
  EXPECT_NE(read(wang_, 64 * 1024).tag, before);
  narrow("二.txt");
  const auto after = read(li_, 64 * 1024);
  EXPECT_NE(after.tag, before);
  EXPECT_THAT(names(after.bytes), ElementsAre("光学/1 引入/01 一.txt", "光学/目录.html"));
  EXPECT_THAT(test::unzipped(after.bytes).at("光学/目录.html"), Not(HasSubstr("二")));
}

TEST_F(CollectionZipTest, AFileThatWasTakenBackMeanwhileEndsIt) {
  bool done = false;
  const auto half = read(li_, 16, [&](const Read& so_far) {
    if (!std::exchange(done, so_far.bytes.find("text of 一") != std::string::npos) && done) narrow("二.txt");
  });
  ASSERT_TRUE(half.failure);
  EXPECT_EQ(half.failure->code(), "zip.changed");
  EXPECT_THAT(taken_, ElementsAre("一.txt"));
  EXPECT_THAT(half.bytes, Not(HasSubstr("二")));
}

TEST_F(CollectionZipTest, ThePageIsNotSentWhenWhatItTellsOfIsThereNoMore) {
  bool done = false;
  const auto half = read(li_, 16, [&](const Read& so_far) {
    if (!std::exchange(done, so_far.bytes.find("text of 二") != std::string::npos) && done) narrow("一.txt");
  });
  ASSERT_TRUE(half.failure);
  EXPECT_EQ(half.failure->code(), "zip.changed");
  EXPECT_THAT(half.bytes, Not(HasSubstr("<html")));
}

TEST_F(CollectionZipTest, WhoLeftTheGroupMeanwhileGetsNothingMore) {
  bool done = false;
  const auto cut = read(li_, 16, [&](const Read& so_far) {
    if (!std::exchange(done, so_far.bytes.find("text of 一") != std::string::npos) && done) leave_group();
  });
  ASSERT_TRUE(cut.failure);
  EXPECT_EQ(cut.failure->code(), "collection.absent");
  EXPECT_EQ(cut.bytes.find("text of 二"), std::string::npos);
  EXPECT_EQ(read(li_, 16).failure->code(), "collection.absent");
  EXPECT_FALSE(read(wang_, 16).failure);
}

}  // namespace
}  // namespace kecang
