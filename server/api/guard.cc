#include "server/api/guard.h"

#include "server/access/secrets.h"

namespace kecang::api {
namespace {

constexpr std::string_view kBearer = "Bearer ";

std::string bearer_of(const http::Call& call) {
  const auto header = call.header("Authorization");
  return header.starts_with(kBearer) ? header.substr(kBearer.size()) : std::string();
}

Result<access::Caller> identify(const http::Call& call, const Services& services, access::Purpose purpose) {
  if (call.has_header("Authorization")) return services.sessions.authenticate_token(bearer_of(call), purpose);
  const auto secret = call.cookie(kSessionCookie);
  if (secret.empty()) return Error::unauthenticated("session.missing");
  return services.sessions.authenticate(secret, purpose);
}

bool changes_something(http::Method method) {
  return method != http::Method::get && method != http::Method::head && method != http::Method::options;
}

Result<access::Caller> admitted(const http::Call& call, const Services& services, Level level) {
  const auto purpose = level == Level::account ? access::Purpose::account : access::Purpose::work;
  KECANG_ASSIGN(auto caller, identify(call, services, purpose));
  if (changes_something(call.method())) {
    if (caller.read_only && level != Level::account) return Error::forbidden("session.viewing_as");
    KECANG_TRY(check_origin(call));
    KECANG_TRY(access::Sessions::check_csrf(caller, call.header("X-CSRF-Token")));
  }
  if (level == Level::administrator && !caller.viewer.is_administrator())
    return Error::forbidden("admin.only");
  return caller;
}

/// As every address that is not there: the internal routes do not exist for others.
http::Reply absent() {
  return http::Reply::problem(Error::not_found("http.route_not_found"));
}

}  // namespace

Result<void> check_origin(const http::Call& call) {
  const auto origin = call.header("Origin");
  if (origin.empty()) return {};
  const auto scheme_end = origin.find("://");
  if (scheme_end != std::string::npos && origin.substr(scheme_end + 3) == call.header("Host")) return {};
  return Error::forbidden("session.other_origin");
}

std::function<Result<access::Viewer>()> asked_again(const http::Call& call, const Services& services) {
  const bool with_token = call.has_header("Authorization");
  return [&sessions = services.sessions, with_token,
          secret = with_token ? bearer_of(call) : call.cookie(kSessionCookie)]() -> Result<access::Viewer> {
    auto caller = with_token ? sessions.authenticate_token(secret, access::Purpose::work)
                             : sessions.authenticate(secret, access::Purpose::work);
    if (!caller) return std::move(caller).error();
    return std::move(caller->viewer);
  };
}

bool is_administrator(const http::Call& call, const Services& services) {
  const auto caller = identify(call, services, access::Purpose::work);
  return caller && caller->viewer.is_administrator();
}

http::Handler guarded(const Services& services, const Endpoint& endpoint) {
  if (const auto* open = std::get_if<OpenHandler>(&endpoint.handler)) {
    if (endpoint.level != Level::internal)
      return [&services, handler = *open](http::Call& call) { return handler(call, services); };
    return [&services, handler = *open](http::Call& call) {
      if (!access::same_secret(bearer_of(call), services.internal.token)) return absent();
      return handler(call, services);
    };
  }
  return [&services, handler = std::get<CallerHandler>(endpoint.handler),
          level = endpoint.level](http::Call& call) {
    const auto caller = admitted(call, services, level);
    if (!caller) return http::Reply::problem(caller.error());
    return handler(
        call, services,
        {.viewer = caller->viewer, .actor = Actor::user(caller->user, call.remote()), .identity = *caller});
  };
}

}  // namespace kecang::api
