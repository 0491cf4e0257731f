#include "storage/xapian/visible_documents.h"

#include <xapian.h>

#include <numeric>

#include "storage/xapian/admission.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

/// Nothing is admitted but what is listed under a term of the scope.
DocumentBits all_of(const Snapshot& snapshot, const AccessScope& scope, const Admission& admission) {
  DocumentBits bits(snapshot.columns().end());
  const auto& database = snapshot.database();
  const auto look = [&](const std::string& scope_term) {
    const auto term = scope_filter_term(scope_term);
    const auto end = database.postlist_end(term);
    for (auto at = database.postlist_begin(term); at != end; ++at)
      if (!bits.has(*at) && admission.admits(*at)) bits.set(*at, true);
  };
  for (const auto& term : scope.terms()) look(term);
  for (const auto& grant : scope.grants())
    if (grant.actions.has(Action::view))
      for (const auto& term : grant.terms) look(term);
  return bits;
}

}  // namespace

std::size_t DocumentBits::count() const {
  return std::accumulate(words_.begin(), words_.end(), std::size_t{0},
                         [](std::size_t sum, std::uint64_t word) {
                           return sum + static_cast<std::size_t>(std::popcount(word));
                         });
}

std::shared_ptr<const DocumentBits> VisibleCache::of(const Snapshot& snapshot, const AccessScope& scope) {
  auto rights = rights_of(scope);
  const auto position = snapshot.position();
  const auto former = kept_.find(rights);
  if (former && former->position == position) return former->value;
  const Admission admission(snapshot, scope);
  const bool follows = former && former->position.generation == position.generation &&
                       former->position.revision < position.revision;
  const auto* changed = follows ? snapshot.changes_since(former->position.revision) : nullptr;
  DocumentBits bits = changed != nullptr ? *former->value : all_of(snapshot, scope, admission);
  bits.grow(snapshot.columns().end());
  if (changed != nullptr)
    for (const auto document : *changed)
      if (document < snapshot.columns().end()) bits.set(document, admission.admits(document));
  auto shared = std::make_shared<const DocumentBits>(std::move(bits));
  kept_.keep(std::move(rights), {position, shared});
  return shared;
}

VisibleDocuments::VisibleDocuments(const Snapshot& snapshot, const AccessScope& scope,
                                   const std::vector<ResourceId>& excluded)
    : bits_(snapshot.visible().of(snapshot, scope)) {
  if (excluded.empty()) return;
  DocumentBits rest = *bits_;
  const auto& database = snapshot.database();
  for (const auto& id : excluded) {
    const auto term = id_term(id);
    for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at)
      if (*at < rest.end()) rest.set(*at, false);
  }
  bits_ = std::make_shared<const DocumentBits>(std::move(rest));
}

}  // namespace kecang::xapian
