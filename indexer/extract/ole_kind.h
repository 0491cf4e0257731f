#pragma once
/// What an OLE2 compound file is, by its streams: the names of files written by WPS and by school systems say
/// little.
#include <optional>
#include <string_view>

#include "indexer/extract/registry.h"
#include "indexer/extract/source.h"

namespace kecang::extract {

Kind identify_ole(const Source& source);

/// The same of old Office files from before there were compound files: one stream, known by how it begins.
std::optional<Kind> identify_bare_stream(std::string_view head);

}  // namespace kecang::extract
