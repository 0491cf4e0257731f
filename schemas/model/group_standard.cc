#include "schemas/model/group_standard.h"

#include "schemas/base/digest.h"

namespace kecang {

std::string standard_slot(const ResourceTags& tags) {
  constexpr std::size_t kDigits = 24;
  if (tags.node.value.empty() || tags.type.value.empty()) return {};
  std::string place;
  for (const auto* tag : {&tags.subject, &tags.grade, &tags.volume, &tags.edition, &tags.node, &tags.type})
    place += tag->value + '\n';
  return sha256(place).hex().substr(0, kDigits);
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::FormerStandard);
KECANG_NOUN_FORMS(kecang::GroupStandard);
