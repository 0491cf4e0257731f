#pragma once
/// The one rule of what a grant covers, for those who explain it beside those who decide by it.
#include "schemas/model/resource.h"

namespace kecang {

/// Whose it is, what it is and what it is worth; not what it is released to.
bool covers(const ScopeGrant& grant, const Resource& resource);

}  // namespace kecang
