#pragma once
/// Which kind of Office package it is, by what the list of its parts says. Any thread may call.
#include <string_view>

namespace kecang::extract {

/// The media type of the package with this `[Content_Types].xml`; empty when that names no main part we know.
/// Templates and shows are of the type of what they hold.
std::string_view office_type(std::string_view content_types);

}  // namespace kecang::extract
