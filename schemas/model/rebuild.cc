#include "schemas/model/rebuild.h"

KECANG_NOUN_FORMS(kecang::RebuildWish);
KECANG_NOUN_FORMS(kecang::RebuildStatus);

namespace kecang {

bool is_worse(const RebuildComparison& comparison) {
  const auto& c = comparison;
  // What was changing may be counted on one side only.
  return c.resources_found + c.changing < c.resources_wanted ||
         (c.changing == 0 && c.questions_found < c.questions_wanted) || c.lost > 0;
}

}  // namespace kecang
