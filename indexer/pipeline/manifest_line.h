#pragma once
/// One line of a catalogue that is moved in (schemas/manifest.md).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/indexing.h"

namespace kecang::pipeline {

/// Why a line does not go in.
struct LineProblem {
  std::uint64_t line = 0;  ///< from 1
  std::string id;          ///< of the record, where it could be read
  std::string field;       ///< empty: the line as a whole
  std::string code;
};

struct ManifestLine {
  indexing::Record record;
  std::vector<LineProblem> problems;  ///< all that are wrong; any: the record does not go in
};

/// Members that are numbers count as their text. Unknown members are ignored. `school` is the owner of
/// records that name none.
ManifestLine parse_manifest_line(std::string_view text, std::uint64_t line, const std::string& school);

}  // namespace kecang::pipeline
