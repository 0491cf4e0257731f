/// Kills a process that writes to both stores, again and again, and looks whether everything it was told is
/// there and nothing is torn. The points are random; the seed is printed and KECANG_SEED sets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <sstream>
#include <string>

#include "storage/blobs/local_blobs.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/crash/store/child.h"
#include "tests/crash/store/steps.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temp_dir.h"

namespace kecang::crash {
namespace {

/// What the writer said: the newest step of each worker, and every blob.
struct Acknowledged {
  std::map<std::uint64_t, std::uint64_t> meta;
  std::vector<std::string> blobs;
  int steps = 0;

  void note(const std::string& line) {
    std::istringstream words(line);
    std::string what;
    std::uint64_t worker = 0;
    std::uint64_t step = 0;
    if (!(words >> what >> worker >> step)) return;
    ++steps;
    if (what == "meta") meta[worker] = std::max(meta[worker], step);
    for (std::uint64_t part = 0; what == "blob" && part < kBlobsPerStep; ++part) {
      blobs.push_back(sha256(payload(worker, step, part)).hex());
    }
  }
};

std::uint64_t seed() {
  const char* given = std::getenv("KECANG_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

std::vector<Row> rows_of(const MetaStore& store, std::uint64_t worker) {
  return store.snapshot()->scan(Range::prefix(row_prefix(worker))).value();
}

/// The store holds exactly what one of the worker's steps left behind, and no step before an acknowledged
/// one.
void expect_whole_steps(const MetaStore& store, const Acknowledged& acknowledged) {
  for (const auto& [worker, step] : acknowledged.meta) {
    const auto counter = store.get(counter_key(worker)).value();
    ASSERT_TRUE(counter.has_value()) << "worker " << worker << " was told step " << step;
    const std::uint64_t found = std::strtoull(counter->c_str(), nullptr, 10);
    EXPECT_GE(found, step) << "lost by worker " << worker;
    EXPECT_TRUE(rows_of(store, worker) == rows_after(worker, found))
        << "torn: worker " << worker << " step " << found;
  }
}

void expect_whole_blobs(const BlobStore& store, const Acknowledged& acknowledged) {
  for (const auto& name : acknowledged.blobs) {
    EXPECT_OK(store.stat(Digest::parse_hex(name).value())) << "lost blob " << name;
  }
  ASSERT_OK(store.list([&](const BlobStat& blob) -> Result<void> {
    KECANG_ASSIGN(const auto reader, store.open(blob.id));
    std::string bytes(reader->size(), '\0');
    KECANG_TRY(reader->read_at(0, bytes));
    EXPECT_EQ(sha256(bytes), blob.id) << "torn blob";
    return {};
  }));
}

TEST(StoreCrash, WhatWasAcknowledgedSurvivesKillsAndNothingIsTorn) {
  constexpr int kCycles = 10;
  const test::TempDir dir;
  const auto used_seed = seed();
  std::cout << "KECANG_SEED=" << used_seed << "\n";
  std::mt19937_64 random(used_seed);
  Acknowledged acknowledged;
  for (int cycle = 0; cycle < kCycles; ++cycle) {
    SCOPED_TRACE("cycle " + std::to_string(cycle));
    const int until = acknowledged.steps + std::uniform_int_distribution<int>(1, 150)(random);
    Child writer({STORE_WRITER, dir.path().string()});
    while (acknowledged.steps < until) {
      const auto line = writer.line();
      ASSERT_TRUE(line.has_value()) << "the writer ended by itself";
      ASSERT_THAT(*line, testing::Not(testing::StartsWith("failed")));
      acknowledged.note(*line);
    }
    writer.kill();
    while (const auto line = writer.line()) acknowledged.note(*line);  // said before it died

    const auto meta = open_rocksdb(meta_path(dir.path()), {.floor_bytes = 0});
    ASSERT_OK(meta);
    expect_whole_steps(**meta, acknowledged);
    const auto blobs = open_local_blobs(blob_path(dir.path()), {.floor_bytes = 0});
    ASSERT_OK(blobs);
    expect_whole_blobs(**blobs, acknowledged);
    EXPECT_TRUE(std::filesystem::is_empty(blob_path(dir.path()) / "incoming"));
  }
  EXPECT_GE(acknowledged.steps, kCycles);
}

TEST(StoreCrash, StoresThatAnotherProcessWritesAreRefusedUntilItIsGone) {
  const test::TempDir dir;
  Child writer({STORE_WRITER, dir.path().string()});
  ASSERT_TRUE(writer.line().has_value());
  const auto in_use = test::FailsWith(ErrorKind::conflict, "store.in_use");
  EXPECT_THAT(open_rocksdb(meta_path(dir.path()), {.floor_bytes = 0}), in_use);
  EXPECT_THAT(open_local_blobs(blob_path(dir.path()), {.floor_bytes = 0}), in_use);
  writer.kill();
  EXPECT_OK(open_rocksdb(meta_path(dir.path()), {.floor_bytes = 0}));
  EXPECT_OK(open_local_blobs(blob_path(dir.path()), {.floor_bytes = 0}));
}

/// The limit stops the engine's log, as a full disk or a failing one would, at many different places in it.
TEST(StoreFault, AWriteThatFailsIsNotAcknowledgedAndReadsGoOn) {
  for (const int limit : {40'000, 100'000, 333'333, 1'000'000, 2'500'001}) {
    SCOPED_TRACE("files end at " + std::to_string(limit) + " bytes");
    const test::TempDir dir;
    Acknowledged acknowledged;
    std::vector<std::string> others;
    Child writer({STORE_WRITER, dir.path().string(), std::to_string(limit)});
    while (const auto line = writer.line()) {
      acknowledged.note(*line);
      if (!line->starts_with("meta")) others.push_back(*line);
    }
    EXPECT_EQ(writer.wait(), 0) << "it must leave in order";
    EXPECT_THAT(others,
                testing::ElementsAre("failed store.write_failed", "failed store.write_failed", "read ok"));

    const auto meta = open_rocksdb(meta_path(dir.path()), {.floor_bytes = 0});
    ASSERT_OK(meta);
    expect_whole_steps(**meta, acknowledged);
    EXPECT_OK((*meta)->run([](Transaction& t) { return t.put("after", "the restart"); }));
  }
}

}  // namespace
}  // namespace kecang::crash
