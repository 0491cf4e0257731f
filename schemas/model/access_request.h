#pragma once
/// Somebody who knows a resource by its title only asks its school for more (schemas/access-requests.md).
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "schemas/model/resource.h"

namespace kecang {

using AccessRequestId = Id<struct AccessRequestTag>;

enum class AccessRequestState : std::uint8_t { asked, granted, declined, withdrawn };
template <>
struct EnumNames<AccessRequestState> {
  static constexpr auto values = std::array{std::pair{AccessRequestState::asked, "asked"},
                                            std::pair{AccessRequestState::granted, "granted"},
                                            std::pair{AccessRequestState::declined, "declined"},
                                            std::pair{AccessRequestState::withdrawn, "withdrawn"}};
};

struct AccessRequest {
  AccessRequestId id;
  std::uint64_t version = 0;
  ResourceId resource;
  UserId by;
  SchoolId school;  ///< whose person asks, as they say
  std::string reason;
  AccessRequestState state = AccessRequestState::asked;
  std::string answer;  ///< what who decided wrote
  UserId decided_by;   ///< empty: nobody yet
  Time at{};
  Time decided_at{};

  static constexpr std::size_t kMostOpen = 100;  ///< of one person
};
template <class V>
void describe(V& v, AccessRequest& r) {
  v("id", r.id);
  v("version", r.version);
  v("resource", r.resource);
  v("by", r.by);
  v("school", r.school);
  v("reason", r.reason);
  v("state", r.state);
  v("answer", r.answer);
  v("decided_by", r.decided_by);
  v("at", r.at);
  v("decided_at", r.decided_at);
}

}  // namespace kecang

KECANG_NOUN(kecang::AccessRequest);
