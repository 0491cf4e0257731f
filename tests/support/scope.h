#pragma once
/// Scopes for tests and benches of what lies below server/access. Not for programs that link server/access,
/// whose builder has the same name.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "schemas/model/access_scope.h"

namespace kecang::access {

class ScopeBuilder {
 public:
  static AccessScope of(std::vector<std::string> terms, std::vector<ScopeGrant> grants) {
    std::sort(terms.begin(), terms.end());
    std::string fingerprint;
    for (const auto& term : terms) fingerprint += term + " ";
    return {std::move(terms), std::move(grants), std::move(fingerprint), Time{}, kForever};
  }
};

}  // namespace kecang::access

namespace kecang::test {

inline AccessScope scope_of(std::vector<std::string> terms, std::vector<ScopeGrant> grants = {}) {
  return access::ScopeBuilder::of(std::move(terms), std::move(grants));
}
inline AccessScope everyone() {
  return scope_of({scope_term::everyone()});
}

}  // namespace kecang::test
