#pragma once
/// Which documents a scope admits, a bit each: worked out once for a commit and brought up to date with the
/// next ones, so that a search asks a bit and not the rules.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "schemas/model/access_scope.h"
#include "storage/index.h"
#include "storage/xapian/columns.h"
#include "storage/xapian/rights_cache.h"

namespace kecang::xapian {

class Admission;
class Snapshot;

/// Immutable once it is shared; any thread may read.
class DocumentBits {
 public:
  explicit DocumentBits(DocumentNumber end) { grow(end); }
  /// One more than the largest number that has a bit.
  DocumentNumber end() const { return static_cast<DocumentNumber>(words_.size() * kBits); }
  bool has(DocumentNumber document) const {
    return document < end() && (words_[document / kBits] >> (document % kBits) & 1) != 0;
  }
  void grow(DocumentNumber end) { words_.resize(std::max(words_.size(), (end + kBits - 1) / kBits), 0); }
  void set(DocumentNumber document, bool value) {
    const auto bit = std::uint64_t{1} << (document % kBits);
    auto& word = words_[document / kBits];
    word = value ? word | bit : word & ~bit;
  }
  std::size_t count() const;
  /// Calls `each(document)`, ascending.
  template <class Each>
  void for_each(Each&& each) const;
  std::size_t bytes() const { return words_.size() * sizeof(std::uint64_t); }

 private:
  static constexpr std::size_t kBits = 64;
  std::vector<std::uint64_t> words_;
};

/// The bits of a part's newest commit. Any thread may call.
class VisibleCache {
 public:
  /// May throw the engine's exceptions.
  std::shared_ptr<const DocumentBits> of(const Snapshot& snapshot, const AccessScope& scope);

 private:
  /// Five hundred scopes of a million documents.
  static constexpr std::uint64_t kMostBytes = 64 << 20;
  RightsCache<DocumentBits> kept_{kMostBytes};
};

/// What one request may find: what its scope admits without the excluded resources. One thread at a time.
class VisibleDocuments {
 public:
  /// May throw the engine's exceptions.
  VisibleDocuments(const Snapshot& snapshot, const AccessScope& scope,
                   const std::vector<ResourceId>& excluded);
  bool has(DocumentNumber document) const { return bits_->has(document); }
  const DocumentBits& bits() const { return *bits_; }

 private:
  std::shared_ptr<const DocumentBits> bits_;
};

template <class Each>
void DocumentBits::for_each(Each&& each) const {
  for (std::size_t at = 0; at < words_.size(); ++at)
    for (auto word = words_[at]; word != 0; word &= word - 1)
      each(static_cast<DocumentNumber>(at * kBits + static_cast<std::size_t>(std::countr_zero(word))));
}

}  // namespace kecang::xapian
