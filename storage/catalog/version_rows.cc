#include "storage/catalog/version_rows.h"

#include <algorithm>

#include "schemas/base/sketch.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

bool has_file(const Resource& resource) {
  return resource.revision && resource.state != FileState::withdrawn;
}

/// Where versions of a resource are looked for: by its name, and by its text.
std::vector<std::string> version_keys(const Resource& resource) {
  std::vector<std::string> found;
  if (!has_file(resource)) return found;
  if (const auto stem = version_stem(resource.revision->path); !stem.empty())
    found.push_back(keys::by_stem(resource.owner, stem) + resource.id.text());
  for (const auto band : TextSketch::from(resource.sketch).bands())
    found.push_back(keys::by_sketch(resource.owner, band) + resource.id.text());
  return found;
}

/// A name that so many have says nothing about versions.
constexpr std::size_t kSameNameAtMost = 8;
constexpr std::size_t kSameBandAtMost = 16;
/// Texts that share so little are different documents, whatever they are called.
constexpr std::size_t kClearlyDifferent = 3;

Result<std::vector<Resource>> resources_below(MetaReader& reader, const std::string& prefix,
                                              std::size_t at_most) {
  KECANG_ASSIGN(const auto found, reader.scan(Range::prefix(prefix, at_most + 1)));
  std::vector<Resource> resources;
  if (found.size() > at_most) return resources;
  for (const auto& row : found) {
    const auto id = ResourceId::trusted(std::string(keys::last_part(row.key)));
    KECANG_ASSIGN(auto resource, (rows::find<Resource>(reader, keys::resource(id))));
    if (resource && has_file(*resource)) resources.push_back(std::move(*resource));
  }
  return resources;
}

}  // namespace

Result<void> keep_version_keys(Transaction& tx, const std::optional<Resource>& before,
                               const Resource& after) {
  const auto old_keys = before ? version_keys(*before) : std::vector<std::string>();
  const auto new_keys = version_keys(after);
  const auto has = [](const std::vector<std::string>& all, const std::string& key) {
    return std::find(all.begin(), all.end(), key) != all.end();
  };
  for (const auto& key : old_keys)
    if (!has(new_keys, key)) KECANG_TRY(tx.erase(key));
  for (const auto& key : new_keys)
    if (!has(old_keys, key)) KECANG_TRY(tx.put(key, ""));
  return {};
}

Result<std::optional<MaybeVersion>> find_version(MetaReader& reader, const VersionQuery& query,
                                                 const std::function<bool(const Resource&)>& may_be) {
  const auto sketch = TextSketch::from(query.sketch);
  const auto named = [&](const Resource& resource, const char* why) {
    return std::optional(MaybeVersion{.resource = resource.id, .title = resource.title, .why = why});
  };
  const auto admitted = [&](const Resource& resource) {
    return resource.revision->blob != query.blob && may_be(resource);
  };
  for (const auto band : sketch.bands()) {
    KECANG_ASSIGN(const auto near,
                  resources_below(reader, keys::by_sketch(query.owner, band), kSameBandAtMost));
    for (const auto& resource : near)
      if (sketch.nearly_same(TextSketch::from(resource.sketch)) && admitted(resource))
        return named(resource, "text");
  }
  const auto stem = version_stem(query.path);
  if (stem.empty()) return std::optional<MaybeVersion>();
  KECANG_ASSIGN(const auto namesakes,
                resources_below(reader, keys::by_stem(query.owner, stem), kSameNameAtMost));
  for (const auto& resource : namesakes) {
    const auto other = TextSketch::from(resource.sketch);
    const bool different = !sketch.empty() && !other.empty() && sketch.agreeing(other) <= kClearlyDifferent;
    if (!different && admitted(resource)) return named(resource, "name");
  }
  return std::optional<MaybeVersion>();
}

}  // namespace kecang
