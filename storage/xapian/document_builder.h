#pragma once
/// IndexDocument → the engine's documents.
#include <vector>

#include "storage/index.h"

namespace Xapian {
class Document;
}  // namespace Xapian

namespace kecang::xapian {

class FacetNumbering;

/// May throw the engine's exceptions. A resource that prints answers is one with them, for those who read
/// answers, and one without for those who do not; others are one. The first is never one that is there again.
std::vector<Xapian::Document> build_documents(const IndexDocument& from, FacetNumbering& facets);
/// Of each question one with its answer, for those who read answers, and one without for those who do not.
std::vector<Xapian::Document> build_questions(const IndexDocument& from, FacetNumbering& facets);

}  // namespace kecang::xapian
