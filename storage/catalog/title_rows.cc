#include "storage/catalog/title_rows.h"

#include <map>
#include <string>

#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

constexpr std::size_t kAtOnce = 300;
constexpr std::string_view kAll = "all";

std::map<std::string, std::string> rows_of(const Resource& resource) {
  std::map<std::string, std::string> found;
  if (resource.state == FileState::withdrawn) return found;
  for (const auto& release : resource.releases) {
    const auto term = scope_term_of(release);
    const bool by_agreements = release.kind == ReleaseKind::school ||
                               release.kind == ReleaseKind::agreement ||
                               release.kind == ReleaseKind::partners;
    if (by_agreements) found[keys::titles_of(term) + resource.id.text()] = resource.title;
    if (!release.allowed().has(Action::view))
      found[keys::titles_for(term) + resource.id.text()] = resource.title;
  }
  return found;
}

}  // namespace

Result<void> keep_title_rows(Transaction& tx, const std::optional<Resource>& before, const Resource& after) {
  const auto old_rows = before ? rows_of(*before) : std::map<std::string, std::string>();
  const auto new_rows = rows_of(after);
  for (const auto& [key, title] : old_rows)
    if (!new_rows.contains(key)) KECANG_TRY(tx.erase(key));
  for (const auto& [key, title] : new_rows) {
    const auto old = old_rows.find(key);
    if (old == old_rows.end() || old->second != title) KECANG_TRY(tx.put(key, title));
  }
  return {};
}

Result<bool> make_title_rows(MetaStore& store, std::size_t most) {
  for (std::size_t i = 0; i < most; ++i) {
    bool all = false;
    KECANG_TRY(store.run([&](Transaction& tx) -> Result<void> {
      KECANG_ASSIGN(const auto reached, tx.get(keys::titles_made()));
      all = reached == kAll;
      if (all) return {};
      auto range = Range::prefix(keys::kResources, kAtOnce);
      if (reached) range.from = *reached + '\0';
      KECANG_ASSIGN(const auto found, tx.scan(range));
      for (const auto& row : found) {
        KECANG_ASSIGN(const auto resource, from_cbor<Resource>(row.value));
        KECANG_TRY(keep_title_rows(tx, std::nullopt, resource));
      }
      all = found.size() < kAtOnce;
      return tx.put(keys::titles_made(), all ? kAll : std::string_view(found.back().key));
    }));
    if (all) return true;
  }
  return false;
}

}  // namespace kecang
