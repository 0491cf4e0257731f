#include "storage/catalog/audit.h"

#include <mutex>

#include "schemas/base/text.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {
constexpr std::size_t kDetailBytes = 2'048;
}

Result<void> run_audited(MetaStore& store, const std::function<Result<void>(Transaction&)>& body) {
  // Recursive, so that a caller's edit that makes an audited change of its own is started again rather than
  // stuck.
  static std::recursive_mutex turn;
  const std::lock_guard lock(turn);
  return store.run(body);
}

Result<void> append_audit(Transaction& tx, Time at, const Actor& actor, std::string action,
                          std::string subject, AuditDetails details,
                          const std::vector<std::string>& concerns) {
  KECANG_TRY(tx.lock(keys::audit_head()));
  KECANG_ASSIGN(const auto found, (rows::find<AuditHead>(tx, keys::audit_head())));
  const AuditHead head = found.value_or(AuditHead{});
  for (auto& [name, value] : details) value = std::string(text::clip(value, kDetailBytes));
  const AuditRecord record{.sequence = head.sequence + 1,
                           .at = at,
                           .actor = actor.id,
                           .action = std::move(action),
                           .subject = std::move(subject),
                           .remote = actor.remote,
                           .details = std::move(details),
                           .previous = head.hash};
  const std::string bytes = to_cbor(record);
  KECANG_TRY(tx.put(keys::audit(record.sequence), bytes));
  for (const auto& place : concerns) KECANG_TRY(tx.put(keys::audit_of(place, record.sequence), ""));
  return rows::put(tx, keys::audit_head(), AuditHead{.sequence = record.sequence, .hash = sha256(bytes)});
}

AuditDetails differing_members(const Json& shown_before, const Json& shown_after, const Json& stored_before,
                               const Json& stored_after) {
  AuditDetails details;
  for (const auto& [name, value] : stored_after.items()) {
    if (name == "version" || (stored_before.contains(name) && stored_before[name] == value)) continue;
    if (!shown_after.contains(name)) {
      details[name] = "changed";
    } else {
      const Json& shown = shown_after[name];
      details[name] = shown.is_string() ? shown.get<std::string>() : json_text(shown);
    }
  }
  for (const auto& [name, value] : shown_before.items())
    if (!stored_after.contains(name)) details[name] = "removed";
  return details;
}

}  // namespace kecang
