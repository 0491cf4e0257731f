#pragma once
/// What one viewer may see at one instant, as a handful of scope terms. Only server/access can make one;
/// whoever asks for a resource has to hold one, so that an unscoped read does not compile. (Two generations
/// of the index are compared under the scope of a resource itself: storage/xapian/comparison.h, whose answers
/// reach nobody.)
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/ids.h"
#include "schemas/model/action.h"
#include "schemas/model/standing.h"

namespace kecang {

namespace access {
class ScopeBuilder;
}
namespace xapian {
class SampleScope;
}

/// The words in which releases and scopes meet: a resource carries the terms it is released to, a scope those
/// that count now.
namespace scope_term {
inline std::string everyone() {
  return "public";
}
inline std::string user(const UserId& id) {
  return "user:" + id.text();
}
inline std::string school(const SchoolId& id) {
  return "school:" + id.text();
}
/// What a school offers to nobody beyond it, whatever its agreements say.
inline std::string school_only(const SchoolId& id) {
  return "school-only:" + id.text();
}
inline std::string group(const GroupId& id) {
  return "group:" + id.text();
}
/// The members of a group or the parties of an agreement, and its partners, who hold nothing else of it.
inline std::string partners(std::string_view group_or_agreement) {
  return "partners:" + std::string(group_or_agreement);
}
inline std::string region(const RegionId& id) {
  return "region:" + id.text();
}
inline std::string agreement(const AgreementId& id) {
  return "agreement:" + id.text();
}
/// The group of a term made by `group`; nothing for any other term.
inline std::optional<GroupId> group_of(std::string_view term) {
  constexpr std::string_view kPrefix = "group:";
  if (!term.starts_with(kPrefix)) return {};
  return GroupId::trusted(std::string(term.substr(kPrefix.size())));
}
/// Held by a school's administrators only: what concerns running the school, such as all of its imports.
inline std::string school_office(const SchoolId& id) {
  return "school-office:" + id.text();
}
}  // namespace scope_term

/// Terms that count under conditions: what an agreement covers, or what a group's schools offered it while
/// they belong to it. An empty list of values stands for any value.
struct ScopeGrant {
  std::vector<std::string> terms;  ///< any of them
  std::vector<std::string> types;
  std::vector<std::string> subjects;
  std::vector<std::string> owners;      ///< id texts of schools
  std::vector<std::string> not_owners;  ///< id texts of schools
  Standing least = Standing::none;
  Actions actions = Actions::all();
  AgreementId agreement;  ///< empty: of a group
};

/// Immutable; any thread may read.
class AccessScope {
 public:
  /// Those that count whatever carries them. Sorted, without repetition.
  const std::vector<std::string>& terms() const { return terms_; }
  const std::vector<ScopeGrant>& grants() const { return grants_; }
  /// The instant it was made for: what is offered from a later one on does not count yet.
  Time at() const { return at_; }
  bool admits(std::string_view term) const { return std::binary_search(terms_.begin(), terms_.end(), term); }
  /// True if any of `terms` counts for this viewer.
  bool admits_any(const std::vector<std::string>& terms) const {
    return std::any_of(terms.begin(), terms.end(), [&](const auto& term) { return admits(term); });
  }
  /// The term counts, if only under conditions.
  bool holds(std::string_view term) const {
    return admits(term) || std::any_of(grants_.begin(), grants_.end(), [&](const ScopeGrant& grant) {
             return std::find(grant.terms.begin(), grant.terms.end(), term) != grant.terms.end();
           });
  }
  /// Equal for equal rights; part of every cache key.
  const std::string& fingerprint() const { return fingerprint_; }
  /// The scope must be computed again from this instant on: a membership or an agreement begins or ends.
  Time valid_until() const { return valid_until_; }

 private:
  friend class access::ScopeBuilder;
  friend class xapian::SampleScope;
  AccessScope(std::vector<std::string> terms, std::vector<ScopeGrant> grants, std::string fingerprint,
              Time at, Time valid_until)
      : terms_(std::move(terms)),
        grants_(std::move(grants)),
        fingerprint_(std::move(fingerprint)),
        at_(at),
        valid_until_(valid_until) {}
  std::vector<std::string> terms_;
  std::vector<ScopeGrant> grants_;
  std::string fingerprint_;
  Time at_;
  Time valid_until_;
};

}  // namespace kecang
