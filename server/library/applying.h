#pragma once
/// The rights a plan goes in by, asked again while it does. Any thread may call.
#include "schemas/base/clock.h"
#include "schemas/model/import.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/may_replace.h"

namespace kecang {

class Applying {
 public:
  Applying(const Directory& directory, const Clock& clock) : directory_(directory), clock_(clock) {}

  /// What whoever applied the plan may replace at this moment. Good for one wave of files: memberships end
  /// and accounts are closed while a large archive is taken in.
  Result<MayReplace> rights(const Import& import) const;

 private:
  const Directory& directory_;
  const Clock& clock_;
};

}  // namespace kecang
