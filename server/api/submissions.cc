#include "server/library/submissions.h"

#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

/// Whom a comment names, beside what it says.
struct Named {
  std::vector<UserId> mentions;
};
template <class V>
void describe(V& v, Named& n) {
  v("mentions", n.mentions);
}

Json user_json(const NamedUser& user) {
  return {{"id", user.id.text()}, {"name", user.name}};
}

Json place_json(const SubmissionPlace& place, const std::string& name) {
  auto json = to_json(place);
  json["name"] = name;
  return json;
}

Json card_json(const SubmissionCard& card) {
  auto json = to_json(card.submission);
  json.erase("criteria");
  json["title"] = card.title;
  json["type"] = card.type;
  json["owner_name"] = card.owner_name;
  json["place"] = place_json(card.submission.place, card.place_name);
  json["by_name"] = card.by_name;
  json["outdated"] = card.outdated;
  json["tied"] = card.tied;
  json["part"] = {
      {"submitter", card.part.submitter}, {"reviewer", card.part.reviewer}, {"presides", card.part.presides}};
  return json;
}

Json reviewer_json(const ReviewerView& view) {
  Json json{{"number", view.number}, {"mine", view.mine}, {"spoke", view.spoke}};
  if (view.user) json["user"] = user_json(*view.user);
  if (view.opinion)
    json["opinion"] = {{"verdict", enum_text(view.opinion->verdict)},
                       {"scores", view.opinion->scores},
                       {"at", time_text(view.opinion->at)}};
  return json;
}

Json submission_json(const SubmissionView& view) {
  auto json = card_json(view.card);
  json["criteria"] = Json::array();
  for (auto criterion : view.card.submission.criteria) json["criteria"].push_back(to_json(criterion));
  json["reviewers"] = Json::array();
  for (const auto& reviewer : view.reviewers) json["reviewers"].push_back(reviewer_json(reviewer));
  if (view.result) json["result"] = {{"means", view.result->means}, {"total", view.result->total}};
  json["decided_by_name"] = view.decided_by_name;
  json["may"] = Json::array();
  for (const auto step : view.may) json["may"].push_back(enum_text(step));
  json["may_comment"] = view.may_comment;
  json["earlier"] = Json::array();
  for (const auto& card : view.earlier) json["earlier"].push_back(card_json(card));
  return json;
}

Json comment_json(const CommentView& view) {
  auto json = to_json(view.comment);
  json["role"] = enum_text(view.role);
  json["reviewer"] = view.reviewer;
  json["by_name"] = view.by_name;
  json["mine"] = view.mine;
  return json;
}

Json badge_json(const SubmissionBadge& badge) {
  Json json{{"place", place_json(badge.place, badge.place_name)},
            {"state", enum_text(badge.state)},
            {"current", badge.current},
            {"at", time_text(badge.at)}};
  if (!badge.open_as.empty()) json["submission"] = badge.open_as.text();
  return json;
}

Result<Submissions::Shelf> shelf_in(const http::Query& query) {
  using Shelf = Submissions::Shelf;
  const auto name = query.first("shelf").value_or("to_review");
  if (name == "to_review") return Shelf::to_review;
  if (name == "reviewing") return Shelf::reviewing;
  if (name == "mine") return Shelf::mine;
  if (name == "place") return Shelf::place;
  return Error::invalid("value.unknown").at("shelf").with("value", name);
}

/// `school` or `group` names the place of a shelf.
SubmissionPlace place_in(const http::Query& query) {
  if (const auto school = query.first("school")) return {PlaceKind::school, *school};
  return {PlaceKind::group, query.first("group").value_or("")};
}

Result<SubmissionPlace> school_of(const http::Call& call) {
  KECANG_ASSIGN(const auto id, id_in<SchoolId>(call));
  return SubmissionPlace{PlaceKind::school, id.text()};
}
Result<SubmissionPlace> group_of(const http::Call& call) {
  KECANG_ASSIGN(const auto id, id_in<GroupId>(call));
  return SubmissionPlace{PlaceKind::group, id.text()};
}

