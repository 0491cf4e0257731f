#pragma once
/// 消息: what waits for a person and what became of what they handed in. Nothing but where somebody named
/// them is kept for it: it is worked out from what the person may see and do at this moment, so that what is
/// over, or theirs no more, is not in it. Any thread may call.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "server/access/viewer.h"
#include "server/library/access_requests.h"
#include "server/library/agreements.h"
#include "server/library/group_requests.h"
#include "server/library/reminders.h"
#include "server/library/standard_notices.h"
#include "server/library/submissions.h"
#include "storage/catalog/notices.h"

namespace kecang {

enum class InboxKind {
  approve_agreement,
  file_agreement,
  approve_request,
  file_request,
  review,           ///< the viewer reviews it and said nothing yet
  appoint,          ///< nobody reviews it; the viewer presides
  decide,           ///< its reviewers disagree; the viewer presides
  returned,         ///< what the viewer handed in came back
  answer_access,    ///< somebody asks for a resource of a school the viewer administers
  agreement_ends,   ///< within 90 days
  membership_ends,  ///< within 90 days
  decided,          ///< what the viewer handed in was accepted within kRecent
  access_granted,   ///< what the viewer asked for, within kRecent
  access_declined,
  newer_standard,  ///< the viewer took a version home, and another one is the standard of their group now
  mentioned,       ///< somebody named the viewer in a thread within kRecent
};
template <>
struct EnumNames<InboxKind> {
  static constexpr auto values = std::array{std::pair{InboxKind::approve_agreement, "approve_agreement"},
                                            std::pair{InboxKind::file_agreement, "file_agreement"},
                                            std::pair{InboxKind::approve_request, "approve_request"},
                                            std::pair{InboxKind::file_request, "file_request"},
                                            std::pair{InboxKind::review, "review"},
                                            std::pair{InboxKind::appoint, "appoint"},
                                            std::pair{InboxKind::decide, "decide"},
                                            std::pair{InboxKind::returned, "returned"},
                                            std::pair{InboxKind::answer_access, "answer_access"},
                                            std::pair{InboxKind::agreement_ends, "agreement_ends"},
                                            std::pair{InboxKind::membership_ends, "membership_ends"},
                                            std::pair{InboxKind::decided, "decided"},
                                            std::pair{InboxKind::access_granted, "access_granted"},
                                            std::pair{InboxKind::access_declined, "access_declined"},
                                            std::pair{InboxKind::newer_standard, "newer_standard"},
                                            std::pair{InboxKind::mentioned, "mentioned"}};
};
/// Somebody waits for the viewer.
bool asks(InboxKind kind);

struct InboxItem {
  InboxKind kind = InboxKind::review;
  std::string id;     ///< id text of the agreement, request, submission, membership or resource
  std::string title;  ///< of the agreement or resource, the schools or groups of a request, the group
  /// Kind of the request, place of the submission, school of the membership, verdict, who asks, the answer,
  /// or the group whose standard it is.
  std::string about;
  Time at{};  ///< when it came up; of what ends, when it ends
};

class Inbox {
 public:
  Inbox(const Agreements& agreements, const GroupRequests& requests, const Submissions& submissions,
        const Reminders& reminders, const AccessRequests& access_requests, const StandardNotices& standards,
        NoticeCatalog& notices, const Clock& clock)
      : agreements_(agreements),
        requests_(requests),
        submissions_(submissions),
        reminders_(reminders),
        access_requests_(access_requests),
        standards_(standards),
        notices_(notices),
        clock_(clock) {}

  /// Of each list at most so many.
  static constexpr std::size_t kMost = 50;
  static constexpr std::chrono::hours kRecent{24 * 30};

  /// What asks for something first, then the newest first.
  Result<std::vector<InboxItem>> of(const access::Viewer& viewer) const;
  /// The viewer saw where they are named in a submission's thread.
  Result<void> saw_mentions(const access::Viewer& viewer, const SubmissionId& id);

 private:
  Result<void> add_agreements(const access::Viewer& viewer, std::vector<InboxItem>& to) const;
  Result<void> add_requests(const access::Viewer& viewer, std::vector<InboxItem>& to) const;
  Result<void> add_reviews(const access::Viewer& viewer, std::vector<InboxItem>& to) const;
  Result<void> add_own(const access::Viewer& viewer, std::vector<InboxItem>& to) const;
  Result<void> add_presided(const access::Viewer& viewer, const SubmissionPlace& place,
                            std::vector<InboxItem>& to) const;
  Result<void> add_access(const access::Viewer& viewer, std::vector<InboxItem>& to) const;
  Result<void> add_standards(const access::Viewer& viewer, std::vector<InboxItem>& to) const;
  Result<void> add_mentions(const access::Viewer& viewer, std::vector<InboxItem>& to) const;
  Result<void> add_endings(const access::Viewer& viewer, std::vector<InboxItem>& to) const;

  const Agreements& agreements_;
  const GroupRequests& requests_;
  const Submissions& submissions_;
  const Reminders& reminders_;
  const AccessRequests& access_requests_;
  const StandardNotices& standards_;
  NoticeCatalog& notices_;
  const Clock& clock_;
};

}  // namespace kecang
