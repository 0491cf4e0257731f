#pragma once
/// Values that are worked out for what a scope may see, kept by everything in the scope that decides about
/// it, so that two scopes share only what is equal.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "schemas/base/bounded_cache.h"
#include "schemas/model/access_scope.h"
#include "storage/index.h"

namespace kecang::xapian {

/// Equal for scopes that see the same in every library: the terms, and what their grants of viewing ask for.
std::string rights_of(const AccessScope& scope);

/// The ones asked for last stay. Any thread may call.
template <class Value>
class RightsCache {
 public:
  explicit RightsCache(std::uint64_t bytes) : kept_(bytes) {}
  struct Kept {
    IndexPosition position;  ///< the commit it is of
    std::shared_ptr<const Value> value;
  };
  std::optional<Kept> find(const std::string& rights) { return kept_.find(rights); }
  void keep(std::string rights, Kept kept) {
    const auto bytes = kept.value->bytes() + rights.size();
    const auto position = kept.position;
    kept_.keep(std::move(rights), std::move(kept), bytes, [&](const Kept& there) {
      return there.position.generation == position.generation && there.position.revision > position.revision;
    });
  }

 private:
  BoundedCache<Kept> kept_;
};

}  // namespace kecang::xapian
