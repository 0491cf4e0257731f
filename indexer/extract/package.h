#pragma once
/// The text parts of a packed document or course, in memory, by name. Pictures and films are passed over
/// unread. Sizes are bounded, so a small file cannot grow without end. Not for use by several threads at
/// once.
#include <map>
#include <string>
#include <string_view>

#include "indexer/extract/source.h"

namespace kecang::extract {

class Package {
 public:
  /// Which parts to read, by their names.
  using Wanted = bool (*)(std::string_view name);

  /// Reads what can be read; see `damaged` and `cut_short`.
  explicit Package(const Source& source, Wanted wanted = is_office_part);

  /// `.xml` and `.rels`, and properties under the ending that Windows gives them.
  static bool is_office_part(std::string_view name);
  /// These, and what courses and books are written in: HTML, JSON, QTI.
  static bool is_course_part(std::string_view name);

  /// The part's bytes as UTF-8, or nullptr. Names have no leading slash or "./". Where no part has this very
  /// name, one that differs only in the case of ASCII letters is meant.
  const std::string* part(std::string_view name) const;
  const std::map<std::string, std::string, std::less<>>& parts() const { return parts_; }
  /// Some bytes of the archive could not be read.
  bool damaged() const { return damaged_; }
  /// A size limit was reached: some part is incomplete or missing.
  bool cut_short() const { return cut_short_; }
  bool encrypted() const { return encrypted_; }

 private:
  void read_part(class ArchiveReader& reader);

  Wanted wanted_;
  std::map<std::string, std::string, std::less<>> parts_;
  std::map<std::string, std::string, std::less<>> names_;  // by their names in lower case
  std::uint64_t total_ = 0;
  bool damaged_ = false;
  bool cut_short_ = false;
  bool encrypted_ = false;
};

/// A member's name as parts are called: without a leading slash or "./", '/' between its parts.
std::string part_name(std::string raw_name);
/// "ppt/slides/" of "ppt/slides/slide1.xml".
std::string folder_of(std::string_view part);
/// "../media/a.png" seen from "ppt/slides/" is "ppt/media/a.png".
std::string resolved(const std::string& folder, std::string_view target);
/// The same for an address in HTML or a manifest: "%20" is a space, "#chapter" and "?x=1" are dropped.
std::string resolved_address(const std::string& folder, std::string_view address);
/// What an archiver left there: "__MACOSX/…", "._name".
bool is_leftover(std::string_view name);

}  // namespace kecang::extract
