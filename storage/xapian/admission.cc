#include "storage/xapian/admission.h"

#include <algorithm>

#include "storage/xapian/conditions.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {

Admission::Admission(const Snapshot& snapshot, const AccessScope& scope) : columns_(snapshot.columns()) {
  held_.resize(columns_.admission_terms().size(), false);
  for (const auto& term : scope.terms()) hold(held_, term);
  for (const auto& grant : scope.grants())
    if (grant.actions.has(Action::view)) grants_.push_back(conditional(snapshot, grant));
  std::erase_if(grants_, [](const Conditional& grant) {
    return std::find(grant.held.begin(), grant.held.end(), true) == grant.held.end();
  });
}

void Admission::hold(Members& held, const std::string& scope_term) const {
  const auto& known = columns_.admission_terms();
  for (const auto& term : {scope_filter_term(scope_term), withheld_term(scope_term)})
    if (const auto number = known.find(term); number < held.size()) held[number] = true;
}

Admission::Conditional Admission::conditional(const Snapshot& snapshot, const ScopeGrant& grant) const {
  Conditional made;
  made.held.resize(held_.size(), false);
  for (const auto& term : grant.terms) hold(made.held, term);
  for (const auto& condition : conditions_of(grant)) {
    Conditional::Values values{.facet = condition.facet,
                               .members = Members(snapshot.facets().size(condition.facet), false),
                               .wanted = condition.wanted};
    for (const auto& value : condition.values)
      if (const auto number = snapshot.facets().number(condition.facet, value); number != 0)
        values.members[number] = true;
    made.values.push_back(std::move(values));
  }
  return made;
}

bool Admission::holds_any(const Members& held, std::span<const std::uint32_t> numbers) {
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](std::uint32_t number) { return number < held.size() && held[number]; });
}

bool Admission::covers(const Conditional& grant, DocumentNumber document) const {
  return std::all_of(grant.values.begin(), grant.values.end(), [&](const Conditional::Values& values) {
    const auto number = columns_.single(values.facet, document);
    return (number < values.members.size() && values.members[number]) == values.wanted;
  });
}

bool Admission::counts(DocumentNumber document, std::span<const std::uint32_t> numbers) const {
  return holds_any(held_, numbers) ||
         std::any_of(grants_.begin(), grants_.end(), [&](const Conditional& grant) {
           return holds_any(grant.held, numbers) && covers(grant, document);
         });
}

bool Admission::admits(DocumentNumber document) const {
  return counts(document, columns_.admitting(document)) && !counts(document, columns_.withholding(document));
}

}  // namespace kecang::xapian
