#pragma once
/// What a search reads of every document it finds, kept in memory: who may see it, its facets, its date. The
/// documents of one commit; the next commit shares the pages that did not change.
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/index.h"
#include "storage/xapian/layout.h"

namespace Xapian {
class Database;
}  // namespace Xapian

namespace kecang::xapian {

/// The engine's number of a document.
using DocumentNumber = std::uint32_t;

/// Small numbers in as many bytes each as the largest of them needs.
class NarrowColumn {
 public:
  NarrowColumn() = default;
  explicit NarrowColumn(const std::vector<std::uint32_t>& values);
  std::uint32_t at(std::size_t place) const;
  std::size_t bytes() const { return one_.size() + two_.size() * 2 + four_.size() * 4; }

 private:
  // One of them holds the values; none if all are 0.
  std::vector<std::uint8_t> one_;
  std::vector<std::uint16_t> two_;
  std::vector<std::uint32_t> four_;
};

/// For each document a list of numbers.
class ListColumn {
 public:
  ListColumn() = default;
  explicit ListColumn(const std::vector<std::vector<std::uint32_t>>& lists);
  std::span<const std::uint32_t> at(std::size_t place) const {
    return {values_.data() + begins_[place], begins_[place + 1] - begins_[place]};
  }
  std::size_t bytes() const { return (values_.size() + begins_.size()) * sizeof(std::uint32_t); }

 private:
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> values_;
};

/// Numbers for the terms that admit or withhold documents. Grows and never changes; shared by the columns of
/// all commits. Any thread may call.
class AdmissionTerms {
 public:
  /// Gives a number to a new term.
  std::uint32_t number(const std::string& term);
  /// `kUnknown` if no document ever had it.
  static constexpr std::uint32_t kUnknown = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t find(const std::string& term) const;
  std::size_t size() const;

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

/// Immutable; any thread may read.
class Columns {
 public:
  /// Of a document that is not there.
  static constexpr std::int64_t kAbsent = std::numeric_limits<std::int64_t>::min();

  /// Reads all documents. May throw the engine's exceptions.
  static std::shared_ptr<const Columns> load(const Xapian::Database& database);
  /// The columns of a later commit that changed, added or removed these documents and no others. May throw
  /// the engine's exceptions.
  std::shared_ptr<const Columns> after(const Xapian::Database& database,
                                       const std::vector<DocumentNumber>& changed) const;

  /// One more than the largest document number.
  DocumentNumber end() const { return static_cast<DocumentNumber>(pages_.size()) << kPageBits; }
  std::size_t bytes() const;

  /// Milliseconds since 1970, or `kAbsent`.
  std::int64_t date(DocumentNumber document) const { return page(document).dates[place(document)]; }
  /// The number of its value of a facet other than the group; 0: none.
  std::uint32_t single(Facet facet, DocumentNumber document) const {
    return page(document).single[static_cast<std::size_t>(facet)].at(place(document));
  }
  std::span<const std::uint32_t> groups(DocumentNumber document) const {
    return page(document).groups.at(place(document));
  }
  /// Numbers of `admission_terms()`.
  std::span<const std::uint32_t> admitting(DocumentNumber document) const {
    return page(document).admitting.at(place(document));
  }
  std::span<const std::uint32_t> withholding(DocumentNumber document) const {
    return page(document).withholding.at(place(document));
  }
  /// Sum of its terms' counts, as the engine knows it.
  std::uint32_t length(DocumentNumber document) const { return page(document).lengths.at(place(document)); }

  const AdmissionTerms& admission_terms() const { return *terms_; }

 private:
  static constexpr std::uint32_t kPageBits = 10;
  static constexpr std::size_t kPageSize = std::size_t{1} << kPageBits;

  struct Row {
    std::int64_t date = kAbsent;
    std::uint32_t length = 0;
    FacetNumbers facets;
    std::vector<std::uint32_t> admitting;
    std::vector<std::uint32_t> withholding;
  };
  using Rows = std::vector<Row>;  ///< of one page

  struct Page {
    Page() = default;
    explicit Page(const Rows& rows);
    Row row(std::size_t place) const;
    std::size_t bytes() const;
    std::vector<std::int64_t> dates;
    NarrowColumn lengths;
    std::array<NarrowColumn, kFacetCount> single;
    ListColumn groups;
    ListColumn admitting;
    ListColumn withholding;
  };

  class Loader;
  Row read_row(const Xapian::Database& database, DocumentNumber document) const;
  const Page& page(DocumentNumber document) const { return *pages_[document >> kPageBits]; }
  static std::size_t place(DocumentNumber document) { return document & (kPageSize - 1); }

  std::vector<std::shared_ptr<const Page>> pages_;
  std::shared_ptr<AdmissionTerms> terms_ = std::make_shared<AdmissionTerms>();
};

}  // namespace kecang::xapian
