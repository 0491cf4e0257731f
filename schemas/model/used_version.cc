#include "schemas/model/used_version.h"

KECANG_NOUN_FORMS(kecang::UsedVersion);
