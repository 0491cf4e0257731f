#include "server/library/names.h"

namespace kecang {
namespace {

template <class Find>
Result<std::string> name_of(std::map<std::string, std::string>& known, const std::string& id, Find find) {
  if (id.empty()) return std::string();
  if (const auto found = known.find(id); found != known.end()) return found->second;
  auto noun = find();
  if (!noun && noun.error().kind() != ErrorKind::not_found) return std::move(noun).error();
  return known[id] = noun ? noun->name : std::string();
}

}  // namespace

Result<std::string> Names::school(const SchoolId& id) {
  return name_of(known_, id.text(), [&] { return directory_.school(id); });
}
Result<std::string> Names::group(const GroupId& id) {
  return name_of(known_, id.text(), [&] { return directory_.group(id); });
}
Result<std::string> Names::user(const UserId& id) {
  return name_of(known_, id.text(), [&] { return directory_.user(id); });
}
Result<std::string> Names::target(const Release& release) {
  switch (release.kind) {
    case ReleaseKind::user:
      return user(UserId::trusted(release.target));
    case ReleaseKind::office:
    case ReleaseKind::school:
      return school(SchoolId::trusted(release.target));
    case ReleaseKind::group:
      return group(GroupId::trusted(release.target));
    case ReleaseKind::everyone:
      break;
  }
  return std::string();
}

}  // namespace kecang
