#include "storage/xapian/conditions.h"

namespace kecang::xapian {

std::vector<Condition> conditions_of(const ScopeGrant& grant) {
  std::vector<Condition> conditions;
  const auto add = [&](Facet facet, const std::vector<std::string>& values, bool wanted) {
    if (!values.empty()) conditions.push_back({.facet = facet, .values = values, .wanted = wanted});
  };
  add(Facet::type, grant.types, true);
  add(Facet::subject, grant.subjects, true);
  add(Facet::school, grant.owners, true);
  add(Facet::school, grant.not_owners, false);
  std::vector<std::string> standings;
  if (grant.least != Standing::none)
    for (const auto& [standing, name] : EnumNames<Standing>::values)
      if (standing >= grant.least) standings.emplace_back(name);
  add(Facet::standing, standings, true);
  return conditions;
}

}  // namespace kecang::xapian
