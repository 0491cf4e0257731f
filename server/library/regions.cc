#include "server/library/regions.h"

#include <algorithm>
#include <set>

#include "schemas/base/text.h"
#include "schemas/base/trim.h"

namespace kecang {
namespace {

constexpr std::size_t kPage = 200;
constexpr std::size_t kNameBytes = 120;
constexpr std::size_t kMostSchools = 2'000;

Result<std::string> tidy_name(const std::string& name) {
  auto tidy = std::string(trimmed_wide(text::nfc(name)));
  if (tidy.empty()) return Error::invalid("region.name_empty").at("name");
  if (tidy.size() > kNameBytes)
    return Error::invalid("value.too_long").at("name").with("limit", std::to_string(kNameBytes));
  return tidy;
}

bool is_bureau(const access::Viewer& viewer) {
  return viewer.is_administrator() || !viewer.offices().empty();
}

Result<std::vector<Region>> all_regions(const Directory& directory) {
  std::vector<Region> all;
  PageRequest request{.after = {}, .limit = kPage};
  do {
    KECANG_ASSIGN(auto page, directory.regions(request));
    std::move(page.items.begin(), page.items.end(), std::back_inserter(all));
    request.after = page.next;
  } while (!request.after.empty());
  return all;
}

}  // namespace

Result<bool> Regions::keeps(const access::Viewer& viewer, const RegionId& id) const {
  if (viewer.is_administrator()) return true;
  KECANG_ASSIGN(const auto around, directory_.regions_around(id));
  return std::any_of(around.begin(), around.end(),
                     [&](const RegionId& one) { return viewer.is_officer_of(one); });
}

/// Officers who see a region above their own may not change it; to others it is not there.
Result<Region> Regions::kept(const access::Viewer& viewer, const RegionId& id) const {
  KECANG_ASSIGN(const auto seen, page(viewer, id));
  if (!seen.view.may_edit) return Error::forbidden("region.not_bureau");
  return seen.view.region;
}

Result<std::vector<RegionView>> Regions::list(const access::Viewer& viewer) const {
  if (!is_bureau(viewer)) return Error::forbidden("region.not_bureau");
  KECANG_ASSIGN(const auto all, all_regions(directory_));
  std::set<RegionId> above;
  for (const auto& office : viewer.offices()) {
    KECANG_ASSIGN(const auto around, directory_.regions_around(office));
    above.insert(around.begin(), around.end());
  }
  std::vector<RegionView> views;
  for (const auto& region : all) {
    KECANG_ASSIGN(const bool may_edit, keeps(viewer, region.id));
    if (may_edit || above.contains(region.id)) views.push_back({region, may_edit});
  }
  return views;
}

Result<std::vector<PlacedSchool>> Regions::schools_in(const RegionId& id) const {
  KECANG_ASSIGN(const auto within, directory_.schools_within(id, kMostSchools));
  std::vector<PlacedSchool> placed;
  for (const auto& school_id : within) {
    KECANG_ASSIGN(auto school, directory_.school(school_id));
    if (school.place == id) placed.push_back({school.id, std::move(school.name)});
  }
  std::sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return placed;
}

Result<RegionPage> Regions::page(const access::Viewer& viewer, const RegionId& id) const {
  const auto views = list(viewer);
  if (!views) return views.error();
  const auto found =
      std::find_if(views->begin(), views->end(), [&](const auto& view) { return view.region.id == id; });
  if (found == views->end()) return Error::not_found("region.absent");
  RegionPage page{.view = *found, .schools = {}};
  if (!found->may_edit) return page;
  KECANG_ASSIGN(page.schools, schools_in(id));
  return page;
}

Result<RegionView> Regions::create(const Actor& actor, const access::Viewer& viewer, const NewRegion& as) {
  if (!is_bureau(viewer)) return Error::forbidden("region.not_bureau");
  Region region;
  KECANG_ASSIGN(region.name, tidy_name(as.name));
  region.kind = as.kind;
  region.parent = as.parent;
  if (as.parent.empty()) {
    if (!viewer.is_administrator()) return Error::forbidden("region.not_bureau");
  } else {
    KECANG_ASSIGN(const auto parent, kept(viewer, as.parent));
    if (parent.closed) return Error::conflict("region.closed");
    if (as.kind <= parent.kind) return Error::invalid("region.level_wrong").at("kind");
  }
  // Rosters name regions by keys of theirs and never meet one of chance.
  region.key = RegionId::make(Time{}).text();
  KECANG_ASSIGN(auto stored, directory_.put_region(actor, std::move(region)));
  return RegionView{std::move(stored), true};
}

Result<bool> Regions::has_open_regions(const RegionId& id) const {
  KECANG_ASSIGN(const auto all, all_regions(directory_));
  return std::any_of(all.begin(), all.end(),
                     [&](const Region& one) { return one.parent == id && !one.closed; });
}

Result<RegionView> Regions::edit(const Actor& actor, const access::Viewer& viewer, const RegionId& id,
                                 const RegionEdit& edit) {
  KECANG_ASSIGN(auto region, kept(viewer, id));
  region.version = edit.version;
  if (edit.name) {
    KECANG_ASSIGN(region.name, tidy_name(*edit.name));
  }
  if (edit.closed && *edit.closed != region.closed) {
    if (*edit.closed) {
      KECANG_ASSIGN(const auto schools, schools_in(id));
      KECANG_ASSIGN(const bool regions, has_open_regions(id));
      if (!schools.empty() || regions) return Error::conflict("region.not_empty");
    } else if (!region.parent.empty()) {
      KECANG_ASSIGN(const auto parent, directory_.region(region.parent));
      if (parent.closed) return Error::conflict("region.closed");
    }
    region.closed = *edit.closed;
  }
  KECANG_ASSIGN(auto stored, directory_.put_region(actor, std::move(region)));
  return RegionView{std::move(stored), true};
}

Result<RegionPage> Regions::place(const Actor& actor, const access::Viewer& viewer, const RegionId& id,
                                  const SchoolId& school_id) {
  KECANG_ASSIGN(const auto region, kept(viewer, id));
  if (region.closed) return Error::conflict("region.closed");
  auto school = directory_.school(school_id);
  if (!school) return std::move(school).error();
  if (!viewer.is_administrator()) {
    KECANG_ASSIGN(const bool kept_now, keeps(viewer, school->place));
    if (school->place.empty() || !kept_now) return Error::not_found("school.absent");
  }
  school->place = id;
  KECANG_TRY(directory_.put_school(actor, std::move(*school)));
  return page(viewer, id);
}

Result<RegionPage> Regions::take_out(const Actor& actor, const access::Viewer& viewer, const RegionId& id,
                                     const SchoolId& school_id) {
  KECANG_TRY(kept(viewer, id));
  if (!viewer.is_administrator()) return Error::forbidden("region.not_bureau");
  KECANG_ASSIGN(auto school, directory_.school(school_id));
  if (school.place != id) return Error::not_found("school.absent");
  school.place = RegionId();
  KECANG_TRY(directory_.put_school(actor, std::move(school)));
  return page(viewer, id);
}

}  // namespace kecang
