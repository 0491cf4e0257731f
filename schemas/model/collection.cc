#include "schemas/model/collection.h"

#include <algorithm>
#include <random>
#include <string_view>

namespace kecang {
namespace {

template <class T>
bool is_any_of(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool is(const AccessScope& scope, const UserId& user) {
  return !user.empty() && scope.admits(scope_term::user(user));
}

/// What a grant says of kinds of resources is not asked: a collection has none.
bool opens(const ScopeGrant& grant, const std::string& term, const SchoolId& school) {
  return is_any_of(grant.terms, term) && grant.actions.has(Action::view) &&
         (grant.owners.empty() || is_any_of(grant.owners, school.text())) &&
         !is_any_of(grant.not_owners, school.text());
}

bool is_offered(const AccessScope& scope, const Collection& collection, const Release& release) {
  if (!release.counts_at(scope.at())) return false;
  const auto term = scope_term_of(release);
  if (scope.admits(term)) return true;
  return std::any_of(scope.grants().begin(), scope.grants().end(),
                     [&](const ScopeGrant& grant) { return opens(grant, term, collection.school); });
}

}  // namespace

bool may_manage(const CollectionReader& reader, const Collection& collection) {
  if (!collection.owner_group.empty()) return is_any_of(reader.curated, collection.owner_group);
  return is(reader.scope, collection.owner_user);
}

bool may_edit(const CollectionReader& reader, const Collection& collection) {
  return may_manage(reader, collection) ||
         std::any_of(collection.collaborators.begin(), collection.collaborators.end(),
                     [&](const UserId& user) { return is(reader.scope, user); });
}

bool may_see(const CollectionReader& reader, const Collection& collection) {
  if (may_edit(reader, collection)) return true;
  return collection.state == CollectionState::published &&
         std::any_of(collection.releases.begin(), collection.releases.end(),
                     [&](const Release& release) { return is_offered(reader.scope, collection, release); });
}

std::string new_part_id() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kLength = 16;
  std::random_device random;
  std::string id;
  for (auto bits = random(); id.size() < kLength; bits = bits >> 4U)
    id += kDigits[(id.size() % 8 == 0 ? bits = random() : bits) & 15U];
  return id;
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::CollectionItem);
KECANG_NOUN_FORMS(kecang::CollectionSection);
KECANG_NOUN_FORMS(kecang::Collection);
