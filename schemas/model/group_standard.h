#pragma once
/// The standard of a group 集团标准版: one version of one resource, for one place in a textbook and one type
/// (schemas/submissions.md). It opens nothing.
#include <string>
#include <vector>

#include "schemas/model/resource.h"

namespace kecang {

/// What was the standard before.
struct FormerStandard {
  ResourceId resource;
  RevisionId revision;
  Time until{};
};
template <class V>
void describe(V& v, FormerStandard& f) {
  v("resource", f.resource);
  v("revision", f.revision);
  v("until", f.until);
}

struct GroupStandard {
  GroupId group;
  std::string slot;  ///< of the place and type, for keys
  std::string node;
  std::string type;
  ResourceId resource;  ///< empty: none any more
  RevisionId revision;
  UserId by;
  Time at{};
  std::vector<FormerStandard> former;  ///< newest first

  static constexpr std::size_t kMostFormer = 50;
};
template <class V>
void describe(V& v, GroupStandard& s) {
  v("group", s.group);
  v("slot", s.slot);
  v("node", s.node);
  v("type", s.type);
  v("resource", s.resource);
  v("revision", s.revision);
  v("by", s.by);
  v("at", s.at);
  v("former", s.former);
}

/// Where a resource belongs: the same for all that stand in one place of one textbook and are of one type;
/// empty where it says neither place nor type.
std::string standard_slot(const ResourceTags& tags);

}  // namespace kecang

KECANG_NOUN(kecang::FormerStandard);
KECANG_NOUN(kecang::GroupStandard);
