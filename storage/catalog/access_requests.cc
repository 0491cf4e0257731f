#include "storage/catalog/access_requests.h"

#include <string>
#include <utility>

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/resource_rows.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

constexpr const char* kAbsent = "access_request.absent";
constexpr std::size_t kMostReleases = 100;

Result<std::vector<AccessRequest>> newest(MetaReader& reader, const std::string& prefix) {
  auto range = Range::prefix(prefix, AccessRequestCatalog::kMost);
  range.reverse = true;
  KECANG_ASSIGN(const auto found, reader.scan(range));
  std::vector<std::string> wanted;
  for (const auto& row : found)
    wanted.push_back(keys::access_request(AccessRequestId::trusted(std::string(keys::last_part(row.key)))));
  KECANG_ASSIGN(auto rows, (rows::find_all<AccessRequest>(reader, wanted)));
  std::vector<AccessRequest> requests;
  for (auto& one : rows)
    if (one) requests.push_back(std::move(*one));
  return requests;
}

/// Nothing is asked for twice, and nobody asks for everything.
Result<void> check_open(Transaction& tx, const AccessRequest& request) {
  KECANG_ASSIGN(const auto mine, newest(tx, keys::access_requests_by(request.by)));
  std::size_t open = 0;
  for (const auto& one : mine) {
    if (one.state != AccessRequestState::asked) continue;
    if (one.resource == request.resource) return Error::conflict("access_request.already_open");
    ++open;
  }
  if (open < AccessRequest::kMostOpen) return {};
  return Error::conflict("access_request.too_many").with("limit", std::to_string(AccessRequest::kMostOpen));
}

Result<void> put_settled(Transaction& tx, AccessRequest& request, Time now) {
  KECANG_ASSIGN(const auto before,
                (rows::need<AccessRequest>(tx, keys::access_request(request.id), kAbsent)));
  if (before.version != request.version) return Error::conflict("access_request.changed");
  ++request.version;
  request.decided_at = now;
  return rows::put(tx, keys::access_request(request.id), request);
}

std::string action_of(const AccessRequest& request) {
  return "access_request." + std::string(enum_text(request.state));
}

}  // namespace

Result<AccessRequest> AccessRequestCatalog::request(const AccessRequestId& id) const {
  return rows::need<AccessRequest>(store_, keys::access_request(id), kAbsent);
}

Result<std::vector<AccessRequest>> AccessRequestCatalog::by(const UserId& user) const {
  return newest(*store_.snapshot(), keys::access_requests_by(user));
}

Result<std::vector<AccessRequest>> AccessRequestCatalog::at(const SchoolId& school) const {
  return newest(*store_.snapshot(), keys::access_requests_at(school));
}

Result<AccessRequest> AccessRequestCatalog::ask(const Actor& actor, const AccessScope& scope,
                                                AccessRequest request) {
  AccessRequest stored;
  KECANG_TRY(run_audited(store_, [&](Transaction& tx) -> Result<void> {
    stored = request;
    KECANG_ASSIGN(const auto resource,
                  (rows::need<Resource>(tx, keys::resource(request.resource), "resource.absent")));
    const auto actions = actions_on(scope, resource);
    if (!actions.has(Action::find)) return Error::not_found("resource.absent");
    if (actions.has(Action::view)) return Error::conflict("access_request.not_needed");
    KECANG_TRY(check_open(tx, request));
    const Time now = clock_.now();
    stored.id = AccessRequestId::make(now);
    stored.version = 1;
    stored.at = now;
    KECANG_TRY(rows::put(tx, keys::access_request(stored.id), stored));
    KECANG_TRY(tx.put(keys::access_requests_by(stored.by) + stored.id.text(), ""));
    KECANG_TRY(tx.put(keys::access_requests_at(resource.owner) + stored.id.text(), ""));
    KECANG_TRY(tx.put(keys::access_requests_of(resource.id) + stored.id.text(), ""));
    return append_audit(tx, now, actor, action_of(stored), stored.id.text(),
                        {{"resource", resource.id.text()}, {"title", resource.title}},
                        {resource.owner.text()});
  }));
  return stored;
}

Result<AccessRequest> AccessRequestCatalog::settle(const Actor& actor, AccessRequest request) {
  AccessRequest stored;
  KECANG_TRY(run_audited(store_, [&](Transaction& tx) -> Result<void> {
    stored = request;
    const Time now = clock_.now();
    KECANG_ASSIGN(const auto resource, (rows::find<Resource>(tx, keys::resource(request.resource))));
    KECANG_TRY(put_settled(tx, stored, now));
    std::vector<std::string> concerned;
    if (resource) concerned.push_back(resource->owner.text());
    return append_audit(tx, now, actor, action_of(stored), stored.id.text(),
                        {{"resource", stored.resource.text()}}, concerned);
  }));
  return stored;
}

Result<AccessRequest> AccessRequestCatalog::grant(const Actor& actor, const AccessScope& scope,
                                                  AccessRequest request, const Release& release) {
  AccessRequest stored;
  KECANG_TRY(run_audited(store_, [&](Transaction& tx) -> Result<void> {
    stored = request;
    const Time now = clock_.now();
    KECANG_ASSIGN(const auto before,
                  (rows::need<Resource>(tx, keys::resource(request.resource), "resource.absent")));
    if (!may_view(scope, before)) return Error::not_found("resource.absent");
    KECANG_TRY(put_settled(tx, stored, now));
    auto after = before;
    if (add_releases(after.releases, {release})) {
      if (after.releases.size() > kMostReleases) return Error::too_large("value.too_many").at("releases");
      KECANG_TRY(put_resource(tx, before, after, now, Index::mark));
    }
    return append_audit(
        tx, now, actor, action_of(stored), stored.id.text(),
        {{"resource", before.id.text()}, {"title", before.title}, {"release", scope_term_of(release)}},
        {before.owner.text()});
  }));
  return stored;
}

}  // namespace kecang
