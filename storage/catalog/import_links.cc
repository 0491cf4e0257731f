#include "storage/catalog/import_links.h"

#include <algorithm>
#include <string>

#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

constexpr std::size_t kMostLinks = 1'000;

bool has(const std::vector<Release>& releases, const Release& release) {
  return std::find(releases.begin(), releases.end(), release) != releases.end();
}

/// Another import's link that offers it, too.
std::pair<ImportId, ImportLink>* also_offering(std::vector<std::pair<ImportId, ImportLink>>& links,
                                               const Release& release) {
  const auto found = std::find_if(links.begin(), links.end(),
                                  [&](const auto& link) { return has(link.second.offered, release); });
  return found == links.end() ? nullptr : &*found;
}

}  // namespace

Result<std::vector<Release>> record_link(Transaction& tx, const Resource& resource, const Import& import,
                                         std::uint32_t entry) {
  std::vector<Release> added;
  if (resource.import == import.id) return added;
  const auto key = keys::import_link(resource.id, import.id);
  KECANG_ASSIGN(const auto known, (rows::find<ImportLink>(tx, key)));
  if (known) return added;
  const bool for_the_school = has(resource.releases, {ReleaseKind::school, import.school.text()});
  for (const auto& release : import.releases) {
    const bool within = release.kind == ReleaseKind::office && for_the_school;
    if (!within && !has(resource.releases, release)) added.push_back(release);
  }
  KECANG_TRY(rows::put(
      tx, key,
      ImportLink{
          .entry = entry, .blob = resource.revision->blob, .offered = import.releases, .added = added}));
  return added;
}

Result<std::vector<std::pair<ImportId, ImportLink>>> links_of(MetaReader& reader, const ResourceId& id) {
  KECANG_ASSIGN(const auto found, reader.scan(Range::prefix(keys::import_links(id), kMostLinks)));
  std::vector<std::pair<ImportId, ImportLink>> links;
  for (const auto& row : found) {
    KECANG_ASSIGN(auto link, from_cbor<ImportLink>(row.value));
    links.emplace_back(ImportId::trusted(std::string(keys::last_part(row.key))), std::move(link));
  }
  return links;
}

Result<void> erase_link(Transaction& tx, const ResourceId& id, const ImportId& import,
                        std::vector<Release>& releases) {
  const auto key = keys::import_link(id, import);
  KECANG_ASSIGN(const auto link, (rows::find<ImportLink>(tx, key)));
  if (!link) return {};
  KECANG_TRY(tx.erase(key));
  KECANG_ASSIGN(auto others, links_of(tx, id));
  for (const auto& release : link->added) {
    auto* other = also_offering(others, release);
    if (other == nullptr) {
      std::erase(releases, release);
      continue;
    }
    other->second.added.push_back(release);
    KECANG_TRY(rows::put(tx, keys::import_link(id, other->first), other->second));
  }
  return {};
}

Result<void> take_back(MetaReader& reader, const ResourceId& id, const std::vector<Release>& gone,
                       const std::vector<Release>& kept, std::vector<Release>& releases) {
  KECANG_ASSIGN(auto links, links_of(reader, id));
  for (const auto& release : gone)
    if (!has(kept, release) && also_offering(links, release) == nullptr) std::erase(releases, release);
  return {};
}

}  // namespace kecang
