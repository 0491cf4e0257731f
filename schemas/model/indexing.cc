#include "schemas/model/indexing.h"

KECANG_NOUN_FORMS(kecang::indexing::Assignment);
KECANG_NOUN_FORMS(kecang::indexing::ClaimRequest);
KECANG_NOUN_FORMS(kecang::indexing::Claimed);
KECANG_NOUN_FORMS(kecang::indexing::PlanBatch);
KECANG_NOUN_FORMS(kecang::indexing::Outcome);
KECANG_NOUN_FORMS(kecang::indexing::Indexable);
KECANG_NOUN_FORMS(kecang::indexing::IndexBatch);
KECANG_NOUN_FORMS(kecang::indexing::FindableCount);
KECANG_NOUN_FORMS(kecang::indexing::Record);
KECANG_NOUN_FORMS(kecang::indexing::RecordBatch);
KECANG_NOUN_FORMS(kecang::indexing::RecordProblem);
KECANG_NOUN_FORMS(kecang::indexing::RecordsStored);
KECANG_NOUN_FORMS(kecang::indexing::Recording);
