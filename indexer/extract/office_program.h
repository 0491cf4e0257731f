#pragma once
/// LibreOffice within this process's confinement: macros do not run, links are not followed. Not for use by
/// several threads at once.
#include <string>
#include <vector>

#include "indexer/extract/helper_process.h"

namespace kecang::extract {

class OfficeProgram {
 public:
  /// `scratch` is a folder in which this process may write; empty for none.
  explicit OfficeProgram(std::string scratch) : scratch_(std::move(scratch)) {}

  /// Makes its folders; false when nothing can be written. What was done once is not done again.
  bool prepare();
  /// Where files may be put; false when this one cannot be written whole.
  bool put(const std::string& name, std::string_view bytes) const;
  std::string path_of(const std::string& name) const { return scratch_ + "/" + name; }

  /// Turns files that were put there into files of the same name under `out/`, with the ending of the kind
  /// that `format` begins with. It reads `input` as its standard input.
  HelperEnd convert(const std::string& format, const std::vector<std::string>& names, int input) const;

 private:
  std::string scratch_;
  bool prepared_ = false;
};

}  // namespace kecang::extract
