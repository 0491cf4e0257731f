#include "schemas/model/resource.h"

#include <algorithm>

#include "schemas/model/coverage.h"

namespace kecang {
namespace {

bool is_any_of(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}
/// An empty list stands for any value.
bool fits(const std::vector<std::string>& values, const std::string& value) {
  return values.empty() || is_any_of(values, value);
}

/// What the viewer may do because of one release.
Actions actions_by(const AccessScope& scope, const Resource& resource, const Release& release) {
  if (!release.counts_at(scope.at())) return {};
  const auto term = scope_term_of(release);
  if (scope.admits(term)) return release.allowed();
  Actions actions;
  for (const auto& grant : scope.grants())
    if (is_any_of(grant.terms, term) && covers(grant, resource))
      actions = actions | (release.allowed() & grant.actions);
  return actions;
}

bool shows_answers(const Release& release) {
  return release.kind != ReleaseKind::everyone && release.kind != ReleaseKind::region;
}

template <class Counts>
std::vector<std::string> viewing_terms(const Resource& resource, Time now, const Counts& counts) {
  std::vector<std::string> terms;
  if (resource.state == FileState::withdrawn) return terms;
  for (const auto& release : resource.releases)
    if (release.counts_at(now) && release.allowed().has(Action::view) && counts(release))
      terms.push_back(scope_term_of(release));
  return terms;
}

}  // namespace

bool covers(const ScopeGrant& grant, const Resource& resource) {
  return fits(grant.types, resource.tags.type.value) && fits(grant.subjects, resource.tags.subject.value) &&
         fits(grant.owners, resource.owner.text()) && !is_any_of(grant.not_owners, resource.owner.text()) &&
         resource.standing >= grant.least;
}

std::string scope_term_of(const Release& release) {
  switch (release.kind) {
    case ReleaseKind::user:
      return scope_term::user(UserId::trusted(release.target));
    case ReleaseKind::office:
      return scope_term::school_office(SchoolId::trusted(release.target));
    case ReleaseKind::school:
      return scope_term::school(SchoolId::trusted(release.target));
    case ReleaseKind::school_only:
      return scope_term::school_only(SchoolId::trusted(release.target));
    case ReleaseKind::group:
      return scope_term::group(GroupId::trusted(release.target));
    case ReleaseKind::agreement:
      return scope_term::agreement(AgreementId::trusted(release.target));
    case ReleaseKind::partners:
      return scope_term::partners(release.target);
    case ReleaseKind::region:
      return scope_term::region(RegionId::trusted(release.target));
    case ReleaseKind::everyone:
      return scope_term::everyone();
  }
  return {};
}

Actions actions_on(const AccessScope& scope, const Resource& resource) {
  Actions actions;
  if (resource.state == FileState::withdrawn) return actions;
  for (const auto& release : resource.releases) actions = actions | actions_by(scope, resource, release);
  return actions;
}

bool may_see_answers(const AccessScope& scope, const Resource& resource) {
  return resource.state != FileState::withdrawn &&
         std::any_of(resource.releases.begin(), resource.releases.end(), [&](const Release& release) {
           return shows_answers(release) && actions_by(scope, resource, release).has(Action::view);
         });
}

std::vector<std::string> scope_terms(const Resource& resource, Time now) {
  return viewing_terms(resource, now, [](const Release&) { return true; });
}

std::vector<std::string> answer_terms(const Resource& resource, Time now) {
  return viewing_terms(resource, now, shows_answers);
}

std::optional<Time> next_release(const Resource& resource, Time now) {
  std::optional<Time> next;
  if (resource.state == FileState::withdrawn) return next;
  for (const auto& release : resource.releases)
    if (release.from && *release.from > now && (!next || *release.from < *next)) next = release.from;
  return next;
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::Tag);
KECANG_NOUN_FORMS(kecang::ResourceTags);
KECANG_NOUN_FORMS(kecang::Release);
KECANG_NOUN_FORMS(kecang::Lesson);
KECANG_NOUN_FORMS(kecang::Revision);
KECANG_NOUN_FORMS(kecang::Resource);
