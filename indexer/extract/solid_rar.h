#pragma once
/// Archives of the older RAR that libarchive cannot unpack, solid ones above all, through `lsar` and `unar`
/// as confined children.
#include <optional>

#include "indexer/extract/archive.h"

namespace kecang::extract {

/// Nothing when the programs are not installed or cannot read the archive either.
std::optional<ExtractEnd> unpack_with_unar(const Source& source, const std::string& media_type,
                                           const UnpackLimits& limits, Output& out);

/// The same for the names alone.
std::optional<ExtractEnd> list_with_unar(const Source& source, const std::string& media_type, Output& out);

/// The same for the members without their bytes.
std::optional<ExtractEnd> list_members_with_unar(const Source& source, const std::string& media_type,
                                                 const UnpackLimits& limits, Output& out);

}  // namespace kecang::extract
