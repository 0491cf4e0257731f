#pragma once
/// The XML parts of a zipped Office document, in memory, by name. Pictures and films are passed over unread.
/// Sizes are bounded, so a small file cannot grow without end. Not for use by several threads at once.
#include <map>
#include <string>
#include <string_view>

#include "indexer/extract/source.h"

namespace kecang::extract {

class Package {
 public:
  /// Reads what can be read; see `damaged` and `cut_short`.
  explicit Package(const Source& source);

  /// The part's bytes as UTF-8, or nullptr. Names have no leading slash.
  const std::string* part(std::string_view name) const;
  const std::map<std::string, std::string, std::less<>>& parts() const { return parts_; }
  /// Some bytes of the archive could not be read.
  bool damaged() const { return damaged_; }
  /// A size limit was reached: some part is incomplete or missing.
  bool cut_short() const { return cut_short_; }
  bool encrypted() const { return encrypted_; }

 private:
  void read_part(class ArchiveReader& reader);

  std::map<std::string, std::string, std::less<>> parts_;
  std::uint64_t total_ = 0;
  bool damaged_ = false;
  bool cut_short_ = false;
  bool encrypted_ = false;
};

}  // namespace kecang::extract
