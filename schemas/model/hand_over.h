#pragma once
/// Resources that change their school of record (schemas/group-requests.md): how far a hand-over went, and
/// whose a resource was before.
#include <string>

#include "schemas/model/group_request.h"

namespace kecang {

/// Of one filed request. It goes on where it stopped, a few resources in each transaction.
struct HandOver {
  GroupRequestId request;
  Time due{};
  std::string by{};         ///< who filed it, as the trail names them
  ResourceId cursor{};      ///< everything up to it was looked at
  std::uint32_t moved = 0;  ///< resources that belong to the other school now
  Time finished{};          ///< zero: not yet

  bool is_finished() const { return finished != Time{}; }
};
template <class V>
void describe(V& v, HandOver& h) {
  v("request", h.request);
  v("due", h.due);
  v("by", h.by);
  v("cursor", h.cursor);
  v("moved", h.moved);
  v("finished", h.finished);
}

/// The schools are kept by name, too: one that is no more is still told of.
struct FormerOwner {
  SchoolId from;
  std::string from_name;
  SchoolId to;
  std::string to_name;
  Time at{};
  GroupRequestId request;
  std::string filing_number;
};
template <class V>
void describe(V& v, FormerOwner& f) {
  v("from", f.from);
  v("from_name", f.from_name);
  v("to", f.to);
  v("to_name", f.to_name);
  v("at", f.at);
  v("request", f.request);
  v("filing_number", f.filing_number);
}

}  // namespace kecang

KECANG_NOUN(kecang::HandOver);
KECANG_NOUN(kecang::FormerOwner);
