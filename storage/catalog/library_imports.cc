/// Imports: the transaction that acknowledges a file, and what people see of what became of it.
#include <algorithm>
#include <functional>

#include "storage/catalog/audit.h"
#include "storage/catalog/import_rows.h"
#include "storage/catalog/import_visible.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

constexpr std::size_t kImportsPage = 200;

Import import_of(const ArrivedFile& file, Time now, milliseconds plan_life) {
  Import import;
  import.id = ImportId::make(now);
  import.school = file.school;
  import.by = file.by;
  import.releases = file.releases;
  import.file_name = file.file_name;
  import.blob = file.blob.id;
  import.size = file.blob.size;
  import.archive = file.archive;
  import.reviewed = file.archive && file.review;
  import.state = import.reviewed ? ImportState::planning
                 : file.archive  ? ImportState::unpacking
                                 : ImportState::reading;
  import.created_at = now;
  if (import.reviewed && plan_life > milliseconds::zero()) import.expires_at = now + plan_life;
  return import;
}

Result<void> put_lists(Transaction& tx, const Import& import) {
  KECANG_TRY(tx.put(keys::imports_of(import.by) + import.id.text(), ""));
  return tx.put(keys::imports_of(import.school) + import.id.text(), "");
}

AuditDetails accepted(const Import& import) {
  return {{"file_name", import.file_name},
          {"blob", import.blob.hex()},
          {"size", std::to_string(import.size)},
          {"school", import.school.text()}};
}

/// The import made before for this upload, or nothing: then the upload is ended for the import to come.
Result<std::optional<Import>> end_upload(Transaction& tx, const UploadId& id, const ImportId& import) {
  KECANG_ASSIGN(auto upload, (rows::need<Upload>(tx, keys::upload(id), "upload.absent")));
  if (upload.finished) {
    KECANG_ASSIGN(auto made,
                  (rows::need<Import>(tx, keys::import(ImportId::trusted(upload.import)), "import.absent")));
    return std::optional<Import>(std::move(made));
  }
  KECANG_TRY(release_bytes(tx, upload.school, upload.length));
  upload.finished = true;
  upload.import = import.text();
  upload.offset = upload.length;
  KECANG_TRY(rows::put(tx, keys::upload(id), upload));
  return std::optional<Import>();
}

Result<std::optional<Import>> import_known_by(MetaReader& reader, const SchoolId& school,
                                              std::string_view key) {
  KECANG_ASSIGN(const auto id, reader.get(keys::import_by_key(school, key)));
  if (!id) return std::optional<Import>();
  return rows::find<Import>(reader, keys::import(ImportId::trusted(*id)));
}

/// The lists of imports a scope opens: its user's own, and those of the schools whose office it holds.
std::vector<std::string> lists_of(const AccessScope& scope) {
  static const std::string of_user = scope_term::user(UserId());
  static const std::string of_office = scope_term::school_office(SchoolId());
  std::vector<std::string> lists;
  for (const auto& term : scope.terms()) {
    if (term.starts_with(of_user))
      lists.push_back(keys::imports_of(UserId::trusted(term.substr(of_user.size()))));
    if (term.starts_with(of_office))
      lists.push_back(keys::imports_of(SchoolId::trusted(term.substr(of_office.size()))));
  }
  return lists;
}

/// Ids of several lists as one, newest first, each once.
Result<Page<std::string>> newest_of(MetaReader& reader, const std::vector<std::string>& lists,
                                    const PageRequest& page) {
  std::vector<std::string> ids;
  bool more = false;
  for (const auto& list : lists) {
    KECANG_ASSIGN(const auto found, rows::page_of(reader, list, page, rows::Order::descending));
    for (const auto& row : found.items) ids.emplace_back(keys::last_part(row.key));
    more = more || !found.next.empty();
  }
  std::sort(ids.begin(), ids.end(), std::greater<>());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  const std::size_t limit = std::clamp<std::size_t>(page.limit, 1, kImportsPage);
  more = more || ids.size() > limit;
  ids.resize(std::min(ids.size(), limit));
  Page<std::string> answer{.items = std::move(ids), .next = {}};
  if (more) answer.next = answer.items.back();
  return answer;
}

}  // namespace

