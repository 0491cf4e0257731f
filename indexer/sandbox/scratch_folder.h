#pragma once
/// A folder of one extraction, for kernels without mount namespaces; removed with all that is in it.
#include <memory>
#include <string>

#include "schemas/base/result.h"

namespace kecang {

class ScratchFolder {
 public:
  /// Where temporary files go. unavailable/extract.cannot_start when it cannot be made.
  static Result<std::unique_ptr<ScratchFolder>> make();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace kecang
