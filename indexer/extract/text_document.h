#pragma once
/// A whole text file in memory as UTF-8, up to a size beyond which nobody reads either. Not for use by
/// several threads at once.
#include <string>

#include "indexer/extract/output.h"
#include "indexer/extract/source.h"

namespace kecang::extract {

class TextDocument {
 public:
  explicit TextDocument(const Source& source);

  /// Empty when the bytes are no text.
  const std::string& text() const { return text_; }
  /// A head with the encoding.
  DocumentHead head(std::string media_type) const;
  /// `finished`, or too_large when the file was not read to its end.
  ExtractEnd end(const Output& out) const;

 private:
  std::string text_;
  std::string encoding_;
  bool cut_short_ = false;
};

}  // namespace kecang::extract
