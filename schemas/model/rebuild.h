#pragma once
/// A new generation of the index being made: who wants it, how far it is, how it compares
/// (schemas/index-layout.md, "A rebuild"). JSON in <data>/indexer/.
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/ids.h"
#include "schemas/model/describe.h"

namespace kecang {

enum class RebuildAction {
  rebuild,   ///< anew from the catalogue
  rollback,  ///< the generation before the live one, brought up to date
};
template <>
struct EnumNames<RebuildAction> {
  static constexpr auto values = std::array{std::pair{RebuildAction::rebuild, "rebuild"},
                                            std::pair{RebuildAction::rollback, "rollback"}};
};

/// Left by `kecang-indexer rebuild` for the process that writes the index; gone when it is answered.
struct RebuildWish {
  std::string id;  ///< empty: nobody asked, there is no index that can be used
  RebuildAction action = RebuildAction::rebuild;
  bool publish_anyway = false;  ///< even if it compares badly
};
template <class V>
void describe(V& v, RebuildWish& w) {
  v("id", w.id);
  v("action", w.action);
  v("publish_anyway", w.publish_anyway);
}

enum class RebuildState {
  building,
  compacting,
  comparing,
  publishing,
  done,
  refused,  ///< compared badly; the live one stays
  failed,
};
template <>
struct EnumNames<RebuildState> {
  static constexpr auto values = std::array{
      std::pair{RebuildState::building, "building"},   std::pair{RebuildState::compacting, "compacting"},
      std::pair{RebuildState::comparing, "comparing"}, std::pair{RebuildState::publishing, "publishing"},
      std::pair{RebuildState::done, "done"},           std::pair{RebuildState::refused, "refused"},
      std::pair{RebuildState::failed, "failed"}};
};

/// What was compared before the swap.
struct RebuildComparison {
  std::uint64_t resources_wanted = 0;  ///< by the catalogue, without those that were just being changed
  std::uint64_t resources_found = 0;   ///< in the new generation
  std::uint64_t questions_wanted = 0;
  std::uint64_t questions_found = 0;
  std::uint64_t changing = 0;  ///< resources that changed while it was counted: either number may be right
  std::uint64_t asked = 0;     ///< sampled queries
  std::uint64_t same = 0;      ///< as many matches, the same first page
  std::uint64_t different = 0;
  std::uint64_t fewer = 0;  ///< fewer matches than in the live generation
  std::uint64_t lost = 0;   ///< the resource whose words they are is not found any more
  std::vector<ResourceId> first_lost;
};
template <class V>
void describe(V& v, RebuildComparison& c) {
  v("resources_wanted", c.resources_wanted);
  v("resources_found", c.resources_found);
  v("questions_wanted", c.questions_wanted);
  v("questions_found", c.questions_found);
  v("changing", c.changing);
  v("asked", c.asked);
  v("same", c.same);
  v("different", c.different);
  v("fewer", c.fewer);
  v("lost", c.lost);
  v("first_lost", c.first_lost);
}
/// Documents are missing, or cannot be found.
bool is_worse(const RebuildComparison& comparison);

struct RebuildStatus {
  RebuildWish wish;
  RebuildState state = RebuildState::building;
  std::string generation;
  std::uint64_t done = 0;   ///< resources
  std::uint64_t total = 0;  ///< about; 0: not known
  Time started;
  Time updated;
  bool compared_with_live = false;  ///< false: counts only, there was no live one of this layout
  RebuildComparison comparison;
  std::string error;  ///< code of what made it fail
  std::map<std::string, std::string> error_params;
};
template <class V>
void describe(V& v, RebuildStatus& s) {
  v("wish", s.wish);
  v("state", s.state);
  v("generation", s.generation);
  v("done", s.done);
  v("total", s.total);
  v("started", s.started);
  v("updated", s.updated);
  v("compared_with_live", s.compared_with_live);
  v("comparison", s.comparison);
  v("error", s.error);
  v("error_params", s.error_params);
}
inline bool has_ended(RebuildState state) {
  return state == RebuildState::done || state == RebuildState::refused || state == RebuildState::failed;
}

}  // namespace kecang

KECANG_NOUN(kecang::RebuildWish);
KECANG_NOUN(kecang::RebuildStatus);
