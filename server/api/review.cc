#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/plan_json.h"

namespace kecang::api {
namespace {

http::Reply status_reply(const Services& services, const Caller& caller, const ImportId& id) {
  KECANG_REPLY_ASSIGN(const auto status, services.imports.status(caller.viewer.scope(), id));
  return http::Reply::json({{"import", to_json(status.import)}, {"counts", to_json(status.counts)}});
}

Json problem_json(const TableOutcome::Problem& problem) {
  Json json{{"line", problem.line}, {"column", problem.column}, {"code", problem.code}};
  put_reason_texts(json, problem.code);
  return json;
}

Json refusal_json(const EditOutcome::Refusal& refusal) {
  Json json{{"index", refusal.index}, {"path", refusal.path}, {"code", refusal.code}};
  put_reason_texts(json, refusal.code);
  return json;
}

}  // namespace

Json outcome_json(const TableOutcome& outcome) {
  auto problems = Json::array();
  for (const auto& problem : outcome.problems) problems.push_back(problem_json(problem));
  return {{"changed", outcome.changed}, {"problems", std::move(problems)}};
}

http::Reply patch_plan(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto edit, body_as<PlanEdit>(call));
  KECANG_REPLY_ASSIGN(const auto outcome, services.review.edit(caller.actor, caller.viewer, id, edit));
  auto refused = Json::array();
  for (const auto& refusal : outcome.first_refused) refused.push_back(refusal_json(refusal));
  return http::Reply::json(
      {{"changed", outcome.changed}, {"refused", outcome.refused}, {"first_refused", std::move(refused)}});
}

http::Reply get_folders(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto folders, services.review.folders(caller.viewer.scope(), id));
  auto items = Json::array();
  for (const auto& folder : folders) items.push_back(to_json(folder));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply put_charset(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto body, call.json());
  const auto charset = body.is_object() ? body.find("charset") : body.end();
  if (charset == body.end() || !charset->is_string())
    return http::Reply::problem(Error::invalid("value.wrong_type").at("charset"));
  KECANG_REPLY_TRY(
      services.review.read_names_as(caller.actor, caller.viewer, id, charset->get<std::string>()));
  return status_reply(services, caller, id);
}

http::Reply get_plan_table(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(auto table, services.review.table(caller.viewer.scope(), id));
  return http::Reply::text(std::move(table), "text/csv; charset=utf-8")
      .with("Content-Disposition", http::content_disposition("入库核对表-" + id.text() + ".csv"));
}

http::Reply post_plan_table(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_ASSIGN(const auto csv, call.body(kMostTable));
  KECANG_REPLY_ASSIGN(const auto outcome, services.review.take_table(caller.actor, caller.viewer, id, csv));
  return http::Reply::json(outcome_json(outcome));
}

http::Reply post_apply(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ImportId>(call));
  KECANG_REPLY_TRY(services.review.apply(caller.actor, caller.viewer, id));
  return status_reply(services, caller, id);
}

}  // namespace kecang::api
