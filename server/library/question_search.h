#pragma once
/// Finding single questions of what one viewer may see. Any thread may call.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/snippet.h"
#include "schemas/model/question.h"
#include "server/access/viewer.h"
#include "server/library/found_page.h"
#include "server/library/resources.h"
#include "server/library/search.h"

namespace kecang {

struct QuestionHit {
  ResourceView view;  ///< of the resource it stands in
  ShownQuestion shown;
  bool answers = false;  ///< whether this viewer may see answer and explanation; else they are empty
  std::optional<ShownQuestion> passage;  ///< what it belongs to
  std::vector<text::TextRange> stem_ranges;
};

struct QuestionAnswer {
  std::uint64_t total = 0;
  std::vector<QuestionHit> hits;
  std::map<Facet, std::vector<FacetValue>> facets;
  std::vector<std::string> words;
};

class QuestionSearch {
 public:
  QuestionSearch(const LibraryCatalog& catalog, const IndexReader& index, const Resources& resources,
                 const Directory& directory, const LiveVocabulary& vocabulary)
      : catalog_(catalog),
        index_(index),
        resources_(resources),
        directory_(directory),
        vocabulary_(vocabulary) {}

  /// Words of answers count only where the viewer may see answers. Errors as Search::run.
  Result<QuestionAnswer> run(const access::Viewer& viewer, const SearchQuery& query) const;

 private:
  Result<std::optional<QuestionHit>> hit(const access::Viewer& viewer, Resource resource,
                                         std::uint32_t question, const std::vector<std::string>& words,
                                         Names& names) const;

  const LibraryCatalog& catalog_;
  const IndexReader& index_;
  const Resources& resources_;
  const Directory& directory_;
  const LiveVocabulary& vocabulary_;
};

}  // namespace kecang
