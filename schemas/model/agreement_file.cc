#include "schemas/model/agreement_file.h"

KECANG_NOUN_FORMS(kecang::AgreementFile);
