#include "storage/catalog/trial_store.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace kecang {
namespace {

bool holds(const Range& range, std::string_view key) {
  return key >= range.from && (range.to.empty() || key < range.to);
}

Result<std::optional<std::string>> get_from(MetaReader& below, const TrialRows& rows, std::string_view key) {
  const auto written = rows.find(key);
  if (written != rows.end()) return written->second;
  return below.get(key);
}

/// As many of the rows below as can matter: each written row may hide one.
Result<std::vector<Row>> scan_from(MetaReader& below, const TrialRows& rows, const Range& range) {
  std::map<std::string, std::string> merged;
  auto wider = range;
  wider.limit += rows.size();
  KECANG_ASSIGN(auto found, below.scan(wider));
  for (auto& row : found) merged.emplace(std::move(row.key), std::move(row.value));
  for (auto at = rows.lower_bound(range.from); at != rows.end() && holds(range, at->first); ++at) {
    if (at->second) {
      merged.insert_or_assign(at->first, *at->second);
    } else {
      merged.erase(at->first);
    }
  }
  std::vector<Row> answer;
  answer.reserve(merged.size());
  for (auto& [key, value] : merged) answer.push_back({key, std::move(value)});
  if (range.reverse) std::reverse(answer.begin(), answer.end());
  if (answer.size() > range.limit) answer.resize(range.limit);
  return answer;
}

template <class Base>
class Reading : public Base {
 public:
  Reading(MetaReader& below, const TrialRows& rows) : below_(below), rows_(rows) {}
  Result<std::optional<std::string>> get(std::string_view key) override {
    return get_from(below_, rows_, key);
  }
  Result<std::vector<std::optional<std::string>>> multi_get(const std::vector<std::string>& keys) override {
    std::vector<std::optional<std::string>> values;
    for (const auto& key : keys) {
      KECANG_ASSIGN(auto value, get(key));
      values.push_back(std::move(value));
    }
    return values;
  }
  Result<std::vector<Row>> scan(const Range& range) override { return scan_from(below_, rows_, range); }

 private:
  MetaReader& below_;
  const TrialRows& rows_;
};

class Writing : public Reading<Transaction> {
 public:
  Writing(MetaReader& below, TrialRows& rows) : Reading(below, rows), rows_(rows) {}
  Result<void> lock(std::string_view) override { return {}; }
  Result<void> put(std::string_view key, std::string_view value) override {
    rows_.insert_or_assign(std::string(key), std::string(value));
    return {};
  }
  Result<void> erase(std::string_view key) override {
    rows_.insert_or_assign(std::string(key), std::nullopt);
    return {};
  }

 private:
  TrialRows& rows_;
};

}  // namespace

Result<void> TrialStore::run(const std::function<Result<void>(Transaction&)>& body) {
  TrialRows rows = rows_;
  Writing transaction(*below_, rows);
  KECANG_TRY(body(transaction));
  rows_ = std::move(rows);
  ++version_;
  return {};
}

std::unique_ptr<MetaReader> TrialStore::snapshot() const {
  return std::make_unique<Reading<MetaReader>>(*below_, rows_);
}

Result<std::optional<std::string>> TrialStore::get(std::string_view key) const {
  return get_from(*below_, rows_, key);
}

}  // namespace kecang
