#include "schemas/model/group_request.h"

namespace kecang {

std::vector<RequestSide> sides_of(const GroupRequestTerms& terms) {
  std::vector<RequestSide> sides;
  // Two groups that merge act for their schools; else each school speaks for itself.
  if (terms.kind != GroupRequestKind::merge)
    for (const auto& one : terms.schools) sides.push_back({PartyKind::school, one.school.text()});
  if (!terms.receiver.empty()) sides.push_back({PartyKind::school, terms.receiver.text()});
  for (const auto& group : {terms.group, terms.into})
    if (!group.empty()) sides.push_back({PartyKind::group, group.text()});
  return sides;
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::RequestSide);
KECANG_NOUN_FORMS(kecang::RequestedSchool);
KECANG_NOUN_FORMS(kecang::GroupRequestTerms);
KECANG_NOUN_FORMS(kecang::GroupRequest);
