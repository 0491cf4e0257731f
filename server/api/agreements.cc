#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/trail_json.h"

namespace kecang::api {
namespace {

Json agreement_json(const AgreementView& view) {
  auto json = to_json(view.agreement);
  json["phase"] = enum_text(view.phase);
  for (std::size_t i = 0; i < view.party_names.size(); ++i) json["parties"][i]["name"] = view.party_names[i];
  json["may"] = Json::array();
  for (const auto step : view.may) json["may"].push_back(enum_text(step));
  json["may_for"] = view.may_for;
  json["may_edit"] = view.may_edit;
  return json;
}

struct AgreementChange {
  std::uint64_t version = 0;
  AgreementTerms terms;
};
template <class V>
void describe(V& v, AgreementChange& c) {
  v("version", c.version);
  v("terms", c.terms);
}

}  // namespace

http::Reply get_agreements(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto views, services.agreements.list(caller.viewer));
  auto items = Json::array();
  for (const auto& view : views) items.push_back(agreement_json(view));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply post_agreement(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto terms, body_as<AgreementTerms>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.agreements.draft(caller.actor, caller.viewer, terms));
  return http::Reply::json(agreement_json(view), 201);
}

http::Reply get_agreement(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AgreementId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.agreements.view(caller.viewer, id));
  return http::Reply::json(agreement_json(view));
}

http::Reply put_agreement(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AgreementId>(call));
  KECANG_REPLY_ASSIGN(const auto change, body_as<AgreementChange>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.agreements.edit(caller.actor, caller.viewer, id,
                                                                change.version, change.terms));
  return http::Reply::json(agreement_json(view));
}

http::Reply post_agreement_step(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AgreementId>(call));
  KECANG_REPLY_ASSIGN(const auto request, body_as<StepRequest>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.agreements.take(caller.actor, caller.viewer, id, request));
  return http::Reply::json(agreement_json(view));
}

http::Reply get_agreement_trail(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AgreementId>(call));
  KECANG_REPLY_ASSIGN(const auto trail, services.agreements.trail(caller.viewer, id));
  return http::Reply::json(trail_json(trail));
}

http::Reply get_usual_terms(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<GroupId>(call));
  KECANG_REPLY_ASSIGN(const auto group, services.people.group(caller.viewer, id));
  return http::Reply::json(to_json(usual_terms(group.kind, group.tie, group.pattern)));
}

}  // namespace kecang::api
