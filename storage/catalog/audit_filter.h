#pragma once
/// Which audit records somebody wants to see; empty members ask for nothing.
#include <string>

#include "schemas/base/clock.h"
#include "schemas/model/work.h"

namespace kecang {

struct AuditFilter {
  std::string action{};   ///< whole, or its first part: `resource` asks for all that was done to resources
  std::string actor{};    ///< user id text
  std::string subject{};  ///< id text of what it was done to
  Time from{};
  Time until = kForever;  ///< not included
};

inline bool fits(const AuditFilter& filter, const AuditRecord& record) {
  const bool action = filter.action.empty() || record.action == filter.action ||
                      record.action.starts_with(filter.action + ".");
  return action && (filter.actor.empty() || record.actor == filter.actor) &&
         (filter.subject.empty() || record.subject == filter.subject) && record.at >= filter.from &&
         record.at < filter.until;
}

}  // namespace kecang
