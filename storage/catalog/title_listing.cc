#include "storage/catalog/title_listing.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

constexpr std::size_t kAtOnce = 200;

/// Where rows of what the scope may know by its title stand.
std::set<std::string> prefixes_of(const AccessScope& scope) {
  std::set<std::string> prefixes;
  for (const auto& term : scope.terms()) prefixes.insert(keys::titles_for(term));
  for (const auto& grant : scope.grants())
    for (const auto& term : grant.terms)
      prefixes.insert(grant.actions.has(Action::view) ? keys::titles_for(term) : keys::titles_of(term));
  return prefixes;
}

/// The rows of one prefix, newest first, some at a time.
class Rows {
 public:
  Rows(MetaReader& reader, std::string prefix, const std::string& before)
      : reader_(reader), prefix_(std::move(prefix)), range_(Range::prefix(prefix_, kAtOnce)) {
    range_.reverse = true;
    if (!before.empty()) range_.to = prefix_ + before;
  }

  /// The newest that was not passed; none at the end.
  Result<const Row*> peek() {
    if (at_ < rows_.size()) return &rows_[at_];
    if (ended_) return static_cast<const Row*>(nullptr);
    KECANG_ASSIGN(rows_, reader_.scan(range_));
    at_ = 0;
    ended_ = rows_.size() < kAtOnce;
    if (rows_.empty()) return static_cast<const Row*>(nullptr);
    range_.to = rows_.back().key;
    return &rows_.front();
  }
  void pass() { ++at_; }

 private:
  MetaReader& reader_;
  std::string prefix_;
  Range range_;
  std::vector<Row> rows_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

/// The rows of all prefixes, newest first, each resource once.
class Merged {
 public:
  Merged(MetaReader& reader, const AccessScope& scope, const std::string& before) {
    for (const auto& prefix : prefixes_of(scope)) sources_.emplace_back(reader, prefix, before);
  }

  Result<std::optional<Row>> next() {
    std::optional<Row> newest;
    for (auto& source : sources_) {
      KECANG_ASSIGN(const Row* const row, source.peek());
      if (row != nullptr && (!newest || keys::last_part(row->key) > keys::last_part(newest->key)))
        newest = *row;
    }
    if (!newest) return newest;
    for (auto& source : sources_) {
      KECANG_ASSIGN(const Row* const row, source.peek());
      if (row != nullptr && keys::last_part(row->key) == keys::last_part(newest->key)) source.pass();
    }
    return newest;
  }

 private:
  std::vector<Rows> sources_;
};

KnownTitle known(const AccessScope& scope, const Resource& resource) {
  return {.id = resource.id,
          .title = resource.title,
          .type = resource.tags.type.value,
          .owner = resource.owner,
          .viewable = may_view(scope, resource)};
}

}  // namespace

Result<Page<KnownTitle>> TitleCatalog::titles(const AccessScope& scope,
                                              const std::function<bool(std::string_view)>& wanted,
                                              const PageRequest& page) const {
  const auto snapshot = store_.snapshot();
  Merged rows(*snapshot, scope, page.after);
  Page<KnownTitle> found;
  while (true) {
    KECANG_ASSIGN(const auto row, rows.next());
    if (!row) return found;
    if (!wanted(row->value)) continue;
    const auto id = ResourceId::trusted(std::string(keys::last_part(row->key)));
    KECANG_ASSIGN(const auto resource, (rows::find<Resource>(*snapshot, keys::resource(id))));
    if (!resource || !actions_on(scope, *resource).has(Action::find) || may_view(scope, *resource)) continue;
    // One more was found: there is a next page.
    if (found.items.size() == page.limit) {
      found.next = found.items.back().id.text();
      return found;
    }
    found.items.push_back(known(scope, *resource));
  }
}

Result<KnownTitle> TitleCatalog::title(const AccessScope& scope, const ResourceId& id) const {
  KECANG_ASSIGN(const auto resource, (rows::need<Resource>(store_, keys::resource(id), "resource.absent")));
  if (!actions_on(scope, resource).has(Action::find)) return Error::not_found("resource.absent");
  return known(scope, resource);
}

}  // namespace kecang
