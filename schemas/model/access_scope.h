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
inline std::string group(const GroupId& id) {
  return "group:" + id.text();
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

/// Immutable; any thread may read.
class AccessScope {
 public:
  /// Sorted, without repetition.
  const std::vector<std::string>& terms() const { return terms_; }
  bool admits(std::string_view term) const { return std::binary_search(terms_.begin(), terms_.end(), term); }
  /// True if any of `terms` counts for this viewer.
  bool admits_any(const std::vector<std::string>& terms) const {
    return std::any_of(terms.begin(), terms.end(), [&](const auto& term) { return admits(term); });
  }
  /// Equal for equal rights; part of every cache key.
  const std::string& fingerprint() const { return fingerprint_; }
  /// The scope must be computed again from this instant on: a membership begins or ends.
  Time valid_until() const { return valid_until_; }

 private:
  friend class access::ScopeBuilder;
  friend class xapian::SampleScope;
  AccessScope(std::vector<std::string> terms, std::string fingerprint, Time valid_until)
      : terms_(std::move(terms)), fingerprint_(std::move(fingerprint)), valid_until_(valid_until) {}
  std::vector<std::string> terms_;
  std::string fingerprint_;
  Time valid_until_;
};

}  // namespace kecang
