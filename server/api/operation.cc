#include "server/api/guard.h"
#include "server/api/handlers.h"

namespace kecang::api {

http::Reply get_health(http::Call&, const Services&) {
  return http::Reply::text("ok\n");
}

http::Reply get_ready(http::Call&, const Services& services) {
  KECANG_REPLY_TRY(services.operation.ready());
  return http::Reply::text("ready\n");
}

/// Numbers about everybody's work are for who runs the machine: asked from the machine itself, or by an
/// administrator.
http::Reply get_metrics(http::Call& call, const Services& services) {
  const bool local = call.remote().starts_with("127.") || call.remote() == "::1";
  const bool forwarded = call.has_header("X-Forwarded-For") || call.has_header("Forwarded");
  if ((!local || forwarded) && !is_administrator(call, services))
    return http::Reply::problem(Error::not_found("http.route_not_found"));
  return http::Reply::text(services.operation.metrics(), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace kecang::api
