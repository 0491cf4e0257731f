#pragma once
/// Keeps the pages and pictures kecang-extract makes of a file, as the body of one request. Not for use by
/// several threads at once.
#include <filesystem>

#include "indexer/pipeline/spool.h"
#include "indexer/sandbox/extractor.h"

namespace kecang::pipeline {

class DerivedFiles final : public ExtractSink {
 public:
  explicit DerivedFiles(const std::filesystem::path& spool_folder) : spool_(spool_folder, kInMemory) {}

  Result<void> member_begin(const Member& member) override {
    return spool_.append(frame_bytes(FrameType::member_begin, to_cbor(member)));
  }
  Result<void> member_data(std::string_view bytes) override {
    return spool_.append(frame_bytes(FrameType::member_data, bytes));
  }
  Result<void> member_end(const Member& member) override {
    KECANG_TRY(spool_.append(frame_bytes(FrameType::member_end, to_cbor(member))));
    whole_bytes_ = spool_.size();
    return {};
  }

  /// The whole files; nullptr if there are none.
  RequestBody* body() {
    spool_.cut(whole_bytes_);  // the child may have died inside one
    return whole_bytes_ == 0 ? nullptr : &spool_;
  }

 private:
  static constexpr std::size_t kInMemory = 4U << 20;
  Spool spool_;
  std::uint64_t whole_bytes_ = 0;
};

}  // namespace kecang::pipeline
