#include "server/library/names.h"

namespace kecang {
namespace {

template <class Noun>
const std::string& what_it_is_called(const Noun& noun) {
  if constexpr (requires { noun.title; })
    return noun.title;
  else
    return noun.name;
}

}  // namespace

template <class Find>
Result<std::string> Names::name_of(const std::string& id, Find find) {
  if (id.empty()) return std::string();
  if (const auto found = known_.find(id); found != known_.end()) return found->second;
  if (auto remembered = directory_.names().find(version_, id)) return known_[id] = std::move(*remembered);
  auto noun = find();
  if (!noun && noun.error().kind() != ErrorKind::not_found) return std::move(noun).error();
  const auto& name = known_[id] = noun ? what_it_is_called(*noun) : std::string();
  if (noun) directory_.names().keep(version_, id, name);
  return name;
}

Result<std::string> Names::school(const SchoolId& id) {
  return name_of(id.text(), [&] { return directory_.school(id); });
}
Result<std::string> Names::group(const GroupId& id) {
  return name_of(id.text(), [&] { return directory_.group(id); });
}
Result<std::string> Names::region(const RegionId& id) {
  return name_of(id.text(), [&] { return directory_.region(id); });
}
Result<std::string> Names::agreement(const AgreementId& id) {
  return name_of(id.text(), [&] { return directory_.agreement(id); });
}
Result<std::string> Names::group_or_agreement(const std::string& id) {
  KECANG_ASSIGN(auto name, group(GroupId::trusted(id)));
  if (!name.empty()) return name;
  known_.erase(id);
  return agreement(AgreementId::trusted(id));
}
Result<std::string> Names::user(const UserId& id) {
  return name_of(id.text(), [&] { return directory_.user(id); });
}
Result<std::string> Names::target(const Release& release) {
  switch (release.kind) {
    case ReleaseKind::user:
      return user(UserId::trusted(release.target));
    case ReleaseKind::office:
    case ReleaseKind::school:
    case ReleaseKind::school_only:
      return school(SchoolId::trusted(release.target));
    case ReleaseKind::group:
      return group(GroupId::trusted(release.target));
    case ReleaseKind::agreement:
      return agreement(AgreementId::trusted(release.target));
    case ReleaseKind::partners:
      return group_or_agreement(release.target);
    case ReleaseKind::region:
      return region(RegionId::trusted(release.target));
    case ReleaseKind::everyone:
      break;
  }
  return std::string();
}

}  // namespace kecang
