#include "indexer/pipeline/file_body.h"

#include <algorithm>
#include <system_error>

namespace kecang::pipeline {

FileBody::FileBody(const std::filesystem::path& file) : path_(file.string()), in_(file, std::ios::binary) {}

Result<FileBody> FileBody::open(const std::filesystem::path& file) {
  std::error_code error;
  FileBody body(file);
  body.size_ = std::filesystem::file_size(file, error);
  if (error || !body.in_) return Error::not_found("import.path_unreadable").with("path", body.path_);
  body.left_ = body.size_;
  return body;
}

Result<void> FileBody::rewind() {
  in_.clear();
  in_.seekg(0);
  left_ = size_;
  return {};
}

Result<std::size_t> FileBody::read(std::span<char> into) {
  if (left_ == 0) return 0;
  in_.read(into.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(into.size(), left_)));
  const auto got = static_cast<std::size_t>(in_.gcount());
  if (got == 0) return Error::conflict("import.file_changed").with("path", path_);
  left_ -= got;
  return got;
}

}  // namespace kecang::pipeline
