#pragma once
/// People who can sign in, over a whole catalogue. Passwords cost as little as argon2id allows.
#include <memory>
#include <string>

#include "server/access/sessions.h"
#include "tests/support/catalogue.h"

namespace kecang::test {

inline constexpr access::PasswordCost kCheap{.passes = 1, .memory_bytes = 8192, .at_once = 2, .waiting = 32};

class People : public Catalogue {
 public:
  User with_password(const std::string& login, const std::string& password,
                     MustChange must_change = MustChange::no) {
    return must(
        directory.replace_password(operating, user(login).id, must(passwords->hash(password)), must_change));
  }
  access::SignedIn sign_in(const std::string& login, const std::string& password) {
    return must(sessions.sign_in(login, password, "10.0.0.1"));
  }
  access::Caller caller(const std::string& secret, access::Purpose purpose = access::Purpose::work) {
    return must(sessions.authenticate(secret, purpose));
  }
  access::Viewer viewer(const User& user) {
    return must(scopes.viewer(must(directory.user(user.id)), clock.now()));
  }

  std::unique_ptr<access::Passwords> passwords = must(access::Passwords::create(kCheap));
  access::ScopeBuilder scopes{directory};
  access::Sessions sessions{directory, *passwords, clock};
};

}  // namespace kecang::test
