/// What the index has to catch up with.
#include <algorithm>
#include <map>
#include <set>

#include "storage/catalog/import_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/resource_rows.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/work_queue.h"

namespace kecang {
namespace {

/// Each mark may erase three rows and move an entry (three more).
constexpr std::size_t kMarksAtOnce = rows::kBatch / 6;
constexpr std::size_t kMarksListed = 10'000;

/// Imports touched by one round of clearing, each opened once.
class OpenImports {
 public:
  OpenImports(Transaction& tx, Time now) : tx_(tx), now_(now) {}

  Result<void> end_entry(const Resource& resource) {
    const auto& id = resource.import;
    auto found = open_.find(id);
    if (found == open_.end()) {
      KECANG_ASSIGN(auto open, OpenImport::open(tx_, id, now_));
      found = open_.emplace(id, std::move(open)).first;
    }
    KECANG_ASSIGN(const auto ended, found->second.end_entry(resource));
    if (ended) ended_.insert(id);
    return {};
  }
  Result<void> store() {
    for (const auto& id : ended_) KECANG_TRY(open_.at(id).store());
    return {};
  }

 private:
  Transaction& tx_;
  Time now_;
  std::map<ImportId, OpenImport> open_;
  std::set<ImportId> ended_;
};

Result<void> clear_marks(Transaction& tx, const std::vector<DirtyMark>& marks, Time now) {
  std::vector<std::string> dirty_keys, resource_keys;
  for (const auto& mark : marks) {
    dirty_keys.push_back(keys::dirty(mark.resource));
    resource_keys.push_back(keys::resource(mark.resource));
  }
  KECANG_ASSIGN(const auto dirty, (rows::find_all<DirtyRow>(tx, dirty_keys)));
  KECANG_ASSIGN(const auto resources, (rows::find_all<Resource>(tx, resource_keys)));
  OpenImports imports(tx, now);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!dirty[i] || dirty[i]->version != marks[i].version) continue;
    KECANG_TRY(erase_dirty(tx, marks[i].resource, *dirty[i]));
    if (resources[i] && !resources[i]->import.empty() && resources[i]->state != FileState::waiting)
      KECANG_TRY(imports.end_entry(*resources[i]));
  }
  return imports.store();
}

/// A mark given twice would be cleared twice.
std::vector<DirtyMark> each_once(std::vector<DirtyMark> marks) {
  std::sort(marks.begin(), marks.end(), [](const DirtyMark& a, const DirtyMark& b) {
    return std::tie(a.resource, b.version) < std::tie(b.resource, a.version);
  });
  marks.erase(std::unique(marks.begin(), marks.end(),
                          [](const DirtyMark& a, const DirtyMark& b) { return a.resource == b.resource; }),
              marks.end());
  return marks;
}

}  // namespace

Result<std::vector<DirtyMark>> WorkQueue::dirty(std::size_t limit) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(const auto found,
                snapshot->scan(Range::prefix(keys::kDirtyByTime, std::min(limit, kMarksListed))));
  std::vector<std::string> wanted;
  wanted.reserve(found.size());
  for (const auto& row : found) wanted.push_back(keys::join("dirty", keys::last_part(row.key)));
  KECANG_ASSIGN(const auto dirty, (rows::find_all<DirtyRow>(*snapshot, wanted)));
  std::vector<DirtyMark> marks;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (dirty[i])
      marks.push_back({.resource = ResourceId::trusted(std::string(keys::last_part(found[i].key))),
                       .version = dirty[i]->version});
  return marks;
}

Result<std::uint64_t> WorkQueue::dirty_count(std::uint64_t at_most) const {
  return rows::count(*store_.snapshot(), keys::kDirtyByTime, at_most);
}

Result<void> WorkQueue::clear_dirty(const std::vector<DirtyMark>& given) {
  const auto marks = each_once(given);
  for (std::size_t done = 0; done < marks.size(); done += kMarksAtOnce) {
    const auto first = marks.begin() + static_cast<std::ptrdiff_t>(done);
    const std::vector<DirtyMark> batch(
        first, first + static_cast<std::ptrdiff_t>(std::min(kMarksAtOnce, marks.size() - done)));
    KECANG_TRY(store_.run([&](Transaction& tx) { return clear_marks(tx, batch, clock_.now()); }));
  }
  return {};
}

Result<Page<Resource>> WorkQueue::resources(const PageRequest& page) const {
  return rows::nouns_page<Resource>(*store_.snapshot(), keys::kResources, page);
}

Result<Page<Resource>> WorkQueue::unmarked_resources(const PageRequest& page) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(auto found, rows::nouns_page<Resource>(*snapshot, keys::kResources, page));
  std::vector<std::string> wanted;
  wanted.reserve(found.items.size());
  for (const auto& resource : found.items) wanted.push_back(keys::dirty(resource.id));
  KECANG_ASSIGN(const auto marks, (rows::find_all<DirtyRow>(*snapshot, wanted)));
  std::size_t row = 0;
  std::erase_if(found.items, [&](const Resource&) { return marks[row++].has_value(); });
  return found;
}

Result<void> WorkQueue::begin_releases() {
  constexpr std::size_t kAtOnce = 50;
  const Time now = clock_.now();
  const Range due{.from = std::string(keys::kReleasesByTime),
                  .to = keys::release_by_time(now + milliseconds{1}, ResourceId()),
                  .limit = kAtOnce};
  while (true) {
    KECANG_ASSIGN(const auto found, store_.snapshot()->scan(due));
    if (found.empty()) return {};
    const auto step = [&](Transaction& tx) -> Result<void> {
      for (const auto& row : found) {
        const auto id = ResourceId::trusted(std::string(keys::last_part(row.key)));
        KECANG_TRY(tx.erase(row.key));
        KECANG_ASSIGN(const auto before, (rows::find<Resource>(tx, keys::resource(id))));
        if (!before) continue;
        auto after = *before;
        KECANG_TRY(put_resource(tx, before, after, now, Index::mark));
      }
      return {};
    };
    KECANG_TRY(store_.run(step));
  }
}

Result<void> WorkQueue::mark_dirty(const std::vector<ResourceId>& ids) {
  for (std::size_t done = 0; done < ids.size(); done += kMarksAtOnce) {
    const auto step = [&](Transaction& tx) -> Result<void> {
      for (std::size_t i = done; i < std::min(ids.size(), done + kMarksAtOnce); ++i) {
        KECANG_ASSIGN(const auto resource, (rows::find<Resource>(tx, keys::resource(ids[i]))));
        if (resource) KECANG_TRY(put_dirty(tx, ids[i], resource->version, false, clock_.now()));
      }
      return {};
    };
    KECANG_TRY(store_.run(step));
  }
  return {};
}

}  // namespace kecang
