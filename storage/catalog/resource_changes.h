#pragma once
/// What the audit trail tells of a change of a resource. For the catalogue's own files.
#include "schemas/model/resource.h"
#include "storage/catalog/audit.h"

namespace kecang {

/// Releases are not shown by the API, but the trail has to say who offered what to whom.
AuditDetails resource_changes(const Resource& before, const Resource& after);

}  // namespace kecang
