#include "storage/catalog/plan_folders.h"

#include <algorithm>

#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

constexpr std::size_t kPage = 200;

bool is_unsure(const ImportEntry& entry) {
  return entry.plan && entry.plan->unsure;
}

bool is_left_out(const ImportEntry& entry) {
  return entry.plan && entry.plan->action == EntryAction::leave_out;
}

std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

/// Each folder a path stands in that is counted, the whole archive first.
std::vector<std::string> counted_folders(const std::string& path) {
  std::vector<std::string> folders{""};
  for (auto slash = path.find('/'); slash != std::string::npos && folders.size() < kFoldersDeep;
       slash = path.find('/', slash + 1))
    folders.push_back(path.substr(0, slash));
  return folders;
}

std::string place_of(const ImportId& import, const ImportEntry& entry, keys::PlanList list) {
  return keys::plan_place(import, list, folder_of(entry.path), entry.index);
}

std::uint64_t changed(std::uint64_t count, std::int64_t by) {
  return by < 0 ? count - std::min(count, static_cast<std::uint64_t>(-by))
                : count + static_cast<std::uint64_t>(by);
}

}  // namespace

Result<void> PlanFolders::join(const ImportEntry& entry) {
  if (entry.state != FileState::planned) return {};
  count(entry, 1);
  KECANG_TRY(tx_.put(place_of(import_, entry, keys::PlanList::planned), ""));
  return is_unsure(entry) ? tx_.put(place_of(import_, entry, keys::PlanList::unsure), "") : Result<void>();
}

Result<void> PlanFolders::leave(const ImportEntry& entry) {
  if (entry.state != FileState::planned) return {};
  count(entry, -1);
  KECANG_TRY(tx_.erase(place_of(import_, entry, keys::PlanList::planned)));
  return is_unsure(entry) ? tx_.erase(place_of(import_, entry, keys::PlanList::unsure)) : Result<void>();
}

void PlanFolders::count(const ImportEntry& entry, std::int64_t by) {
  for (const auto& folder : counted_folders(entry.path)) {
    auto& change = changes_[folder];
    change.files += by;
    change.unsure += is_unsure(entry) ? by : 0;
    change.left_out += is_left_out(entry) ? by : 0;
  }
}

Result<void> PlanFolders::store() {
  for (const auto& [folder, change] : changes_) {
    if (change.files == 0 && change.unsure == 0 && change.left_out == 0) continue;
    const auto key = keys::plan_folder(import_, folder);
    KECANG_ASSIGN(const auto found, (rows::find<FolderCounts>(tx_, key)));
    auto counts = found.value_or(FolderCounts{.folder = folder});
    counts.files = changed(counts.files, change.files);
    counts.unsure = changed(counts.unsure, change.unsure);
    counts.left_out = changed(counts.left_out, change.left_out);
    KECANG_TRY(counts.files == 0 ? tx_.erase(key) : rows::put(tx_, key, counts));
  }
  changes_.clear();
  return {};
}

Result<std::vector<FolderCounts>> read_folders(MetaReader& reader, const ImportId& import, std::size_t most) {
  std::vector<FolderCounts> folders;
  KECANG_TRY(rows::each_row(reader, keys::plan_folders(import), [&](const Row& row) -> Result<bool> {
    KECANG_ASSIGN(auto counts, from_cbor<FolderCounts>(row.value));
    folders.push_back(std::move(counts));
    return folders.size() < most;
  }));
  return folders;
}

Result<Page<ImportEntry>> planned_below(MetaReader& reader, const ImportId& import, std::string_view folder,
                                        bool unsure, const PageRequest& page) {
  const auto list = unsure ? keys::PlanList::unsure : keys::PlanList::planned;
  const std::size_t limit = std::clamp<std::size_t>(page.limit, 1, kPage);
  Range range = Range::prefix(keys::plan_places(import, list, folder), limit + 1);
  if (!page.after.empty()) {
    if (page.after.size() != keys::hex8(0).size()) return Error::invalid("page.cursor");
    // It need not be in the list any more; where it stood is where the page goes on.
    KECANG_ASSIGN(const auto last,
                  (rows::find<ImportEntry>(reader, keys::import_entries(import) + page.after)));
    if (!last) return Error::invalid("page.cursor");
    range.from = std::max(range.from, place_of(import, *last, list) + '\0');
  }
  KECANG_ASSIGN(auto found, reader.scan(range));
  Page<ImportEntry> answer;
  if (found.size() > limit) {
    found.resize(limit);
    answer.next = keys::last_part(found.back().key);
  }
  std::vector<std::string> wanted;
  for (const auto& row : found)
    wanted.push_back(keys::import_entries(import) + std::string(keys::last_part(row.key)));
  KECANG_ASSIGN(auto entries, (rows::find_all<ImportEntry>(reader, wanted)));
  // Very deep folders share a place.
  for (auto& entry : entries)
    if (entry && is_below(entry->path, folder)) answer.items.push_back(std::move(*entry));
  return answer;
}

}  // namespace kecang
