#pragma once
/// What stands before every handler: who calls, and whether the route is for them.
#include <functional>

#include "server/api/endpoint.h"

namespace kecang::api {

inline constexpr const char* kSessionCookie = "kecang_session";

/// The endpoint's function behind the checks of its level. `services` must outlive it.
http::Handler guarded(const Services& services, const Endpoint& endpoint);

/// Asks anew who the request comes from and what they may do now: for answers that take their time. It may
/// outlive the call.
std::function<Result<access::Viewer>()> asked_again(const http::Call& call, const Services& services);

/// Whether the request comes from an administrator of the installation.
bool is_administrator(const http::Call& call, const Services& services);

/// forbidden/session.other_origin when a browser says that another site's page makes the request.
Result<void> check_origin(const http::Call& call);

}  // namespace kecang::api
