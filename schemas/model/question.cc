#include "schemas/model/question.h"

KECANG_NOUN_FORMS(kecang::QuestionOption);
KECANG_NOUN_FORMS(kecang::Question);
