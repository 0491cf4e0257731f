#include "schemas/model/saved_search.h"

KECANG_NOUN_FORMS(kecang::SavedSearch);
