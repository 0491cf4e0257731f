#pragma once
/// What suggestions say, unpacked: while somebody types, a letter a request, the same ones are looked at
/// again and again. Of the newest commit; any thread may call.
#include <cstdint>
#include <memory>
#include <string>

#include "schemas/pinyin/typed.h"
#include "storage/xapian/per_commit.h"

namespace kecang::xapian {

class Snapshot;

struct SuggestionEntry {
  std::string id;
  pinyin::Typeable text;
};

class SuggestionEntries {
 public:
  /// Null if the document is none of ours. May throw the engine's exceptions.
  std::shared_ptr<const SuggestionEntry> of(const Snapshot& snapshot, std::uint32_t document);

 private:
  static constexpr std::size_t kMostBytes = 128 << 20;
  PerCommit<SuggestionEntry> known_{kMostBytes};
};

}  // namespace kecang::xapian
