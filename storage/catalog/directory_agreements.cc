/// Agreements, by whom they bind, with the trail of the steps they took.
#include <set>

#include "storage/catalog/audit.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

std::set<std::string> parties_of(const Agreement& agreement) {
  std::set<std::string> parties;
  for (const auto& party : agreement.parties) parties.insert(party.id);
  return parties;
}

Result<void> check_parties_exist(Transaction& tx, const Agreement& agreement) {
  for (const auto& party : agreement.parties) {
    const auto key = party.kind == PartyKind::school ? keys::school(SchoolId::trusted(party.id))
                                                     : keys::group(GroupId::trusted(party.id));
    KECANG_ASSIGN(const auto row, tx.get(key));
    if (!row) return Error::invalid("agreement.party_absent").at("parties").with("value", party.id);
  }
  return {};
}

/// A party that is named no more keeps its row only while the agreement names it.
Result<void> keep_parties(Transaction& tx, const std::optional<Agreement>& before, const Agreement& after) {
  const auto now = parties_of(after);
  for (const auto& id : before ? parties_of(*before) : std::set<std::string>())
    if (!now.contains(id)) KECANG_TRY(tx.erase(keys::agreement_of(id, after.id)));
  for (const auto& id : now) KECANG_TRY(tx.put(keys::agreement_of(id, after.id), ""));
  return {};
}

}  // namespace

Result<Agreement> Directory::agreement(const AgreementId& id) const {
  return rows::need<Agreement>(store_, keys::agreement(id), "agreement.absent");
}

Result<std::vector<Agreement>> Directory::agreements_of(std::string_view party_id) const {
  const auto snapshot = store_.snapshot();
  std::vector<std::string> wanted;
  KECANG_TRY(rows::each_row(*snapshot, keys::agreements_of(party_id), [&](const Row& row) -> Result<bool> {
    wanted.push_back(keys::agreement(AgreementId::trusted(std::string(keys::last_part(row.key)))));
    return true;
  }));
  KECANG_ASSIGN(auto found, (rows::find_all<Agreement>(*snapshot, wanted)));
  std::vector<Agreement> agreements;
  for (auto at = found.rbegin(); at != found.rend(); ++at)
    if (*at) agreements.push_back(std::move(**at));
  return agreements;
}

Result<Page<Agreement>> Directory::agreements(const PageRequest& page) const {
  return rows::nouns_page<Agreement>(*store_.snapshot(), keys::kAgreements, page);
}

Result<Agreement> Directory::put_agreement(const Actor& actor, Agreement agreement, TrailEvent step) {
  Agreement stored;
  const auto put = [&](Transaction& tx) -> Result<void> {
    stored = agreement;
    const Time now = clock_.now();
    std::optional<Agreement> before;
    if (agreement.id.empty()) {
      stored.id = AgreementId::make(now);
      stored.created_at = now;
    } else {
      KECANG_ASSIGN(before, (rows::need<Agreement>(tx, keys::agreement(agreement.id), "agreement.absent")));
      if (before->version != agreement.version) return Error::conflict("agreement.changed");
    }
    stored.version = agreement.version + 1;
    KECANG_TRY(check_parties_exist(tx, stored));
    KECANG_TRY(keep_parties(tx, before, stored));
    KECANG_TRY(rows::put(tx, keys::agreement(stored.id), stored));
    auto event = step;
    event.version = stored.version;
    event.at = now;
    event.by = actor.id;
    KECANG_TRY(rows::put(tx, keys::agreement_event(stored.id, stored.version), event));
    auto details = changes_between(before.value_or(Agreement{}), stored);
    if (!step.party.empty()) details["party"] = step.party;
    if (!step.note.empty()) details["note"] = step.note;
    const auto concerned = parties_of(stored);
    return append_audit(tx, now, actor, "agreement." + step.step, stored.id.text(), std::move(details),
                        {concerned.begin(), concerned.end()});
  };
  KECANG_TRY(run_audited(store_, put));
  return stored;
}

Result<std::vector<TrailEvent>> Directory::agreement_trail(const AgreementId& id) const {
  std::vector<TrailEvent> trail;
  KECANG_TRY(
      rows::each_noun<TrailEvent>(*store_.snapshot(), keys::agreement_trail(id),
                                  [&](const auto&, const TrailEvent& event) { trail.push_back(event); }));
  return trail;
}

}  // namespace kecang
