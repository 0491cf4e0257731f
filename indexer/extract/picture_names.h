#pragma once
/// Names for the pictures of files that have none for them (DOC, XLS, RTF): in their order, each once however
/// often the file holds its bytes. A bounded number of them, and of their bytes. Not for use by several
/// threads at once.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "schemas/base/digest.h"

namespace kecang::extract {

class PictureNames {
 public:
  struct Named {
    std::string name{};  ///< "image3.wmf"; empty when there are too many
    bool is_new = false;
  };
  Named name(std::string_view bytes);
  bool full() const { return asked_ >= kMostAsked || names_.size() >= kMost || bytes_ >= kMostBytes; }

 private:
  static constexpr std::size_t kMost = 2'000;
  static constexpr std::size_t kMostAsked = 20'000;
  static constexpr std::uint64_t kMostBytes = 256ULL << 20;
  std::map<Digest, std::string> names_;
  std::size_t asked_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace kecang::extract
