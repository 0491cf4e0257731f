/// Reading the audit trail, and records of what changes no row.
#include "storage/catalog/audit.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {

Result<Page<AuditRecord>> Directory::audit(const PageRequest& page) const {
  return rows::nouns_page<AuditRecord>(*store_.snapshot(), keys::kAudit, page, rows::Order::descending);
}

Result<void> Directory::record(const Actor& actor, std::string action, std::string subject,
                               std::map<std::string, std::string> details) {
  return run_audited(store_, [&](Transaction& tx) {
    return append_audit(tx, clock_.now(), actor, action, subject, details);
  });
}

Result<std::uint64_t> Directory::verify_audit() const {
  const auto snapshot = store_.snapshot();
  AuditHead reached;
  const auto each = [&](const Row& row) -> Result<bool> {
    KECANG_ASSIGN(const auto record, from_cbor<AuditRecord>(row.value));
    if (record.sequence != reached.sequence + 1 || record.previous != reached.hash)
      return Error::corrupt("audit.chain_broken").with("sequence", std::to_string(reached.sequence + 1));
    reached = {.sequence = record.sequence, .hash = sha256(row.value)};
    return true;
  };
  KECANG_TRY(rows::each_row(*snapshot, keys::kAudit, each));
  KECANG_ASSIGN(const auto head, (rows::find<AuditHead>(*snapshot, keys::audit_head())));
  if (head.value_or(AuditHead{}).hash != reached.hash)
    return Error::corrupt("audit.chain_broken").with("sequence", std::to_string(reached.sequence));
  return reached.sequence;
}

}  // namespace kecang
