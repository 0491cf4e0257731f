/// How submissions change; how they are read is submissions.cc.
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "schemas/base/text.h"
#include "schemas/base/trim.h"
#include "server/access/scope_builder.h"
#include "server/library/submission_parts.h"
#include "server/library/submissions.h"

namespace kecang {
namespace {

constexpr std::size_t kPage = 200;
constexpr std::size_t kMostMembers = 10'000;
/// PlacePeople whose rights are looked at to find who can see a resource.
constexpr std::size_t kMostAsked = 300;
constexpr std::size_t kNameBytes = 90;
constexpr std::size_t kQuestionBytes = 40;
constexpr std::uint32_t kMostWeight = 10;

Result<std::string> tidy_text(const std::string& text, const char* field) {
  auto tidy = std::string(trimmed_wide(text::nfc(text)));
  if (tidy.size() > SubmissionComment::kTextBytes)
    return Error::invalid("value.too_long")
        .at(field)
        .with("limit", std::to_string(SubmissionComment::kTextBytes));
  return tidy;
}

/// Who may be asked to review in a place by their membership; whether they can see something is asked later.
class PlacePeople {
 public:
  PlacePeople(const Directory& directory, Time now) : directory_(directory), now_(now) {}
  Result<void> add_of(const SubmissionPlace& place) {
    return each_member(place.id, [&](const Membership& one) -> Result<void> {
      if (one.kind == MembershipKind::school_in_group) {
        if (one.role == MemberRole::core) KECANG_TRY(add_administrators_of(one.subject));
      } else if (access::role_has(one.role, access::Right::review)) {
        users.insert(UserId::trusted(one.subject));
      }
      return {};
    });
  }
  std::set<UserId> users;

 private:
  /// Of a core school of a group.
  Result<void> add_administrators_of(const std::string& school) {
    return each_member(school, [&](const Membership& one) -> Result<void> {
      if (one.role == MemberRole::school_administrator) users.insert(UserId::trusted(one.subject));
      return {};
    });
  }
  template <class Each>
  Result<void> each_member(const std::string& container, const Each& each) {
    PageRequest page{.after = {}, .limit = kPage};
    for (std::size_t looked = 0; looked < kMostMembers; looked += kPage) {
      KECANG_ASSIGN(const auto found, directory_.members_of(container, page));
      for (const auto& one : found.items)
        if (one.counts_at(now_)) KECANG_TRY(each(one));
      if (found.next.empty()) break;
      page.after = found.next;
    }
    return {};
  }

