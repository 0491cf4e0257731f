#pragma once
/// Where wishes for a rebuild are left and its progress is told: two small files in <data>/indexer, each
/// replaced in one rename. Any process of the data folder may read both.
#include <filesystem>
#include <optional>

#include "schemas/base/result.h"
#include "schemas/model/rebuild.h"

namespace kecang::pipeline {

class RebuildDesk {
 public:
  explicit RebuildDesk(const std::filesystem::path& data) : folder_(data / "indexer") {}

  Result<void> leave(const RebuildWish& wish) const;
  std::optional<RebuildWish> wish() const;
  /// It is answered. One that was left since then stays.
  void take_away(const RebuildWish& wish) const;

  Result<void> tell(const RebuildStatus& status) const;
  /// Of the last rebuild, if there was any.
  std::optional<RebuildStatus> status() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace kecang::pipeline
