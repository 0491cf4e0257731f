#pragma once
/// Files packed while they are sent.
#include "server/api/endpoint.h"
#include "server/library/collection_export.h"

namespace kecang::api {

/// Each file stands in the audit trail before its first byte leaves.
http::Reply zip_of(PackedView packed, const http::Call& call, const Services& services, const Caller& caller);

}  // namespace kecang::api
