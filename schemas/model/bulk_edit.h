#pragma once
/// A change of many resources at once, kept for as long as it can be taken back.
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/model/resource.h"

namespace kecang {

using BulkEditId = Id<struct BulkEditTag>;

struct BulkEdit {
  BulkEditId id;
  UserId user;
  Time at{};
  Time undo_until{};
  std::uint32_t changed = 0;  ///< resources
  bool undone = false;        ///< somebody began to take it back

  static constexpr std::chrono::minutes kUndoable{10};
  static constexpr std::size_t kMost = 1'000;
};
template <class V>
void describe(V& v, BulkEdit& b) {
  v("id", b.id);
  v.secret("user", b.user);
  v("at", b.at);
  v("undo_until", b.undo_until);
  v("changed", b.changed);
  v("undone", b.undone);
}

/// What it did to one resource: the values of what it touched, before and after.
struct BulkEditItem {
  ResourceId resource;
  std::map<std::string, Tag> tags_before{};
  std::map<std::string, Tag> tags_after{};
  std::optional<std::vector<Release>> releases_before{};
  std::optional<std::vector<Release>> releases_after{};
};
template <class V>
void describe(V& v, BulkEditItem& i) {
  v("resource", i.resource);
  v("tags_before", i.tags_before);
  v("tags_after", i.tags_after);
  v("releases_before", i.releases_before);
  v("releases_after", i.releases_after);
}

}  // namespace kecang

KECANG_NOUN(kecang::BulkEdit);
KECANG_NOUN(kecang::BulkEditItem);
