#pragma once
/// A file that belongs to an agreement: the signed text, a list, a map. For its parties and their bureau
/// only.
#include <cstdint>
#include <string>

#include "schemas/model/describe.h"

namespace kecang {

struct AgreementFile {
  std::uint32_t number = 0;  ///< within the agreement, from 1
  std::string name;
  std::uint64_t size = 0;
  BlobId blob;
  UserId by;
  Time at{};

  static constexpr std::size_t kMost = 20;  ///< of one agreement
  static constexpr std::uint64_t kMostBytes = 64ULL * 1024 * 1024;
};
template <class V>
void describe(V& v, AgreementFile& f) {
  v("number", f.number);
  v("name", f.name);
  v("size", f.size);
  v("blob", f.blob);
  v("by", f.by);
  v("at", f.at);
}

}  // namespace kecang

KECANG_NOUN(kecang::AgreementFile);
