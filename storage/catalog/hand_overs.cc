#include "storage/catalog/hand_overs.h"

#include <algorithm>
#include <utility>

#include "schemas/model/trail_event.h"
#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/resource_rows.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/usage_rows.h"

namespace kecang {
namespace {

constexpr const char* kAbsent = "group_request.absent";
constexpr std::size_t kLookedAtOnce = 1'000;

/// One transaction of a hand-over.
class Moving {
 public:
  Moving(Transaction& tx, const GroupRequest& request, const HandOver& so_far, Time now)
      : tx_(tx),
        request_(request),
        actor_{so_far.by, ""},
        from_(request.terms.schools.front().school),
        to_(request.terms.receiver),
        now_(now) {}

  Result<void> name_schools() {
    KECANG_ASSIGN(const auto from, (rows::find<School>(tx_, keys::school(from_))));
    KECANG_ASSIGN(const auto to, (rows::find<School>(tx_, keys::school(to_))));
    if (from) from_name_ = from->name;
    if (to) to_name_ = to->name;
    return {};
  }

  /// False where it is not the school's any more.
  Result<bool> move(const ResourceId& id) {
    KECANG_ASSIGN(const auto before, (rows::find<Resource>(tx_, keys::resource(id))));
    if (!before || before->owner != from_) return false;
    auto after = *before;
    hand_to(after, to_);
    KECANG_TRY(move_key(after));
    KECANG_TRY(move_usage(after));
    KECANG_TRY(move_open_requests(id));
    KECANG_TRY(put_resource(tx_, before, after, now_, Index::mark));
    KECANG_TRY(rows::put(tx_, keys::former_owner(id, now_),
                         FormerOwner{.from = from_,
                                     .from_name = from_name_,
                                     .to = to_,
                                     .to_name = to_name_,
                                     .at = now_,
                                     .request = request_.id,
                                     .filing_number = request_.filing_number}));
    KECANG_TRY(append_audit(
        tx_, now_, actor_, "resource.handed_over", id.text(),
        {{"from", from_.text()}, {"to", to_.text()}, {"request", request_.id.text()}, {"title", after.title}},
        {from_.text(), to_.text()}));
    return true;
  }

 private:
  /// The catalogue it was imported from would bring it to the school that has it now. What stands there under
  /// that key already stays.
  Result<void> move_key(const Resource& resource) {
    if (resource.external_key.empty()) return {};
    const auto key = keys::resource_by_key(from_, resource.external_key);
    KECANG_ASSIGN(const auto row, tx_.get(key));
    if (!row) return {};
    KECANG_TRY(tx_.erase(key));
    const auto there = keys::resource_by_key(to_, resource.external_key);
    KECANG_ASSIGN(const auto taken, tx_.get(there));
    return taken ? Result<void>() : tx_.put(there, *row);
  }

  /// What both schools agreed to is not stopped by the room the other one has left.
  Result<void> move_usage(const Resource& resource) {
    if (resource.import.empty()) return {};  // of a catalogue: not counted
    std::uint64_t bytes = resource.revision ? resource.revision->size : 0;
    KECANG_TRY(
        rows::each_noun<Revision>(tx_, keys::revisions(resource.id),
                                  [&](const auto&, const Revision& revision) { bytes += revision.size; }));
    KECANG_TRY(free_bytes(tx_, from_, bytes));
    KECANG_TRY(hold_bytes(tx_, to_, bytes, 0, {}));
    return {};
  }

  /// Who asked for it is answered by the school that has it now.
  Result<void> move_open_requests(const ResourceId& id) {
    return rows::each_row(tx_, keys::access_requests_of(id), [&](const Row& row) -> Result<bool> {
      KECANG_TRY(tx_.put(keys::access_requests_at(to_) + std::string(keys::last_part(row.key)), ""));
      return true;
    });
  }

