#pragma once
/// The promises of storage/blob_store.h as a typed suite. An engine brings a struct with
///   ManualClock clock;                       the clock its stores date by
///   std::unique_ptr<BlobStore> open();       opens or creates its store; called again after the first was
///   destroyed, it
///                                            finds what was committed
///   std::unique_ptr<BlobStore> open_full();  the same store, while its disk has less free space than it must
///   leave std::string upload(bytes);               a complete file where adopt() may take it from; its path
///   std::string upload_elsewhere();          a complete file where adopt() may not take it from; its path
///   static constexpr bool kHasDescriptors;
/// and is added in one line in its own .cc: INSTANTIATE_TYPED_TEST_SUITE_P(Name, BlobStoreContract, Engine).
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "storage/blob_store.h"
#include "tests/support/result_matchers.h"

namespace kecang::test {

inline std::string noise(std::size_t size, std::uint32_t seed) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>((seed = seed * 1'664'525 + 1'013'904'223) >> 24);
  return bytes;
}

inline std::string read_all(const BlobReader& reader) {
  std::string bytes(reader.size(), '\0');
  EXPECT_EQ(reader.read_at(0, bytes).value(), bytes.size());
  return bytes;
}

template <class Engine>
class BlobStoreContract : public testing::Test {
 protected:
  BlobStoreContract() : store_(engine_.open()) {}

  std::unique_ptr<BlobWriter> begin(std::string_view bytes) {
    auto writer = store_->begin().value();
    EXPECT_OK(writer->append(bytes));
    return writer;
  }
  std::vector<BlobStat> store_wave(const std::vector<std::string>& contents) {
    std::vector<std::unique_ptr<BlobWriter>> writers;
    for (const auto& bytes : contents) writers.push_back(begin(bytes));
    return store_->commit(std::move(writers)).value();
  }
  BlobStat put(const std::string& bytes) { return store_wave({bytes}).at(0); }
  std::string content(const BlobId& id) { return read_all(*store_->open(id).value()); }
  std::vector<BlobId> listed() {
    std::vector<BlobId> ids;
    EXPECT_OK(store_->list([&](const BlobStat& blob) -> Result<void> {
      ids.push_back(blob.id);
      return {};
    }));
    return ids;
  }
  void reopen() {
    store_.reset();
    store_ = engine_.open();
  }

  Engine engine_;
  std::unique_ptr<BlobStore> store_;
};

TYPED_TEST_SUITE_P(BlobStoreContract);

TYPED_TEST_P(BlobStoreContract, ABlobIsNamedByItsSha256AndReadBackByteForByte) {
  const std::string bytes = noise(300'000, 1);
  const BlobStat stored = this->put(bytes);
  EXPECT_EQ(stored.id, sha256(bytes));
  EXPECT_EQ(stored.size, bytes.size());
  EXPECT_EQ(this->content(stored.id), bytes);
}

TYPED_TEST_P(BlobStoreContract, BytesMayComeInPiecesOfAnySize) {
  const std::string bytes = noise(200'000, 2);
  auto writer = this->store_->begin().value();
  std::size_t piece = 1;
  for (std::size_t at = 0; at < bytes.size(); at += piece, piece = piece * 3 + 1) {
    ASSERT_OK(writer->append(std::string_view(bytes).substr(at, piece)));
  }
  ASSERT_OK(writer->append(""));
  EXPECT_EQ(writer->size(), bytes.size());
  std::vector<std::unique_ptr<BlobWriter>> wave;
  wave.push_back(std::move(writer));
  EXPECT_EQ(this->store_->commit(std::move(wave)).value().at(0).id, sha256(bytes));
}

TYPED_TEST_P(BlobStoreContract, AnEmptyBlobIsABlob) {
  const BlobStat stored = this->put("");
  EXPECT_EQ(stored.id, sha256(""));
  EXPECT_EQ(this->store_->stat(stored.id).value().size, 0U);
  EXPECT_EQ(this->content(stored.id), "");
}

TYPED_TEST_P(BlobStoreContract, NothingIsVisibleBeforeTheCommit) {
  const auto writer = this->begin("课件");
  EXPECT_THAT(this->store_->open(sha256("课件")), FailsWith(ErrorKind::not_found, "blob.absent"));
  EXPECT_THAT(this->listed(), testing::IsEmpty());
}

TYPED_TEST_P(BlobStoreContract, AWriterThatIsDroppedLeavesNothing) {
  this->begin("dropped").reset();
  EXPECT_THAT(this->listed(), testing::IsEmpty());
  EXPECT_THAT(this->store_->stat(sha256("dropped")), FailsWith(ErrorKind::not_found, "blob.absent"));
}

TYPED_TEST_P(BlobStoreContract, AWaveAnswersInItsOrderAndEveryBlobOfItIsThere) {
  std::vector<std::string> contents;
  for (std::uint32_t i = 0; i < 20; ++i) contents.push_back(noise(1'000 * i, i));
  const auto stats = this->store_wave(contents);
  ASSERT_EQ(stats.size(), contents.size());
  for (std::size_t i = 0; i < contents.size(); ++i) {
    EXPECT_EQ(stats[i].id, sha256(contents[i]));
    EXPECT_EQ(this->content(stats[i].id), contents[i]);
  }
}

TYPED_TEST_P(BlobStoreContract, AnEmptyWaveIsNoError) {
  EXPECT_THAT(this->store_wave({}), testing::IsEmpty());
}

TYPED_TEST_P(BlobStoreContract, TheSameBytesTwiceInAWaveAreOneBlob) {
  const auto stats = this->store_wave({"same", "other", "same"});
  EXPECT_EQ(stats[0].id, stats[2].id);
  EXPECT_EQ(this->listed().size(), 2U);
  EXPECT_EQ(this->content(stats[0].id), "same");
}

TYPED_TEST_P(BlobStoreContract, TheSameBytesLaterAreKeptOnceAndRenewTheirDate) {
  const Time first = this->engine_.clock.now();
  const BlobId id = this->put("again").id;
  EXPECT_EQ(this->store_->stat(id).value().stored_at, first);
  this->engine_.clock.advance(std::chrono::hours(30));
  EXPECT_EQ(this->put("again").stored_at, first + std::chrono::hours(30));
  EXPECT_EQ(this->store_->stat(id).value().stored_at, first + std::chrono::hours(30));
  EXPECT_THAT(this->listed(), testing::ElementsAre(id));
}

TYPED_TEST_P(BlobStoreContract, AnOpenReaderIsNotDisturbedWhenTheSameBytesComeAgainOrTheBlobIsErased) {
  const std::string bytes = noise(100'000, 3);
  const BlobId id = this->put(bytes).id;
  const auto reader = this->store_->open(id).value();
  this->put(bytes);
  EXPECT_EQ(read_all(*reader), bytes);
  ASSERT_OK(this->store_->erase(id));
  EXPECT_EQ(read_all(*reader), bytes);
}

TYPED_TEST_P(BlobStoreContract, CommittedBlobsAreThereAfterTheStoreIsOpenedAgainAndOthersAreNot) {
  const BlobStat kept = this->put("kept");
  const auto unfinished = this->begin("unfinished");
  this->reopen();
  EXPECT_EQ(this->content(kept.id), "kept");
  EXPECT_EQ(this->store_->stat(kept.id).value().stored_at, kept.stored_at);
  EXPECT_THAT(this->listed(), testing::ElementsAre(kept.id));
}

TYPED_TEST_P(BlobStoreContract, ReadsStartAtAnyOffsetAndEndAtTheLastByte) {
  const std::string bytes = noise(10'000, 4);
  const auto reader = this->store_->open(this->put(bytes).id).value();
  ASSERT_EQ(reader->size(), bytes.size());
  const auto read = [&](std::uint64_t offset, std::size_t length) {
    std::string into(length, '\0');
    into.resize(reader->read_at(offset, into).value());
    return into;
  };
  EXPECT_EQ(read(0, 1), bytes.substr(0, 1));
  EXPECT_EQ(read(4'097, 3'000), bytes.substr(4'097, 3'000));
  EXPECT_EQ(read(9'990, 100), bytes.substr(9'990));
  EXPECT_EQ(read(10'000, 100), "");
  EXPECT_EQ(read(~0ULL, 100), "");
  EXPECT_EQ(read(5, 0), "");
}

TYPED_TEST_P(BlobStoreContract, OneReaderServesManyThreads) {
  const std::string bytes = noise(64'000, 5);
  const auto reader = this->store_->open(this->put(bytes).id).value();
  std::vector<int> wrong(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&, i] {
      std::string into(1'000, '\0');
      for (std::size_t offset = 0; offset < bytes.size(); offset += into.size()) {
        const auto got = reader->read_at(offset, into);
        if (!got || bytes.compare(offset, into.size(), into) != 0) ++wrong[i];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(wrong, testing::Each(0));
}

TYPED_TEST_P(BlobStoreContract, ManyThreadsStoreAtOnceTheSameBytesAmongThem) {
  std::vector<std::thread> threads;
  for (std::uint32_t i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] { this->store_wave({"common", noise(5'000, i)}); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(this->listed().size(), 7U);
  EXPECT_EQ(this->content(sha256("common")), "common");
}

TYPED_TEST_P(BlobStoreContract, ADescriptorReadsTheWholeBlobAndCannotWriteOrReachAnotherReadersPosition) {
  const auto reader = this->store_->open(this->put("whole blob").id).value();
  if constexpr (TypeParam::kHasDescriptors) {
    const int first = reader->descriptor().value();
    const int second = reader->descriptor().value();
    char into[32];
    for (const int fd : {first, second}) {
      const auto got = ::read(fd, into, sizeof into);
      EXPECT_EQ(std::string(into, static_cast<std::size_t>(std::max<ssize_t>(got, 0))), "whole blob");
      EXPECT_EQ(::fcntl(fd, F_GETFL) & O_ACCMODE, O_RDONLY);
      EXPECT_NE(::fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
      ::close(fd);
    }
  } else {
    EXPECT_THAT(reader->descriptor(), FailsWith(ErrorKind::unavailable, "blob.no_descriptor"));
  }
}

TYPED_TEST_P(BlobStoreContract, AnAdoptedFileBecomesABlobAndIsGoneFromWhereItWas) {
  const std::string bytes = noise(50'000, 6);
  const std::string path = this->engine_.upload(bytes);
  const BlobStat stored = this->store_->adopt(path, sha256(bytes)).value();
  EXPECT_EQ(stored.id, sha256(bytes));
  EXPECT_EQ(stored.size, bytes.size());
  EXPECT_EQ(stored.stored_at, this->engine_.clock.now());
  EXPECT_FALSE(std::filesystem::exists(path));
  this->reopen();
  EXPECT_EQ(this->content(stored.id), bytes);
}

TYPED_TEST_P(BlobStoreContract, AdoptingBytesThatAreKeptAlreadyRenewsTheirDate) {
  const BlobId id = this->put("known").id;
  this->engine_.clock.advance(std::chrono::hours(1));
  ASSERT_OK(this->store_->adopt(this->engine_.upload("known"), id));
  EXPECT_EQ(this->store_->stat(id).value().stored_at, this->engine_.clock.now());
  EXPECT_THAT(this->listed(), testing::ElementsAre(id));
}

TYPED_TEST_P(BlobStoreContract, AFileOfAnotherFileSystemIsNotAdoptedAndStaysWhereItIs) {
  const std::string path = this->engine_.upload_elsewhere();
  EXPECT_THAT(this->store_->adopt(path, sha256("elsewhere")),
              FailsWith(ErrorKind::unavailable, "blob.elsewhere"));
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_THAT(this->listed(), testing::IsEmpty());
}

TYPED_TEST_P(BlobStoreContract, AnAbsentBlobIsNotFoundAndErasingItIsNoError) {
  const BlobId id = sha256("never stored");
  EXPECT_THAT(this->store_->open(id), FailsWith(ErrorKind::not_found, "blob.absent"));
  EXPECT_THAT(this->store_->stat(id), FailsWith(ErrorKind::not_found, "blob.absent"));
  EXPECT_OK(this->store_->erase(id));
}

TYPED_TEST_P(BlobStoreContract, AnErasedBlobIsGoneAndMayComeAgain) {
  const BlobId id = this->put("erased").id;
  ASSERT_OK(this->store_->erase(id));
  EXPECT_THAT(this->store_->open(id), FailsWith(ErrorKind::not_found, "blob.absent"));
  EXPECT_THAT(this->listed(), testing::IsEmpty());
  this->put("erased");
  EXPECT_EQ(this->content(id), "erased");
}

TYPED_TEST_P(BlobStoreContract, ListNamesEveryBlobOnceInOrderWithItsSizeAndDate) {
  std::vector<BlobId> stored;
  for (std::uint32_t i = 0; i < 40; ++i) stored.push_back(this->put(noise(i, i)).id);
  std::sort(stored.begin(), stored.end());
  std::vector<BlobStat> seen;
  ASSERT_OK(this->store_->list([&](const BlobStat& blob) -> Result<void> {
    seen.push_back(blob);
    return {};
  }));
  ASSERT_EQ(seen.size(), stored.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].id, stored[i]);
    EXPECT_EQ(seen[i].size, this->store_->stat(stored[i]).value().size);
    EXPECT_EQ(seen[i].stored_at, this->engine_.clock.now());
  }
}

TYPED_TEST_P(BlobStoreContract, ListEndsWithTheFirstErrorOfItsCaller) {
  this->store_wave({"a", "b", "c"});
  int calls = 0;
  EXPECT_THAT(this->store_->list([&](const BlobStat&) -> Result<void> {
    return ++calls == 2 ? Result<void>(Error::busy("test.enough")) : Result<void>();
  }),
              FailsWith(ErrorKind::busy, "test.enough"));
  EXPECT_EQ(calls, 2);
}

TYPED_TEST_P(BlobStoreContract, BlobsMayBeErasedWhileTheyAreListed) {
  this->store_wave({"a", "b", "c"});
  ASSERT_OK(this->store_->list([&](const BlobStat& blob) { return this->store_->erase(blob.id); }));
  EXPECT_THAT(this->listed(), testing::IsEmpty());
}

TYPED_TEST_P(BlobStoreContract, AFullDiskRefusesBytesAndReadsGoOn) {
  const BlobId id = this->put("kept").id;
  this->store_.reset();
  this->store_ = this->engine_.open_full();
  auto writer = this->store_->begin();
  const auto appended = writer ? (*writer)->append("more") : Result<void>(writer.error());
  EXPECT_THAT(appended, FailsWith(ErrorKind::unavailable, "store.disk_full"));
  EXPECT_EQ(this->content(id), "kept");
  EXPECT_THAT(this->listed(), testing::ElementsAre(id));
}

REGISTER_TYPED_TEST_SUITE_P(
    BlobStoreContract, ABlobIsNamedByItsSha256AndReadBackByteForByte, BytesMayComeInPiecesOfAnySize,
    AnEmptyBlobIsABlob, NothingIsVisibleBeforeTheCommit, AWriterThatIsDroppedLeavesNothing,
    AWaveAnswersInItsOrderAndEveryBlobOfItIsThere, AnEmptyWaveIsNoError, TheSameBytesTwiceInAWaveAreOneBlob,
    TheSameBytesLaterAreKeptOnceAndRenewTheirDate,
    AnOpenReaderIsNotDisturbedWhenTheSameBytesComeAgainOrTheBlobIsErased,
    CommittedBlobsAreThereAfterTheStoreIsOpenedAgainAndOthersAreNot, ReadsStartAtAnyOffsetAndEndAtTheLastByte,
    OneReaderServesManyThreads, ManyThreadsStoreAtOnceTheSameBytesAmongThem,
    ADescriptorReadsTheWholeBlobAndCannotWriteOrReachAnotherReadersPosition,
    AnAdoptedFileBecomesABlobAndIsGoneFromWhereItWas, AdoptingBytesThatAreKeptAlreadyRenewsTheirDate,
    AFileOfAnotherFileSystemIsNotAdoptedAndStaysWhereItIs, AnAbsentBlobIsNotFoundAndErasingItIsNoError,
    AnErasedBlobIsGoneAndMayComeAgain, ListNamesEveryBlobOnceInOrderWithItsSizeAndDate,
    ListEndsWithTheFirstErrorOfItsCaller, BlobsMayBeErasedWhileTheyAreListed,
    AFullDiskRefusesBytesAndReadsGoOn);

}  // namespace kecang::test
