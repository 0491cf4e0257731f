#pragma once
/// The index port: what can be found, by whom, in which order. The index is a cache of the catalogue and can
/// be thrown away. storage/xapian is the engine; schemas/index-layout.md is what it writes.
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/ids.h"
#include "schemas/base/result.h"
#include "schemas/model/access_scope.h"

namespace kecang {

/// What results are filtered and counted by. The order is part of the index layout: add at the end only.
enum class Facet : std::uint8_t {
  type,
  subject,
  grade,
  edition,
  school,
  group,
  year,
  format,
  stage,
  volume,
  question_kind,  ///< of questions only
};
inline constexpr std::size_t kFacetCount = 11;
/// The names used in the API, in the order of the enumeration.
inline constexpr std::array<std::string_view, kFacetCount> kFacetNames = {
    "type", "subject", "grade", "edition", "school",       "group",
    "year", "format",  "stage", "volume",  "question_kind"};
inline std::string_view facet_name(Facet facet) {
  return kFacetNames[static_cast<std::size_t>(facet)];
}

/// One question of a resource, found by itself.
struct IndexQuestion {
  std::uint32_t index = 0;  ///< its place in the resource
  std::string_view kind;
  std::vector<std::string_view> texts;         ///< stem, options
  std::vector<std::string_view> answer_texts;  ///< answer, explanation; empty: none
};

/// One resource as it is to be found. Views need to live only during `replace`.
struct IndexDocument {
  ResourceId id;
  std::uint64_t version = 0;  ///< of the resource; what verify compares
  std::string_view title;
  std::vector<std::string_view>
      segments;  ///< the text, in order; a phrase does not reach from one into the next
  std::vector<std::string_view> keywords;  ///< further words it should be found by: folder names, tags
  /// Per facet its values; empty values are skipped. Any number of groups, at most one value of each other
  /// facet.
  std::map<Facet, std::vector<std::string>> facets;
  std::vector<std::string>
      scope_terms;  ///< what it is released to (schemas/model/access_scope.h); none: nobody finds it
  Time date{};      ///< what "newest first" sorts by
  std::vector<IndexQuestion> questions;
  /// Those of `scope_terms` whose holders may read the answers; the others find questions by their stems
  /// alone.
  std::vector<std::string> answer_terms;
};

/// One commit of the index. Positions ascend, across rebuilds too; all empty if the index was never written.
struct IndexPosition {
  std::string generation;
  std::uint64_t revision = 0;
  auto operator<=>(const IndexPosition&) const = default;
};

/// One process writes an index, one thread at a time.
class IndexWriter {
 public:
  virtual ~IndexWriter() = default;
  /// The document of this id is from now on this one; visible to readers after `commit`.
  virtual Result<void> replace(const IndexDocument& document) = 0;
  /// Absent is no error.
  virtual Result<void> remove(const ResourceId& id) = 0;
  /// Durable and visible when it returns. unavailable/store.disk_full when it did not fit: readers keep the
  /// commit before, and everything since then has to be replaced again.
  virtual Result<IndexPosition> commit() = 0;
};

enum class SortOrder : std::uint8_t { relevance, newest };

/// What a person asks for.
struct SearchRequest {
  /// As typed. "Quoted parts" have to occur literally. Without any word: everything, newest first.
  std::string text{};
  std::map<Facet, std::vector<std::string>>
      filters{};  ///< any value of a facet, and so for every facet named
  SortOrder sort = SortOrder::relevance;
  std::uint32_t offset = 0;
  std::uint32_t limit = 20;            ///< at most kMaxPage
  std::vector<ResourceId> excluded{};  ///< narrowed since the last index round: neither found nor counted
};
inline constexpr std::uint32_t kMaxPage = 1'000;
inline constexpr std::uint32_t kMaxOffset = 100'000;

struct SearchHit {
  ResourceId id;
  double score = 0;            ///< comparable within one answer only; 0 when sorted by date
  std::uint64_t version = 0;   ///< of the resource when it was indexed
  std::uint32_t question = 0;  ///< of a question: its place in the resource
  bool with_answer = false;    ///< of a question: its answer was searched, too
};

struct FacetCount {
  std::string value;
  std::uint64_t count = 0;
  bool operator==(const FacetCount&) const = default;
};

struct SearchPage {
  std::vector<SearchHit> hits;
  std::uint64_t total = 0;  ///< exact
  /// Exact, over what the scope admits and nothing else; largest first, equal ones by value. A facet that is
  /// filtered by counts as if it were not, so that each number is the total one would get by choosing that
  /// value alone. Groups the scope does not contain are not told.
  std::map<Facet, std::vector<FacetCount>> facets;
  IndexPosition index_revision;
  std::vector<std::string>
      words;  ///< the words and phrases looked for, normalised, for schemas/base/snippet.h
};

/// Any thread may call.
class IndexReader {
 public:
  virtual ~IndexReader() = default;
  /// The newest commit answers. An index that was never written answers with nothing.
  /// unavailable/index.version_mismatch if another layout or analyser wrote it; invalid/search.text_too_long,
  /// search.page_too_far, search.too_many_filters.
  virtual Result<SearchPage> search(const AccessScope& scope, const SearchRequest& request) const = 0;
  /// The same over single questions. Each is found once, with its answer where the scope reads answers.
  virtual Result<SearchPage> search_questions(const AccessScope& scope,
                                              const SearchRequest& request) const = 0;
};

/// For verify and for the indexer's own book-keeping: knows no viewer, so server/api and server/library do
/// not use it. Any thread may call.
class IndexInspector {
 public:
  virtual ~IndexInspector() = default;
  /// Which catalogue the index was built from; empty if it was never written.
  virtual Result<std::string> epoch() const = 0;
  virtual Result<IndexPosition> position() const = 0;
  virtual Result<std::uint64_t> count() const = 0;
  /// Every document once, in no order.
  virtual Result<void> list(
      const std::function<Result<void>(const ResourceId&, std::uint64_t version)>& each) const = 0;
};

}  // namespace kecang
