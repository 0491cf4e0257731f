#pragma once
/// The index port: what can be found, by whom, in which order. The index is a cache of the catalogue and can
/// be thrown away. storage/xapian is the engine; schemas/index-layout.md is what it writes.
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
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
  standing,       ///< what reviewers said of it; nothing: none did
};
inline constexpr std::size_t kFacetCount = 12;
/// The names used in the API, in the order of the enumeration.
inline constexpr std::array<std::string_view, kFacetCount> kFacetNames = {
    "type", "subject", "grade", "edition", "school",        "group",
    "year", "format",  "stage", "volume",  "question_kind", "standing"};
inline std::string_view facet_name(Facet facet) {
  return kFacetNames[static_cast<std::size_t>(facet)];
}

/// A part of a query or a title, in code points of its normalised form.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const TextSpan&) const = default;
};

/// One question of a resource, found by itself.
struct IndexQuestion {
  std::uint32_t index = 0;  ///< its place in the resource
  std::string_view kind;
  std::vector<std::string_view> texts;         ///< stem, options
  std::vector<std::string_view> answer_texts;  ///< answer, explanation; empty: none
};

/// What else of the library is suggested while somebody types: the values are part of the index layout.
enum class NameKind : std::uint8_t { person, school, point };
inline constexpr std::array<NameKind, 3> kNameKinds = {NameKind::person, NameKind::school, NameKind::point};

/// Somebody or something a resource has to do with. Who may see the resource may be told the name.
struct IndexName {
  NameKind kind = NameKind::point;
  std::string_view id;    ///< equal for the same one; of a point its name
  std::string_view name;  ///< empty: it is not suggested
};

/// One resource as it is to be found. Views need to live only during `replace`.
struct IndexDocument {
  ResourceId id;
  std::uint64_t version = 0;  ///< of the resource; what verify compares
  std::string_view title;
  std::vector<std::string_view>
      segments;  ///< the text, in order; a phrase does not reach from one into the next
  /// The text without the answers it prints, for those who may not read them; none: it prints no answers.
  std::optional<std::vector<std::string>> segments_without_answers;
  std::vector<std::string_view> keywords;  ///< further words it should be found by: folder names, tags
  /// What it says of books and kinds (schemas/vocab/marks.h): "grade:八年级". Queries that say the same
  /// prefer it.
  std::vector<std::string> marks;
  std::vector<TextSpan> title_labels;  ///< the words of the title that say it; the rest is its name
  /// Per facet its values; empty values are skipped. Any number of groups, at most one value of each other
  /// facet.
  std::map<Facet, std::vector<std::string>> facets;
  std::vector<std::string>
      scope_terms;  ///< what it is released to (schemas/model/access_scope.h); none: nobody finds it
  Time date{};      ///< what "newest first" sorts by
  std::vector<IndexQuestion> questions;
  /// Those of `scope_terms` whose holders may read the answers; the others find questions by their stems
  /// alone, and texts by what is no answer.
  std::vector<std::string> answer_terms;
  std::vector<IndexName> names;  ///< who sent it, whose it is, what it is about
  // What is like it is found by these; each may be empty.
  std::string blob;    ///< SHA-256 of its file as hexadecimal digits
  std::string sketch;  ///< of its text (schemas/base/sketch.h)
  std::string lesson;  ///< which lesson of a textbook it is for (schemas/model/lesson.h)
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

/// Something a query says of books or kinds: documents with this mark come before others. They are not
/// required to have it, unless the query says nothing else.
struct Preference {
  std::string mark;
  double importance = 1;  ///< 0 to 1
  TextSpan words;         ///< that say it; they are no part of the topic
};

/// What words of a query are called in the language of the texts: another way to hold them, when too little
/// is found as it was typed.
struct Translation {
  std::string words;  ///< normalised, parted by single spaces
  std::vector<std::string> meanings;
};

/// What a person asks for.
struct SearchRequest {
  /// As typed. "Quoted parts" have to occur literally. Without any word: everything, newest first.
  std::string text{};
  std::vector<Preference> preferences{};
  std::vector<TextSpan> fillers{};  ///< words of the text that name nothing (我想找): not looked for
  std::vector<Translation> translations{};
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
  bool with_answer = false;    ///< answers were searched, too: the question's, or those the text prints
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
  bool as_written =
      true;  ///< the first page is of what holds the query's words, not of what sounds or reads alike
  std::vector<std::string>
      words;  ///< the words and phrases looked for, normalised, for schemas/base/snippet.h
};

/// What a person has typed so far.
struct SuggestRequest {
  std::string text{};
  std::uint32_t titles = 8;            ///< at most so many; at most kMaxSuggestions
  std::uint32_t names = 3;             ///< of each kind; likewise
  std::vector<ResourceId> excluded{};  ///< as in SearchRequest
};
inline constexpr std::uint32_t kMaxSuggestions = 50;

struct Suggestion {
  std::optional<NameKind> kind{};  ///< none: the title of a resource
  std::string text{};              ///< as it stands in the library
  std::string id{};                ///< of the name; empty for a title
  ResourceId shown_by{};  ///< a resource the scope admits: without any like it there is no suggestion
};

/// What is looked for that is like a given resource. An empty member finds nothing.
struct SimilarRequest {
  ResourceId id{};                                      ///< the resource itself: never found
  std::string blob{};                                   ///< as in IndexDocument
  std::string sketch{};                                 ///< as in IndexDocument
  std::string lesson{};                                 ///< as in IndexDocument
  std::string text{};                                   ///< what it is about: its title
  std::map<Facet, std::vector<std::string>> filters{};  ///< what those of the same subject matter must share
  std::uint32_t limit = 24;                             ///< of each kind, at most kMaxPage
  std::vector<ResourceId> excluded{};                   ///< as in SearchRequest
};

/// What the scope admits of each kind. One may stand in several.
struct SimilarPage {
  std::vector<SearchHit> same_bytes;   ///< newest first
  std::vector<SearchHit> near_text;    ///< candidates, the most alike first; compare their sketches
  std::vector<SearchHit> same_lesson;  ///< newest first
  std::vector<SearchHit> about_same;   ///< those that say most of `text` first
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
  /// The commit that a search would be answered from now; cheap. All empty if the index was never written.
  virtual Result<IndexPosition> newest() const = 0;
  /// Which answers of that commit are still to be given: another number since labels taught something else.
  virtual std::uint64_t taught(const IndexPosition&) const { return 0; }
  /// What begins as it was typed (schemas/pinyin/typed.h), from what the scope admits and nothing else:
  /// titles, each once, then names by kind. By how well they match; equal titles newest first, equal names by
  /// name. invalid/search.text_too_long, search.page_too_far.
  virtual Result<std::vector<Suggestion>> suggest(const AccessScope& scope,
                                                  const SuggestRequest& request) const = 0;
  /// What is like a resource. No statistics of the library take part: what the scope does not admit changes
  /// nothing. invalid/search.page_too_far; unavailable/index.version_mismatch.
  virtual Result<SimilarPage> similar(const AccessScope& scope, const SimilarRequest& request) const = 0;
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
