#pragma once
/// Requests that change who belongs to which group, or which school's resources are, as people make them:
/// asked for by one side or the bureau, agreed to by every side, filed by the bureau. Any thread may call.
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "server/access/viewer.h"
#include "server/library/names.h"
#include "server/library/work_bell.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/group_requests.h"
#include "storage/catalog/hand_overs.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

enum class RequestStep {
  approve,   ///< for one side
  refuse,    ///< by a side or the bureau, with the reason
  withdraw,  ///< by who made it
  file,      ///< by the bureau; memberships change, or resources are handed over
};
template <>
struct EnumNames<RequestStep> {
  static constexpr auto values =
      std::array{std::pair{RequestStep::approve, "approve"}, std::pair{RequestStep::refuse, "refuse"},
                 std::pair{RequestStep::withdraw, "withdraw"}, std::pair{RequestStep::file, "file"}};
};

struct RequestStepTaken {
  RequestStep step = RequestStep::approve;
  std::uint64_t version = 0;
  std::string side;           ///< id text: for whom it is approved
  std::string filing_number;  ///< for `file`
  std::string note;
};
template <class V>
void describe(V& v, RequestStepTaken& s) {
  v("step", s.step);
  v("version", s.version);
  v("side", s.side);
  v("filing_number", s.filing_number);
  v("note", s.note);
}

struct GroupRequestView {
  GroupRequest request;
  std::vector<std::string> side_names;    ///< in the order of the sides
  std::vector<std::string> school_names;  ///< in the order of the schools
  std::string group_name;
  std::string into_name;
  std::string receiver_name;
  std::optional<HandOver> hand_over;  ///< of a filed one: how far it went
  std::string proposer_name;
  std::vector<RequestStep> may;      ///< steps this viewer may take now
  std::vector<std::string> may_for;  ///< sides this viewer may approve for and that have not yet
};

class GroupRequests {
 public:
  GroupRequests(GroupRequestCatalog& requests, HandOvers& hand_overs, const LibraryCatalog& library,
                const Directory& directory, WorkBell& bell, const Clock& clock)
      : requests_(requests),
        hand_overs_(hand_overs),
        library_(library),
        directory_(directory),
        bell_(bell),
        clock_(clock) {}

  /// For who administers a side and the bureau; for others not_found/group_request.absent.
  Result<GroupRequestView> view(const access::Viewer& viewer, const GroupRequestId& id) const;
  /// Newest first.
  Result<std::vector<GroupRequestView>> list(const access::Viewer& viewer) const;
  /// Oldest first, with the names of those who took the steps.
  Result<std::vector<std::pair<TrailEvent, std::string>>> trail(const access::Viewer& viewer,
                                                                const GroupRequestId& id) const;

  /// The sides the viewer administers have agreed by it. What could not be carried out today is refused as it
  /// would be when it is filed. forbidden/group_request.not_a_side, invalid/group_request.*.
  Result<GroupRequestView> propose(const Actor& actor, const access::Viewer& viewer,
                                   const GroupRequestTerms& terms);
  /// conflict/group_request.wrong_step, forbidden/group_request.not_a_side, not_bureau, not_proposer.
  Result<GroupRequestView> take(const Actor& actor, const access::Viewer& viewer, const GroupRequestId& id,
                                const RequestStepTaken& step);

  /// Goes on with hand-overs whose date has come, some resources at a time.
  Result<void> sweep();

  /// The terms as they would be kept, for who may ask for them and knows who belongs to the group: its
  /// administrators, the bureau, and who administers all schools it is about. Of a hand-over: who administers
  /// the school that gives, and the bureau.
  Result<GroupRequestTerms> foreseeable(const access::Viewer& viewer, const GroupRequestTerms& terms) const;

 private:
  Result<GroupRequestTerms> checked(const access::Viewer& viewer, const GroupRequestTerms& asked) const;
  Result<bool> knows_members(const access::Viewer& viewer, const GroupRequestTerms& terms) const;
  Result<GroupRequest> visible(const access::Viewer& viewer, const GroupRequestId& id) const;
  Result<bool> is_bureau_of(const access::Viewer& viewer, const GroupRequestTerms& terms) const;
  Result<GroupRequestView> view_of(const access::Viewer& viewer, GroupRequest request, Names& names) const;
  Result<GroupRequest> after(const access::Viewer& viewer, GroupRequest request,
                             const RequestStepTaken& step) const;

  Result<void> check_chosen(const access::Viewer& viewer, const GroupRequestTerms& terms) const;

  GroupRequestCatalog& requests_;
  HandOvers& hand_overs_;
  const LibraryCatalog& library_;
  const Directory& directory_;
  WorkBell& bell_;
  const Clock& clock_;
};

}  // namespace kecang

KECANG_NOUN(kecang::RequestStepTaken);
