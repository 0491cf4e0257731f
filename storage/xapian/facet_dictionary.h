#pragma once
/// Facet values are kept in documents as small numbers; the numbers' meaning stands in the index's metadata.
/// Numbers are given out once and never change within a generation.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/index.h"

namespace Xapian {
class Database;
class WritableDatabase;
}  // namespace Xapian

namespace kecang::xapian {

/// For readers: number → value. Not for use by several threads at once. May throw the engine's exceptions.
class FacetValues {
 public:
  /// Reads what the index learned since the last call.
  void refresh(const Xapian::Database& database);
  /// Empty for a number the index does not know.
  std::string_view value(Facet facet, std::uint32_t number) const;
  /// 0 for a value the index does not know.
  std::uint32_t number(Facet facet, const std::string& value) const;
  /// One more than the largest number.
  std::size_t size(Facet facet) const { return of(facet).values.size() + 1; }

 private:
  struct Column {
    std::vector<std::string> values;  ///< number n stands at n - 1
    std::unordered_map<std::string, std::uint32_t> numbers;
  };
  const Column& of(Facet facet) const { return columns_[static_cast<std::size_t>(facet)]; }
  friend class FacetNumbering;
  Column columns_[kFacetCount];
};

/// For the writer: gives numbers to new values, in the same commit as the documents that use them.
class FacetNumbering {
 public:
  explicit FacetNumbering(Xapian::WritableDatabase& database);
  std::uint32_t number(Facet facet, const std::string& value);

 private:
  Xapian::WritableDatabase& database_;
  FacetValues known_;
};

}  // namespace kecang::xapian
