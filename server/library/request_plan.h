#pragma once
/// Who would gain and lose what by a request about groups: found out by carrying it out on a trial of the
/// catalogue and asking the rules of both. Told is only what the reader may see today. Any thread may call.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/action.h"
#include "server/access/scope_builder.h"
#include "server/access/viewer.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/group_requests.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

/// One resource whose use changes for the people of one school.
struct PlanItem {
  SchoolId receiver;
  std::string receiver_name;
  std::string giver_name;
  const Resource& resource;
  Actions before;
  Actions after;
};

/// What changes for the people of one school, of what one school has. Counts of resources.
struct PlanLine {
  SchoolId receiver;
  SchoolId giver;
  std::string receiver_name;
  std::string giver_name;
  std::size_t gained = 0;                    ///< seen then and not before
  std::size_t lost = 0;                      ///< seen no more
  std::size_t changed = 0;                   ///< seen both times, with other actions
  std::map<std::string, std::size_t> types;  ///< of all of these, by type of resource
};

struct RequestPlan {
  Time at;                           ///< the moment it shows: when the request would take effect
  std::vector<PlanLine> lines;       ///< by receiver, then giver
  std::vector<std::string> unmoved;  ///< names of schools it is about for which nothing changes
};

struct InventoryItem {
  std::string school;  ///< its owner's name
  std::string author;
  const Resource& resource;
};

class RequestPlans {
 public:
  RequestPlans(const GroupRequestCatalog& requests, const Directory& directory, const LibraryCatalog& catalog,
               const Clock& clock)
      : requests_(requests), directory_(directory), catalog_(catalog), clock_(clock) {}

  /// `each`, if given, gets every single change. too_large/group_request.too_many_resources beyond
  /// kMostReceivers schools or kMostChecks pairs of a school and a resource; the errors of carrying it out.
  Result<RequestPlan> plan(const access::Viewer& viewer, const GroupRequestTerms& terms,
                           const std::function<void(const PlanItem&)>& each = {}) const;
  static constexpr std::size_t kMostReceivers = 400;
  static constexpr std::size_t kMostChecks = 20'000'000;

  /// Everything the schools of the terms own and the reader may see: what is handed over or taken along.
  Result<void> inventory(const access::Viewer& viewer, const GroupRequestTerms& terms,
                         const std::function<void(const InventoryItem&)>& each) const;

 private:
  Result<RequestPlan> plan_of_hand_over(const access::Viewer& viewer, const GroupRequestTerms& terms,
                                        const std::function<void(const PlanItem&)>& each) const;

  const GroupRequestCatalog& requests_;
  const Directory& directory_;
  const LibraryCatalog& catalog_;
  const Clock& clock_;
};

}  // namespace kecang
