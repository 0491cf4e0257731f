#include "storage/catalog/collections.h"

#include <algorithm>
#include <deque>
#include <set>

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

/// What a row may have, with room for its names.
constexpr std::size_t kSectionBytes = MetaStoreBounds::kValueBytes - 1024;
/// Candidates one page of a list looks at; what stands behind them is not listed.
constexpr std::size_t kMostLooked = 20'000;
constexpr std::size_t kPageLimit = 200;
constexpr std::size_t kMostTerms = 2'000;

template <class Reader>
Result<Collection> visible(Reader& from, const CollectionReader& reader, const CollectionId& id) {
  KECANG_ASSIGN(auto collection, (rows::need<Collection>(from, keys::collection(id), "collection.absent")));
  if (!may_see(reader, collection)) return Error::not_found("collection.absent");
  return collection;
}

Result<Outline> outline_of(MetaReader& from, const CollectionId& id) {
  Outline outline;
  KECANG_TRY(rows::each_noun<CollectionSection>(
      from, keys::collection_sections(id),
      [&](const auto&, const CollectionSection& section) { outline.push_back(section); }));
  return outline;
}

/// Every list a collection stands in.
std::set<std::string> places_of(const Collection& collection) {
  std::set<std::string> places;
  const auto owner =
      collection.owner_group.empty() ? collection.owner_user.text() : collection.owner_group.text();
  places.insert(keys::collections_of(owner) + collection.id.text());
  for (const auto& user : collection.collaborators)
    places.insert(keys::collections_of(user.text()) + collection.id.text());
  if (collection.state == CollectionState::published)
    for (const auto& release : collection.releases)
      places.insert(keys::collections_for(scope_term_of(release)) + collection.id.text());
  return places;
}

/// A group's own are its matter, a person's are their school's once they are published in its name.
std::vector<std::string> concerned_by(const Collection& collection) {
  if (!collection.owner_group.empty()) return {collection.owner_group.text()};
  if (collection.state == CollectionState::published && !collection.school.empty())
    return {collection.school.text()};
  return {};
}

Result<void> put_places(Transaction& tx, const std::set<std::string>& before,
                        const std::set<std::string>& after) {
  for (const auto& place : before)
    if (!after.contains(place)) KECANG_TRY(tx.erase(place));
  for (const auto& place : after)
    if (!before.contains(place)) KECANG_TRY(tx.put(place, ""));
  return {};
}

Result<void> put_outline(Transaction& tx, const CollectionId& id, std::size_t sections_before,
                         const Outline& outline) {
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const auto bytes = to_cbor(outline[i]);
    if (bytes.size() > kSectionBytes)
      return Error::too_large("collection.too_large").with("limit", std::to_string(kSectionBytes));
    KECANG_TRY(tx.put(keys::collection_section(id, i), bytes));
  }
  for (auto i = outline.size(); i < sections_before; ++i)
    KECANG_TRY(tx.erase(keys::collection_section(id, i)));
  return {};
}

std::string terms_of(const Collection& collection) {
  std::string terms;
  for (const auto& release : collection.releases)
    terms += (terms.empty() ? "" : " ") + scope_term_of(release);
  return terms;
}

/// What people write in a collection is theirs: the trail tells that it changed, and who was offered what.
AuditDetails changed_parts(const StoredCollection& before, const StoredCollection& after) {
  AuditDetails details;
  for (const auto& [name, value] : changes_between(before.head, after.head))
    if (name != "changed_at" && name != "changed_by" && name != "version") details[name] = "changed";
  const auto same = before.outline.size() == after.outline.size() &&
                    std::equal(before.outline.begin(), before.outline.end(), after.outline.begin(),
                               [](const auto& a, const auto& b) { return to_cbor(a) == to_cbor(b); });
  if (!same) details["outline"] = "changed";
  if (before.head.state != after.head.state) details["state"] = enum_text(after.head.state);
  if (before.head.releases != after.head.releases) details["releases"] = terms_of(after.head);
  return details;
}

