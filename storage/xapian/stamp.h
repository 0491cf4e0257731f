#pragma once
/// Which versions wrote an index, and from which catalogue.
#include <filesystem>
#include <string>

#include "schemas/base/result.h"

namespace Xapian {
class Database;
class WritableDatabase;
}  // namespace Xapian

namespace kecang::xapian {

struct Stamp {
  std::string layout;
  std::string analyser;
  std::string epoch;
  bool empty() const { return layout.empty() && analyser.empty(); }
};

/// These may throw the engine's exceptions.
Stamp stamp_of(const Xapian::Database& database);
void stamp(Xapian::WritableDatabase& database, const std::string& epoch);
/// unavailable/index.version_mismatch when the folder of a generation holds something else than our parts.
Result<void> check_parts(const std::filesystem::path& generation);
/// unavailable/index.version_mismatch unless this program's layout and analyser wrote the index.
Result<void> check_stamp(const Xapian::Database& database);

}  // namespace kecang::xapian
