#pragma once
/// What people may call and tag a resource, wherever they do it. Any thread may call.
#include <string>
#include <string_view>

#include "schemas/base/result.h"
#include "schemas/model/resource.h"

namespace kecang {

inline constexpr std::size_t kTitleBytes = 600;
inline constexpr std::size_t kTagBytes = 120;

/// NFC, trimmed. invalid/resource.title_empty, value.too_long.
Result<std::string> tidy_title(std::string_view title);
/// The tag of that name. invalid/resource.tag_unknown, value.too_long.
Result<Tag ResourceTags::*> tag_named(std::string_view name, std::string_view value);

}  // namespace kecang
