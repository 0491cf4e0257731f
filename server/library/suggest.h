#pragma once
/// What is offered while somebody types, from what they may see and from the vocabulary of schools. Any
/// thread may call.
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/snippet.h"
#include "server/access/viewer.h"
#include "server/library/names.h"
#include "server/library/vocabulary.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/index.h"

namespace kecang {

enum class SuggestedKind : std::uint8_t { title, node, point, person, school, subject, grade, type, edition };
/// The names used in the API, in the order of the enumeration.
inline constexpr std::array<std::string_view, 9> kSuggestedKindNames = {
    "title", "node", "point", "person", "school", "subject", "grade", "type", "edition"};

/// Choosing it looks for `query` among what `filters` admit.
struct SuggestedText {
  SuggestedKind kind = SuggestedKind::title;
  std::string text;
  std::vector<text::TextRange> ranges;  ///< what of it was typed; none: it was found by another name
  std::string detail;                   ///< which of several: the book of a lesson
  std::string query;
  std::map<Facet, std::vector<std::string>> filters;
  bool operator==(const SuggestedText&) const = default;
};

struct SuggestQuery {
  std::string text;
  std::uint32_t limit = 10;  ///< at most kMaxSuggestions
};

class VocabularySuggestions;

class Suggest {
 public:
  Suggest(const LibraryCatalog& catalog, const IndexReader& index, const Directory& directory,
          const LiveVocabulary& vocabulary);
  ~Suggest();

  /// By kind, in the order of the enumeration; within one by how well they match. What the index found is
  /// looked up in the catalogue once more. invalid/search.text_too_long; busy/search.index_behind;
  /// unavailable/index.*.
  Result<std::vector<SuggestedText>> run(const access::Viewer& viewer, const SuggestQuery& query) const;

 private:
  Result<std::vector<Suggestion>> visible(const AccessScope& scope, SuggestRequest request) const;
  std::shared_ptr<const VocabularySuggestions> vocabulary() const;

  const LibraryCatalog& catalog_;
  const IndexReader& index_;
  const Directory& directory_;
  const LiveVocabulary& live_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const VocabularySuggestions> vocabulary_;
};

}  // namespace kecang
