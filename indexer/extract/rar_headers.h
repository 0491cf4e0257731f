#pragma once
/// What the headers of a RAR archive say and libarchive does not tell: which entries are locked, and why an
/// archive cannot be read through. Headers only, of both generations; the walk is bounded.
#include <vector>

#include "indexer/extract/source.h"

namespace kecang::extract {

struct RarFacts {
  bool names_locked = false;
  bool solid = false;          ///< of the older generation: members need those before them
  bool volume = false;         ///< one file of several
  bool whole = true;           ///< false: its end is missing
  bool outdated = false;       ///< packed by programs before RAR 2.9, which libarchive does not unpack
  std::vector<bool> locked{};  ///< of each file or folder, in order
};

RarFacts rar_facts(const Source& source);

}  // namespace kecang::extract
