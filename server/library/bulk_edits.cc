#include "server/library/bulk_edits.h"

#include <algorithm>
#include <set>

#include "server/library/editing.h"
#include "server/library/tagging.h"

namespace kecang {
namespace {

/// Each once, in the order asked.
Result<std::vector<ResourceId>> chosen(const BulkChange& change) {
  if (change.resources.empty()) return Error::invalid("bulk.none_chosen").at("resources");
  if (change.resources.size() > BulkEdit::kMost)
    return Error::invalid("bulk.too_many").at("resources").with("limit", std::to_string(BulkEdit::kMost));
  std::set<ResourceId> seen;
  std::vector<ResourceId> ids;
  for (const auto& id : change.resources)
    if (seen.insert(id).second) ids.push_back(id);
  return ids;
}

/// What is wrong with all of it is said once, and not of each resource.
Result<void> check(const BulkChange& change) {
  if (change.tags.empty() && !change.releases) return Error::invalid("bulk.nothing_said").at("tags");
  for (const auto& [name, tag] : change.tags) {
    KECANG_TRY(tag_named(name, tag.value));
    if (tag.mode != BulkMode::clear && tag.value.empty())
      return Error::invalid("bulk.value_missing").at(name);
  }
  if (change.releases && change.releases->releases.empty())
    return Error::invalid("bulk.value_missing").at("releases");
  return {};
}

Result<void> change_tag(Resource& resource, const std::string& name, const BulkTagChange& change) {
  KECANG_ASSIGN(const auto tag, tag_named(name, change.value));
  const auto& now = resource.tags.*tag;
  if (change.mode == BulkMode::clear) return now.value.empty() ? Result<void>() : set_tag(resource, name, "");
  if (change.mode == BulkMode::add && !now.value.empty()) return {};
  return set_tag(resource, name, change.value);
}

Result<void> change_releases(Resource& resource, const access::Viewer& viewer,
                             const BulkReleaseChange& change) {
  auto releases = change.mode == BulkMode::replace ? std::vector<Release>() : resource.releases;
  const auto is_named = [&](const Release& one) {
    return std::any_of(change.releases.begin(), change.releases.end(), [&](const Release& named) {
      return named.kind == one.kind && named.target == one.target;
    });
  };
  if (change.mode == BulkMode::clear)
    std::erase_if(releases, is_named);
  else
    for (const auto& release : change.releases)
      if (std::find(releases.begin(), releases.end(), release) == releases.end()) releases.push_back(release);
  return releases == resource.releases ? Result<void>() : set_releases(resource, viewer, releases);
}

Result<void> apply_to(Resource& resource, const access::Viewer& viewer, const BulkChange& change) {
  if (!viewer.can_edit(resource)) return Error::forbidden("resource.not_editor");
  for (const auto& [name, tag] : change.tags) KECANG_TRY(change_tag(resource, name, tag));
  return change.releases ? change_releases(resource, viewer, *change.releases) : Result<void>();
}

Result<std::string> named(const std::vector<Release>& releases, Names& names) {
  std::string all;
  for (const auto& release : releases) {
    KECANG_ASSIGN(const auto name, names.target(release));
    all += (all.empty() ? "" : "、") + (name.empty() ? std::string(enum_text(release.kind)) : name);
  }
  return all;
}

}  // namespace

Result<BulkLine> BulkEdits::line_of(const BulkOutcome& outcome, Names& names) const {
  BulkLine line{.resource = outcome.resource};
  if (outcome.before) line.title = outcome.before->title;
  if (outcome.refused) {
    line.state = BulkState::refused;
    line.code = outcome.refused->code();
  }
  if (!outcome.after) return line;
  line.state = BulkState::changed;
  const auto& before = *outcome.before;
  const auto& after = *outcome.after;
  for (const auto& [name, tag] : kResourceTags)
    if (to_cbor(before.tags.*tag) != to_cbor(after.tags.*tag))
      line.changes.push_back({std::string(name), (before.tags.*tag).value, (after.tags.*tag).value});
  if (before.releases != after.releases) {
    BulkFieldChange change{.field = "releases"};
    KECANG_ASSIGN(change.before, named(before.releases, names));
    KECANG_ASSIGN(change.after, named(after.releases, names));
    line.changes.push_back(std::move(change));
  }
  return line;
}

Result<std::vector<BulkLine>> BulkEdits::lines_of(const std::vector<BulkOutcome>& outcomes) const {
  Names names(directory_);
  std::vector<BulkLine> lines;
  for (const auto& outcome : outcomes) {
    KECANG_ASSIGN(auto line, line_of(outcome, names));
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<std::vector<BulkLine>> BulkEdits::preview(const access::Viewer& viewer,
                                                 const BulkChange& change) const {
  KECANG_ASSIGN(const auto ids, chosen(change));
  KECANG_TRY(check(change));
  KECANG_ASSIGN(auto found, catalog_.resources(viewer.scope(), ids));
  std::vector<BulkOutcome> outcomes;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    BulkOutcome outcome{.resource = ids[i], .before = std::move(found[i])};
    if (!outcome.before) {
      outcome.refused = Error::not_found("resource.absent");
    } else {
      auto after = *outcome.before;
      if (auto edited = apply_to(after, viewer, change); !edited)
        outcome.refused = std::move(edited).error();
      else if (to_cbor(after) != to_cbor(*outcome.before))
        outcome.after = std::move(after);
    }
    outcomes.push_back(std::move(outcome));
  }
  return lines_of(outcomes);
}

Result<BulkResult> BulkEdits::apply(const Actor& actor, const access::Viewer& viewer,
                                    const BulkChange& change) {
  KECANG_ASSIGN(const auto ids, chosen(change));
  KECANG_TRY(check(change));
  const auto edit = [&](Resource& resource) { return apply_to(resource, viewer, change); };
  KECANG_ASSIGN(auto done, edits_.apply(actor, viewer.scope(), viewer.id(), ids, edit));
  bell_.ring();
  BulkResult result;
  if (!done.edit.id.empty()) result.edit = std::move(done.edit);
  KECANG_ASSIGN(result.lines, lines_of(done.outcomes));
  return result;
}

/// Who changed it may have it back as it was, though it be out of their own sight meanwhile by what they did.
Result<std::vector<BulkLine>> BulkEdits::undo(const Actor& actor, const access::Viewer& viewer,
                                              const BulkEditId& id) {
  const auto allow = [&](const Resource& now, const Resource& as_it_was) {
    return (may_view(viewer.scope(), now) || may_view(viewer.scope(), as_it_was)) &&
           viewer.can_edit(as_it_was);
  };
  KECANG_ASSIGN(const auto outcomes, edits_.undo(actor, viewer.id(), id, allow));
  bell_.ring();
  return lines_of(outcomes);
}

Result<std::vector<BulkEdit>> BulkEdits::undoable(const access::Viewer& viewer) const {
  return edits_.undoable(viewer.id());
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::BulkChange);