  const Directory& directory_;
  Time now_;
};

Result<void> check_scores(const Submission& head, const std::vector<std::uint32_t>& scores) {
  bool fits = scores.size() == head.criteria.size();
  for (std::size_t i = 0; fits && i < scores.size(); ++i) fits = scores[i] <= head.criteria[i].most;
  return fits ? Result<void>() : Error::invalid("submission.scores_wrong").at("scores");
}

/// Whose turn it is, what is open, and that it is not about an older version.
Result<void> check_step(const SubmissionPart& part, const StoredSubmission& stored, SubmissionStep step) {
  const auto& head = stored.head;
  if (step == SubmissionStep::withdraw) {
    if (!part.submitter) return Error::forbidden("submission.not_yours");
    return is_open(head.state) ? Result<void>() : Error::conflict("submission.wrong_step");
  }
  if (part.submitter) return Error::forbidden("submission.own");
  const bool allowed = step == SubmissionStep::review     ? part.reviewer
                       : step == SubmissionStep::showcase ? true  // asked before, with the bureau
                                                          : part.presides;
  if (!allowed) return Error::forbidden("submission.not_yours");
  const bool fits =
      step == SubmissionStep::showcase ? head.state == SubmissionState::exemplary : is_open(head.state);
  if (!fits) return Error::conflict("submission.wrong_step");
  if (stored.outdated()) return Error::conflict("submission.outdated");
  return {};
}

Result<void> set_reviewers(Submission& head, const std::vector<UserId>& reviewers) {
  for (const auto& opinion : head.opinions)
    if (std::find(reviewers.begin(), reviewers.end(), opinion.by) == reviewers.end())
      return Error::conflict("submission.reviewer_spoke");
  head.reviewers = reviewers;
  head.state = reviewers.empty() ? SubmissionState::submitted : SubmissionState::under_review;
  return {};
}

Result<void> speak(Submission& head, const UserId& by, Time now, const SubmissionStepRequest& request) {
  KECANG_TRY(check_scores(head, request.scores));
  std::erase_if(head.opinions, [&](const Opinion& opinion) { return opinion.by == by; });
  head.opinions.push_back({.by = by, .at = now, .verdict = *request.verdict, .scores = request.scores});
  if (const auto verdict = majority_of(head)) head.state = state_of(*verdict);
  return {};
}

Result<void> check_verdict(const Submission& head, const std::optional<ReviewVerdict>& verdict) {
  if (!verdict) return Error::invalid("submission.verdict_missing").at("verdict");
  if (*verdict == ReviewVerdict::returned && head.remarks == 0)
    return Error::invalid("submission.comment_needed").at("comment");
  return {};
}

Result<ReviewRules> tidy_rules(ReviewRules rules) {
  const auto wrong = [] {
    return Error::invalid("submission.rules_wrong")
        .at("criteria")
        .with("limit", std::to_string(ReviewRules::kMostCriteria));
  };
  if (rules.criteria.empty() || rules.criteria.size() > ReviewRules::kMostCriteria) return wrong();
  for (auto& one : rules.criteria) {
    for (auto* name : {&one.name, &one.name_en})
      *name = std::string(text::clip(trimmed_wide(text::nfc(*name)), kNameBytes));
    if (one.name.empty() || one.most < 1 || one.most > ReviewRules::kMostPoints || one.weight < 1 ||
        one.weight > kMostWeight)
      return wrong();
  }
  return rules;
}

bool may_submit_to(const access::Viewer& viewer, const SubmissionPlace& place, const Resource& resource) {
  return belongs_to(viewer, place) && (place.kind == PlaceKind::group || place.id == resource.owner.text());
}

}  // namespace

Result<std::vector<UserId>> Submissions::fit_reviewers(const SubmissionPlace& place, const Resource& resource,
                                                       const UserId& submitter) const {
  const Time now = clock_.now();
  const access::ScopeBuilder builder(directory_);
  PlacePeople people(directory_, now);
  KECANG_TRY(people.add_of(place));
  std::vector<UserId> fit;
  std::size_t asked = 0;
  for (const auto& id : people.users) {
    if (id == submitter) continue;
    if (++asked > kMostAsked) break;
    KECANG_ASSIGN(const auto user, directory_.user(id));
    if (user.disabled) continue;
    KECANG_ASSIGN(const auto viewer, builder.viewer(user, now));
    if (has(viewer, access::Right::review, place) && may_view(viewer.scope(), resource)) fit.push_back(id);
  }
  return fit;
}

Result<std::vector<ReviewCandidate>> Submissions::in_turn(const SubmissionPlace& place,
                                                          const std::vector<UserId>& users) const {
  KECANG_ASSIGN(const auto loads, submissions_.load(place));
  const auto load_of = [&](const UserId& user) {
    const auto found = loads.find(user);
    return found == loads.end() ? SubmissionCatalog::Load() : found->second;
  };
  auto sorted = users;
  std::sort(sorted.begin(), sorted.end(), [&](const UserId& a, const UserId& b) {
    const auto of_a = load_of(a);
    const auto of_b = load_of(b);
    return std::tie(of_a.open, of_a.last, a) < std::tie(of_b.open, of_b.last, b);
  });
  Names names(directory_);
  std::vector<ReviewCandidate> candidates;
  for (const auto& user : sorted) {
    KECANG_ASSIGN(auto name, names.user(user));
    candidates.push_back({.user = {.id = user, .name = std::move(name)}, .open = load_of(user).open});
  }
  return candidates;
}

/// Those who know the version before go on; else it is somebody's turn, where people are asked in turn.
Result<std::vector<UserId>> Submissions::first_reviewers(const Submission& head, const Resource& resource,
                                                         const std::vector<UserId>& fit,
                                                         const ReviewRules& rules,
                                                         const AccessScope& scope) const {
  const auto same_place = [&](const StoredSubmission& one) { return one.head.place == head.place; };
  KECANG_ASSIGN(const auto before, submissions_.list(scope, SubmissionCatalog::Shelf::of, resource.id.text(),
                                                     same_place, {.after = {}, .limit = 1}));
  std::vector<UserId> reviewers;
  if (!before.items.empty())
    for (const auto& one : before.items.front().head.reviewers)
      if (std::find(fit.begin(), fit.end(), one) != fit.end()) reviewers.push_back(one);
  if (!reviewers.empty() || !rules.rotating) return reviewers;
  KECANG_ASSIGN(const auto candidates, in_turn(head.place, fit));
  for (const auto& candidate : candidates)
    if (reviewers.size() < head.needed) reviewers.push_back(candidate.user.id);
  return reviewers;
}

/// A standing is what the owner's own school says, or a group that it is a member of.
Result<bool> Submissions::counts_for(const SubmissionPlace& place, const SchoolId& owner) const {
  if (place.kind == PlaceKind::school) return place.id == owner.text();
  KECANG_ASSIGN(const auto memberships, directory_.memberships_of(owner.text()));
  const Time now = clock_.now();
  return std::any_of(memberships.begin(), memberships.end(), [&](const Membership& one) {
    return one.kind == MembershipKind::school_in_group && one.container == place.id &&
           one.role != MemberRole::partner && one.counts_at(now);
  });
}

Result<SubmissionView> Submissions::submit(const Actor& actor, const access::Viewer& viewer,
                                           const NewSubmission& as) {
  KECANG_ASSIGN(const auto resource, catalog_.resource(viewer.scope(), as.resource));
  if (!viewer.can_edit(resource)) return Error::forbidden("resource.not_editor");
  if (!resource.revision) return Error::invalid("submission.no_file").at("resource");
  if (!may_submit_to(viewer, as.place, resource))
    return Error::forbidden("submission.place_not_yours").at("place");
  if (as.needed < 1 || as.needed > Submission::kMostNeeded)
    return Error::invalid("submission.needed_wrong")
        .at("needed")
        .with("limit", std::to_string(Submission::kMostNeeded));
  KECANG_ASSIGN(const auto fit, fit_reviewers(as.place, resource, viewer.id()));
  if (fit.empty()) return Error::conflict("submission.nobody_can_see").at("place");
  KECANG_ASSIGN(const auto rules, submissions_.rules(as.place));

  Submission head;
  head.resource = resource.id;
  head.revision = resource.revision->id;
  head.place = as.place;
  head.by = viewer.id();
  head.blind = as.blind;
  head.needed = as.needed;
  head.criteria = rules.criteria;
  KECANG_ASSIGN(head.reviewers, first_reviewers(head, resource, fit, rules, viewer.scope()));
  KECANG_ASSIGN(auto stored, submissions_.add(actor, viewer.scope(), std::move(head)));
  KECANG_ASSIGN(auto found, seen(viewer, std::move(stored)));
  return view_of(viewer, std::move(found));
}

Result<Submissions::Prepared> Submissions::prepared(const Seen& seen,
                                                    const SubmissionStepRequest& request) const {
  const auto& [head, resource] = seen.stored;
  Prepared prepared{.reviewers = head.reviewers, .counts = false};
  KECANG_ASSIGN(prepared.counts, counts_for(head.place, resource.owner));
  if (request.step != SubmissionStep::assign && request.step != SubmissionStep::rotate) return prepared;
  auto& reviewers = prepared.reviewers;
  const auto is_one = [&](const UserId& user) {
    return std::find(reviewers.begin(), reviewers.end(), user) != reviewers.end();
  };
  KECANG_ASSIGN(const auto fit, fit_reviewers(head.place, resource, head.by));
  if (request.step == SubmissionStep::rotate) {
    KECANG_ASSIGN(const auto candidates, in_turn(head.place, fit));
    for (const auto& candidate : candidates)
      if (reviewers.size() < head.needed && !is_one(candidate.user.id))
        reviewers.push_back(candidate.user.id);
    if (reviewers == head.reviewers) return Error::conflict("submission.nobody_free");
    return prepared;
  }
  reviewers.clear();
  for (const auto& user : request.reviewers) {
    const auto& known = head.reviewers;
    const bool was = std::find(known.begin(), known.end(), user) != known.end();
    if (!was && std::find(fit.begin(), fit.end(), user) == fit.end())
      return Error::invalid("submission.reviewer_unfit").at("reviewers");
    if (!is_one(user)) reviewers.push_back(user);
  }
  if (reviewers.size() > Submission::kMostReviewers)
    return Error::invalid("value.too_many")
        .at("reviewers")
        .with("limit", std::to_string(Submission::kMostReviewers));
  return prepared;
}

Result<SubmissionView> Submissions::take(const Actor& actor, const access::Viewer& viewer,
                                         const SubmissionId& id, const SubmissionStepRequest& request) {
  KECANG_ASSIGN(const auto before, visible(viewer, id));
  const auto step = request.step;
  KECANG_TRY(check_step(before.part, before.stored, step));
  const bool is_group = before.stored.head.place.kind == PlaceKind::group;
  if (step == SubmissionStep::showcase) {
    if (is_group && !before.bureau) return Error::forbidden("submission.not_bureau");
    if (!is_group && !has(viewer, access::Right::administer, before.stored.head.place))
      return Error::forbidden("submission.not_yours");
  }
  KECANG_ASSIGN(const auto known, prepared(before, request));
  SubmissionCatalog::Change change{
      .version = request.version, .action = "submission." + std::string(enum_text(step)), .edit = {}};
  const bool with_verdict = step == SubmissionStep::review || step == SubmissionStep::decide;
  KECANG_ASSIGN(const auto comment, tidy_text(request.comment, "comment"));
  if (with_verdict && !comment.empty()) {
    change.remark = SubmissionComment();
    change.remark->by = viewer.id();
    change.remark->text = comment;
  }
  change.edit = [&](StoredSubmission& stored) -> Result<void> {
    auto& head = stored.head;
    KECANG_TRY(check_step(part_in(reader_of(viewer), head), stored, step));
    if (with_verdict) KECANG_TRY(check_verdict(head, request.verdict));
    head.counts = known.counts;
    switch (step) {
      case SubmissionStep::assign:
      case SubmissionStep::rotate:
        return set_reviewers(head, known.reviewers);
      case SubmissionStep::review:
        return speak(head, viewer.id(), clock_.now(), request);
      case SubmissionStep::decide:
        head.state = state_of(*request.verdict);
        head.decided_by = viewer.id();
        return {};
      case SubmissionStep::showcase:
        head.state = SubmissionState::showcase;
        head.promoted_by = viewer.id();
        return {};
      case SubmissionStep::withdraw:
        head.state = SubmissionState::withdrawn;
        return {};
    }
    return {};
  };
  KECANG_ASSIGN(auto stored, submissions_.change(actor, viewer.scope(), id, change));
  bell_.ring();
  KECANG_ASSIGN(auto found, seen(viewer, std::move(stored)));
  return view_of(viewer, std::move(found));
}

Result<CommentView> Submissions::comment(const Actor& actor, const access::Viewer& viewer,
                                         const SubmissionId& id, SubmissionComment comment,
                                         const std::vector<UserId>& named) {
  KECANG_ASSIGN(const auto found, visible(viewer, id));
  if (!named.empty()) {
    KECANG_ASSIGN(const auto fit, nameable_in(viewer, found));
    for (const auto& user : named)
      if (std::find(fit.begin(), fit.end(), user) == fit.end())
        return Error::invalid("mention.unfit").at("mentions");
  }
  comment.by = viewer.id();
  KECANG_ASSIGN(comment.text, tidy_text(comment.text, "text"));
  if (comment.text.empty()) return Error::invalid("submission.comment_empty").at("text");
  comment.question = std::string(text::clip(trimmed_wide(comment.question), kQuestionBytes));
  const auto allow = [&](const StoredSubmission& stored) -> Result<void> {
    const auto state = stored.head.state;
    if (!part_in(reader_of(viewer), stored.head).any()) return Error::forbidden("submission.not_yours");
    if (state == SubmissionState::withdrawn || state == SubmissionState::superseded)
      return Error::conflict("submission.wrong_step");
    return {};
  };
  KECANG_ASSIGN(auto written,
                submissions_.comment(actor, viewer.scope(), id, std::move(comment), allow, named));
  Names names(directory_);
  return comment_of(viewer, found, std::move(written), names);
}

/// Their own part is asked for again when they are told.
Result<std::vector<UserId>> Submissions::nameable_in(const access::Viewer& viewer, const Seen& seen) const {
  const auto& head = seen.stored.head;
  std::set<UserId> users;
  if (!seen.part.any() || !knows_names(seen.part, head)) return std::vector<UserId>();
  users.insert(head.by);
  users.insert(head.reviewers.begin(), head.reviewers.end());
  KECANG_ASSIGN(const auto said,
                submissions_.comments(viewer.scope(), head.id, {.after = {}, .limit = kPage}));
  for (const auto& comment : said.items) users.insert(comment.by);
  users.erase(viewer.id());
  return std::vector<UserId>(users.begin(), users.end());
}

Result<std::vector<NamedUser>> Submissions::nameable(const access::Viewer& viewer,
                                                     const SubmissionId& id) const {
  KECANG_ASSIGN(const auto found, visible(viewer, id));
  KECANG_ASSIGN(const auto users, nameable_in(viewer, found));
  Names names(directory_);
  std::vector<NamedUser> named;
  for (const auto& user : users) {
    KECANG_ASSIGN(auto name, names.user(user));
    named.push_back({.id = user, .name = std::move(name)});
  }
  return named;
}

Result<std::vector<ReviewCandidate>> Submissions::candidates(const access::Viewer& viewer,
                                                             const SubmissionId& id) const {
  KECANG_ASSIGN(const auto found, visible(viewer, id));
  if (found.part.submitter) return Error::forbidden("submission.own");
  if (!found.part.presides) return Error::forbidden("submission.not_yours");
  const auto& [head, resource] = found.stored;
  KECANG_ASSIGN(const auto fit, fit_reviewers(head.place, resource, head.by));
  return in_turn(head.place, fit);
}

Result<ReviewRules> Submissions::put_rules(const Actor& actor, const access::Viewer& viewer,
                                           const SubmissionPlace& place, ReviewRules rules) {
  KECANG_TRY(this->rules(viewer, place));
  if (!has(viewer, access::Right::preside, place)) return Error::forbidden("submission.not_presiding");
  KECANG_ASSIGN(auto tidy, tidy_rules(std::move(rules)));
  return submissions_.put_rules(actor, place, std::move(tidy));
}

}  // namespace kecang
