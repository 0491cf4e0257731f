#include "server/access/scope_builder.h"

#include <algorithm>
#include <string>
#include <utility>

#include "schemas/base/digest.h"
#include "server/access/standing.h"

namespace kecang::access {
namespace {

constexpr std::size_t kFingerprintDigits = 32;

/// Parts with what tells them apart, so that different rights never look the same.
class Fingerprint {
 public:
  void add(const std::vector<std::string>& parts) {
    for (const auto& part : parts) {
      hash_.update(part);
      hash_.update("\n");
    }
    hash_.update("\r");
  }
  void add(const ScopeGrant& grant) {
    for (const auto* parts : {&grant.terms, &grant.types, &grant.subjects, &grant.owners, &grant.not_owners})
      add(*parts);
    std::vector<std::string> rest{std::string(enum_text(grant.least)), grant.agreement.text()};
    for (const auto action : grant.actions.list()) rest.emplace_back(enum_text(action));
    add(rest);
  }
  std::string text() { return hash_.finish().hex().substr(0, kFingerprintDigits); }

 private:
  Sha256 hash_;
};

std::string fingerprint_of(const std::vector<std::string>& terms, const std::vector<ScopeGrant>& grants) {
  Fingerprint fingerprint;
  fingerprint.add(terms);
  for (const auto& grant : grants) fingerprint.add(grant);
  return fingerprint.text();
}

}  // namespace

Viewer ScopeBuilder::viewer_of(const User& user, Standing standing, Time now) {
  auto terms = standing.terms();
  terms.push_back(scope_term::everyone());
  if (!user.id.empty()) terms.push_back(scope_term::user(user.id));
  std::sort(terms.begin(), terms.end());
  auto fingerprint = fingerprint_of(terms, standing.grants);
  return Viewer(user,
                AccessScope(std::move(terms), std::move(standing.grants), std::move(fingerprint), now,
                            standing.valid_until),
                std::move(standing.places));
}

Result<Viewer> ScopeBuilder::viewer(const User& user, Time now) const {
  if (user.disabled) return Error::unauthenticated("user.disabled");
  const auto version = directory_.version();  // before anything is read
  if (auto known = remembered(user, now, version)) return std::move(*known);
  Standing standing(directory_, now);
  KECANG_TRY(standing.add_user(user.id));
  auto made = viewer_of(user, std::move(standing), now);
  viewers_.keep(version, user.id.text(), std::make_shared<const Viewer>(made));
  return made;
}

/// As the user is now, at the instant asked for: what is offered from a later one on does not count yet.
std::optional<Viewer> ScopeBuilder::remembered(const User& user, Time now, std::uint64_t version) const {
  const auto known = viewers_.find(version, user.id.text());
  if (!known || now < (*known)->scope_.at_ || now >= (*known)->scope_.valid_until_) return {};
  Viewer viewer(**known);
  viewer.user_ = user;
  viewer.scope_.at_ = now;
  return viewer;
}

Result<Viewer> ScopeBuilder::viewer_within(const User& user, const std::vector<SchoolId>& schools,
                                           Time now) const {
  if (user.disabled) return Error::unauthenticated("user.disabled");
  Standing standing(directory_, now);
  KECANG_TRY(standing.add_user_within(user.id, schools));
  User face = user;
  face.id = UserId();
  face.role = SystemRole::none;
  return viewer_of(face, std::move(standing), now);
}

Result<Viewer> ScopeBuilder::office_of(const SchoolId& school, Time now) const {
  Standing standing(directory_, now);
  KECANG_TRY(standing.add_office(school));
  return viewer_of(User(), std::move(standing), now);
}

}  // namespace kecang::access
