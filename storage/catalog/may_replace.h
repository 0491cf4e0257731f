#pragma once
/// The right to replace a resource, as the library asks for it while a plan goes in.
#include <functional>

#include "schemas/model/resource.h"

namespace kecang {

/// Whether the resource may be changed now by whose word the plan goes in. Asked for each file anew, inside
/// the transaction that would change it, possibly more than once.
using MayReplace = std::function<bool(const Resource&)>;

}  // namespace kecang
