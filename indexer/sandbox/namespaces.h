#pragma once
/// Linux namespaces of one's own. Internal to confine.
#include "indexer/sandbox/confine.h"

namespace kecang {

/// Sets the members of `layers` that could be had. See `confine_process` about the process.
void enter_namespaces(Layers& layers, Workplace workplace = Workplace::read_only);

}  // namespace kecang
