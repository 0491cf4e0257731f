#include "server/library/access_requests.h"

#include <algorithm>
#include <map>
#include <set>

#include "schemas/base/text.h"
#include "schemas/base/trim.h"
#include "server/access/scope_builder.h"

namespace kecang {
namespace {

constexpr std::size_t kTextBytes = 4'000;

Result<std::string> checked_text(const std::string& text, const char* field, const char* empty) {
  std::string checked(trimmed(text));
  if (checked.empty()) return Error::invalid(empty).at(field);
  if (checked.size() > kTextBytes)
    return Error::invalid("value.too_long").at(field).with("limit", std::to_string(kTextBytes));
  return checked;
}

/// Every word of `text` stands in the title, whatever its case, width or characters' form.
class TitleFilter {
 public:
  explicit TitleFilter(const std::string& text) {
    std::string_view rest = text;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(' '), rest.size());
      if (end > 0) words_.push_back(text::normalise(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  bool operator()(std::string_view title) const {
    if (words_.empty()) return true;
    const auto normal = text::normalise(title);
    return std::all_of(words_.begin(), words_.end(),
                       [&](const std::string& word) { return normal.find(word) != std::string::npos; });
  }

 private:
  std::vector<std::string> words_;
};

Error wrong_step(const AccessRequest& request) {
  return Error::conflict("access_request.wrong_step").with("state", std::string(enum_text(request.state)));
}

bool may(const AccessRequestView& view, AccessStep step) {
  return std::find(view.may.begin(), view.may.end(), step) != view.may.end();
}

}  // namespace

Result<Page<TitleView>> AccessRequests::titles(const access::Viewer& viewer, const std::string& text,
                                               const PageRequest& page) const {
  KECANG_ASSIGN(const auto found, titles_.titles(viewer.scope(), TitleFilter(text), page));
  std::map<ResourceId, AccessRequest> asked;
  if (!found.items.empty() && !viewer.id().empty()) {
    KECANG_ASSIGN(const auto mine, requests_.by(viewer.id()));
    for (const auto& request : mine) asked.emplace(request.resource, request);
  }
  Names names(directory_);
  Page<TitleView> views{.items = {}, .next = found.next};
  for (const auto& title : found.items) {
    TitleView view{.title = title, .owner_name = {}, .asked = {}};
    KECANG_ASSIGN(view.owner_name, names.school(title.owner));
    if (const auto one = asked.find(title.id); one != asked.end()) view.asked = one->second;
    views.items.push_back(std::move(view));
  }
  return views;
}

Result<std::optional<AccessRequestView>> AccessRequests::told(const access::Viewer& viewer,
                                                              const AccessRequest& request,
                                                              Names& names) const {
  const std::optional<AccessRequestView> nothing;
  const auto title = titles_.title(viewer.scope(), request.resource);
  if (!title && title.error().kind() == ErrorKind::not_found) return nothing;
  if (!title) return title.error();
  const bool own = !viewer.id().empty() && request.by == viewer.id();
  // Who answers for the school sees the resource, too: what is private to somebody is not theirs to give.
  const bool answers = viewer.administers(title->owner) && title->viewable;
  if (!own && !answers) return nothing;
  AccessRequestView view{.request = request,
                         .title = title->title,
                         .owner_name = {},
                         .asker_name = {},
                         .school_name = {},
                         .viewable = title->viewable,
                         .may = {}};
  KECANG_ASSIGN(view.owner_name, names.school(title->owner));
  KECANG_ASSIGN(view.asker_name, names.user(request.by));
  KECANG_ASSIGN(view.school_name, names.school(request.school));
  if (request.state == AccessRequestState::asked) {
    if (answers) view.may = {AccessStep::grant, AccessStep::decline};
    if (own) view.may.push_back(AccessStep::withdraw);
  }
  return std::optional(std::move(view));
}

Result<std::vector<AccessRequestView>> AccessRequests::list(const access::Viewer& viewer, Shelf shelf) const {
  std::vector<AccessRequest> found;
  std::set<AccessRequestId> seen;
  const auto add = [&](std::vector<AccessRequest> requests) {
    for (auto& request : requests)
      if (seen.insert(request.id).second) found.push_back(std::move(request));
  };
  if (shelf == Shelf::mine && !viewer.id().empty()) {
    KECANG_ASSIGN(auto mine, requests_.by(viewer.id()));
    add(std::move(mine));
  }
  if (shelf == Shelf::to_answer) {
    for (const auto& place : viewer.schools()) {
      if (!viewer.administers(place.school)) continue;
      KECANG_ASSIGN(auto asked, requests_.at(place.school));
      add(std::move(asked));
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return b.id < a.id; });
  Names names(directory_);
  std::vector<AccessRequestView> views;
  for (const auto& request : found) {
    KECANG_ASSIGN(auto view, told(viewer, request, names));
    // What was handed over to another school is answered there.
    const bool answers =
        view && (may(*view, AccessStep::grant) || request.state != AccessRequestState::asked);
    if (view && (shelf == Shelf::mine || answers)) views.push_back(std::move(*view));
  }
  return views;
}

Result<AccessRequestView> AccessRequests::view(const access::Viewer& viewer,
                                               const AccessRequestId& id) const {
  KECANG_ASSIGN(const auto request, requests_.request(id));
  Names names(directory_);
  KECANG_ASSIGN(auto view, told(viewer, request, names));
  if (!view) return Error::not_found("access_request.absent");
  return std::move(*view);
}

Result<AccessRequestView> AccessRequests::ask(const Actor& actor, const access::Viewer& viewer,
                                              const AccessAsked& asked) {
  AccessRequest request;
  KECANG_ASSIGN(request.reason, checked_text(asked.reason, "reason", "access_request.reason_empty"));
  request.resource = asked.resource;
  request.by = viewer.id();
  if (!asked.school.empty()) {
    if (!viewer.belongs_to(asked.school)) return Error::not_found("school.absent");
    request.school = asked.school;
  } else if (!viewer.schools().empty()) {
    request.school = viewer.schools().front().school;
  }
  KECANG_ASSIGN(const auto stored, requests_.ask(actor, viewer.scope(), std::move(request)));
  return view(viewer, stored.id);
}

/// Whom it can be opened to is asked of who asked: as they are now, not as they were then.
Result<Release> AccessRequests::release_of(const access::Viewer& viewer, const AccessRequest& request,
                                           const AccessStepTaken& step) const {
  KECANG_ASSIGN(const auto user, directory_.user(request.by));
  const auto asker = access::ScopeBuilder(directory_).viewer(user, clock_.now());
  const auto knows =
      asker ? titles_.title(asker->scope(), request.resource) : Result<KnownTitle>(asker.error());
  if (!knows) return Error::conflict("access_request.no_longer");
  Release release{.kind = step.to, .target = {}, .actions = step.actions, .from = step.from};
  switch (step.to) {
    case ReleaseKind::user:
      release.target = request.by.text();
      return release;
    case ReleaseKind::school:
      if (!asker->belongs_to(request.school)) break;
      // To the school and not to whom its own agreements share what it has.
      release.kind = ReleaseKind::school_only;
      release.target = request.school.text();
      return release;
    case ReleaseKind::group: {
      const auto group = GroupId::trusted(step.group);
      if (!asker->belongs_to(group) || !viewer.belongs_to(group)) break;
      release.target = step.group;
      return release;
    }
    default:
      break;
  }
  return Error::invalid("access_request.receiver_unknown").at("to");
}

Result<AccessRequestView> AccessRequests::take(const Actor& actor, const access::Viewer& viewer,
                                               const AccessRequestId& id, const AccessStepTaken& step) {
  KECANG_ASSIGN(const auto seen, view(viewer, id));
  auto request = seen.request;
  if (request.version != step.version) return Error::conflict("access_request.changed");
  if (request.state != AccessRequestState::asked) return wrong_step(request);
  if (!may(seen, step.step)) return Error::forbidden("access_request.not_yours");
  switch (step.step) {
    case AccessStep::withdraw:
      request.state = AccessRequestState::withdrawn;
      KECANG_TRY(requests_.settle(actor, std::move(request)));
      break;
    case AccessStep::decline: {
      KECANG_ASSIGN(request.answer, checked_text(step.note, "note", "access_request.answer_empty"));
      request.state = AccessRequestState::declined;
      request.decided_by = viewer.id();
      KECANG_TRY(requests_.settle(actor, std::move(request)));
      break;
    }
    case AccessStep::grant: {
      KECANG_ASSIGN(const auto release, release_of(viewer, request, step));
      request.answer = std::string(trimmed(step.note)).substr(0, kTextBytes);
      request.state = AccessRequestState::granted;
      request.decided_by = viewer.id();
      KECANG_TRY(requests_.grant(actor, viewer.scope(), std::move(request), release));
      bell_.ring();
      break;
    }
  }
  return view(viewer, id);
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::AccessAsked);
KECANG_NOUN_FORMS(kecang::AccessStepTaken);
