/// Reading the audit trail, and records of what changes no row.
#include <functional>
#include <utility>

#include "storage/catalog/audit.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {

namespace {

/// A page may be short or even empty: a filter that fits little looks no further than this at a time.
constexpr std::size_t kLookedAt = 2'000;
constexpr std::size_t kAtOnce = 200;

using ReadRecords = std::function<Result<Page<AuditRecord>>(const PageRequest&)>;

Result<Page<AuditRecord>> fitting(const PageRequest& page, const AuditFilter& filter,
                                  const ReadRecords& read) {
  Page<AuditRecord> answer;
  PageRequest next{.after = page.after, .limit = kAtOnce};
  for (std::size_t looked_at = 0; looked_at < kLookedAt; looked_at += kAtOnce) {
    KECANG_ASSIGN(auto found, read(next));
    for (auto& record : found.items) {
      answer.next = keys::hex16(record.sequence);
      // Newest first: what is older than all that is wanted ends the search.
      if (record.at < filter.from) return Page<AuditRecord>{std::move(answer.items), ""};
      if (!fits(filter, record)) continue;
      answer.items.push_back(std::move(record));
      if (answer.items.size() == page.limit) return answer;
    }
    if (found.next.empty()) return Page<AuditRecord>{std::move(answer.items), ""};
    next.after = found.next;
  }
  return answer;
}

}  // namespace

Result<Page<AuditRecord>> Directory::audit(const PageRequest& page, const AuditFilter& filter) const {
  const auto snapshot = store_.snapshot();
  return fitting(page, filter, [&](const PageRequest& some) {
    return rows::nouns_page<AuditRecord>(*snapshot, keys::kAudit, some, rows::Order::descending);
  });
}

Result<Page<AuditRecord>> Directory::audit_of(std::string_view place, const PageRequest& page,
                                              const AuditFilter& filter) const {
  const auto snapshot = store_.snapshot();
  const auto below = keys::audit_of(place);
  return fitting(page, filter, [&](const PageRequest& some) -> Result<Page<AuditRecord>> {
    KECANG_ASSIGN(auto listed, rows::page_of(*snapshot, below, some, rows::Order::descending));
    std::vector<std::string> wanted;
    wanted.reserve(listed.items.size());
    for (const auto& row : listed.items)
      wanted.push_back(std::string(keys::kAudit) + std::string(keys::last_part(row.key)));
    KECANG_ASSIGN(auto records, (rows::find_all<AuditRecord>(*snapshot, wanted)));
    Page<AuditRecord> answer{.items = {}, .next = std::move(listed.next)};
    for (auto& record : records)
      if (record) answer.items.push_back(std::move(*record));
    return answer;
  });
}

Result<void> Directory::record(const Actor& actor, std::string action, std::string subject,
                               std::map<std::string, std::string> details,
                               const std::vector<std::string>& concerns) {
  return run_audited(store_, [&](Transaction& tx) {
    return append_audit(tx, clock_.now(), actor, action, subject, details, concerns);
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
