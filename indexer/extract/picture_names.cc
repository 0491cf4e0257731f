#include "indexer/extract/picture_names.h"

#include "indexer/extract/metafile.h"
#include "indexer/extract/signatures.h"
#include "schemas/model/derived.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kSignature = 4096;

std::string_view ending_of(std::string_view bytes) {
  if (is_wmf(bytes)) return ".wmf";
  if (is_emf(bytes)) return ".emf";
  const std::string type = signature_type(bytes.substr(0, kSignature));
  if (type == "image/bmp") return ".bmp";
  if (type == "image/tiff") return ".tif";
  return picture_ending(type);
}

}  // namespace

PictureNames::Named PictureNames::name(std::string_view bytes) {
  if (bytes.empty() || full()) return {};
  ++asked_;
  bytes_ += bytes.size();
  const auto [named, is_new] = names_.emplace(sha256(bytes), std::string());
  if (is_new) named->second = "image" + std::to_string(names_.size()).append(ending_of(bytes));
  return {named->second, is_new};
}

}  // namespace kecang::extract
