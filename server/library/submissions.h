#pragma once
/// Submissions 送审 as people meet them (schemas/submissions.md): handed in, given to reviewers, talked
/// about, decided. Nobody sees a submission of a resource that they may not view, whatever their part in it.
/// Any thread may call.
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "server/access/viewer.h"
#include "server/library/names.h"
#include "server/library/work_bell.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/submissions.h"

namespace kecang {

struct NewSubmission {
  ResourceId resource;
  SubmissionPlace place;
  bool blind = false;
  std::uint32_t needed = 1;
};
template <class V>
void describe(V& v, NewSubmission& n) {
  v("resource", n.resource);
  v("place", n.place);
  v("blind", n.blind);
  v("needed", n.needed);
}

enum class SubmissionStep : std::uint8_t {
  assign,    ///< who reviews it, all of them
  rotate,    ///< as many as are needed, in turn
  review,    ///< one reviewer's scores and verdict; again until it is decided
  decide,    ///< by who presides
  showcase,  ///< 典型, of what is 精品
  withdraw,  ///< by who handed it in
};
template <>
struct EnumNames<SubmissionStep> {
  static constexpr auto values = std::array{
      std::pair{SubmissionStep::assign, "assign"},     std::pair{SubmissionStep::rotate, "rotate"},
      std::pair{SubmissionStep::review, "review"},     std::pair{SubmissionStep::decide, "decide"},
      std::pair{SubmissionStep::showcase, "showcase"}, std::pair{SubmissionStep::withdraw, "withdraw"}};
};

struct SubmissionStepRequest {
  SubmissionStep step = SubmissionStep::review;
  std::uint64_t version = 0;
  std::vector<UserId> reviewers;         ///< for `assign`
  std::optional<ReviewVerdict> verdict;  ///< for `review` and `decide`
  std::vector<std::uint32_t> scores;     ///< for `review`
  std::string comment;                   ///< goes into the thread; may be empty
};
template <class V>
void describe(V& v, SubmissionStepRequest& r) {
  v("step", r.step);
  v("version", r.version);
  v("reviewers", r.reviewers);
  v("verdict", r.verdict);
  v("scores", r.scores);
  v("comment", r.comment);
}

/// As lists show it.
struct SubmissionCard {
  Submission submission;
  std::string title;  ///< of the resource
  std::string type;
  std::string owner_name;
  std::string place_name;
  std::string by_name;  ///< empty: not told
  bool outdated = false;
  bool tied = false;
  SubmissionPart part;
};

struct ReviewerView {
  std::uint32_t number = 0;  ///< from 1: what they are called where names are not told
  std::optional<NamedUser> user;
  bool mine = false;
  bool spoke = false;
  std::optional<Opinion> opinion;  ///< while the viewer may see it
};

struct SubmissionView {
  SubmissionCard card;
  std::vector<ReviewerView> reviewers;
  std::optional<ReviewResult> result;  ///< once it is decided
  std::string decided_by_name;
  std::vector<SubmissionStep> may;
  bool may_comment = false;
  std::vector<SubmissionCard> earlier;  ///< in the same place that the viewer may see, newest first
};

enum class CommentBy : std::uint8_t { submitter, reviewer, presiding };
template <>
struct EnumNames<CommentBy> {
  static constexpr auto values =
      std::array{std::pair{CommentBy::submitter, "submitter"}, std::pair{CommentBy::reviewer, "reviewer"},
                 std::pair{CommentBy::presiding, "presiding"}};
};
struct CommentView {
  SubmissionComment comment;
  CommentBy role = CommentBy::reviewer;
  std::uint32_t reviewer = 0;  ///< their number; 0: none
  std::string by_name;         ///< empty: not told
  bool mine = false;
};

struct ReviewCandidate {
  NamedUser user;
  std::size_t open = 0;  ///< submissions they review in this place now
};

/// What a resource's page tells of one place.
struct SubmissionBadge {
  SubmissionPlace place;
  std::string place_name;
  SubmissionState state = SubmissionState::approved;
  bool current = false;  ///< of the version that is there now
  Time at{};             ///< when it was decided or handed in
  SubmissionId open_as;  ///< the submission, for who may open it; else empty
};

class Submissions {
 public:
  Submissions(SubmissionCatalog& submissions, const LibraryCatalog& catalog, const Directory& directory,
              WorkBell& bell, const Clock& clock)
      : submissions_(submissions), catalog_(catalog), directory_(directory), bell_(bell), clock_(clock) {}

