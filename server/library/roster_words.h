#pragma once
/// What people write in rosters: headings, and words for kinds and roles. For roster.cc.
#include <string>
#include <string_view>
#include <vector>

#include "server/library/roster.h"

namespace kecang::roster {

std::vector<Column> columns_of(RosterKind kind);

/// The product's own name of a value, or what people write for it. invalid/roster.value_unknown at `column`.
/// For kinds of regions, schools, groups and memberships, a group's tie and pattern, roles.
template <class E>
Result<E> spelled(const std::string& text, const char* column);

/// 小学、初中: what stands between separators, in one cell.
std::vector<std::string> list_in(std::string_view text);

}  // namespace kecang::roster
