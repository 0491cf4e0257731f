#include "schemas/model/bulk_edit.h"

KECANG_NOUN_FORMS(kecang::BulkEdit);
KECANG_NOUN_FORMS(kecang::BulkEditItem);
