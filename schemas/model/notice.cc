#include "schemas/model/notice.h"

KECANG_NOUN_FORMS(kecang::Mention);
KECANG_NOUN_FORMS(kecang::DigestWish);
KECANG_NOUN_FORMS(kecang::Letter);
