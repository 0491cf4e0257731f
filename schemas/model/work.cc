#include "schemas/model/work.h"

KECANG_NOUN_FORMS(kecang::Upload);
KECANG_NOUN_FORMS(kecang::ImportCounts);
KECANG_NOUN_FORMS(kecang::Import);
KECANG_NOUN_FORMS(kecang::FolderRule);
KECANG_NOUN_FORMS(kecang::MaybeVersion);
KECANG_NOUN_FORMS(kecang::EntryPlan);
KECANG_NOUN_FORMS(kecang::PlannedMember);
KECANG_NOUN_FORMS(kecang::ResourceFace);
KECANG_NOUN_FORMS(kecang::EntryUndo);
KECANG_NOUN_FORMS(kecang::ImportEntry);
KECANG_NOUN_FORMS(kecang::Job);
KECANG_NOUN_FORMS(kecang::DirtyMark);
KECANG_NOUN_FORMS(kecang::Usage);
KECANG_NOUN_FORMS(kecang::AuditRecord);
