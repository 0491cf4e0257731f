#pragma once
/// What suggestions say, unpacked: while somebody types, a letter a request, the same ones are looked at
/// again and again. Of the newest commit; any thread may call.
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "schemas/pinyin/typed.h"
#include "storage/index.h"

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
  std::shared_ptr<const SuggestionEntry> find(const IndexPosition& position, std::uint32_t document);
  void keep(const IndexPosition& position, std::uint32_t document,
            std::shared_ptr<const SuggestionEntry> entry);

  std::mutex mutex_;
  IndexPosition position_;
  std::size_t bytes_ = 0;
  std::unordered_map<std::uint32_t, std::shared_ptr<const SuggestionEntry>> entries_;
};

}  // namespace kecang::xapian
