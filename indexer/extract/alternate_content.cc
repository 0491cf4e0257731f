#include "indexer/extract/alternate_content.h"

namespace kecang::extract {

bool AlternateContent::repeats(const XmlReader& reader) {
  const std::size_t depth = reader.depth();
  while (!read_.empty() && read_.back() >= depth) read_.pop_back();
  if (reader.name() != "Choice" && reader.name() != "Fallback") return false;
  if (!read_.empty() && read_.back() == depth - 1) return true;
  read_.push_back(depth - 1);
  return false;
}

}  // namespace kecang::extract
