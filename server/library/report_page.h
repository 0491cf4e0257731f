#pragma once
/// The report of an import as one page that needs nothing else: to be mailed, printed, kept. Any thread may
/// call.
#include <string>
#include <string_view>

#include "schemas/model/import.h"
#include "server/library/imports.h"

namespace kecang::report_page {

/// Everything before the first file.
std::string head(const ImportStatus& status);
/// `reason` in words; may be empty.
std::string row(const ImportEntry& entry, std::string_view reason);
std::string foot();

/// A state as teachers read it.
std::string_view in_chinese(FileState state);
std::string_view in_chinese(ImportState state);

}  // namespace kecang::report_page
