#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

constexpr std::size_t kMostReleases = 100;

Json release_json(const Release& release, const std::string& name) {
  auto json = to_json(release);
  json["name"] = name;
  return json;
}

Json actions_json(Actions actions) {
  auto array = Json::array();
  for (const auto action : actions.list()) array.push_back(enum_text(action));
  return array;
}

Json agreement_ref(const AgreementId& id, const std::string& title) {
  return {{"id", id.text()}, {"title", title}};
}

Json reason_json(const Reason& reason) {
  Json json{{"release", release_json(reason.release, reason.target_name)},
            {"verdict", enum_text(reason.verdict)},
            {"actions", actions_json(reason.actions)}};
  if (!reason.agreement.empty()) json["agreement"] = agreement_ref(reason.agreement, reason.agreement_title);
  if (reason.until) json["until"] = time_text(*reason.until);
  return json;
}

Json reach_json(const Reach& reach) {
  auto schools = Json::array();
  for (const auto& [id, name] : reach.schools) schools.push_back({{"id", id.text()}, {"name", name}});
  Json json{{"release", release_json(reach.release, reach.target_name)},
            {"actions", actions_json(reach.actions)},
            {"school_count", reach.school_count},
            {"schools", std::move(schools)}};
  if (!reach.agreement.empty()) json["agreement"] = agreement_ref(reach.agreement, reach.agreement_title);
  return json;
}

template <class T, class Encode>
http::Reply items_of(const std::vector<T>& from, Encode encode) {
  auto items = Json::array();
  for (const auto& one : from) items.push_back(encode(one));
  return http::Reply::json({{"items", std::move(items)}});
}

/// What somebody means to publish.
struct Proposal {
  SchoolId owner;
  std::string type;
  std::string subject;
  std::vector<Release> releases;
};
template <class V>
void describe(V& v, Proposal& p) {
  v("owner", p.owner);
  v("type", p.type);
  v("subject", p.subject);
  v("releases", p.releases);
}

}  // namespace

http::Reply get_why(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  const auto user = call.query().first("user");
  if (!user) {
    KECANG_REPLY_ASSIGN(const auto reasons, services.explaining.why(caller.viewer, id));
    return items_of(reasons, reason_json);
  }
  KECANG_REPLY_ASSIGN(const auto other, UserId::parse(*user));
  KECANG_REPLY_ASSIGN(const auto reasons, services.explaining.why_for(caller.viewer, id, other));
  return items_of(reasons, reason_json);
}

http::Reply get_audience(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto reaches, services.explaining.audience(caller.viewer, id));
  return items_of(reaches, reach_json);
}

http::Reply post_audience(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto proposal, body_as<Proposal>(call));
  if (proposal.releases.size() > kMostReleases)
    return http::Reply::problem(Error::invalid("value.too_many").at("releases"));
  Resource proposed;
  proposed.owner = proposal.owner;
  proposed.tags.type.value = proposal.type;
  proposed.tags.subject.value = proposal.subject;
  proposed.releases = proposal.releases;
  KECANG_REPLY_ASSIGN(const auto reaches, services.explaining.audience_of(caller.viewer, proposed));
  return items_of(reaches, reach_json);
}

}  // namespace kecang::api
