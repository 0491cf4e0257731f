#include "schemas/model/resource.h"

#include "schemas/model/access_scope.h"

namespace kecang {

std::vector<std::string> scope_terms(const Resource& resource) {
  if (resource.state == FileState::withdrawn) return {};
  std::vector<std::string> terms;
  for (const auto& release : resource.releases) {
    switch (release.kind) {
      case ReleaseKind::user:
        terms.push_back(scope_term::user(UserId::trusted(release.target)));
        break;
      case ReleaseKind::office:
        terms.push_back(scope_term::school_office(SchoolId::trusted(release.target)));
        break;
      case ReleaseKind::school:
        terms.push_back(scope_term::school(SchoolId::trusted(release.target)));
        break;
      case ReleaseKind::group:
        terms.push_back(scope_term::group(GroupId::trusted(release.target)));
        break;
      case ReleaseKind::everyone:
        terms.push_back(scope_term::everyone());
        break;
    }
  }
  return terms;
}

std::vector<std::string> answer_terms(const Resource& resource) {
  auto terms = scope_terms(resource);
  std::erase(terms, scope_term::everyone());
  return terms;
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::Tag);
KECANG_NOUN_FORMS(kecang::ResourceTags);
KECANG_NOUN_FORMS(kecang::Release);
KECANG_NOUN_FORMS(kecang::Lesson);
KECANG_NOUN_FORMS(kecang::Revision);
KECANG_NOUN_FORMS(kecang::Resource);
