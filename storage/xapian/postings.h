#pragma once
/// The documents of a term: decoded and kept in memory for terms that are asked for again, or read from the
/// engine, which unpacks every posting anew. What is kept says nothing of who asked: it is the same for all.
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "schemas/base/bounded_cache.h"
#include "storage/index.h"
#include "storage/xapian/columns.h"

namespace kecang::xapian {

class Snapshot;

/// Immutable; any thread may read.
class PostingList {
 public:
  /// `counts`: how often each document holds the term.
  PostingList(std::vector<DocumentNumber> documents, const std::vector<std::uint32_t>& counts);
  /// Ascending.
  const std::vector<DocumentNumber>& documents() const { return documents_; }
  std::uint32_t count(std::size_t place) const { return counts_.at(place); }
  std::uint32_t largest_count() const { return largest_; }
  std::size_t bytes() const {
    return sizeof *this + documents_.size() * sizeof(DocumentNumber) + counts_.bytes();
  }

 private:
  std::vector<DocumentNumber> documents_;
  NarrowColumn counts_;
  std::uint32_t largest_ = 0;
};

using SharedPostings = std::shared_ptr<const PostingList>;

/// The lists of a part that are kept, each of the commit it was last asked for at. Any thread may call.
class PostingCache {
 public:
  explicit PostingCache(std::uint64_t bytes) : kept_(bytes) {}
  struct Kept {
    IndexPosition position;
    SharedPostings list;
  };
  std::optional<Kept> find(const std::string& term) { return kept_.find(term); }
  void keep(const std::string& term, Kept kept);
  /// True if a list of so many documents would be kept.
  bool takes(std::size_t documents) const;
  /// True from the second time on that it is asked for the same term, as far as that is remembered.
  bool asked_before(const std::string& term);

 private:
  BoundedCache<Kept> kept_;
  std::mutex mutex_;
  std::unordered_set<std::size_t> asked_;  ///< hashes of terms asked for once
};

/// Goes through a term's documents in ascending order. One thread at a time; may throw the engine's
/// exceptions.
class PostingCursor {
 public:
  explicit PostingCursor(SharedPostings list);
  /// As the engine has it.
  PostingCursor(const Xapian::Database& database, const std::string& term);
  PostingCursor(PostingCursor&&) noexcept;
  ~PostingCursor();
  /// True if `document` holds the term. Not for a smaller number than the last.
  bool seek(DocumentNumber document);
  /// After a seek that found it: how often.
  std::uint32_t count() const;

 private:
  struct Engine;
  bool seek_in_list(DocumentNumber document);

  SharedPostings list_;
  std::size_t place_ = 0;
  std::unique_ptr<Engine> engine_;  ///< where there is no list
};

/// The terms of one snapshot. One thread at a time; may throw the engine's exceptions.
class Postings {
 public:
  Postings(const Snapshot& snapshot, PostingCache& cache) : snapshot_(snapshot), cache_(cache) {}
  /// All of a term's documents; never null.
  SharedPostings all(const std::string& term) const;
  /// To look at so many documents.
  PostingCursor cursor(const std::string& term, std::size_t documents) const;
  /// At least how often a document holds it that holds it most.
  std::uint32_t largest_count(const std::string& term) const;

 private:
  /// What is kept, of this snapshot's commit.
  SharedPostings kept(const std::string& term) const;
  SharedPostings decoded(const std::string& term) const;
  SharedPostings brought_up_to_date(const std::string& term, const PostingCache::Kept& kept) const;

  const Snapshot& snapshot_;
  PostingCache& cache_;
};

}  // namespace kecang::xapian
