#pragma once
/// The files that a question bank in Moodle's XML carries within it. Not for use by several threads at once.
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "indexer/extract/source.h"
#include "schemas/base/digest.h"

namespace kecang::extract {

/// Many questions bring an image.png of their own: a name is given once, to the same bytes again, and others
/// are counted: "2/image.png".
class EmbeddedFileNames {
 public:
  /// `base64`: the bytes as they stand in the file.
  std::string name_of(std::string_view name, std::string_view base64);

 private:
  std::map<std::string, std::map<Digest, std::size_t>> counts_;  // of different bytes under one name
};

/// Each file of all questions in order, under the name that the questions have for it.
void read_moodle_files(const Source& source,
                       const std::function<void(const std::string& name, std::string_view base64)>& take);

}  // namespace kecang::extract