Error changed_meanwhile(const Collection& now) {
  return Error::conflict("collection.changed")
      .with("version", std::to_string(now.version))
      .with("by", now.changed_by.text())
      .with("at", time_text(now.changed_at));
}

/// The lists of a reader as one: newest first, each collection once.
class Merged {
 public:
  Merged(MetaReader& from, const std::vector<std::string>& prefixes, const std::string& before)
      : from_(from) {
    for (const auto& prefix : prefixes) lists_.push_back({prefix, before, {}, false});
  }
  /// Empty at the end.
  Result<std::string> next() {
    std::string newest;
    for (auto& list : lists_) {
      KECANG_TRY(fill(list));
      if (!list.ids.empty()) newest = std::max(newest, list.ids.front());
    }
    for (auto& list : lists_)
      if (!list.ids.empty() && list.ids.front() == newest) list.ids.pop_front();
    return newest;
  }

 private:
  struct List {
    std::string prefix;
    std::string before;  ///< the last id read; empty: none
    std::deque<std::string> ids;
    bool ended = false;
  };
  Result<void> fill(List& list) {
    constexpr std::size_t kAtOnce = 50;
    if (!list.ids.empty() || list.ended) return {};
    auto range = Range::prefix(list.prefix, kAtOnce);
    range.reverse = true;
    if (!list.before.empty()) range.to = list.prefix + list.before;
    KECANG_ASSIGN(const auto found, from_.scan(range));
    list.ended = found.size() < kAtOnce;
    for (const auto& row : found) list.ids.emplace_back(keys::last_part(row.key));
    if (!found.empty()) list.before = list.ids.back();
    return {};
  }

  MetaReader& from_;
  std::vector<List> lists_;
};

std::vector<std::string> prefixes_of(const CollectionReader& reader,
                                     const CollectionCatalog::Wanted& wanted) {
  std::vector<std::string> prefixes;
  if (wanted.shelf != CollectionCatalog::Shelf::published) {
    for (const auto& owner : wanted.of) prefixes.push_back(keys::collections_of(owner));
    return prefixes;
  }
  std::set<std::string> terms(reader.scope.terms().begin(), reader.scope.terms().end());
  for (const auto& grant : reader.scope.grants())
    if (grant.actions.has(Action::view)) terms.insert(grant.terms.begin(), grant.terms.end());
  for (const auto& term : terms)
    if (prefixes.size() < kMostTerms) prefixes.push_back(keys::collections_for(term));
  return prefixes;
}

bool belongs_on(const CollectionReader& reader, const Collection& collection,
                CollectionCatalog::Shelf shelf) {
  return shelf == CollectionCatalog::Shelf::edited ? may_edit(reader, collection)
                                                   : may_see(reader, collection);
}

}  // namespace

