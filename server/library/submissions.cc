/// Submissions as they are read; how they change is submission_steps.cc.
#include "server/library/submissions.h"

#include <algorithm>
#include <set>

#include "server/library/bureau.h"
#include "server/library/submission_parts.h"

namespace kecang {
namespace {

constexpr std::size_t kMostEarlier = 20;
constexpr std::size_t kMostBadges = 200;

bool can_comment(const SubmissionPart& part, const Submission& submission) {
  return part.any() && submission.state != SubmissionState::withdrawn &&
         submission.state != SubmissionState::superseded;
}

/// Reviewers see what others said once they have spoken, or nobody can any more; the submitter is told what
/// it came to.
bool sees_opinions(const SubmissionPart& part, const Submission& submission, bool has_spoken) {
  if (part.submitter) return part.presides && !is_open(submission.state);
  if (part.reviewer && !has_spoken && is_open(submission.state)) return false;
  return part.presides || part.reviewer;
}

std::vector<SubmissionStep> steps_open_to(const SubmissionPart& part, bool bureau,
                                          const StoredSubmission& stored, bool administers) {
  const auto& head = stored.head;
  std::vector<SubmissionStep> steps;
  if (head.state == SubmissionState::exemplary && !stored.outdated() && !part.submitter &&
      (head.place.kind == PlaceKind::group ? bureau : administers))
    steps.push_back(SubmissionStep::showcase);
  if (!is_open(head.state)) return steps;
  if (part.submitter) return {SubmissionStep::withdraw};
  if (stored.outdated()) return steps;
  if (part.reviewer) steps.push_back(SubmissionStep::review);
  if (part.presides)
    for (const auto step : {SubmissionStep::assign, SubmissionStep::rotate, SubmissionStep::decide})
      steps.push_back(step);
  return steps;
}

}  // namespace

Result<bool> Submissions::is_bureau_for(const access::Viewer& viewer, const StoredSubmission& stored) const {
  const auto state = stored.head.state;
  if (viewer.offices().empty() || stored.head.place.kind != PlaceKind::group ||
      (state != SubmissionState::exemplary && state != SubmissionState::showcase))
    return false;
  return bureau::is_over(directory_, viewer, {stored.resource.owner.text()});
}

Result<Submissions::Seen> Submissions::seen(const access::Viewer& viewer, StoredSubmission stored) const {
  Seen seen;
  seen.part = part_in(reader_of(viewer), stored.head);
  KECANG_ASSIGN(seen.bureau, is_bureau_for(viewer, stored));
  if (!seen.part.any() && !seen.bureau) return Error::not_found("submission.absent");
  seen.stored = std::move(stored);
  return seen;
}

Result<Submissions::Seen> Submissions::visible(const access::Viewer& viewer, const SubmissionId& id) const {
  KECANG_ASSIGN(auto stored, submissions_.read(viewer.scope(), id));
  return seen(viewer, std::move(stored));
}

Result<SubmissionCard> Submissions::card_of(const access::Viewer& viewer, StoredSubmission stored,
                                            Names& names) const {
  SubmissionCard card;
  card.part = part_in(reader_of(viewer), stored.head);
  card.title = stored.resource.title;
  card.type = stored.resource.tags.type.value;
  KECANG_ASSIGN(card.owner_name, names.school(stored.resource.owner));
  const auto& place = stored.head.place;
  if (place.kind == PlaceKind::school) {
    KECANG_ASSIGN(card.place_name, names.school(SchoolId::trusted(place.id)));
  } else {
    KECANG_ASSIGN(card.place_name, names.group(GroupId::trusted(place.id)));
  }
  if (card.part.submitter || knows_names(card.part, stored.head)) {
    KECANG_ASSIGN(card.by_name, names.user(stored.head.by));
  }
  card.outdated = stored.outdated();
  card.tied = is_tied(stored.head) && card.part.presides && !card.part.submitter;
  card.submission = std::move(stored.head);
  return card;
}

Result<SubmissionView> Submissions::view_of(const access::Viewer& viewer, Seen seen) const {
  Names names(directory_);
  SubmissionView view;
  const auto& place = seen.stored.head.place;
  view.may =
      steps_open_to(seen.part, seen.bureau, seen.stored, has(viewer, access::Right::administer, place));
  view.may_comment = can_comment(seen.part, seen.stored.head);
  const auto earlier = [&](const StoredSubmission& one) {
    return one.head.place == place && one.head.id < seen.stored.head.id &&
           part_in(reader_of(viewer), one.head).any();
  };
  KECANG_ASSIGN(auto before, submissions_.list(viewer.scope(), SubmissionCatalog::Shelf::of,
                                               seen.stored.resource.id.text(), earlier,
                                               {.after = {}, .limit = kMostEarlier}));
  for (auto& one : before.items) {
    KECANG_ASSIGN(auto card, card_of(viewer, std::move(one), names));
    view.earlier.push_back(std::move(card));
  }
  KECANG_ASSIGN(view.card, card_of(viewer, std::move(seen.stored), names));
  const auto& head = view.card.submission;
  const bool named = knows_names(seen.part, head);
  const bool told = sees_opinions(seen.part, head, spoke(head, viewer.id()));
  for (const auto& reviewer : head.reviewers) {
    ReviewerView one;
    one.number = static_cast<std::uint32_t>(view.reviewers.size() + 1);
    one.mine = seen.part.reviewer && reviewer == viewer.id();
    one.spoke = spoke(head, reviewer);
    if (named || one.mine) {
      KECANG_ASSIGN(auto name, names.user(reviewer));
      one.user = NamedUser{.id = reviewer, .name = std::move(name)};
    }
    for (const auto& opinion : head.opinions)
      if (opinion.by == reviewer && (told || one.mine)) one.opinion = opinion;
    view.reviewers.push_back(std::move(one));
  }
  if (is_accepted(head.state) || head.state == SubmissionState::returned) view.result = result_of(head);
  if (named) {
    KECANG_ASSIGN(view.decided_by_name, names.user(head.decided_by));
  }
  return view;
}

Result<SubmissionView> Submissions::view(const access::Viewer& viewer, const SubmissionId& id) const {
  KECANG_ASSIGN(auto found, visible(viewer, id));
  return view_of(viewer, std::move(found));
}

Result<Page<SubmissionCard>> Submissions::list(const access::Viewer& viewer, Shelf shelf,
                                               const SubmissionPlace& place, const PageRequest& page) const {
  using Stored = SubmissionCatalog::Shelf;
  const auto reader = reader_of(viewer);
  const auto& presided = reader.presided;
  if (shelf == Shelf::place && std::find(presided.begin(), presided.end(), place) == presided.end())
    return Error::forbidden("submission.not_presiding").at("place");
  auto stored = Stored::by_reviewer;
  if (shelf == Shelf::mine) stored = Stored::by;
  if (shelf == Shelf::place) stored = Stored::at;
  const auto wanted = [&](const StoredSubmission& one) {
    const auto part = part_in(reader, one.head);
    if (shelf == Shelf::to_review)
      return part.reviewer && is_open(one.head.state) && !one.outdated() && !spoke(one.head, viewer.id());
    return part.any();
  };
  KECANG_ASSIGN(auto found,
                submissions_.list(viewer.scope(), stored,
                                  shelf == Shelf::place ? place.id : viewer.id().text(), wanted, page));
  Page<SubmissionCard> cards;
  cards.next = std::move(found.next);
  Names names(directory_);
  for (auto& one : found.items) {
    KECANG_ASSIGN(auto card, card_of(viewer, std::move(one), names));
    cards.items.push_back(std::move(card));
  }
  return cards;
}

// -- the thread

Result<CommentView> Submissions::comment_of(const access::Viewer& viewer, const Seen& seen,
                                            SubmissionComment comment, Names& names) const {
  const auto& head = seen.stored.head;
  CommentView view;
  const auto reviewer = std::find(head.reviewers.begin(), head.reviewers.end(), comment.by);
  if (comment.by == head.by)
    view.role = CommentBy::submitter;
  else if (reviewer == head.reviewers.end())
    view.role = CommentBy::presiding;
  else
    view.reviewer = static_cast<std::uint32_t>(reviewer - head.reviewers.begin()) + 1;
  view.mine = comment.by == viewer.id();
  if (view.mine || knows_names(seen.part, head)) {
    KECANG_ASSIGN(view.by_name, names.user(comment.by));
  }
  view.comment = std::move(comment);
  return view;
}

Result<Page<CommentView>> Submissions::comments(const access::Viewer& viewer, const SubmissionId& id,
                                                const PageRequest& page) const {
  KECANG_ASSIGN(const auto found, visible(viewer, id));
  KECANG_ASSIGN(auto comments, submissions_.comments(viewer.scope(), id, page));
  Page<CommentView> views;
  views.next = std::move(comments.next);
  if (!found.part.any()) return Page<CommentView>();  // the bureau reads what it came to
  Names names(directory_);
  for (auto& comment : comments.items) {
    KECANG_ASSIGN(auto view, comment_of(viewer, found, std::move(comment), names));
    views.items.push_back(std::move(view));
  }
  return views;
}

// -- what a resource's page tells

Result<std::vector<SubmissionBadge>> Submissions::badges(const access::Viewer& viewer,
                                                         const ResourceId& id) const {
  KECANG_TRY(catalog_.resource(viewer.scope(), id));
  const auto reader = reader_of(viewer);
  KECANG_ASSIGN(auto found, submissions_.list(viewer.scope(), SubmissionCatalog::Shelf::of, id.text(),
                                              [](const StoredSubmission& one) {
                                                return one.head.state != SubmissionState::withdrawn &&
                                                       one.head.state != SubmissionState::superseded;
                                              },
                                              {.after = {}, .limit = kMostBadges}));
  std::vector<SubmissionBadge> badges;
  std::set<std::string> told;      // places
  std::set<std::string> accepted;  // places that told of an accepted version
  Names names(directory_);
  for (auto& one : found.items) {
    const auto& head = one.head;
    const bool takes_part = part_in(reader, head).any();
    KECANG_ASSIGN(const bool bureau, is_bureau_for(viewer, one));
    const bool told_to_all = is_accepted(head.state) && belongs_to(viewer, head.place);
    if (!takes_part && !bureau && !told_to_all) continue;
    // The newest of each place, and the newest accepted one.
    const bool newest = told.insert(head.place.id).second;
    const bool best = is_accepted(head.state) && accepted.insert(head.place.id).second;
    if (!newest && !best) continue;
    SubmissionBadge badge{.place = head.place,
                          .place_name = {},
                          .state = head.state,
                          .current = !one.outdated(),
                          .at = is_open(head.state) ? head.at : head.decided_at,
                          .open_as = takes_part || bureau ? head.id : SubmissionId()};
    KECANG_ASSIGN(auto card, card_of(viewer, std::move(one), names));
    badge.place_name = std::move(card.place_name);
    badges.push_back(std::move(badge));
  }
  return badges;
}

Result<ReviewRules> Submissions::rules(const access::Viewer& viewer, const SubmissionPlace& place) const {
  if (!belongs_to(viewer, place)) {
    if (place.kind == PlaceKind::school) return Error::not_found("school.absent");
    return Error::not_found("group.absent");
  }
  return submissions_.rules(place);
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::NewSubmission);
KECANG_NOUN_FORMS(kecang::SubmissionStepRequest);
