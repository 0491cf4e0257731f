#include "storage/catalog/import_undo.h"

#include "storage/catalog/import_links.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/submission_rows.h"

namespace kecang {
namespace {

/// Versions of one resource by different imports are followed so far.
constexpr int kMostVersions = 1'000;

/// Changes an entry of another import.
template <class Change>
Result<void> change_entry_of(Transaction& tx, const ImportId& id, std::uint32_t index, Time now,
                             const Change& change) {
  KECANG_ASSIGN(auto open, OpenImport::open(tx, id, now));
  KECANG_ASSIGN(const auto before, open.entry(index));
  if (!before) return {};
  ImportEntry after = *before;
  KECANG_TRY(change(open, after));
  KECANG_TRY(open.change_entry(*before, after));
  KECANG_TRY(open.store());
  return {};
}

class Undo {
 public:
  Undo(Transaction& tx, const Import& import, const ImportEntry& entry, Time now)
      : tx_(tx), import_(import), entry_(entry), now_(now) {}

  Result<std::optional<ResourceId>> run() {
    const std::optional<ResourceId> nothing;
    if (entry_.resource.empty() || entry_.state == FileState::planned) return nothing;
    KECANG_ASSIGN(const auto found, (rows::find<Resource>(tx_, keys::resource(entry_.resource))));
    if (!found) return nothing;
    resource_ = *found;
    // What was handed over to another school is not this one's to take back.
    if (resource_.owner != import_.school) return nothing;
    if (!entry_.undo) {
      KECANG_TRY(unlink());
      return nothing;
    }
    const bool is_current = resource_.import == import_.id && resource_.import_entry == entry_.index;
    if (!is_current) {
      KECANG_TRY(leave_to_later_versions());
      return nothing;
    }
    if (entry_.undo->before) {
      KECANG_TRY(bring_back(*entry_.undo->before));
      return nothing;
    }
    KECANG_ASSIGN(const auto links, links_of(tx_, resource_.id));
    if (!links.empty()) {
      KECANG_TRY(hand_over(links.front().first, links.front().second));
      return nothing;
    }
    KECANG_TRY(withdraw());
    return std::optional(resource_.id);
  }

 private:
  Result<void> unlink() {
    Resource after = resource_;
    KECANG_TRY(erase_link(tx_, after.id, import_.id, after.releases));
    if (after.releases == resource_.releases) return {};
    return put_resource(tx_, resource_, after, now_, Index::mark);
  }

  /// Another import made a newer version since: that one stays current, and what it replaced is now what we
  /// had replaced.
  Result<void> leave_to_later_versions() {
    ImportId import = resource_.import;
    std::uint32_t index = resource_.import_entry;
    for (int i = 0; i < kMostVersions && !import.empty(); ++i) {
      KECANG_ASSIGN(const auto entry, (rows::find<ImportEntry>(tx_, keys::import_entry(import, index))));
      if (!entry || !entry->undo || !entry->undo->before) return {};
      const auto& face = *entry->undo->before;
      if (face.import == import_.id && face.import_entry == entry_.index)
        return take_our_place(import, index, face.revision.id);
      import = face.import;
      index = face.import_entry;
    }
    return {};
  }

  Result<void> take_our_place(const ImportId& later, std::uint32_t index, const RevisionId& ours) {
    KECANG_TRY(tx_.erase(keys::revision(resource_.id, ours)));
    KECANG_TRY(free_bytes(tx_, resource_.owner, entry_.size));
    std::vector<Release> kept;
    const auto take = [&](OpenImport& open, ImportEntry& entry) -> Result<void> {
      kept = open.import().releases;
      *entry.undo = *entry_.undo;
      return {};
    };
    KECANG_TRY(change_entry_of(tx_, later, index, now_, take));
    const auto& before = entry_.undo->before;
    if (before) kept.insert(kept.end(), before->releases.begin(), before->releases.end());
    Resource after = resource_;
    KECANG_TRY(take_back(tx_, after.id, import_.releases, kept, after.releases));
    if (after.releases == resource_.releases) return {};
    return put_resource(tx_, resource_, after, now_, Index::mark);
  }

