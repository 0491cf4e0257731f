#include "schemas/model/access_request.h"

KECANG_NOUN_FORMS(kecang::AccessRequest);
