#pragma once
/// What happened to a noun that people take through steps: its trail is never changed.
#include <cstdint>
#include <string>

#include "schemas/model/describe.h"

namespace kecang {

struct TrailEvent {
  std::uint64_t version = 0;  ///< of the noun after it
  Time at{};
  std::string by{};     ///< user id text, or "operator"
  std::string step{};   ///< "created", "proposed", "approve" …
  std::string party{};  ///< id text of the school or group it was taken for; may be empty
  std::string note{};
};
template <class V>
void describe(V& v, TrailEvent& e) {
  v("version", e.version);
  v("at", e.at);
  v("by", e.by);
  v("step", e.step);
  v("party", e.party);
  v("note", e.note);
}

}  // namespace kecang

KECANG_NOUN(kecang::TrailEvent);
