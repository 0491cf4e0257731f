#pragma once
/// The bytes of a blob as the body of an answer.
#include <memory>
#include <span>
#include <utility>

#include "server/http/call.h"
#include "server/library/downloads.h"

namespace kecang::api {

class BlobBody final : public http::BodySource {
 public:
  explicit BlobBody(std::shared_ptr<const BlobReader> bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_->size(); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    return bytes_->read_at(offset, into);
  }

 private:
  std::shared_ptr<const BlobReader> bytes_;
};

}  // namespace kecang::api
