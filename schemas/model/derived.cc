#include "schemas/model/derived.h"

KECANG_NOUN_FORMS(kecang::DerivedFile);
KECANG_NOUN_FORMS(kecang::Derived);
