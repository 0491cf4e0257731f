#pragma once
/// Agreements as people make them: drafted by one party, proposed, approved by every party, filed by a
/// bureau, ended by the clock or before. Any thread may call.
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "server/access/viewer.h"
#include "server/library/names.h"
#include "storage/catalog/directory.h"

namespace kecang {

/// What people write of an agreement; the rest is how it went.
struct AgreementTerms {
  std::string title;
  Sharing sharing = Sharing::by_release;
  Flow flow = Flow::both;
  AgreementContent content;
  std::vector<Action> actions{Action::find, Action::view, Action::download};
  Unshared unshared = Unshared::hidden;
  std::vector<AgreementParty> parties;
  Time from{};
  Time until = kForever;
  std::string duties;
  std::vector<ResourceId> attachments;
};
template <class V>
void describe(V& v, AgreementTerms& t) {
  v("title", t.title);
  v("sharing", t.sharing);
  v("flow", t.flow);
  v("content", t.content);
  v("actions", t.actions);
  v("unshared", t.unshared);
  v("parties", t.parties);
  v("from", t.from);
  v("until", t.until);
  v("duties", t.duties);
  v("attachments", t.attachments);
}

/// What an agreement says unless people say otherwise, by what kind of group it is for.
AgreementTerms usual_terms(GroupKind kind, GroupTie tie, GroupPattern pattern);

enum class AgreementStep {
  propose,    ///< its terms stand from now on
  take_back,  ///< to a draft again; approvals are gone
  approve,    ///< for one party
  file,       ///< by a bureau; rights come from it from its date on
  terminate,  ///< ends it now: by the lead party or a bureau
  renew,      ///< a draft that goes on from where it ends
};
template <>
struct EnumNames<AgreementStep> {
  static constexpr auto values = std::array{
      std::pair{AgreementStep::propose, "propose"},     std::pair{AgreementStep::take_back, "take_back"},
      std::pair{AgreementStep::approve, "approve"},     std::pair{AgreementStep::file, "file"},
      std::pair{AgreementStep::terminate, "terminate"}, std::pair{AgreementStep::renew, "renew"}};
};

struct StepRequest {
  AgreementStep step = AgreementStep::propose;
  std::uint64_t version = 0;
  std::string party;          ///< id text: for whom it is approved
  std::string filing_number;  ///< for `file`
  std::string note;
};
template <class V>
void describe(V& v, StepRequest& r) {
  v("step", r.step);
  v("version", r.version);
  v("party", r.party);
  v("filing_number", r.filing_number);
  v("note", r.note);
}

struct AgreementView {
  Agreement agreement;
  AgreementPhase phase = AgreementPhase::draft;
  std::vector<std::string> party_names;  ///< in the order of the parties
  std::vector<AgreementStep> may;        ///< steps this viewer may take now
  std::vector<std::string> may_for;      ///< parties this viewer may take them for
  bool may_edit = false;
};

class Agreements {
 public:
  Agreements(Directory& directory, const Clock& clock) : directory_(directory), clock_(clock) {}

  /// Whoever belongs to a party sees an agreement that was proposed; a draft only who administers a party. An
  /// officer of the bureau sees those of the schools of their region.
  Result<AgreementView> view(const access::Viewer& viewer, const AgreementId& id) const;
  /// Newest first.
  Result<std::vector<AgreementView>> list(const access::Viewer& viewer) const;
  /// Oldest first, with the names of those who took the steps.
  Result<std::vector<std::pair<TrailEvent, std::string>>> trail(const access::Viewer& viewer,
                                                                const AgreementId& id) const;

  Result<AgreementView> draft(const Actor& actor, const access::Viewer& viewer, const AgreementTerms& terms);
  Result<AgreementView> edit(const Actor& actor, const access::Viewer& viewer, const AgreementId& id,
                             std::uint64_t version, const AgreementTerms& terms);
  /// conflict/agreement.wrong_step, forbidden/agreement.not_yours, agreement.not_bureau, invalid/agreement.*.
  Result<AgreementView> take(const Actor& actor, const access::Viewer& viewer, const AgreementId& id,
                             const StepRequest& request);

 private:
  Result<Agreement> visible(const access::Viewer& viewer, const AgreementId& id) const;
  Result<bool> sees(const access::Viewer& viewer, const Agreement& agreement) const;
  Result<bool> is_bureau_of(const access::Viewer& viewer, const Agreement& agreement) const;
  Result<AgreementView> view_of(const access::Viewer& viewer, Agreement agreement, Names& names) const;
  Result<Agreement> after(const access::Viewer& viewer, Agreement agreement,
                          const StepRequest& request) const;
  Result<AgreementView> renewed(const Actor& actor, const access::Viewer& viewer, const Agreement& agreement,
                                const StepRequest& request);

  Directory& directory_;
  const Clock& clock_;
};

}  // namespace kecang

KECANG_NOUN(kecang::AgreementTerms);
KECANG_NOUN(kecang::StepRequest);
