#include "server/access/sessions.h"

#include <algorithm>
#include <utility>

#include "schemas/base/text.h"
#include "server/access/secrets.h"

namespace kecang::access {
namespace {

constexpr std::size_t kLoginBytes = 400;
constexpr seconds kTouchEvery{60};

/// The one answer to every failed sign-in.
Error wrong_login() {
  return Error::unauthenticated("login.wrong");
}
Error ended() {
  return Error::unauthenticated("session.ended");
}

/// Sign-ins go on being refused in the same words whether the user is unknown or disabled.
bool may_sign_in(const std::optional<User>& user) {
  return user && !user->disabled;
}

}  // namespace

Result<SignedIn> Sessions::sign_in(std::string_view login, std::string_view password,
                                   const std::string& remote) {
  const Time now = clock_.now();
  const auto asked = text::clip(login, kLoginBytes);
  KECANG_ASSIGN(const auto user, directory_.user_by_login(asked));
  const std::string account = user ? user->login : text::normalise(asked);
  KECANG_TRY(throttle_.admit(account, remote, now));
  KECANG_TRY(throttle_.attempt(account, now));
  KECANG_ASSIGN(const bool matches,
                passwords_.verify(may_sign_in(user) ? user->password_hash : "", password));
  if (!matches) {
    KECANG_TRY(throttle_.failed(remote, now));
    if (user)
      KECANG_TRY(directory_.record(Actor::user(user->id, remote), "session.refused", user->id.text(), {}));
    return wrong_login();
  }
  KECANG_TRY(throttle_.succeeded(account));
  return begin(*user, remote);
}

Result<SignedIn> Sessions::begin(const User& user, const std::string& remote) {
  const Time now = clock_.now();
  SignedIn signed_in{.user = user, .session = {}, .secret = new_secret()};
  signed_in.session = Session{.id = SessionId::make(now),
                              .user = user.id,
                              .secret_hash = sha256(signed_in.secret),
                              .csrf_token = new_secret(),
                              .created_at = now,
                              .last_seen_at = now,
                              .expires_at = now + settings_.total};
  const auto actor = Actor::user(user.id, remote);
  KECANG_TRY(directory_.put_session(actor, signed_in.session));
  // A password changed while the old one was being checked ended the sessions it saw; this one must not slip
  // through.
  KECANG_ASSIGN(const auto current, directory_.user(user.id));
  if (current.password_hash == user.password_hash) return signed_in;
  KECANG_TRY(directory_.erase_session(actor, signed_in.session.id));
  return wrong_login();
}

Result<void> Sessions::sign_out(const Caller& caller, const std::string& remote) {
  if (!caller.session) return {};
  return directory_.erase_session(Actor::user(caller.user, remote), caller.session->id);
}

Result<Caller> Sessions::authenticate(std::string_view secret, Purpose purpose) {
  const Time now = clock_.now();
  KECANG_ASSIGN(auto session, directory_.session_by_secret(sha256(secret)));
  if (!session || session->expires_at <= now || session->last_seen_at + settings_.idle <= now) return ended();
  const auto user = directory_.user(session->user);
  if (!user || user->disabled) return ended();
  KECANG_TRY(touch(*session, now));
  return caller(*user, std::move(session), purpose, now);
}

Result<void> Sessions::touch(const Session& session, Time now) {
  if (now - session.last_seen_at < std::min(kTouchEvery, settings_.idle / 4)) return {};
  const auto touched = directory_.touch_session(session, now);
  // Reading goes on while nothing can be written; the session is then only remembered as idle for longer than
  // it was.
  if (touched || touched.error().kind() == ErrorKind::unavailable ||
      touched.error().kind() == ErrorKind::busy)
    return {};
  return touched.error();
}

Result<Caller> Sessions::authenticate_token(std::string_view secret, Purpose purpose) {
  const Time now = clock_.now();
  KECANG_ASSIGN(const auto token, directory_.token_by_secret(sha256(secret)));
  if (!token || token->expires_at <= now) return Error::unauthenticated("token.invalid");
  const auto user = directory_.user(token->user);
  if (!user || user->disabled) return Error::unauthenticated("token.invalid");
  return caller(*user, std::nullopt, purpose, now);
}

Result<Caller> Sessions::caller(const User& user, std::optional<Session> session, Purpose purpose,
                                Time now) const {
  if (user.must_change_password && purpose == Purpose::work)
    return Error::forbidden("password.change_required");
  KECANG_ASSIGN(auto viewer, scopes_.viewer(user, now));
  const auto other = session ? session->viewing_as : UserId();
  Caller caller{.viewer = std::move(viewer), .session = std::move(session), .user = user.id};
  return other.empty() ? std::move(caller) : looking_as(std::move(caller), other, now);
}

/// Of the schools the viewer administers, those the other belongs to now.
std::vector<SchoolId> Sessions::administered_with(const Viewer& viewer, const std::vector<Membership>& other,
                                                  Time now) const {
  std::vector<SchoolId> schools;
  for (const auto& membership : other) {
    const auto school = SchoolId::trusted(membership.container);
    if (membership.kind == MembershipKind::user_in_school && membership.counts_at(now) &&
        viewer.has(Right::administer, school))
      schools.push_back(school);
  }
  return schools;
}

/// Rights are those of today on both sides: who does not administer any more looks as themselves again.
Result<Caller> Sessions::looking_as(Caller caller, const UserId& other, Time now) const {
  const auto person = directory_.user(other);
  if (!person || person->disabled) return caller;
  KECANG_ASSIGN(const auto memberships, directory_.memberships_of(other.text()));
  const auto schools = administered_with(caller.viewer, memberships, now);
  if (schools.empty()) return caller;
  KECANG_ASSIGN(caller.viewer, scopes_.viewer_within(*person, schools, now));
  caller.read_only = true;
  return caller;
}

Result<void> Sessions::view_as(const Caller& caller, const UserId& other, const std::string& remote) {
  if (!caller.session) return Error::forbidden("session.view_as_needs_session");
  const Time now = clock_.now();
  KECANG_ASSIGN(const auto user, directory_.user(caller.user));
  KECANG_ASSIGN(const auto own, scopes_.viewer(user, now));
  if (!other.empty()) {
    KECANG_ASSIGN(const auto memberships, directory_.memberships_of(other.text()));
    if (administered_with(own, memberships, now).empty())
      return Error::forbidden("session.view_as_not_yours");
  }
  auto session = *caller.session;
  session.viewing_as = other;
  return directory_.put_view_as(Actor::user(caller.user, remote), session);
}

Result<void> Sessions::check_csrf(const Caller& caller, std::string_view csrf_token) {
  if (!caller.session || same_secret(caller.session->csrf_token, csrf_token)) return {};
  return Error::forbidden("session.csrf");
}

Result<SignedIn> Sessions::change_password(const Caller& caller, std::string_view old_password,
                                           std::string_view new_password, const std::string& remote) {
  if (!caller.session || caller.read_only) return Error::forbidden("password.needs_session");
  const Time now = clock_.now();
  KECANG_ASSIGN(const auto user, directory_.user(caller.viewer.id()));
  KECANG_TRY(Passwords::check_rules(new_password, user.login));
  if (old_password == new_password) return Error::invalid("password.unchanged").at("password");
  KECANG_TRY(throttle_.admit(user.login, remote, now));
  KECANG_TRY(throttle_.attempt(user.login, now));
  KECANG_ASSIGN(const bool matches, passwords_.verify(user.password_hash, old_password));
  if (!matches) return Error::invalid("password.wrong").at("old_password");
  KECANG_TRY(throttle_.succeeded(user.login));
  KECANG_ASSIGN(auto hash, passwords_.hash(new_password));
  KECANG_ASSIGN(const auto changed, directory_.replace_password(Actor::user(user.id, remote), user.id,
                                                                std::move(hash), MustChange::no));
  return begin(changed, remote);
}

Result<std::string> Sessions::set_one_time_password(const Actor& actor, const UserId& user) {
  std::string password = Passwords::one_time();
  KECANG_ASSIGN(auto hash, passwords_.hash(password));
  KECANG_TRY(directory_.replace_password(actor, user, std::move(hash), MustChange::yes));
  return password;
}

Result<NewToken> Sessions::create_token(const Caller& caller, std::string name, std::optional<seconds> life,
                                        const std::string& remote) {
  // A token that makes tokens could never be revoked for good.
  if (!caller.session || caller.read_only) return Error::forbidden("token.needs_session");
  if (caller.viewer.user().must_change_password) return Error::forbidden("password.change_required");
  if (name.empty()) return Error::invalid("token.name_empty").at("name");
  if (life && life->count() <= 0) return Error::invalid("token.life").at("life");
  const Time now = clock_.now();
  NewToken made{.token = {}, .secret = "kc_" + new_secret()};
  made.token =
      ApiToken{.id = TokenId::make(now),
               .user = caller.viewer.id(),
               .name = std::string(text::clip(name, kLoginBytes)),
               .secret_hash = sha256(made.secret),
               .created_at = now,
               .expires_at = now + std::min(life.value_or(settings_.token_life), settings_.token_life)};
  KECANG_TRY(directory_.put_token(Actor::user(caller.viewer.id(), remote), made.token));
  return made;
}

Result<std::vector<ApiToken>> Sessions::tokens(const Caller& caller) const {
  return directory_.tokens_of(caller.viewer.id());
}

Result<void> Sessions::revoke_token(const Caller& caller, const TokenId& id, const std::string& remote) {
  return directory_.erase_token(Actor::user(caller.viewer.id(), remote), caller.viewer.id(), id);
}

}  // namespace kecang::access
