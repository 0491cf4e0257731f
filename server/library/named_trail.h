#pragma once
/// A trail with the names of those who took its steps. Any thread may call.
#include <string>
#include <utility>
#include <vector>

#include "schemas/model/trail_event.h"
#include "server/library/names.h"

namespace kecang {

using NamedTrail = std::vector<std::pair<TrailEvent, std::string>>;

inline Result<NamedTrail> named_trail(const Directory& directory, std::vector<TrailEvent> events) {
  Names names(directory);
  NamedTrail trail;
  trail.reserve(events.size());
  for (auto& event : events) {
    KECANG_ASSIGN(auto name, names.user(UserId::trusted(event.by)));
    trail.emplace_back(std::move(event), std::move(name));
  }
  return trail;
}

}  // namespace kecang
