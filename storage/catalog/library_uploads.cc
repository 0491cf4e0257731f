/// Uploads on their way in.
#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

Result<void> put_rows(Transaction& tx, const Upload& upload) {
  KECANG_TRY(rows::put(tx, keys::upload(upload.id), upload));
  KECANG_TRY(tx.put(keys::upload_of(upload.user, upload.id), ""));
  return tx.put(keys::upload_by_expiry(upload.expires_at, upload.id), "");
}

Result<void> erase_rows(Transaction& tx, const Upload& upload) {
  KECANG_TRY(tx.erase(keys::upload(upload.id)));
  KECANG_TRY(tx.erase(keys::upload_of(upload.user, upload.id)));
  return tx.erase(keys::upload_by_expiry(upload.expires_at, upload.id));
}

Result<std::vector<Upload>> uploads_named(MetaReader& reader, const std::vector<Row>& found) {
  std::vector<std::string> wanted;
  wanted.reserve(found.size());
  for (const auto& row : found) wanted.push_back(keys::join("upload", keys::last_part(row.key)));
  KECANG_ASSIGN(auto uploads, (rows::find_all<Upload>(reader, wanted)));
  std::vector<Upload> answer;
  for (auto& upload : uploads)
    if (upload) answer.push_back(std::move(*upload));
  return answer;
}

}  // namespace

Result<Upload> LibraryCatalog::create_upload(const Actor& actor, Upload upload) {
  const Time now = clock_.now();
  if (upload.id.empty()) upload.id = UploadId::make(now);
  upload.created_at = now;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_TRY(reserve_bytes(tx, upload.school, upload.length, limit_));
    KECANG_TRY(put_rows(tx, upload));
    return append_audit(tx, now, actor, "upload.created", upload.id.text(),
                        {{"file_name", upload.file_name},
                         {"length", std::to_string(upload.length)},
                         {"school", upload.school.text()}},
                        {upload.school.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return upload;
}

Result<Upload> LibraryCatalog::upload(const AccessScope& scope, const UploadId& id) const {
  KECANG_ASSIGN(auto upload, (rows::need<Upload>(store_, keys::upload(id), "upload.absent")));
  if (!scope.admits(scope_term::user(upload.user))) return Error::not_found("upload.absent");
  return upload;
}

Result<Upload> LibraryCatalog::put_upload_offset(const UploadId& id, std::uint64_t offset) {
  Upload stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(stored, (rows::need<Upload>(tx, keys::upload(id), "upload.absent")));
    if (stored.finished || stored.offset == offset) return {};
    stored.offset = offset;
    return rows::put(tx, keys::upload(id), stored);
  };
  KECANG_TRY(store_.run(step));
  return stored;
}

Result<void> LibraryCatalog::erase_upload(const Actor& actor, const UploadId& id) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto upload, (rows::find<Upload>(tx, keys::upload(id))));
    if (!upload) return {};
    if (!upload->finished) KECANG_TRY(release_bytes(tx, upload->school, upload->length));
    KECANG_TRY(erase_rows(tx, *upload));
    return append_audit(tx, clock_.now(), actor, "upload.erased", id.text(),
                        {{"file_name", upload->file_name}}, {upload->school.text()});
  });
}

Result<std::vector<Upload>> LibraryCatalog::uploads_of(const UserId& user) const {
  const auto snapshot = store_.snapshot();
  Range newest_first = Range::prefix(keys::uploads_of(user));
  newest_first.reverse = true;
  KECANG_ASSIGN(const auto found, snapshot->scan(newest_first));
  return uploads_named(*snapshot, found);
}

Result<std::vector<Upload>> LibraryCatalog::expired_uploads(Time now, std::size_t limit) const {
  const auto snapshot = store_.snapshot();
  Range expired = Range::prefix(keys::kUploadsByExpiry, limit);
  expired.to = keys::upload_by_expiry(now + milliseconds(1), UploadId());
  KECANG_ASSIGN(const auto found, snapshot->scan(expired));
  return uploads_named(*snapshot, found);
}

}  // namespace kecang
