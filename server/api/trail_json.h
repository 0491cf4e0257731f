#pragma once
/// A trail of steps, as the API writes it.
#include "schemas/model/describe.h"
#include "server/library/named_trail.h"

namespace kecang::api {

inline Json trail_json(const NamedTrail& trail) {
  auto items = Json::array();
  for (const auto& [event, name] : trail) {
    auto json = to_json(event);
    json["by_name"] = name;
    items.push_back(std::move(json));
  }
  return {{"items", std::move(items)}};
}

}  // namespace kecang::api
