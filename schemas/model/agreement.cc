#include "schemas/model/agreement.h"

namespace kecang {

bool AgreementParty::gives(Flow flow) const {
  if (role == PartyRole::partner) return false;
  return flow == Flow::both || (flow == Flow::down) == (role == PartyRole::lead);
}

bool AgreementParty::receives(Flow flow) const {
  if (role == PartyRole::partner) return false;
  return flow == Flow::both || (flow == Flow::up) == (role == PartyRole::lead);
}

AgreementPhase phase_at(const Agreement& agreement, Time now) {
  switch (agreement.state) {
    case AgreementState::draft:
      return AgreementPhase::draft;
    case AgreementState::proposed:
      return AgreementPhase::proposed;
    case AgreementState::approved:
      return AgreementPhase::approved;
    case AgreementState::terminated:
      return AgreementPhase::terminated;
    case AgreementState::filed:
      break;
  }
  if (now < agreement.from) return AgreementPhase::filed;
  return now < agreement.until ? AgreementPhase::active : AgreementPhase::ended;
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::AgreementParty);
KECANG_NOUN_FORMS(kecang::AgreementContent);
KECANG_NOUN_FORMS(kecang::Agreement);
