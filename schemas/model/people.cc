#include "schemas/model/people.h"

KECANG_NOUN_FORMS(kecang::User);
KECANG_NOUN_FORMS(kecang::Session);
KECANG_NOUN_FORMS(kecang::ApiToken);
KECANG_NOUN_FORMS(kecang::School);
KECANG_NOUN_FORMS(kecang::Group);
KECANG_NOUN_FORMS(kecang::Membership);