  enum class Shelf {
    to_review,  ///< that wait for the viewer's word
    reviewing,  ///< all that the viewer reviews or reviewed
    mine,       ///< that the viewer handed in
    place,      ///< of a place in which the viewer presides
  };
  /// forbidden/submission.not_presiding for a place that the viewer does not preside in.
  Result<Page<SubmissionCard>> list(const access::Viewer& viewer, Shelf shelf, const SubmissionPlace& place,
                                    const PageRequest& page) const;
  /// not_found/submission.absent.
  Result<SubmissionView> view(const access::Viewer& viewer, const SubmissionId& id) const;
  /// forbidden/resource.not_editor, submission.place_not_yours; conflict/submission.nobody_can_see and what
  /// the catalogue refuses.
  Result<SubmissionView> submit(const Actor& actor, const access::Viewer& viewer, const NewSubmission& as);
  /// conflict/submission.wrong_step, forbidden/submission.not_yours, submission.own, submission.not_bureau.
  Result<SubmissionView> take(const Actor& actor, const access::Viewer& viewer, const SubmissionId& id,
                              const SubmissionStepRequest& request);

  Result<Page<CommentView>> comments(const access::Viewer& viewer, const SubmissionId& id,
                                     const PageRequest& page) const;
  /// Who is `named` finds it in their inbox. invalid/mention.unfit for whom `nameable` does not list.
  Result<CommentView> comment(const Actor& actor, const access::Viewer& viewer, const SubmissionId& id,
                              SubmissionComment comment, const std::vector<UserId>& named = {});
  /// Whom the viewer can name in its thread: those who take part and whose names they are told. In a blind
  /// one that is nobody but for who presides.
  Result<std::vector<NamedUser>> nameable(const access::Viewer& viewer, const SubmissionId& id) const;
  /// Who may be asked, in the order in which they are asked in turn; for who presides.
  Result<std::vector<ReviewCandidate>> candidates(const access::Viewer& viewer, const SubmissionId& id) const;

  /// Newest first. What is said of a version is told to who belongs to the place, the rest to who takes part.
  Result<std::vector<SubmissionBadge>> badges(const access::Viewer& viewer, const ResourceId& id) const;

  /// For who belongs to the place; not_found/school.absent, group.absent.
  Result<ReviewRules> rules(const access::Viewer& viewer, const SubmissionPlace& place) const;
  Result<ReviewRules> put_rules(const Actor& actor, const access::Viewer& viewer,
                                const SubmissionPlace& place, ReviewRules rules);

 private:
  /// A submission that the viewer may open, and what they are in it.
  struct Seen {
    StoredSubmission stored;
    SubmissionPart part;
    bool bureau = false;
  };
  Result<Seen> seen(const access::Viewer& viewer, StoredSubmission stored) const;
  Result<Seen> visible(const access::Viewer& viewer, const SubmissionId& id) const;
  Result<bool> is_bureau_for(const access::Viewer& viewer, const StoredSubmission& stored) const;
  Result<SubmissionCard> card_of(const access::Viewer& viewer, StoredSubmission stored, Names& names) const;
  Result<SubmissionView> view_of(const access::Viewer& viewer, Seen seen) const;
  Result<std::vector<UserId>> nameable_in(const access::Viewer& viewer, const Seen& seen) const;
  Result<CommentView> comment_of(const access::Viewer& viewer, const Seen& seen, SubmissionComment comment,
                                 Names& names) const;
  Result<std::vector<UserId>> fit_reviewers(const SubmissionPlace& place, const Resource& resource,
                                            const UserId& submitter) const;
  Result<std::vector<ReviewCandidate>> in_turn(const SubmissionPlace& place,
                                               const std::vector<UserId>& users) const;
  Result<std::vector<UserId>> first_reviewers(const Submission& head, const Resource& resource,
                                              const std::vector<UserId>& fit, const ReviewRules& rules,
                                              const AccessScope& scope) const;
  Result<bool> counts_for(const SubmissionPlace& place, const SchoolId& owner) const;
  /// What the step needs to know before its transaction.
  struct Prepared {
    std::vector<UserId> reviewers;
    bool counts = false;
  };
  Result<Prepared> prepared(const Seen& seen, const SubmissionStepRequest& request) const;

  SubmissionCatalog& submissions_;
  const LibraryCatalog& catalog_;
  const Directory& directory_;
  WorkBell& bell_;
  const Clock& clock_;
};

}  // namespace kecang

KECANG_NOUN(kecang::NewSubmission);
KECANG_NOUN(kecang::SubmissionStepRequest);
