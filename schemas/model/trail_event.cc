#include "schemas/model/trail_event.h"

KECANG_NOUN_FORMS(kecang::TrailEvent);
