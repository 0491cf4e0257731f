#include <iostream>

#include "schemas/model/describe.h"
#include "server/access/passwords.h"
#include "server/main/commands.h"
#include "server/main/data_folder.h"
#include "server/main/stores.h"

namespace kecang {
namespace {

struct NewAdministrator {
  std::string login;
  std::string password;
};

Result<NewAdministrator> make_administrator(const Config& config) {
  KECANG_TRY(make_data_folder(config.storage.data));
  KECANG_ASSIGN(const auto stores, Stores::open(config));
  KECANG_ASSIGN(const auto passwords, access::Passwords::create());
  NewAdministrator made{.login = "admin", .password = access::Passwords::one_time()};
  KECANG_ASSIGN(const auto known, stores.catalog.directory->user_by_login(made.login));
  if (known) return Error::conflict("data.initialised").with("path", config.storage.data.string());
  User user;
  user.login = made.login;
  user.name = "管理员";
  user.role = SystemRole::administrator;
  user.must_change_password = true;
  KECANG_ASSIGN(user.password_hash, passwords->hash(made.password));
  KECANG_TRY(stores.catalog.directory->put_user(Actor::operating(), user));
  return made;
}

}  // namespace

Exit init(const Config& config, const CommandLine& line) {
  const auto made = make_administrator(config);
  if (!made) {
    complain(made.error());
    return exit_for(made.error());
  }
  const auto data = config.storage.data.string();
  if (line.json) {
    std::cout << Json{{"data", data}, {"login", made->login}, {"password", made->password}}.dump() << '\n';
    return Exit::ok;
  }
  std::cout << "数据目录已建立 the data folder is ready: " << data << '\n'
            << "  管理员 administrator: " << made->login << '\n'
            << "  一次性密码 one-time password: " << made->password << '\n'
            << "首次登录后请立即修改密码。 Change it at the first sign-in.\n";
  return Exit::ok;
}

}  // namespace kecang
