#pragma once
/// What an OLE2 compound file is, by its streams: the names of files written by WPS and by school systems say
/// little.
#include "indexer/extract/registry.h"
#include "indexer/extract/source.h"

namespace kecang::extract {

Kind identify_ole(const Source& source);

}  // namespace kecang::extract
