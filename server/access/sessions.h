#pragma once
/// Signing in and out, and turning what a request brings (cookie or bearer token) into a Viewer. Memberships
/// are read for each request; a session only says who somebody is.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/people.h"
#include "server/access/passwords.h"
#include "server/access/scope_builder.h"
#include "server/access/throttle.h"
#include "storage/catalog/directory.h"

namespace kecang::access {

struct SessionSettings {
  seconds idle{30 * 60};
  seconds total{12 * 3600};
  seconds token_life{365LL * 24 * 3600};
  ThrottleRules throttle{};
};

/// What a request is let in for. Someone who has yet to choose a password may reach their account and nothing
/// else.
enum class Purpose {
  work,     ///< forbidden/password.change_required while a one-time password is in use
  account,  ///< who am I, change the password, sign out
};

/// Somebody who signed in; the secret goes into the cookie and is kept nowhere.
struct SignedIn {
  User user;
  Session session;
  std::string secret;
};

/// Who a request comes from.
struct Caller {
  Viewer viewer;
  std::optional<Session> session;  ///< none: a bearer token, which needs no CSRF check
  UserId user;                     ///< who acts; the viewer has no id while somebody looks as another
  bool read_only = false;          ///< looks as another, and may change nothing
};

struct NewToken {
  ApiToken token;
  std::string secret;  ///< "kc_…"; shown once
};

/// Any thread may call.
class Sessions {
 public:
  Sessions(Directory& directory, Passwords& passwords, const Clock& clock, SessionSettings settings = {})
      : directory_(directory),
        passwords_(passwords),
        clock_(clock),
        settings_(settings),
        throttle_(directory, settings.throttle),
        scopes_(directory) {}

  /// unauthenticated/login.wrong for an unknown login, a wrong password and a disabled user alike;
  /// busy/login.throttled {retry_after}, busy/login.busy.
  Result<SignedIn> sign_in(std::string_view login, std::string_view password, const std::string& remote);
  Result<void> sign_out(const Caller& caller, const std::string& remote);
  /// unauthenticated/session.ended for an unknown, expired or idle session and a disabled user.
  Result<Caller> authenticate(std::string_view secret, Purpose purpose = Purpose::work);
  /// unauthenticated/token.invalid.
  Result<Caller> authenticate_token(std::string_view secret, Purpose purpose = Purpose::work);
  /// From now on the session looks at the library as one of the people of the schools its user administers,
  /// and changes nothing; an empty id ends that. forbidden/session.view_as_not_yours,
  /// session.view_as_needs_session.
  Result<void> view_as(const Caller& caller, const UserId& other, const std::string& remote);
  /// Whether a page's request carries the session's CSRF token; a bearer token needs none.
  /// forbidden/session.csrf.
  static Result<void> check_csrf(const Caller& caller, std::string_view csrf_token);

  /// Ends every session of the user and begins a new one. invalid/password.wrong, password.unchanged and the
  /// rules of Passwords; forbidden/password.needs_session for a token; throttled like signing in.
  Result<SignedIn> change_password(const Caller& caller, std::string_view old_password,
                                   std::string_view new_password, const std::string& remote);
  /// Sets a password that serves once, for choosing another; ends every session. Returns the password.
  Result<std::string> set_one_time_password(const Actor& actor, const UserId& user);

  /// `life` at most the setting. forbidden/token.needs_session for a caller who came with a token.
  /// invalid/token.name_empty, token.life; conflict/token.too_many.
  Result<NewToken> create_token(const Caller& caller, std::string name, std::optional<seconds> life,
                                const std::string& remote);
  Result<std::vector<ApiToken>> tokens(const Caller& caller) const;
  Result<void> revoke_token(const Caller& caller, const TokenId& id, const std::string& remote);

 private:
  Result<SignedIn> begin(const User& user, const std::string& remote);
  std::vector<SchoolId> administered_with(const Viewer& viewer, const std::vector<Membership>& other,
                                          Time now) const;
  Result<Caller> looking_as(Caller caller, const UserId& other, Time now) const;
  Result<Caller> caller(const User& user, std::optional<Session> session, Purpose purpose, Time now) const;
  Result<void> touch(const Session& session, Time now);

  Directory& directory_;
  Passwords& passwords_;
  const Clock& clock_;
  const SessionSettings settings_;
  Throttle throttle_;
  ScopeBuilder scopes_;
};

}  // namespace kecang::access
