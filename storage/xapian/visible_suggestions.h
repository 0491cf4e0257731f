#pragma once
/// Which suggestions a scope admits, a bit each, worked out once for a commit: while somebody types, a letter
/// a request, the rules are not asked again.
#include <cstdint>
#include <memory>

#include "schemas/model/access_scope.h"
#include "storage/xapian/rights_cache.h"
#include "storage/xapian/visible_documents.h"

namespace kecang::xapian {

class Snapshot;

/// Newer suggestions get smaller numbers, from here downwards, so that the engine's order is "newest first".
inline constexpr std::uint32_t kOldestSuggestion = 0x7FFF'FFFF;

/// How a document says that it may be seen.
enum class Evidence : std::uint8_t {
  strict,  ///< it carries what a grant asks for beside the scope term
  loose,   ///< its scope terms are those of several resources, some of which may be admitted
};

/// Immutable; any thread may read.
class VisibleSuggestions {
 public:
  /// May throw the engine's exceptions.
  VisibleSuggestions(const Xapian::Database& database, const AccessScope& scope);
  bool has(Evidence evidence, std::uint32_t document) const {
    return (evidence == Evidence::strict ? strict_ : loose_).has(kOldestSuggestion - document);
  }
  std::size_t bytes() const { return strict_.bytes() + loose_.bytes(); }

 private:
  void add(const Xapian::Database& database, const std::string& scope_term);
  void add(const Xapian::Database& database, const ScopeGrant& grant);

  DocumentBits strict_;
  DocumentBits loose_;
};

/// Of the newest commit. Any thread may call.
class VisibleSuggestionsCache {
 public:
  /// May throw the engine's exceptions.
  std::shared_ptr<const VisibleSuggestions> of(const Snapshot& snapshot, const AccessScope& scope);

 private:
  static constexpr std::uint64_t kMostBytes = 64 << 20;
  RightsCache<VisibleSuggestions> kept_{kMostBytes};
};

}  // namespace kecang::xapian
