#pragma once
/// Pictures, sound, film and RAR archives by the bytes they begin with.
#include <string>
#include <string_view>

namespace kecang::extract {

/// The media type, or nothing when the bytes begin as none of them.
std::string signature_type(std::string_view head);

}  // namespace kecang::extract
