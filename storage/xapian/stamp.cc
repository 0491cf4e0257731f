#include "storage/xapian/stamp.h"

#include <xapian.h>

#include "schemas/base/text.h"
#include "storage/xapian/layout.h"

namespace kecang::xapian {

Stamp stamp_of(const Xapian::Database& database) {
  return {database.get_metadata(metadata::kLayout), database.get_metadata(metadata::kAnalyser),
          database.get_metadata(metadata::kEpoch)};
}

void stamp(Xapian::WritableDatabase& database, const std::string& epoch) {
  database.set_metadata(metadata::kLayout, std::to_string(kLayoutVersion));
  database.set_metadata(metadata::kAnalyser, std::to_string(text::kAnalyserVersion));
  database.set_metadata(metadata::kEpoch, epoch);
}

Result<void> check_parts(const std::filesystem::path& generation) {
  std::error_code failed;
  if (std::filesystem::is_empty(generation, failed) || failed) return {};
  for (const auto part : kParts)
    if (!std::filesystem::exists(generation / folder_of(part), failed))
      return Error::unavailable("index.version_mismatch").because(generation.string() + " has other parts");
  return {};
}

Result<void> check_stamp(const Xapian::Database& database) {
  const auto found = stamp_of(database);
  if (found.layout == std::to_string(kLayoutVersion) &&
      found.analyser == std::to_string(text::kAnalyserVersion))
    return {};
  return Error::unavailable("index.version_mismatch")
      .because("index has layout " + found.layout + ", analyser " + found.analyser);
}

}  // namespace kecang::xapian
