#pragma once
/// Submissions with their threads. Every read takes the viewer's scope: a submission of a resource that they
/// may not view is not_found, the same as absent. Who does what in one is the use case's rule
/// (server/library/submissions.h). Any thread may call.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/submission.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

/// A submission and its resource as it is now.
struct StoredSubmission {
  Submission head;
  Resource resource;
  /// The resource has another version meanwhile.
  bool outdated() const { return !resource.revision || resource.revision->id != head.revision; }
};

class SubmissionCatalog {
 public:
  SubmissionCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// Open ones of an older version in the same place end as superseded. conflict/submission.outdated when its
  /// revision is not the resource's, conflict/submission.already when that one is open or accepted there.
  Result<StoredSubmission> add(const Actor& actor, const AccessScope& scope, Submission submission);
  Result<StoredSubmission> read(const AccessScope& scope, const SubmissionId& id) const;

  enum class Shelf {
    by,           ///< handed in by a person
    by_reviewer,  ///< that a person reviews
    at,           ///< of a school or group
    of,           ///< of a resource
  };
  using Wanted = std::function<bool(const StoredSubmission&)>;
  /// Newest first; `owner` is the id text of whom or what the shelf is. invalid/page.cursor.
  Result<Page<StoredSubmission>> list(const AccessScope& scope, Shelf shelf, std::string_view owner,
                                      const Wanted& wanted, const PageRequest& page) const;

  /// Reads, changes, checks that the stored version is still `version` (conflict/submission.changed), raises
  /// it, keeps the resource's standing in step, writes `remark` into the thread and the audit record
  /// `action`; one transaction.
  struct Change {
    std::uint64_t version = 0;
    std::string action;
    std::optional<SubmissionComment> remark{};
    std::function<Result<void>(StoredSubmission&)> edit;
  };
  Result<StoredSubmission> change(const Actor& actor, const AccessScope& scope, const SubmissionId& id,
                                  const Change& change);

  /// Oldest first.
  Result<Page<SubmissionComment>> comments(const AccessScope& scope, const SubmissionId& id,
                                           const PageRequest& page) const;
  /// `allow` gets what is stored and may refuse; who is `named` is told.
  /// conflict/submission.too_many_comments.
  Result<SubmissionComment> comment(const Actor& actor, const AccessScope& scope, const SubmissionId& id,
                                    SubmissionComment comment,
                                    const std::function<Result<void>(const StoredSubmission&)>& allow,
                                    const std::vector<UserId>& named = {});

  /// Who was asked in a place lately: how many open ones each still reviews, and the last they were given.
  struct Load {
    std::size_t open = 0;
    SubmissionId last;
  };
  Result<std::map<UserId, Load>> load(const SubmissionPlace& place) const;

  /// The usual ones where nobody said anything yet.
  Result<ReviewRules> rules(const SubmissionPlace& place) const;
  /// conflict/submission.rules_changed.
  Result<ReviewRules> put_rules(const Actor& actor, const SubmissionPlace& place, ReviewRules rules);

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