http::Reply rules_of(const Services& services, const Caller& caller, const Result<SubmissionPlace>& place) {
  if (!place) return http::Reply::problem(place.error());
  KECANG_REPLY_ASSIGN(const auto rules, services.submissions.rules(caller.viewer, *place));
  return http::Reply::json(to_json(rules));
}

http::Reply put_rules_of(http::Call& call, const Services& services, const Caller& caller,
                         const Result<SubmissionPlace>& place) {
  if (!place) return http::Reply::problem(place.error());
  KECANG_REPLY_ASSIGN(const auto wanted, body_as<ReviewRules>(call));
  KECANG_REPLY_ASSIGN(const auto rules,
                      services.submissions.put_rules(caller.actor, caller.viewer, *place, wanted));
  return http::Reply::json(to_json(rules));
}

}  // namespace

http::Reply get_submissions(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto shelf, shelf_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto cards,
                      services.submissions.list(caller.viewer, shelf, place_in(call.query()), page));
  return http::Reply::json(page_json(cards, card_json));
}

http::Reply post_submission(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto as, body_as<NewSubmission>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.submissions.submit(caller.actor, caller.viewer, as));
  return http::Reply::json(submission_json(view), 201);
}

http::Reply get_submission(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SubmissionId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.submissions.view(caller.viewer, id));
  return http::Reply::json(submission_json(view));
}

http::Reply post_submission_step(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SubmissionId>(call));
  KECANG_REPLY_ASSIGN(const auto request, body_as<SubmissionStepRequest>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.submissions.take(caller.actor, caller.viewer, id, request));
  return http::Reply::json(submission_json(view));
}

http::Reply get_submission_comments(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SubmissionId>(call));
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto comments, services.submissions.comments(caller.viewer, id, page));
  return http::Reply::json(page_json(comments, comment_json));
}

http::Reply post_submission_comment(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SubmissionId>(call));
  KECANG_REPLY_ASSIGN(const auto body, call.json());
  KECANG_REPLY_ASSIGN(const auto comment, from_json<SubmissionComment>(body));
  KECANG_REPLY_ASSIGN(const auto named, from_json<Named>(body));
  KECANG_REPLY_ASSIGN(const auto view,
                      services.submissions.comment(caller.actor, caller.viewer, id, comment, named.mentions));
  return http::Reply::json(comment_json(view), 201);
}

http::Reply get_submission_nameable(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SubmissionId>(call));
  KECANG_REPLY_ASSIGN(const auto users, services.submissions.nameable(caller.viewer, id));
  auto items = Json::array();
  for (const auto& user : users) items.push_back(user_json(user));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply get_submission_candidates(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SubmissionId>(call));
  KECANG_REPLY_ASSIGN(const auto candidates, services.submissions.candidates(caller.viewer, id));
  auto items = Json::array();
  for (const auto& [user, open] : candidates) {
    auto one = user_json(user);
    one["open"] = open;
    items.push_back(std::move(one));
  }
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply get_resource_submissions(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto badges, services.submissions.badges(caller.viewer, id));
  auto items = Json::array();
  for (const auto& badge : badges) items.push_back(badge_json(badge));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply get_school_review_rules(http::Call& call, const Services& services, const Caller& caller) {
  return rules_of(services, caller, school_of(call));
}
http::Reply put_school_review_rules(http::Call& call, const Services& services, const Caller& caller) {
  return put_rules_of(call, services, caller, school_of(call));
}
http::Reply get_group_review_rules(http::Call& call, const Services& services, const Caller& caller) {
  return rules_of(services, caller, group_of(call));
}
http::Reply put_group_review_rules(http::Call& call, const Services& services, const Caller& caller) {
  return put_rules_of(call, services, caller, group_of(call));
}

}  // namespace kecang::api
