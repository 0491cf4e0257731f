#include "server/api/asking.h"
#include "server/api/guard.h"
#include "server/api/handlers.h"
#include "server/http/problem.h"

namespace kecang::api {
namespace {

constexpr int kTooManyRequests = 429;

struct SignIn {
  std::string login;
  std::string password;
};
template <class V>
void describe(V& v, SignIn& s) {
  v("login", s.login);
  v("password", s.password);
}

/// Nobody: as oneself again.
struct ViewAs {
  UserId user;
};
template <class V>
void describe(V& v, ViewAs& w) {
  v("user", w.user);
}

struct PasswordChange {
  std::string current;
  std::string chosen;
};
template <class V>
void describe(V& v, PasswordChange& p) {
  v("current", p.current);
  v("new", p.chosen);
}

std::string cookie(const Services& services, const std::string& secret, std::string_view attributes) {
  return std::string(kSessionCookie) + '=' + secret + "; Path=/; HttpOnly; SameSite=Lax" +
         (services.secure_cookies ? "; Secure" : "") + std::string(attributes);
}

/// Sign-ins that come too fast are the one thing that is 429.
http::Reply sign_in_problem(const Error& error) {
  if (error.kind() != ErrorKind::busy || !error.code().starts_with("login."))
    return http::Reply::problem(error);
  auto reply = http::problem_with_status(error, kTooManyRequests);
  const auto wait = error.params().find("retry_after");
  if (wait == error.params().end()) return reply;
  std::erase_if(reply.headers, [](const auto& header) { return header.first == "Retry-After"; });
  return std::move(reply).with("Retry-After", wait->second);
}

Json school_json(const SchoolRole& place, const access::Viewer& viewer) {
  return {{"school", {{"id", place.school.text()}, {"name", place.name}}},
          {"role", enum_text(place.role)},
          {"may_upload", place.may_upload},
          {"may_preside", viewer.has(access::Right::preside, place.school)}};
}

Json group_json(const Group& group, const access::Viewer& viewer) {
  return {{"id", group.id.text()},
          {"name", group.name},
          {"kind", enum_text(group.kind)},
          {"may_curate", viewer.has(access::Right::curate, group.id)},
          {"may_preside", viewer.has(access::Right::preside, group.id)}};
}

Result<Json> session_json(const Services& services, const access::Caller& caller) {
  const auto& viewer = caller.viewer;
  KECANG_ASSIGN(const auto places, services.people.places(viewer));
  auto schools = Json::array();
  for (const auto& school : places.schools) schools.push_back(school_json(school, viewer));
  auto groups = Json::array();
  for (const auto& group : places.groups) groups.push_back(group_json(group, viewer));
  return Json{{"user", to_json(viewer.user())},
              {"csrf_token", caller.session ? caller.session->csrf_token : std::string()},
              {"viewing_as", caller.read_only},
              {"schools", std::move(schools)},
              {"groups", std::move(groups)},
              {"server_time", time_text(services.clock.now())}};
}

}  // namespace

http::Reply post_session(http::Call& call, const Services& services) {
  KECANG_REPLY_TRY(check_origin(call));
  KECANG_REPLY_ASSIGN(const auto given, body_as<SignIn>(call));
  const auto signed_in = services.sessions.sign_in(given.login, given.password, call.remote());
  if (!signed_in) return sign_in_problem(signed_in.error());
  KECANG_REPLY_ASSIGN(const auto caller,
                      services.sessions.authenticate(signed_in->secret, access::Purpose::account));
  KECANG_REPLY_ASSIGN(const auto json, session_json(services, caller));
  return http::Reply::json(json).with("Set-Cookie", cookie(services, signed_in->secret, ""));
}

http::Reply get_session(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto json, session_json(services, caller.identity));
  return http::Reply::json(json);
}

http::Reply delete_session(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_TRY(services.sessions.sign_out(caller.identity, call.remote()));
  return http::Reply::empty().with("Set-Cookie", cookie(services, "", "; Max-Age=0"));
}

http::Reply put_view_as(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto wanted, body_as<ViewAs>(call));
  KECANG_REPLY_TRY(services.sessions.view_as(caller.identity, wanted.user, call.remote()));
  return http::Reply::empty();
}

http::Reply put_password(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto change, body_as<PasswordChange>(call));
  const auto signed_in =
      services.sessions.change_password(caller.identity, change.current, change.chosen, call.remote());
  if (!signed_in) return sign_in_problem(signed_in.error());
  // All sessions ended, this one too: the page goes on with a new one.
  return http::Reply::empty()
      .with("Set-Cookie", cookie(services, signed_in->secret, ""))
      .with("X-CSRF-Token", signed_in->session.csrf_token);
}

}  // namespace kecang::api
