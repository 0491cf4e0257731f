#include "schemas/model/desk.h"

KECANG_NOUN_FORMS(kecang::DeskMark);
KECANG_NOUN_FORMS(kecang::ClassUse);
