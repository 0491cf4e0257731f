#include "indexer/sandbox/scratch_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace kecang {

Result<std::unique_ptr<ScratchFolder>> ScratchFolder::make() {
  std::error_code error;
  std::string path = (std::filesystem::temp_directory_path(error) / "kecang-preview-XXXXXX").string();
  if (error || ::mkdtemp(path.data()) == nullptr)
    return Error::unavailable("extract.cannot_start").because(path + ": " + std::strerror(errno));
  return std::unique_ptr<ScratchFolder>(new ScratchFolder(std::move(path)));
}

ScratchFolder::~ScratchFolder() {
  std::error_code error;  // a reader in other hands may have put anything there; links are not followed
  std::filesystem::remove_all(path_, error);
}

}  // namespace kecang
