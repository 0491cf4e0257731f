#pragma once
/// Files that stand within a Word document in the place of text (altChunk). Any thread may call.
#include <map>
#include <string>
#include <string_view>

#include "indexer/extract/source.h"

namespace kecang::extract {

/// The members of an archive that have these names, byte for byte, up to a size in all; `chunks` are keyed by
/// them. What cannot be read stays empty.
void read_members(const Source& archive, std::map<std::string, std::string>& chunks);

/// The text of a web page, a saved page, RTF, plain text or a Word document. `within`: how deep the documents
/// that hold it already are; nothing beyond a limit.
std::string chunk_text(std::string_view bytes, const std::string& name, int within);

}  // namespace kecang::extract
