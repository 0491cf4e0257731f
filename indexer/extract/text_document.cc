#include "indexer/extract/text_document.h"

#include "indexer/extract/charset.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kLimit = 64ULL << 20;

}  // namespace

TextDocument::TextDocument(const Source& source) : cut_short_(source.size() > kLimit) {
  auto decoded = decode_text(source.read(0, kLimit));
  if (!decoded) return;
  text_ = std::move(decoded->text);
  encoding_ = std::move(decoded->encoding);
}

DocumentHead TextDocument::head(std::string media_type) const {
  return {.media_type = std::move(media_type), .encoding = encoding_};
}

ExtractEnd TextDocument::end(const Output& out) const {
  if (cut_short_) return stopped(out, ExtractStatus::too_large, "extract.part_too_large");
  return finished(out);
}

}  // namespace kecang::extract
