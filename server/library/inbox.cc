#include "server/library/inbox.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace kecang {
namespace {

template <class Step>
bool may(const std::vector<Step>& steps, Step step) {
  return std::find(steps.begin(), steps.end(), step) != steps.end();
}

/// A party the viewer answers for has not approved yet.
bool waits_for_viewer(const AgreementView& view) {
  return std::any_of(view.agreement.parties.begin(), view.agreement.parties.end(), [&](const auto& party) {
    return party.approved_by.empty() &&
           std::find(view.may_for.begin(), view.may_for.end(), party.id) != view.may_for.end();
  });
}

std::string title_of(const GroupRequestView& view) {
  const auto& terms = view.request.terms;
  if (!terms.name.empty()) return terms.name;
  if (terms.kind == GroupRequestKind::merge) return view.group_name + " → " + view.into_name;
  std::string names;
  for (const auto& name : view.school_names) names += (names.empty() ? "" : "、") + name;
  const bool hands_over = terms.kind == GroupRequestKind::hand_over;
  return names + (hands_over ? " → " + view.receiver_name : " · " + view.group_name);
}

InboxItem item_of(InboxKind kind, const SubmissionCard& card) {
  return {kind, card.submission.id.text(), card.title, card.place_name, card.submission.at};
}

}  // namespace

bool asks(InboxKind kind) {
  return kind < InboxKind::agreement_ends;
}

Result<void> Inbox::add_agreements(const access::Viewer& viewer, std::vector<InboxItem>& to) const {
  KECANG_ASSIGN(const auto views, agreements_.list(viewer));
  for (const auto& view : views) {
    const auto add = [&](InboxKind kind) {
      to.push_back({kind, view.agreement.id.text(), view.agreement.title, "", view.agreement.created_at});
    };
    if (may(view.may, AgreementStep::approve) && waits_for_viewer(view)) add(InboxKind::approve_agreement);
    if (may(view.may, AgreementStep::file)) add(InboxKind::file_agreement);
  }
  return {};
}

Result<void> Inbox::add_requests(const access::Viewer& viewer, std::vector<InboxItem>& to) const {
  KECANG_ASSIGN(const auto views, requests_.list(viewer));
  for (const auto& view : views) {
    const auto add = [&](InboxKind kind) {
      to.push_back({kind, view.request.id.text(), title_of(view),
                    std::string(enum_text(view.request.terms.kind)), view.request.created_at});
    };
    if (may(view.may, RequestStep::approve)) add(InboxKind::approve_request);
    if (may(view.may, RequestStep::file)) add(InboxKind::file_request);
  }
  return {};
}

Result<void> Inbox::add_reviews(const access::Viewer& viewer, std::vector<InboxItem>& to) const {
  KECANG_ASSIGN(const auto waiting,
                submissions_.list(viewer, Submissions::Shelf::to_review, {}, {.after = {}, .limit = kMost}));
  for (const auto& card : waiting.items) to.push_back(item_of(InboxKind::review, card));
  for (const auto& place : viewer.schools())
    KECANG_TRY(add_presided(viewer, {PlaceKind::school, place.school.text()}, to));
  for (const auto& place : viewer.groups())
    KECANG_TRY(add_presided(viewer, {PlaceKind::group, place.group.text()}, to));
  return {};
}

Result<void> Inbox::add_presided(const access::Viewer& viewer, const SubmissionPlace& place,
                                 std::vector<InboxItem>& to) const {
  const auto cards =
      submissions_.list(viewer, Submissions::Shelf::place, place, {.after = {}, .limit = kMost});
  if (!cards) {
    if (cards.error().kind() == ErrorKind::forbidden) return {};  // presides elsewhere, or nowhere
    return cards.error();
  }
  for (const auto& card : cards->items) {
    if (!is_open(card.submission.state)) continue;
    if (card.submission.reviewers.empty()) to.push_back(item_of(InboxKind::appoint, card));
    if (card.tied) to.push_back(item_of(InboxKind::decide, card));
  }
  return {};
}