  /// The version before is current again; whoever brought our bytes, too, has them on their own.
  Result<void> bring_back(const ResourceFace& face) {
    const auto ours = resource_.revision->blob;
    KECANG_TRY(free_bytes(tx_, resource_.owner, resource_.revision->size));
    Resource after = resource_;
    after.revision = face.revision;
    KECANG_ASSIGN(after.standing, standing_of(tx_, after.id, face.revision.id));
    after.title = face.title;
    after.tags = face.tags;
    after.format = face.format;
    after.import = face.import;
    after.import_entry = face.import_entry;
    KECANG_TRY(take_back(tx_, after.id, import_.releases, face.releases, after.releases));
    KECANG_ASSIGN(const auto links, links_of(tx_, after.id));
    std::vector<std::pair<ImportId, ImportLink>> stranded;
    for (const auto& link : links) {
      if (link.second.blob != ours) continue;
      KECANG_TRY(erase_link(tx_, after.id, link.first, after.releases));
      stranded.push_back(link);
    }
    KECANG_TRY(tx_.erase(keys::revision(after.id, face.revision.id)));
    KECANG_TRY(put_resource(tx_, resource_, after, now_, Index::mark));
    KECANG_TRY(add_job(tx_, JobKind::read, after.id.text(), face.import, now_));
    for (const auto& [import, link] : stranded) KECANG_TRY(place_again(import, link));
    return {};
  }

  Result<void> place_again(const ImportId& id, const ImportLink& link) {
    KECANG_ASSIGN(auto open, OpenImport::open(tx_, id, now_));
    KECANG_ASSIGN(const auto entry, open.entry(link.entry));
    if (!entry) return {};
    auto& import = open.import();
    if (import.state == ImportState::done) import.state = ImportState::reading;
    KECANG_TRY(open.place({.index = entry->index,
                           .path = entry->path,
                           .blob = {.id = link.blob, .size = entry->size, .stored_at = now_},
                           .title = resource_.title,
                           .tags = resource_.tags}));
    KECANG_TRY(open.store());
    return {};
  }

  /// It is the next import's from now on, as if that had come first.
  Result<void> hand_over(const ImportId& id, const ImportLink& link) {
    Resource after = resource_;
    KECANG_TRY(take_back(tx_, after.id, import_.releases, {}, after.releases));
    KECANG_TRY(tx_.erase(keys::import_link(after.id, id)));
    after.import = id;
    after.import_entry = link.entry;
    const auto take = [&](OpenImport& open, ImportEntry& entry) -> Result<void> {
      after.created_by = open.import().by;
      if (after.revision) after.revision->path = entry.path;
      entry.state = after.state;
      entry.reason = after.reason;
      entry.duplicate_of.clear();
      entry.undo = EntryUndo{.made = true, .before = {}};
      if (after.state == FileState::waiting && open.import().state == ImportState::done)
        open.import().state = ImportState::reading;
      return {};
    };
    KECANG_TRY(change_entry_of(tx_, id, link.entry, now_, take));
    return put_resource(tx_, resource_, after, now_, Index::mark);
  }

  Result<void> withdraw() {
    if (resource_.state == FileState::withdrawn) return {};
    Resource after = resource_;
    after.state = FileState::withdrawn;
    return put_resource(tx_, resource_, after, now_, Index::mark);
  }

  Transaction& tx_;
  const Import& import_;
  const ImportEntry& entry_;
  Time now_;
  Resource resource_;
};

}  // namespace

Result<std::optional<ResourceId>> undo_entry(Transaction& tx, OpenImport& open, const ImportEntry& entry,
                                             Time now) {
  KECANG_ASSIGN(auto orphan, Undo(tx, open.import(), entry, now).run());
  if (orphan) return orphan;  // listed once its rows are gone
  ImportEntry after = entry;
  after.state = FileState::undone;
  KECANG_TRY(open.change_entry(entry, after));
  return orphan;
}

}  // namespace kecang
