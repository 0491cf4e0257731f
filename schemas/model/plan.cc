#include "schemas/model/plan.h"

KECANG_NOUN_FORMS(kecang::FolderRule);
KECANG_NOUN_FORMS(kecang::MaybeVersion);
KECANG_NOUN_FORMS(kecang::EntryPlan);
KECANG_NOUN_FORMS(kecang::PlannedMember);
