/// Work on the data folder of a stopped server.
#include <fstream>
#include <iostream>
#include <iterator>

#include "schemas/sentences/sentences.h"
#include "server/access/passwords.h"
#include "server/library/roster.h"
#include "server/main/commands.h"
#include "server/main/data_folder.h"
#include "server/main/stores.h"

namespace kecang {
namespace {

Result<CatalogStore> open_existing(const Config& config) {
  KECANG_TRY(check_data_folder(config.storage.data));
  return CatalogStore::open(config);
}

Result<std::string> new_password(const Config& config, const std::string& login) {
  KECANG_ASSIGN(const auto store, open_existing(config));
  KECANG_ASSIGN(const auto passwords, access::Passwords::create());
  KECANG_ASSIGN(const auto user, store.directory->user_by_login(login));
  if (!user) return Error::not_found("user.absent");
  auto password = access::Passwords::one_time();
  KECANG_ASSIGN(auto hash, passwords->hash(password));
  KECANG_TRY(
      store.directory->replace_password(Actor::operating(), user->id, std::move(hash), MustChange::yes));
  return password;
}

Result<std::string> new_administrator(const Config& config, const CommandLine& line) {
  KECANG_ASSIGN(const auto store, open_existing(config));
  KECANG_ASSIGN(const auto passwords, access::Passwords::create());
  auto password = access::Passwords::one_time();
  User user;
  user.login = line.login;
  user.name = line.name.empty() ? line.login : line.name;
  user.role = SystemRole::administrator;
  user.must_change_password = true;
  KECANG_ASSIGN(user.password_hash, passwords->hash(password));
  KECANG_TRY(store.directory->put_user(Actor::operating(), user));
  return password;
}

Result<RosterReport> read_roster(const Config& config, const CommandLine& line) {
  KECANG_ASSIGN(const auto kind, parse_enum<RosterKind>(line.roster_kind));
  std::ifstream in(line.file, std::ios::binary);
  if (!in) return Error::not_found("roster.file_unreadable").with("path", line.file.string());
  const std::string csv{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  KECANG_ASSIGN(const auto store, open_existing(config));
  KECANG_ASSIGN(const auto passwords, access::Passwords::create());
  Roster roster(*store.directory, *passwords, *store.clock);
  return roster.import(Actor::operating(), kind, csv,
                       line.dry_run ? Roster::Mode::dry_run : Roster::Mode::apply);
}

Exit refused(const Error& error) {
  complain(error);
  return exit_for(error);
}

void print_password(const std::string& login, const std::string& password) {
  std::cout << login << "  一次性密码 one-time password: " << password << '\n';
}

void print(const RosterProblem& problem) {
  const auto& error = problem.error;
  const auto& sentence = sentence_for(error.code(), error.kind());
  std::cout << "  第 " << problem.row << " 行";
  if (!problem.column.empty()) std::cout << "，" << problem.column << "“" << problem.value << "”";
  std::cout << "：" << filled(sentence.zh, error.params()) << " [" << error.code() << "]\n";
}

}  // namespace

Exit reset_password(const Config& config, const CommandLine& line) {
  const auto password = new_password(config, line.login);
  if (!password) return refused(password.error());
  print_password(line.login, *password);
  return Exit::ok;
}

Exit create_admin(const Config& config, const CommandLine& line) {
  const auto password = new_administrator(config, line);
  if (!password) return refused(password.error());
  print_password(line.login, *password);
  return Exit::ok;
}

Exit verify_audit(const Config& config) {
  const auto count = [&]() -> Result<std::uint64_t> {
    KECANG_ASSIGN(const auto store, open_existing(config));
    return store.directory->verify_audit();
  }();
  if (!count) return refused(count.error());
  std::cout << "操作记录完整 the audit trail is whole: " << *count << " 条 records\n";
  return Exit::ok;
}

Exit import_roster(const Config& config, const CommandLine& line) {
  const auto report = read_roster(config, line);
  if (!report) return refused(report.error());
  std::cout << line.roster_kind << ": 新增 created " << report->created << "，更新 updated "
            << report->updated << "，未变 unchanged " << report->unchanged << "，有误 wrong "
            << report->problems.size() << '\n';
  for (const auto& problem : report->problems) print(problem);
  for (const auto& given : report->passwords) print_password(given.login, given.password);
  return report->problems.empty() ? Exit::ok : Exit::partly;
}

}  // namespace kecang
