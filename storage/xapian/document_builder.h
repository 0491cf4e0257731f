#pragma once
/// IndexDocument → the engine's document.
#include "storage/index.h"

namespace Xapian {
class Document;
}  // namespace Xapian

namespace kecang::xapian {

class FacetNumbering;

/// May throw the engine's exceptions.
Xapian::Document build_document(const IndexDocument& from, FacetNumbering& facets);

}  // namespace kecang::xapian
