#pragma once
/// A store over another one: it reads what was there when it was made, and what is written to it stays in
/// memory and is gone with it. For finding out what a change would do, by doing it. For the catalogue's own
/// files. One thread; the store below must outlive it.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "storage/meta_store.h"

namespace kecang {

/// What was written, nothing where it was erased.
using TrialRows = std::map<std::string, std::optional<std::string>, std::less<>>;

class TrialStore : public MetaStore {
 public:
  explicit TrialStore(const MetaStore& below) : below_(below.snapshot()) {}

  /// Bounds of transactions are the real store's matter and are not looked at.
  Result<void> run(const std::function<Result<void>(Transaction&)>& body) override;
  /// Valid until the next `run`.
  std::unique_ptr<MetaReader> snapshot() const override;
  Result<std::optional<std::string>> get(std::string_view key) const override;
  std::uint64_t version() const override { return version_; }

 private:
  std::unique_ptr<MetaReader> below_;
  TrialRows rows_;
  std::uint64_t version_ = 1;
};

}  // namespace kecang