Result<StoredCollection> CollectionCatalog::add(const Actor& actor, StoredCollection collection) {
  StoredCollection stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    stored = collection;
    auto& head = stored.head;
    head.id = CollectionId::make(now);
    head.version = 1;
    head.created_at = head.changed_at = now;
    head.changed_by = head.created_by;
    const auto owner = head.owner_group.empty() ? head.owner_user.text() : head.owner_group.text();
    KECANG_ASSIGN(const auto others, tx.scan(Range::prefix(keys::collections_of(owner), kPerOwner + 1)));
    if (others.size() >= kPerOwner)
      return Error::conflict("collection.too_many").with("limit", std::to_string(kPerOwner));
    KECANG_TRY(rows::put(tx, keys::collection(head.id), head));
    KECANG_TRY(put_outline(tx, head.id, 0, stored.outline));
    KECANG_TRY(put_places(tx, {}, places_of(head)));
    AuditDetails details{{"owner", owner}};
    if (!head.origin.empty()) details["origin"] = head.origin.text();
    return append_audit(tx, now, actor, "collection.created", head.id.text(), std::move(details),
                        concerned_by(head));
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<Collection> CollectionCatalog::head(const CollectionReader& reader, const CollectionId& id) const {
  return visible(store_, reader, id);
}

Result<StoredCollection> CollectionCatalog::read(const CollectionReader& reader,
                                                 const CollectionId& id) const {
  const auto snapshot = store_.snapshot();
  StoredCollection collection;
  KECANG_ASSIGN(collection.head, visible(*snapshot, reader, id));
  KECANG_ASSIGN(collection.outline, outline_of(*snapshot, id));
  return collection;
}

Result<Page<Collection>> CollectionCatalog::list(const CollectionReader& reader, const Wanted& wanted,
                                                 const PageRequest& page) const {
  if (!page.after.empty() && !is_id_text(page.after)) return Error::invalid("page.cursor");
  const auto limit = std::clamp<std::size_t>(page.limit, 1, kPageLimit);
  const auto snapshot = store_.snapshot();
  Merged merged(*snapshot, prefixes_of(reader, wanted), page.after);
  Page<Collection> answer;
  for (std::size_t looked = 0; looked < kMostLooked; ++looked) {
    KECANG_ASSIGN(const auto id, merged.next());
    if (id.empty()) break;
    const auto key = keys::collection(CollectionId::trusted(id));
    KECANG_ASSIGN(auto collection, (rows::find<Collection>(*snapshot, key)));
    if (!collection || !belongs_on(reader, *collection, wanted.shelf)) continue;
    // There is a next page only where there is something to see on it.
    if (answer.items.size() == limit) {
      answer.next = answer.items.back().id.text();
      break;
    }
    answer.items.push_back(std::move(*collection));
  }
  return answer;
}

Result<StoredCollection> CollectionCatalog::change(
    const Actor& actor, const CollectionReader& reader, const CollectionId& id, std::uint64_t version,
    std::string action, const std::function<Result<void>(StoredCollection&)>& edit) {
  StoredCollection changed;
  const auto step = [&](Transaction& tx) -> Result<void> {
    StoredCollection before;
    KECANG_ASSIGN(before.head, visible(tx, reader, id));
    if (before.head.version != version) return changed_meanwhile(before.head);
    KECANG_ASSIGN(before.outline, outline_of(tx, id));
    changed = before;
    KECANG_TRY(edit(changed));
    const auto details = changed_parts(before, changed);
    if (details.empty()) {
      changed = std::move(before);
      return {};
    }
    const Time now = clock_.now();
    changed.head.version = version + 1;
    changed.head.changed_at = now;
    KECANG_TRY(rows::put(tx, keys::collection(id), changed.head));
    KECANG_TRY(put_outline(tx, id, before.outline.size(), changed.outline));
    KECANG_TRY(put_places(tx, places_of(before.head), places_of(changed.head)));
    return append_audit(tx, now, actor, action, id.text(), details, concerned_by(changed.head));
  };
  KECANG_TRY(run_audited(store_, step));
  return changed;
}

Result<void> CollectionCatalog::erase(const Actor& actor, const CollectionReader& reader,
                                      const CollectionId& id, std::uint64_t version,
                                      const std::function<Result<void>(const Collection&)>& allow) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto collection, visible(tx, reader, id));
    KECANG_TRY(allow(collection));
    if (collection.version != version) return changed_meanwhile(collection);
    KECANG_ASSIGN(const auto outline, outline_of(tx, id));
    KECANG_TRY(put_outline(tx, id, outline.size(), {}));
    KECANG_TRY(put_places(tx, places_of(collection), {}));
    KECANG_TRY(tx.erase(keys::collection(id)));
    return append_audit(tx, clock_.now(), actor, "collection.erased", id.text(),
                        {{"title", collection.title}}, concerned_by(collection));
  });
}

}  // namespace kecang