Result<Import> LibraryCatalog::accept(const Actor& actor, const ArrivedFile& file,
                                      const std::optional<UploadId>& upload) {
  Import stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    auto open = OpenImport::create(tx, import_of(file, now, plan_life_), now);
    const ImportId id = open.import().id;
    if (!file.key.empty()) {
      KECANG_ASSIGN(auto made, import_known_by(tx, file.school, file.key));
      if (made) {
        stored = std::move(*made);
        return {};
      }
      KECANG_TRY(tx.put(keys::import_by_key(file.school, file.key), id.text()));
    }
    if (upload) {
      KECANG_ASSIGN(auto made, end_upload(tx, *upload, id));
      if (made) {
        stored = std::move(*made);
        return {};
      }
    }
    if (file.archive) {
      // An archive that was sent is kept; whether there is room was asked when it began.
      KECANG_TRY(hold_bytes(tx, file.school, file.blob.size, 0, {}));
      KECANG_TRY(open.set_job(open.import().reviewed ? JobKind::plan : JobKind::unpack));
    } else {
      // What was uploaded had its room promised; what the machine itself brings asks now.
      if (!upload) open.limit_to(limit_);
      KECANG_TRY(open.place({.index = 0,
                             .path = file.file_name,
                             .blob = file.blob,
                             .title = file.title,
                             .tags = file.tags,
                             .lesson = file.lesson}));
    }
    if (const auto& made = open.import(); made.expires_at != Time{})
      KECANG_TRY(tx.put(keys::plan_by_expiry(made.expires_at, id), ""));
    KECANG_TRY(put_lists(tx, open.import()));
    KECANG_ASSIGN(stored, open.store());
    return append_audit(tx, now, actor, "import.accepted", id.text(), accepted(stored),
                        {stored.school.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<Import> LibraryCatalog::import(const AccessScope& scope, const ImportId& id) const {
  return visible_import(store_, scope, id);
}

Result<std::optional<Import>> LibraryCatalog::import_by_key(const SchoolId& school,
                                                            std::string_view key) const {
  return import_known_by(*store_.snapshot(), school, key);
}

Result<ImportCounts> LibraryCatalog::import_counts(const AccessScope& scope, const ImportId& id) const {
  const auto snapshot = store_.snapshot();
  KECANG_TRY(visible_import(*snapshot, scope, id));
  return rows::need<ImportCounts>(*snapshot, keys::import_counts(id), "import.absent");
}

Result<Page<ImportEntry>> LibraryCatalog::import_entries(const AccessScope& scope, const ImportId& id,
                                                         const EntryFilter& filter,
                                                         const PageRequest& page) const {
  const auto snapshot = store_.snapshot();
  KECANG_TRY(visible_import(*snapshot, scope, id));
  if (!filter.below.empty()) return planned_below(*snapshot, id, filter.below, filter.unsure, page);
  if (!filter.state && !filter.unsure)
    return rows::nouns_page<ImportEntry>(*snapshot, keys::import_entries(id), page);
  const auto list = filter.unsure ? keys::unsure_entries(id) : keys::import_entries(id, *filter.state);
  KECANG_ASSIGN(auto found, rows::page_of(*snapshot, list, page, rows::Order::ascending));
  std::vector<std::string> wanted;
  for (const auto& row : found.items)
    wanted.push_back(keys::import_entries(id) + std::string(keys::last_part(row.key)));
  KECANG_ASSIGN(auto entries, (rows::find_all<ImportEntry>(*snapshot, wanted)));
  Page<ImportEntry> answer{.items = {}, .next = std::move(found.next)};
  for (auto& entry : entries)
    if (entry) answer.items.push_back(std::move(*entry));
  return answer;
}

Result<ImportEntry> LibraryCatalog::import_entry(const AccessScope& scope, const ImportId& id,
                                                 std::uint32_t index) const {
  const auto snapshot = store_.snapshot();
  KECANG_TRY(visible_import(*snapshot, scope, id));
  return rows::need<ImportEntry>(*snapshot, keys::import_entry(id, index), "import.entry_absent");
}

Result<Page<Import>> LibraryCatalog::imports(const AccessScope& scope, const PageRequest& page) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(auto ids, newest_of(*snapshot, lists_of(scope), page));
  std::vector<std::string> wanted;
  for (const auto& id : ids.items) wanted.push_back(keys::import(ImportId::trusted(id)));
  KECANG_ASSIGN(auto imports, (rows::find_all<Import>(*snapshot, wanted)));
  Page<Import> answer{.items = {}, .next = std::move(ids.next)};
  for (auto& import : imports)
    if (import && may_see_import(scope, *import)) answer.items.push_back(std::move(*import));
  return answer;
}

}  // namespace kecang
