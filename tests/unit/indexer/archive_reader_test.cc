#include "indexer/extract/archive_reader.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace kecang::extract {
namespace {

// So that memory which a reader does not own holds no zeros.
void leave_traces_in_memory() {
  std::vector<std::unique_ptr<std::string>> traces;
  for (std::size_t size = 512; size < 8192; size += 64)
    traces.push_back(std::make_unique<std::string>(size, '\x01'));
}

TEST(ArchiveReaderOnBytesThatAreNoArchive, KnowsOfNoEncryptedName) {
  const std::string bytes("Rar!\x1A\x07\x05 neither this nor that", 28);
  const Source source = Source::of_bytes(bytes, "a.rar");
  for (int i = 0; i < 50; ++i) {
    leave_traces_in_memory();
    ArchiveReader reader(source);
    EXPECT_EQ(reader.next(), ArchiveReader::Step::broken);
    EXPECT_FALSE(reader.names_encrypted());
    EXPECT_FALSE(reader.filters_nested());
  }
}

}  // namespace
}  // namespace kecang::extract
