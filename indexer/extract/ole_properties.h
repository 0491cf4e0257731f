#pragma once
/// Title, author and the like of an OLE2 document. Any thread may call.
#include "indexer/extract/ole.h"
#include "schemas/model/extraction.h"

namespace kecang::extract {

/// Adds what the document's summary says.
void read_properties(const OleFile& file, DocumentHead& head);

}  // namespace kecang::extract
