#pragma once
/// Who sees an import: its sender, and the school's office. For the catalogue's own files.
#include "schemas/model/access_scope.h"
#include "schemas/model/import.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {

inline bool may_see_import(const AccessScope& scope, const Import& import) {
  return scope.admits(scope_term::user(import.by)) || scope.admits(scope_term::school_office(import.school));
}

/// not_found/import.absent, also when the scope does not admit it.
template <class Reader>
Result<Import> visible_import(Reader& reader, const AccessScope& scope, const ImportId& id) {
  KECANG_ASSIGN(auto import, (rows::need<Import>(reader, keys::import(id), "import.absent")));
  if (!may_see_import(scope, import)) return Error::not_found("import.absent");
  return import;
}

}  // namespace kecang
