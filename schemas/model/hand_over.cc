#include "schemas/model/hand_over.h"

KECANG_NOUN_FORMS(kecang::HandOver);
KECANG_NOUN_FORMS(kecang::FormerOwner);