  Transaction& tx_;
  const GroupRequest& request_;
  Actor actor_;
  SchoolId from_;
  SchoolId to_;
  std::string from_name_;
  std::string to_name_;
  Time now_;
};

/// The request says that it was carried out, in its own trail, too.
Result<void> finish(Transaction& tx, GroupRequest request, HandOver& so_far, Time now) {
  so_far.finished = now;
  KECANG_TRY(tx.erase(keys::open_hand_over(so_far.due, so_far.request)));
  ++request.version;
  KECANG_TRY(rows::put(tx, keys::group_request(request.id), request));
  TrailEvent event{.step = "carried_out", .note = std::to_string(so_far.moved)};
  event.version = request.version;
  event.at = now;
  event.by = so_far.by;
  KECANG_TRY(rows::put(tx, keys::group_request_event(request.id, request.version), event));
  return append_audit(tx, now, {so_far.by, ""}, "group_request.carried_out", request.id.text(),
                      {{"resources", std::to_string(so_far.moved)}},
                      {request.terms.schools.front().school.text(), request.terms.receiver.text()});
}

}  // namespace

void hand_to(Resource& resource, const SchoolId& receiver) {
  const auto giver = resource.owner.text();
  const auto offered_anew = [&](std::vector<Release>& releases) {
    std::vector<Release> offered;
    for (auto release : releases) {
      const bool own = release.kind == ReleaseKind::school || release.kind == ReleaseKind::school_only ||
                       release.kind == ReleaseKind::office;
      if (own && release.target == giver) release.target = receiver.text();
      if (std::find(offered.begin(), offered.end(), release) == offered.end())
        offered.push_back(std::move(release));
    }
    releases = std::move(offered);
  };
  offered_anew(resource.releases);
  if (resource.lesson) offered_anew(resource.lesson->suggested);
  resource.owner = receiver;
}

bool is_handed_over(const GroupRequestTerms& terms, const Resource& resource) {
  if (terms.kind != GroupRequestKind::hand_over || terms.schools.empty()) return false;
  if (resource.owner != terms.schools.front().school) return false;
  return terms.resources.empty() ||
         std::binary_search(terms.resources.begin(), terms.resources.end(), resource.id);
}

Result<std::optional<HandOver>> HandOvers::of(const GroupRequestId& request) const {
  return rows::find<HandOver>(store_, keys::hand_over(request));
}

Result<HandOvers::Next> HandOvers::next(const GroupRequest& request, const HandOver& so_far) const {
  Next next{.resources = {}, .cursor = so_far.cursor, .last = false};
  const auto& chosen = request.terms.resources;
  if (!chosen.empty()) {
    auto at = std::upper_bound(chosen.begin(), chosen.end(), so_far.cursor);
    for (; at != chosen.end() && next.resources.size() < kAtOnce; ++at) next.resources.push_back(*at);
    if (!next.resources.empty()) next.cursor = next.resources.back();
    next.last = at == chosen.end();
    return next;
  }
  const auto snapshot = store_.snapshot();
  while (next.resources.size() < kAtOnce && !next.last) {
    auto range = Range::prefix(keys::kResources, kLookedAtOnce);
    if (!next.cursor.empty()) range.from = keys::resource(next.cursor) + '\0';
    KECANG_ASSIGN(const auto found, snapshot->scan(range));
    next.last = found.size() < kLookedAtOnce;
    for (const auto& row : found) {
      if (next.resources.size() == kAtOnce) {
        next.last = false;
        break;
      }
      KECANG_ASSIGN(const auto resource, from_cbor<Resource>(row.value));
      next.cursor = resource.id;
      if (is_handed_over(request.terms, resource)) next.resources.push_back(resource.id);
    }
  }
  return next;
}

/// What to move is looked up before the transaction: one that scanned the whole library would meet everybody
/// who changes anything.
Result<bool> HandOvers::step(const GroupRequestId& id) {
  KECANG_ASSIGN(const auto before, of(id));
  if (!before || before->is_finished() || before->due > clock_.now()) return true;
  KECANG_ASSIGN(const auto request, (rows::need<GroupRequest>(store_, keys::group_request(id), kAbsent)));
  KECANG_ASSIGN(const auto moving, next(request, *before));
  bool finished = false;
  KECANG_TRY(run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(auto so_far, (rows::need<HandOver>(tx, keys::hand_over(id), kAbsent)));
    finished = so_far.is_finished();
    if (finished || so_far.cursor != before->cursor) return {};  // somebody else went on with it
    const Time now = clock_.now();
    Moving step(tx, request, so_far, now);
    KECANG_TRY(step.name_schools());
    for (const auto& resource : moving.resources) {
      KECANG_ASSIGN(const bool moved, step.move(resource));
      so_far.moved += moved ? 1 : 0;
    }
    so_far.cursor = moving.cursor;
    finished = moving.last;
    if (finished) {
      KECANG_ASSIGN(auto current, (rows::need<GroupRequest>(tx, keys::group_request(id), kAbsent)));
      KECANG_TRY(finish(tx, std::move(current), so_far, now));
    }
    return rows::put(tx, keys::hand_over(id), so_far);
  }));
  return finished;
}

Result<bool> HandOvers::carry_on(const GroupRequestId& request, std::size_t most) {
  for (std::size_t i = 0; i < most; ++i) {
    KECANG_ASSIGN(const bool finished, step(request));
    if (finished) return true;
  }
  return false;
}

Result<std::size_t> HandOvers::carry_on_due(std::size_t most) {
  const auto now = clock_.now();
  std::vector<GroupRequestId> due;
  KECANG_TRY(rows::each_row(*store_.snapshot(), keys::kOpenHandOvers, [&](const Row& row) -> Result<bool> {
    const auto time = row.key.substr(keys::kOpenHandOvers.size(), keys::at(now).size());
    if (time > keys::at(now)) return false;
    due.push_back(GroupRequestId::trusted(std::string(keys::last_part(row.key))));
    return true;
  }));
  std::size_t taken = 0;
  for (const auto& request : due) {
    bool finished = false;
    for (; taken < most && !finished; ++taken) {
      KECANG_ASSIGN(finished, step(request));
    }
  }
  return taken;
}

Result<std::vector<FormerOwner>> HandOvers::before(const AccessScope& scope,
                                                   const ResourceId& resource) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(const auto found,
                (rows::need<Resource>(*snapshot, keys::resource(resource), "resource.absent")));
  if (!may_view(scope, found)) return Error::not_found("resource.absent");
  std::vector<FormerOwner> owners;
  KECANG_TRY(rows::each_noun<FormerOwner>(*snapshot, keys::former_owners(resource),
                                          [&](const auto&, const auto& one) { owners.push_back(one); }));
  return owners;
}

}  // namespace kecang
