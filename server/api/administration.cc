#include "schemas/sentences/sentences.h"
#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

constexpr std::size_t kRosterBytes = 32 * 1024 * 1024;

Json problem_json(const RosterProblem& problem) {
  const auto& error = problem.error;
  const auto& sentence = sentence_for(error.code(), error.kind());
  return {{"row", problem.row},
          {"column", problem.column},
          {"value", problem.value},
          {"code", error.code()},
          {"message", filled(sentence.zh, error.params())},
          {"message_en", filled(sentence.en, error.params())}};
}

Json report_json(const RosterReport& report) {
  auto problems = Json::array();
  for (const auto& problem : report.problems) problems.push_back(problem_json(problem));
  auto passwords = Json::array();
  for (const auto& given : report.passwords)
    passwords.push_back({{"login", given.login}, {"password", given.password}});
  return {{"created", report.created},
          {"updated", report.updated},
          {"unchanged", report.unchanged},
          {"problems", std::move(problems)},
          {"passwords", std::move(passwords)}};
}

}  // namespace

http::Reply post_roster(http::Call& call, const Services& services, const Caller& caller) {
  const auto kind = parse_enum<RosterKind>(call.param("kind"));
  if (!kind) return http::Reply::problem(Error::not_found("roster.kind_unknown"));
  const auto mode = call.query().first("dry_run") == "1" ? Roster::Mode::dry_run : Roster::Mode::apply;
  KECANG_REPLY_ASSIGN(const auto csv, call.body(kRosterBytes));
  KECANG_REPLY_ASSIGN(const auto report, services.roster.import(caller.actor, *kind, csv, mode));
  return http::Reply::json(report_json(report));
}

http::Reply patch_membership(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<MembershipId>(call));
  KECANG_REPLY_ASSIGN(const auto edit, body_as<MembershipEdit>(call));
  KECANG_REPLY_ASSIGN(const auto membership, services.administration.edit_membership(caller.actor, id, edit));
  return http::Reply::json(to_json(membership));
}

http::Reply patch_user(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<UserId>(call));
  KECANG_REPLY_ASSIGN(const auto edit, body_as<UserEdit>(call));
  KECANG_REPLY_ASSIGN(const auto edited, services.administration.edit_user(caller.actor, id, edit));
  Json json{{"user", to_json(edited.user)}};
  if (!edited.one_time_password.empty()) json["one_time_password"] = edited.one_time_password;
  return http::Reply::json(json);
}

http::Reply get_status(http::Call&, const Services& services, const Caller&) {
  KECANG_REPLY_ASSIGN(const auto status, services.administration.status());
  return http::Reply::json(to_json(status));
}

}  // namespace kecang::api
