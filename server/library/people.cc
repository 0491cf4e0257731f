#include "server/library/people.h"

#include <algorithm>
#include <set>

#include "schemas/base/text.h"
#include "server/library/names.h"

namespace kecang {
namespace {

constexpr std::size_t kAll = 200;

/// A page of a list that is small and at hand; `next` is the last id text given out.
template <class T>
Page<T> page_of(std::vector<T> items, const PageRequest& page) {
  std::sort(items.begin(), items.end(), [](const T& a, const T& b) { return a.id < b.id; });
  std::erase_if(items, [&](const T& item) { return !page.after.empty() && item.id.text() <= page.after; });
  Page<T> answer{.items = std::move(items), .next = {}};
  if (answer.items.size() > page.limit) {
    answer.items.erase(answer.items.begin() + static_cast<std::ptrdiff_t>(page.limit), answer.items.end());
    answer.next = answer.items.back().id.text();
  }
  return answer;
}

/// Everything of a container, page by page.
Result<std::vector<Membership>> all_members(const Directory& directory, const std::string& container) {
  std::vector<Membership> all;
  PageRequest request{.after = {}, .limit = kAll};
  do {
    KECANG_ASSIGN(auto page, directory.members_of(container, request));
    std::move(page.items.begin(), page.items.end(), std::back_inserter(all));
    request.after = page.next;
  } while (!request.after.empty());
  return all;
}

/// Agreements and requests are theirs to make.
bool makes_terms(const access::Viewer& viewer) {
  const auto administers = [&](const auto& places, auto id) {
    return std::any_of(places.begin(), places.end(),
                       [&](const auto& place) { return viewer.administers(place.*id); });
  };
  return viewer.is_administrator() || !viewer.offices().empty() ||
         administers(viewer.schools(), &access::SchoolPlace::school) ||
         administers(viewer.groups(), &access::GroupPlace::group);
}

/// Of all there are, page by page, those with the text in their names.
template <class Read>
Result<void> add_named(std::vector<PlaceFound>& found, std::string_view text, bool group, const Read& read) {
  const auto wanted = text::normalise(text);
  PageRequest request{.after = {}, .limit = kAll};
  do {
    KECANG_ASSIGN(const auto page, read(request));
    for (const auto& one : page.items)
      if (text::normalise(one.name).find(wanted) != std::string::npos)
        found.push_back({group, one.id.text(), one.name});
    request.after = page.next;
  } while (!request.after.empty());
  return {};
}

}  // namespace

Result<std::vector<Group>> People::own_groups(const access::Viewer& viewer) const {
  std::vector<Group> groups;
  for (const auto& place : viewer.groups()) {
    KECANG_ASSIGN(auto group, directory_.group(place.group));
    groups.push_back(std::move(group));
  }
  return groups;
}

Result<Places> People::places(const access::Viewer& viewer) const {
  Places places;
  for (const auto& place : viewer.schools()) {
    KECANG_ASSIGN(auto school, directory_.school(place.school));
    // The roles of people stand in the enumeration from fewest rights to most.
    places.schools.push_back({.school = place.school,
                              .name = std::move(school.name),
                              .role = *std::max_element(place.roles.begin(), place.roles.end()),
                              .may_upload = viewer.may_upload_to(place.school)});
  }
  KECANG_ASSIGN(places.groups, own_groups(viewer));
  return places;
}

Result<std::vector<SchoolId>> People::visible_schools(const access::Viewer& viewer) const {
  std::set<SchoolId> ids;
  for (const auto& place : viewer.schools()) ids.insert(place.school);
  for (const auto& place : viewer.groups()) {
    KECANG_ASSIGN(const auto members, all_members(directory_, place.group.text()));
    for (const auto& member : members)
      if (member.kind == MembershipKind::school_in_group && member.counts_at(clock_.now()))
        ids.insert(SchoolId::trusted(member.subject));
  }
  return std::vector<SchoolId>(ids.begin(), ids.end());
}

Result<std::vector<PlaceFound>> People::find(const access::Viewer& viewer, std::string_view text) const {
  if (!makes_terms(viewer)) return Error::forbidden("people.not_administrator");
  std::vector<PlaceFound> found;
  KECANG_TRY(add_named(found, text, false, [&](const auto& page) { return directory_.schools(page); }));
  KECANG_TRY(add_named(found, text, true, [&](const auto& page) { return directory_.groups(page); }));
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  if (found.size() > kMostFound) found.resize(kMostFound);
  return found;
}

Result<Page<School>> People::schools(const access::Viewer& viewer, const PageRequest& page) const {
  if (viewer.is_administrator()) return directory_.schools(page);
  KECANG_ASSIGN(const auto ids, visible_schools(viewer));
  std::vector<School> schools;
  for (const auto& id : ids) {
    KECANG_ASSIGN(auto school, directory_.school(id));
    schools.push_back(std::move(school));
  }
  return page_of(std::move(schools), page);
}

Result<SchoolView> People::school(const access::Viewer& viewer, const SchoolId& id) const {
  if (!viewer.is_administrator()) {
    KECANG_ASSIGN(const auto ids, visible_schools(viewer));
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) return Error::not_found("school.absent");
  }
  SchoolView view;
  KECANG_ASSIGN(view.school, directory_.school(id));
  KECANG_ASSIGN(const auto memberships, directory_.memberships_of(id.text()));
  for (const auto& membership : memberships) {
    const auto group = GroupId::trusted(membership.container);
    const bool visible = viewer.is_administrator() || viewer.belongs_to(group);
    if (!visible || !membership.counts_at(clock_.now())) continue;
    KECANG_ASSIGN(auto found, directory_.group(group));
    view.groups.push_back(std::move(found));
  }
  return view;
}

Result<Page<NamedMember>> People::members(const access::Viewer& viewer, const SchoolId& id,
                                          const PageRequest& page) const {
  if (!viewer.is_administrator() && !viewer.belongs_to(id)) return Error::not_found("school.absent");
  KECANG_TRY(directory_.school(id));
  return named_members(viewer, id.text(), page);
}

Result<Page<Group>> People::groups(const access::Viewer& viewer, const PageRequest& page) const {
  if (viewer.is_administrator()) return directory_.groups(page);
  KECANG_ASSIGN(auto groups, own_groups(viewer));
  return page_of(std::move(groups), page);
}

Result<Group> People::group(const access::Viewer& viewer, const GroupId& id) const {
  if (!viewer.is_administrator() && !viewer.belongs_to(id)) return Error::not_found("group.absent");
  return directory_.group(id);
}

Result<Page<NamedMember>> People::members(const access::Viewer& viewer, const GroupId& id,
                                          const PageRequest& page) const {
  KECANG_TRY(group(viewer, id));
  return named_members(viewer, id.text(), page);
}

Result<Page<NamedMember>> People::named_members(const access::Viewer& viewer, const std::string& container,
                                                const PageRequest& page) const {
  KECANG_ASSIGN(const auto found, directory_.members_of(container, page));
  Names names(directory_);
  Page<NamedMember> answer{.items = {}, .next = found.next};
  for (const auto& membership : found.items) {
    const bool current = membership.counts_at(clock_.now());
    // Who left is history, and history is for those who administer.
    if (!current && !viewer.is_administrator()) continue;
    auto name = membership.kind == MembershipKind::school_in_group
                    ? names.school(SchoolId::trusted(membership.subject))
                    : names.user(UserId::trusted(membership.subject));
    if (!name) return std::move(name).error();
    answer.items.push_back({.membership = membership, .name = std::move(*name), .current = current});
  }
  return answer;
}

}  // namespace kecang
