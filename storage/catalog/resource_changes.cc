#include "storage/catalog/resource_changes.h"

namespace kecang {

AuditDetails resource_changes(const Resource& before, const Resource& after) {
  AuditDetails details = changes_between(before, after);
  details.erase("changed_at");
  if (before.releases == after.releases) return details;
  std::string terms;
  for (const auto& release : after.releases) {
    if (!terms.empty()) terms += ' ';
    terms += enum_text(release.kind);
    if (!release.target.empty()) terms += ':' + release.target;
  }
  details["releases"] = terms;
  return details;
}

}  // namespace kecang
