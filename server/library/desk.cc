#include "server/library/desk.h"

#include "schemas/base/text.h"
#include "schemas/base/trim.h"

namespace kecang {
namespace {

/// Shorter titles stand in any text.
constexpr std::size_t kTellingBytes = 6;

Result<std::string> tidy(const std::string& text, const char* field, std::size_t most) {
  auto whole = std::string(trimmed_wide(text::nfc(text)));
  if (whole.size() > most)
    return Error::invalid("value.too_long").at(field).with("limit", std::to_string(most));
  return whole;
}

/// Whether what was written says what the resource is called.
bool names_resource(const ClassUse& use) {
  const auto title = text::normalise(use.title);
  if (title.size() < kTellingBytes) return false;
  return text::normalise(use.note + " " + use.classes).find(title) != std::string::npos;
}

UseView hidden(ClassUse use) {
  UseView view{.use = std::move(use), .resource = {}, .withheld = false};
  if (names_resource(view.use)) {
    view.withheld = true;
    view.use.note.clear();
    view.use.classes.clear();
  }
  return view;
}

}  // namespace

Result<void> Desk::star(const access::Viewer& viewer, const ResourceId& id) {
  KECANG_TRY(catalog_.resource(viewer.scope(), id));
  return desk_.star(viewer.id(), id);
}

Result<void> Desk::unstar(const access::Viewer& viewer, const ResourceId& id) {
  return desk_.unstar(viewer.id(), id);
}

Result<std::vector<MarkedView>> Desk::shown(const access::Viewer& viewer,
                                            const std::vector<DeskMark>& marks) const {
  std::vector<ResourceId> ids;
  for (const auto& mark : marks) ids.push_back(mark.resource);
  KECANG_ASSIGN(auto found, catalog_.resources(viewer.scope(), ids));
  Names names(directory_);
  std::vector<MarkedView> views;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) continue;
    KECANG_ASSIGN(auto view, resources_.view_of(viewer, std::move(*found[i]), names));
    views.push_back({std::move(view), marks[i].at});
  }
  return views;
}

Result<std::vector<MarkedView>> Desk::favourites(const access::Viewer& viewer) const {
  KECANG_ASSIGN(const auto marks, desk_.favourites(viewer.id()));
  return shown(viewer, marks);
}

Result<std::vector<ResourceId>> Desk::starred(const access::Viewer& viewer) const {
  KECANG_ASSIGN(const auto marks, desk_.favourites(viewer.id()));
  std::vector<ResourceId> ids;
  for (const auto& mark : marks) ids.push_back(mark.resource);
  KECANG_ASSIGN(const auto found, catalog_.resources(viewer.scope(), ids));
  std::vector<ResourceId> seen;
  for (const auto& resource : found)
    if (resource) seen.push_back(resource->id);
  return seen;
}

Result<void> Desk::opened(const access::Viewer& viewer, const ResourceId& id) {
  KECANG_TRY(catalog_.resource(viewer.scope(), id));
  return desk_.opened(viewer.id(), id);
}

Result<std::vector<MarkedView>> Desk::recent(const access::Viewer& viewer) const {
  KECANG_ASSIGN(const auto marks, desk_.opened_by(viewer.id()));
  return shown(viewer, marks);
}

Result<void> Desk::forget_recent(const access::Viewer& viewer) {
  return desk_.forget_opened(viewer.id());
}

Result<UseView> Desk::add_use(const Actor& actor, const access::Viewer& viewer, const NewUse& use) {
  KECANG_ASSIGN(auto resource, catalog_.resource(viewer.scope(), use.resource));
  ClassUse as{.user = viewer.id(), .resource = use.resource, .school = use.school, .on = use.on};
  if (as.school.empty() && !viewer.schools().empty()) as.school = viewer.schools().front().school;
  if (as.school.empty() || !viewer.belongs_to(as.school))
    return Error::invalid("desk.not_your_school").at("school");
  if (as.on == Time{} || as.on > clock_.now() + std::chrono::hours{24})
    return Error::invalid("desk.date_wrong").at("on");
  KECANG_ASSIGN(as.classes, tidy(use.classes, "classes", ClassUse::kClassesBytes));
  KECANG_ASSIGN(as.note, tidy(use.note, "note", ClassUse::kNoteBytes));
  as.worked = use.worked;
  as.title = resource.title;
  KECANG_ASSIGN(auto stored, desk_.add_use(actor, std::move(as)));
  Names names(directory_);
  UseView view{.use = std::move(stored), .resource = {}, .withheld = false};
  KECANG_ASSIGN(view.resource, resources_.view_of(viewer, std::move(resource), names));
  return view;
}

Result<void> Desk::erase_use(const Actor& actor, const access::Viewer& viewer, const ClassUseId& id) {
  return desk_.erase_use(actor, viewer.id(), id);
}

Result<Page<UseView>> Desk::uses(const access::Viewer& viewer, const PageRequest& page) const {
  KECANG_ASSIGN(auto uses, desk_.uses_of(viewer.id(), page));
  std::vector<ResourceId> ids;
  for (const auto& use : uses.items) ids.push_back(use.resource);
  KECANG_ASSIGN(auto found, catalog_.resources(viewer.scope(), ids));
  Names names(directory_);
  Page<UseView> views;
  views.next = std::move(uses.next);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) {
      views.items.push_back(hidden(std::move(uses.items[i])));
      continue;
    }
    UseView view{.use = std::move(uses.items[i]), .resource = {}, .withheld = false};
    KECANG_ASSIGN(view.resource, resources_.view_of(viewer, std::move(*found[i]), names));
    views.items.push_back(std::move(view));
  }
  return views;
}

Result<ResourceDesk> Desk::of_resource(const access::Viewer& viewer, const ResourceId& id) const {
  KECANG_TRY(catalog_.resource(viewer.scope(), id));
  ResourceDesk desk;
  KECANG_ASSIGN(desk.starred, desk_.is_starred(viewer.id(), id));
  KECANG_ASSIGN(desk.mine, desk_.uses_of(viewer.id(), id));
  Names names(directory_);
  for (const auto& place : viewer.schools()) {
    KECANG_ASSIGN(const auto count, desk_.uses_in(id, place.school));
    if (count == 0) continue;
    KECANG_ASSIGN(auto name, names.school(place.school));
    desk.schools.push_back({place.school, std::move(name), count});
  }
  return desk;
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::NewUse);
