#include "schemas/model/work.h"

KECANG_NOUN_FORMS(kecang::Upload);
KECANG_NOUN_FORMS(kecang::Job);
KECANG_NOUN_FORMS(kecang::DirtyMark);
KECANG_NOUN_FORMS(kecang::Usage);
KECANG_NOUN_FORMS(kecang::AuditRecord);
