#include "schemas/model/import.h"

KECANG_NOUN_FORMS(kecang::ImportCounts);
KECANG_NOUN_FORMS(kecang::Import);
KECANG_NOUN_FORMS(kecang::ResourceFace);
KECANG_NOUN_FORMS(kecang::EntryUndo);
KECANG_NOUN_FORMS(kecang::ImportEntry);
