#pragma once
/// The audit trail's writing end. For the catalogue's own files.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "schemas/model/work.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

/// What the newest audit record is; the chain's end.
struct AuditHead {
  std::uint64_t sequence = 0;
  Digest hash;  ///< SHA-256 of the newest record's bytes
};
template <class V>
void describe(V& v, AuditHead& h) {
  v("sequence", h.sequence);
  v("hash", h.hash);
}

using AuditDetails = std::map<std::string, std::string>;

/// Runs a body that ends with `append_audit`. Audited changes of one process take turns: all of them move the
/// chain's end, and meeting there only to start again would be slower and, among many, never end for some.
/// Processes that share a store still meet; the store then starts one of them again.
Result<void> run_audited(MetaStore& store, const std::function<Result<void>(Transaction&)>& body);

/// Appends one record in the transaction of the change it tells of. Call it last: all audited transactions
/// meet at the chain's end, and the later they lock it the less they wait. `concerns` are id texts of the
/// schools and groups whose administrators may read it.
Result<void> append_audit(Transaction& tx, Time at, const Actor& actor, std::string action,
                          std::string subject, AuditDetails details,
                          const std::vector<std::string>& concerns = {});

/// The members whose stored form differs, with their new shown form; of members no API shows, only that they
/// changed.
AuditDetails differing_members(const Json& shown_before, const Json& shown_after, const Json& stored_before,
                               const Json& stored_after);

/// What differs between two versions of a noun.
template <class T>
AuditDetails changes_between(const T& before, const T& after) {
  return differing_members(to_json(before), to_json(after), Json::from_cbor(to_cbor(before)),
                           Json::from_cbor(to_cbor(after)));
}

}  // namespace kecang
