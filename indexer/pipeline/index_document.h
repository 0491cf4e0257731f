#pragma once
/// A resource as the catalogue tells it → the document it is found by.
#include "schemas/model/indexing.h"
#include "storage/index.h"

namespace kecang::pipeline {

/// The views in the answer point into `from`.
IndexDocument index_document(const indexing::Indexable& from);

/// False: it must not be in the index.
bool is_findable(const indexing::Indexable& item);

}  // namespace kecang::pipeline
