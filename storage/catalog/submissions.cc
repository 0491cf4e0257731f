#include "storage/catalog/submissions.h"

#include <algorithm>

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/resource_rows.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/submission_rows.h"

namespace kecang {
namespace {

/// Candidates one page of a list looks at; what stands behind them is not listed.
constexpr std::size_t kMostLooked = 20'000;
constexpr std::size_t kPageLimit = 200;
constexpr std::size_t kAtOnce = 50;
/// Submissions of a place that say who was asked lately.
constexpr std::size_t kMostLoad = 2'000;

template <class Reader>
Result<StoredSubmission> visible(Reader& from, const AccessScope& scope, const SubmissionId& id) {
  StoredSubmission stored;
  KECANG_ASSIGN(stored.head, (rows::need<Submission>(from, keys::submission(id), "submission.absent")));
  KECANG_ASSIGN(auto resource, (rows::find<Resource>(from, keys::resource(stored.head.resource))));
  if (!resource || !may_view(scope, *resource)) return Error::not_found("submission.absent");
  stored.resource = std::move(*resource);
  return stored;
}

/// Ids below a prefix, newest first, until `each` answers false.
Result<void> each_newest(MetaReader& from, const std::string& prefix, const std::string& before,
                         std::size_t most, const std::function<Result<bool>(const SubmissionId&)>& each) {
  auto range = Range::prefix(prefix, kAtOnce);
  range.reverse = true;
  if (!before.empty()) range.to = prefix + before;
  for (std::size_t looked = 0; looked < most;) {
    KECANG_ASSIGN(const auto found, from.scan(range));
    for (const auto& row : found) {
      ++looked;
      KECANG_ASSIGN(const bool more, each(SubmissionId::trusted(std::string(keys::last_part(row.key)))));
      if (!more) return {};
    }
    if (found.size() < kAtOnce) return {};
    range.to = found.back().key;
  }
  return {};
}

std::string prefix_of(SubmissionCatalog::Shelf shelf, std::string_view owner) {
  using Shelf = SubmissionCatalog::Shelf;
  switch (shelf) {
    case Shelf::by:
      return keys::submissions_by(UserId::trusted(std::string(owner)));
    case Shelf::by_reviewer:
      return keys::submissions_for(UserId::trusted(std::string(owner)));
    case Shelf::at:
      return keys::submissions_at(owner);
    case Shelf::of:
      return keys::submissions_of(ResourceId::trusted(std::string(owner)));
  }
  return {};
}

Result<void> put_reviewers(Transaction& tx, const SubmissionId& id, const std::vector<UserId>& before,
                           const std::vector<UserId>& after) {
  const auto has = [](const std::vector<UserId>& all, const UserId& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const auto& one : before)
    if (!has(after, one)) KECANG_TRY(tx.erase(keys::submissions_for(one) + id.text()));
  for (const auto& one : after)
    if (!has(before, one)) KECANG_TRY(tx.put(keys::submissions_for(one) + id.text(), ""));
  return {};
}

/// Agreements may cover what is reviewed only: the index is told, and what falls out of them is hidden at
/// once.
Result<void> keep_standing(Transaction& tx, const StoredSubmission& stored, Time now) {
  if (stored.outdated()) return {};
  Resource after = stored.resource;
  KECANG_ASSIGN(after.standing, standing_of(tx, after.id, stored.head.revision));
  if (after.standing == stored.resource.standing) return {};
  return put_resource(tx, stored.resource, after, now, Index::mark);
}

Result<void> put_comment(Transaction& tx, Submission& head, SubmissionComment& comment, Time now) {
  if (head.comments >= Submission::kMostComments)
    return Error::conflict("submission.too_many_comments")
        .with("limit", std::to_string(Submission::kMostComments));
  comment.number = ++head.comments;
  comment.at = now;
  if (comment.by != head.by) ++head.remarks;
  return rows::put(tx, keys::submission_comment(head.id, comment.number), comment);
}

std::string texts_of(const std::vector<UserId>& users) {
  std::string texts;
  for (const auto& user : users) texts += (texts.empty() ? "" : " ") + user.text();
  return texts;
}

/// What people write and how they score is not for the trail; who was asked and what came of it is.
AuditDetails details_of(const Submission& before, const Submission& after) {
  AuditDetails details{{"resource", after.resource.text()}, {"revision", after.revision.text()}};
  if (before.state != after.state) details["state"] = enum_text(after.state);
  if (before.reviewers != after.reviewers) details["reviewers"] = texts_of(after.reviewers);
  if (before.opinions.size() != after.opinions.size())
    details["opinions"] = std::to_string(after.opinions.size());
  return details;
}

/// What stands in the way of a new one, and what comes before it.
Result<void> meet_earlier(Transaction& tx, const Actor& actor, Submission& added, Time now) {
  std::vector<Submission> earlier;
  KECANG_TRY(each_newest(tx, keys::submissions_of(added.resource), {}, kMostLooked,
                         [&](const SubmissionId& id) -> Result<bool> {
                           KECANG_ASSIGN(auto one, (rows::find<Submission>(tx, keys::submission(id))));
                           if (one && one->place == added.place) earlier.push_back(std::move(*one));
                           return true;
                         }));
  if (!earlier.empty()) added.previous = earlier.front().id;
  for (const auto& before : earlier) {
    const bool same = before.revision == added.revision;
    if (same && (is_open(before.state) || is_accepted(before.state)))
      return Error::conflict("submission.already");
    if (!is_open(before.state)) continue;
    auto ended = before;
    ended.state = SubmissionState::superseded;
    ++ended.version;
    KECANG_TRY(rows::put(tx, keys::submission(ended.id), ended));
    KECANG_TRY(append_audit(tx, now, actor, "submission.superseded", ended.id.text(),
                            details_of(before, ended), {ended.place.id}));
  }
  return {};
}

}  // namespace

Result<Standing> standing_of(MetaReader& from, const ResourceId& resource, const RevisionId& revision) {
  auto best = Standing::none;
  KECANG_TRY(each_newest(
      from, keys::submissions_of(resource), {}, kMostLooked, [&](const SubmissionId& id) -> Result<bool> {
        KECANG_ASSIGN(const auto one, (rows::find<Submission>(from, keys::submission(id))));
        if (one && one->counts && one->revision == revision) best = std::max(best, standing_of(one->state));
        return true;
      }));
  return best;
}

Result<StoredSubmission> SubmissionCatalog::add(const Actor& actor, const AccessScope& scope,
                                                Submission submission) {
  StoredSubmission stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    stored.head = submission;
    auto& head = stored.head;
    KECANG_ASSIGN(stored.resource,
                  (rows::need<Resource>(tx, keys::resource(head.resource), "resource.absent")));
    if (!may_view(scope, stored.resource)) return Error::not_found("resource.absent");
    if (stored.outdated()) return Error::conflict("submission.outdated");
    head.id = SubmissionId::make(now);
    head.version = 1;
    head.at = now;
    head.state = head.reviewers.empty() ? SubmissionState::submitted : SubmissionState::under_review;
    KECANG_TRY(meet_earlier(tx, actor, head, now));
    KECANG_TRY(rows::put(tx, keys::submission(head.id), head));
    const auto& id = head.id.text();
    for (const auto& place : {keys::submissions_by(head.by), keys::submissions_at(head.place.id),
                              keys::submissions_of(head.resource)})
      KECANG_TRY(tx.put(place + id, ""));
    KECANG_TRY(put_reviewers(tx, head.id, {}, head.reviewers));
    auto details = details_of({}, head);
    details["state"] = enum_text(head.state);
    return append_audit(tx, now, actor, "submission.made", id, std::move(details), {head.place.id});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<StoredSubmission> SubmissionCatalog::read(const AccessScope& scope, const SubmissionId& id) const {
  return visible(*store_.snapshot(), scope, id);
}

Result<Page<StoredSubmission>> SubmissionCatalog::list(const AccessScope& scope, Shelf shelf,
                                                       std::string_view owner, const Wanted& wanted,
                                                       const PageRequest& page) const {
  if (!page.after.empty() && !is_id_text(page.after)) return Error::invalid("page.cursor");
  const auto limit = std::clamp<std::size_t>(page.limit, 1, kPageLimit);
  const auto snapshot = store_.snapshot();
  Page<StoredSubmission> answer;
  const auto look = [&](const SubmissionId& id) -> Result<bool> {
    auto stored = visible(*snapshot, scope, id);
    if (!stored && stored.error().kind() == ErrorKind::not_found) return true;
    if (!stored) return std::move(stored).error();
    if (!wanted(*stored)) return true;
    // There is a next page only where there is something to see on it.
    if (answer.items.size() == limit) {
      answer.next = answer.items.back().head.id.text();
      return false;
    }
    answer.items.push_back(std::move(*stored));
    return true;
  };
  KECANG_TRY(each_newest(*snapshot, prefix_of(shelf, owner), page.after, kMostLooked, look));
  return answer;
}

Result<StoredSubmission> SubmissionCatalog::change(const Actor& actor, const AccessScope& scope,
                                                   const SubmissionId& id, const Change& change) {
  StoredSubmission stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto before, visible(tx, scope, id));
    if (before.head.version != change.version) return Error::conflict("submission.changed");
    stored = before;
    const Time now = clock_.now();
    if (change.remark) {
      auto remark = *change.remark;
      KECANG_TRY(put_comment(tx, stored.head, remark, now));
    }
    KECANG_TRY(change.edit(stored));
    auto& head = stored.head;
    ++head.version;
    if (is_open(before.head.state) && !is_open(head.state)) head.decided_at = now;
    KECANG_TRY(rows::put(tx, keys::submission(id), head));
    KECANG_TRY(put_reviewers(tx, id, before.head.reviewers, head.reviewers));
    KECANG_TRY(keep_standing(tx, stored, now));
    return append_audit(tx, now, actor, change.action, id.text(), details_of(before.head, head),
                        {head.place.id});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<Page<SubmissionComment>> SubmissionCatalog::comments(const AccessScope& scope, const SubmissionId& id,
                                                            const PageRequest& page) const {
  const auto snapshot = store_.snapshot();
  KECANG_TRY(visible(*snapshot, scope, id));
  return rows::nouns_page<SubmissionComment>(*snapshot, keys::submission_comments(id), page);
}

Result<SubmissionComment> SubmissionCatalog::comment(
    const Actor& actor, const AccessScope& scope, const SubmissionId& id, SubmissionComment comment,
    const std::function<Result<void>(const StoredSubmission&)>& allow, const std::vector<UserId>& named) {
  SubmissionComment written;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(auto stored, visible(tx, scope, id));
    KECANG_TRY(allow(stored));
    written = comment;
    const Time now = clock_.now();
    KECANG_TRY(put_comment(tx, stored.head, written, now));
    KECANG_TRY(rows::put(tx, keys::submission(id), stored.head));
    for (const auto& user : named)
      KECANG_TRY(rows::put(tx, keys::mention(user, id, written.number),
                           Mention{.submission = id, .comment = written.number, .at = now}));
    return append_audit(
        tx, now, actor, "submission.commented", id.text(),
        {{"resource", stored.head.resource.text()}, {"number", std::to_string(written.number)}},
        {stored.head.place.id});
  };
  KECANG_TRY(run_audited(store_, step));
  return written;
}

Result<std::map<UserId, SubmissionCatalog::Load>> SubmissionCatalog::load(
    const SubmissionPlace& place) const {
  const auto snapshot = store_.snapshot();
  std::map<UserId, Load> loads;
  const auto look = [&](const SubmissionId& id) -> Result<bool> {
    KECANG_ASSIGN(const auto one, (rows::find<Submission>(*snapshot, keys::submission(id))));
    if (!one) return true;
    for (const auto& reviewer : one->reviewers) {
      auto& load = loads[reviewer];
      if (load.last.empty()) load.last = id;
      if (is_open(one->state)) ++load.open;
    }
    return true;
  };
  KECANG_TRY(each_newest(*snapshot, keys::submissions_at(place.id), {}, kMostLoad, look));
  return loads;
}

Result<ReviewRules> SubmissionCatalog::rules(const SubmissionPlace& place) const {
  KECANG_ASSIGN(auto rules, (rows::find<ReviewRules>(store_, keys::review_rules(place.id))));
  return rules.value_or(usual_review_rules());
}

Result<ReviewRules> SubmissionCatalog::put_rules(const Actor& actor, const SubmissionPlace& place,
                                                 ReviewRules rules) {
  ReviewRules stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto before, (rows::find<ReviewRules>(tx, keys::review_rules(place.id))));
    if ((before ? before->version : 0) != rules.version) return Error::conflict("submission.rules_changed");
    stored = rules;
    ++stored.version;
    KECANG_TRY(rows::put(tx, keys::review_rules(place.id), stored));
    return append_audit(tx, clock_.now(), actor, "submission.rules", place.id,
                        changes_between(before.value_or(usual_review_rules()), stored), {place.id});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

}  // namespace kecang