Result<void> Inbox::add_own(const access::Viewer& viewer, std::vector<InboxItem>& to) const {
  KECANG_ASSIGN(const auto mine,
                submissions_.list(viewer, Submissions::Shelf::mine, {}, {.after = {}, .limit = kMost}));
  const auto now = clock_.now();
  for (const auto& card : mine.items) {
    const auto& head = card.submission;
    const bool returned = head.state == SubmissionState::returned && !card.outdated;
    const bool accepted = is_accepted(head.state) && now - head.decided_at < kRecent;
    if (!returned && !accepted) continue;
    auto item = item_of(returned ? InboxKind::returned : InboxKind::decided, card);
    item.at = head.decided_at;
    if (accepted) item.about = enum_text(head.state);
    to.push_back(std::move(item));
  }
  return {};
}

Result<void> Inbox::add_access(const access::Viewer& viewer, std::vector<InboxItem>& to) const {
  KECANG_ASSIGN(const auto asked, access_requests_.list(viewer, AccessRequests::Shelf::to_answer));
  for (const auto& view : asked)
    if (may(view.may, AccessStep::grant))
      to.push_back({InboxKind::answer_access, view.request.id.text(), view.title,
                    view.school_name.empty() ? view.asker_name : view.school_name + " · " + view.asker_name,
                    view.request.at});
  KECANG_ASSIGN(const auto mine, access_requests_.list(viewer, AccessRequests::Shelf::mine));
  for (const auto& view : mine) {
    const auto& request = view.request;
    const bool granted = request.state == AccessRequestState::granted;
    if (!granted && request.state != AccessRequestState::declined) continue;
    if (clock_.now() - request.decided_at >= kRecent) continue;
    // One opens what was granted, and reads why the other was not.
    to.push_back({granted ? InboxKind::access_granted : InboxKind::access_declined,
                  granted ? request.resource.text() : request.id.text(), view.title, request.answer,
                  request.decided_at});
  }
  return {};
}

/// One for each submission; who may not open it any more is told nothing.
Result<void> Inbox::add_mentions(const access::Viewer& viewer, std::vector<InboxItem>& to) const {
  KECANG_ASSIGN(const auto mentions, notices_.mentions_of(viewer.id(), clock_.now() - kRecent));
  std::set<SubmissionId> told;
  for (const auto& mention : mentions) {
    if (told.size() >= kMost || !told.insert(mention.submission).second) continue;
    const auto view = submissions_.view(viewer, mention.submission);
    if (!view && view.error().kind() == ErrorKind::not_found) continue;
    if (!view) return view.error();
    auto item = item_of(InboxKind::mentioned, view->card);
    item.at = mention.at;
    to.push_back(std::move(item));
  }
  return {};
}

Result<void> Inbox::add_standards(const access::Viewer& viewer, std::vector<InboxItem>& to) const {
  KECANG_ASSIGN(const auto notices, standards_.of(viewer));
  for (const auto& notice : notices)
    to.push_back(
        {InboxKind::newer_standard, notice.resource.text(), notice.title, notice.group_name, notice.at});
  return {};
}

Result<void> Inbox::saw_mentions(const access::Viewer& viewer, const SubmissionId& id) {
  return notices_.forget_mentions(viewer.id(), id);
}

Result<void> Inbox::add_endings(const access::Viewer& viewer, std::vector<InboxItem>& to) const {
  KECANG_ASSIGN(const auto reminders, reminders_.of(viewer));
  for (const auto& one : reminders) {
    const bool agreement = one.what == Reminded::agreement;
    to.push_back({agreement ? InboxKind::agreement_ends : InboxKind::membership_ends, one.id, one.title,
                  one.school, one.until});
  }
  return {};
}

Result<std::vector<InboxItem>> Inbox::of(const access::Viewer& viewer) const {
  std::vector<InboxItem> items;
  KECANG_TRY(add_agreements(viewer, items));
  KECANG_TRY(add_requests(viewer, items));
  KECANG_TRY(add_reviews(viewer, items));
  KECANG_TRY(add_own(viewer, items));
  KECANG_TRY(add_access(viewer, items));
  KECANG_TRY(add_standards(viewer, items));
  KECANG_TRY(add_endings(viewer, items));
  KECANG_TRY(add_mentions(viewer, items));
  std::sort(items.begin(), items.end(), [](const InboxItem& a, const InboxItem& b) {
    return std::tuple(!asks(a.kind), -a.at.time_since_epoch().count(), a.id) <
           std::tuple(!asks(b.kind), -b.at.time_since_epoch().count(), b.id);
  });
  return items;
}

}  // namespace kecang
