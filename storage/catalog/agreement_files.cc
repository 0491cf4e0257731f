#include "storage/catalog/agreement_files.h"

#include <string>
#include <utility>

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

constexpr const char* kAbsent = "agreement.file_absent";

Result<Agreement> draft(Transaction& tx, const AgreementId& id) {
  KECANG_ASSIGN(auto agreement, (rows::need<Agreement>(tx, keys::agreement(id), "agreement.absent")));
  if (agreement.state != AgreementState::draft) return Error::conflict("agreement.files_fixed");
  return agreement;
}

Result<void> record(Transaction& tx, Time now, const Actor& actor, const char* action,
                    const Agreement& agreement, const AgreementFile& file) {
  std::vector<std::string> concerned;
  for (const auto& party : agreement.parties) concerned.push_back(party.id);
  return append_audit(tx, now, actor, action, agreement.id.text(),
                      {{"file_name", file.name}, {"sha256", file.blob.hex()}}, concerned);
}

}  // namespace

Result<std::vector<AgreementFile>> AgreementFileCatalog::files(const AgreementId& agreement) const {
  std::vector<AgreementFile> files;
  KECANG_TRY(rows::each_noun<AgreementFile>(*store_.snapshot(), keys::agreement_files(agreement),
                                            [&](const auto&, const auto& one) { files.push_back(one); }));
  return files;
}

Result<AgreementFile> AgreementFileCatalog::file(const AgreementId& agreement, std::uint32_t number) const {
  return rows::need<AgreementFile>(store_, keys::agreement_file(agreement, number), kAbsent);
}

Result<AgreementFile> AgreementFileCatalog::add(const Actor& actor, const AgreementId& id,
                                                AgreementFile file) {
  KECANG_TRY(run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto agreement, draft(tx, id));
    KECANG_ASSIGN(const auto known, tx.scan(Range::prefix(keys::agreement_files(id))));
    if (known.size() >= AgreementFile::kMost) return Error::too_large("value.too_many").at("files");
    file.number = 1;
    if (!known.empty()) {
      KECANG_ASSIGN(const auto last, from_cbor<AgreementFile>(known.back().value));
      file.number = last.number + 1;
    }
    file.at = clock_.now();
    KECANG_TRY(rows::put(tx, keys::agreement_file(id, file.number), file));
    return record(tx, file.at, actor, "agreement.file_added", agreement, file);
  }));
  return file;
}

Result<void> AgreementFileCatalog::remove(const Actor& actor, const AgreementId& id, std::uint32_t number) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto agreement, draft(tx, id));
    const auto key = keys::agreement_file(id, number);
    KECANG_ASSIGN(const auto file, (rows::need<AgreementFile>(tx, key, kAbsent)));
    KECANG_TRY(tx.erase(key));
    return record(tx, clock_.now(), actor, "agreement.file_removed", agreement, file);
  });
}

}  // namespace kecang
