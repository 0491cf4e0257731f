#pragma once
/// On whose behalf a change is made; written into the audit trail in the same transaction as the change.
#include <string>
#include <utility>
#include <vector>

#include "schemas/base/ids.h"

namespace kecang {

struct Actor {
  std::string id;      ///< user id text, or "indexer", "operator"
  std::string remote;  ///< network address, empty for local work
  static Actor user(const UserId& id, std::string remote) { return {id.text(), std::move(remote)}; }
  static Actor indexer() { return {"indexer", ""}; }
  static Actor operating() { return {"operator", ""}; }
};

/// A page of a list: `next` is opaque and empty at the end.
template <class T>
struct Page {
  std::vector<T> items;
  std::string next;
};

struct PageRequest {
  std::string after;       ///< `next` of the page before; empty for the first
  std::size_t limit = 50;  ///< at most 200
};

}  // namespace kecang
