#pragma once
/// What a grant asks of a document, in the words of the index.
#include <string>
#include <vector>

#include "storage/index.h"

namespace kecang::xapian {

struct Condition {
  Facet facet;
  std::vector<std::string> values;
  bool wanted;  ///< the document has one of the values, or has none of them
};

std::vector<Condition> conditions_of(const ScopeGrant& grant);

}  // namespace kecang::xapian
