#pragma once
/// A request body that is gathered before it is sent, so that it can be sent again: in memory up to a bound,
/// beyond it in a nameless file of the spool folder. Not for use by several threads at once.
#include <filesystem>
#include <string>
#include <string_view>

#include "indexer/pipeline/http_client.h"

namespace kecang::pipeline {

class Spool final : public RequestBody {
 public:
  /// `folder` has to exist; only large bodies touch it.
  Spool(std::filesystem::path folder, std::size_t memory_bytes);
  ~Spool() override;
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  /// unavailable/store.disk_full when the folder's file system is full.
  Result<void> append(std::string_view bytes);
  void clear();
  /// Forgets everything behind the first `size` bytes.
  void cut(std::uint64_t size);

  std::uint64_t size() const override { return file_bytes_ + memory_.size(); }
  Result<void> rewind() override;
  Result<std::size_t> read(std::span<char> into) override;

 private:
  Result<void> spill();

  std::filesystem::path folder_;
  std::size_t memory_limit_;
  std::string memory_;  ///< what comes behind the file's bytes
  int file_ = -1;
  std::uint64_t file_bytes_ = 0;
  std::uint64_t read_offset_ = 0;
};

}  // namespace kecang::pipeline
