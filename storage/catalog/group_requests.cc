#include "storage/catalog/group_requests.h"

#include <set>
#include <utility>

#include "storage/catalog/audit.h"
#include "storage/catalog/group_request_effects.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/trial_store.h"

namespace kecang {
namespace {

constexpr const char* kAbsent = "group_request.absent";

/// Every school and group it is about.
std::set<std::string> places_of(const GroupRequest& request) {
  std::set<std::string> places;
  for (const auto& side : request.sides) places.insert(side.id);
  for (const auto& one : request.terms.schools) places.insert(one.school.text());
  if (!request.made.empty()) places.insert(request.made.text());
  return places;
}

Result<void> check_named(Transaction& tx, const GroupRequest& request) {
  for (const auto& side : request.sides) {
    const bool school = side.kind == PartyKind::school;
    KECANG_ASSIGN(const auto row, tx.get(school ? keys::school(SchoolId::trusted(side.id))
                                                : keys::group(GroupId::trusted(side.id))));
    if (row) continue;
    if (!school) return Error::invalid("group_request.group_absent").at("group");
    return Error::invalid("group_request.school_absent").at("schools").with("value", side.id);
  }
  return {};
}

class Trial : public TrialDirectory {
 public:
  Trial(const MetaStore& below, const Clock& clock) : store_(below), directory_(store_, clock) {}
  const Directory& directory() const override { return directory_; }
  MetaStore& store() { return store_; }

 private:
  TrialStore store_;
  Directory directory_;
};

}  // namespace

Result<GroupRequest> GroupRequestCatalog::request(const GroupRequestId& id) const {
  return rows::need<GroupRequest>(store_, keys::group_request(id), kAbsent);
}

Result<std::vector<GroupRequest>> GroupRequestCatalog::requests_of(std::string_view place) const {
  const auto snapshot = store_.snapshot();
  std::vector<std::string> wanted;
  KECANG_TRY(rows::each_row(*snapshot, keys::group_requests_of(place), [&](const Row& row) -> Result<bool> {
    wanted.push_back(keys::group_request(GroupRequestId::trusted(std::string(keys::last_part(row.key)))));
    return true;
  }));
  KECANG_ASSIGN(auto found, (rows::find_all<GroupRequest>(*snapshot, wanted)));
  std::vector<GroupRequest> requests;
  for (auto at = found.rbegin(); at != found.rend(); ++at)
    if (*at) requests.push_back(std::move(**at));
  return requests;
}

Result<Page<GroupRequest>> GroupRequestCatalog::requests(const PageRequest& page) const {
  return rows::nouns_page<GroupRequest>(*store_.snapshot(), keys::kGroupRequests, page,
                                        rows::Order::descending);
}

Result<std::vector<TrailEvent>> GroupRequestCatalog::trail(const GroupRequestId& id) const {
  std::vector<TrailEvent> trail;
  KECANG_TRY(rows::each_noun<TrailEvent>(*store_.snapshot(), keys::group_request_trail(id),
                                         [&](const auto&, const auto& event) { trail.push_back(event); }));
  return trail;
}

Result<GroupRequest> GroupRequestCatalog::put(const Actor& actor, GroupRequest request, TrailEvent step) {
  GroupRequest stored;
  const auto put = [&](Transaction& tx) -> Result<void> {
    stored = request;
    const Time now = clock_.now();
    std::optional<GroupRequest> before;
    if (request.id.empty()) {
      stored.id = GroupRequestId::make(now);
      stored.created_at = now;
      KECANG_TRY(check_named(tx, stored));
    } else {
      KECANG_ASSIGN(before, (rows::need<GroupRequest>(tx, keys::group_request(request.id), kAbsent)));
      if (before->version != request.version) return Error::conflict("group_request.changed");
    }
    stored.version = request.version + 1;
    std::set<std::string> concerned;
    if (stored.state == GroupRequestState::filed && (!before || before->state != stored.state)) {
      KECANG_ASSIGN(concerned, carry_out(tx, stored, actor.id, now));
    }
    concerned.merge(places_of(stored));
    for (const auto& place : places_of(stored))
      KECANG_TRY(tx.put(keys::group_request_of(place, stored.id), ""));
    KECANG_TRY(rows::put(tx, keys::group_request(stored.id), stored));
    auto event = step;
    event.version = stored.version;
    event.at = now;
    event.by = actor.id;
    KECANG_TRY(rows::put(tx, keys::group_request_event(stored.id, stored.version), event));
    auto details = changes_between(before.value_or(GroupRequest{}), stored);
    if (!step.party.empty()) details["party"] = step.party;
    if (!step.note.empty()) details["note"] = step.note;
    return append_audit(tx, now, actor, "group_request." + step.step, stored.id.text(), std::move(details),
                        {concerned.begin(), concerned.end()});
  };
  KECANG_TRY(run_audited(store_, put));
  return stored;
}

Result<std::unique_ptr<TrialDirectory>> GroupRequestCatalog::trial(const GroupRequestTerms& terms) const {
  auto trial = std::make_unique<Trial>(store_, clock_);
  KECANG_TRY(trial->store().run([&](Transaction& tx) -> Result<void> {
    GroupRequest request;
    request.terms = terms;
    KECANG_TRY(carry_out(tx, request, "", clock_.now()));
    return {};
  }));
  return std::unique_ptr<TrialDirectory>(std::move(trial));
}

}  // namespace kecang
