#pragma once
/// What a typed query asks for: its topic, and what it says of books and kinds (八上, 课件), which puts those
/// resources first and never hides others. Any thread may call.
#include <string>
#include <vector>

#include "server/library/vocabulary.h"
#include "storage/index.h"

namespace kecang {

struct SearchQuery {
  std::string text;
  std::map<Facet, std::vector<std::string>> filters;
  SortOrder sort = SortOrder::relevance;
  std::uint32_t page = 1;  ///< from 1
  std::uint32_t page_size = 20;
  /// Words that are meant as they stand: what they would say of books and kinds is not read out of them.
  std::vector<std::string> literal{};
};

/// Words of a query that were read as something, to be shown and to be taken back.
struct Understood {
  std::string words;  ///< normalised
  struct Meaning {
    std::string field;  ///< "grade", "kind"
    std::string value;
    bool operator==(const Meaning&) const = default;
  };
  std::vector<Meaning> meanings;
};

struct AskedQuery {
  SearchRequest request;
  std::vector<Understood> understood;
  std::string topic;  ///< normalised; what is left, without the words that only ask
};

AskedQuery read_query(const vocab::Vocabulary& vocabulary, const SearchQuery& query);

}  // namespace kecang
