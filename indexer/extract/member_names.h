#pragma once
/// The names of an archive's members, made fit to be kept as text. Any thread may call.
#include <string>
#include <string_view>

namespace kecang::extract {

/// '/' between parts; never absolute, no drive, no "." or "..", no controls or marks that turn the writing
/// direction; NFC; at most 255 bytes a part, the extension kept. Empty when nothing is left.
std::string safe_path(std::string_view utf8);

/// What systems leave behind and nobody wrote: `__MACOSX/`, `.DS_Store`, `Thumbs.db`, `desktop.ini`, `~$…`,
/// `._…`.
bool is_junk(std::string_view path);

}  // namespace kecang::extract
