#include "storage/rocksdb/database.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <utility>

#include "storage/rocksdb/status.h"

namespace kecang {
namespace {

std::optional<Error> refusal(const rocksdb::Status& status) {
  if (status.ok() || status.IsNotFound()) return std::nullopt;
  return error_of(status, "store.read_failed");
}

Result<std::optional<std::string>> value_of(const rocksdb::Status& status, std::string&& value) {
  if (auto error = refusal(status)) return *std::move(error);
  if (status.IsNotFound()) return std::optional<std::string>();
  return std::optional(std::move(value));
}

bool is_empty(const Range& range) {
  return range.limit == 0 || (!range.to.empty() && range.to <= range.from);
}

}  // namespace

Database::~Database() {
  for (auto* family : families_) db_->DestroyColumnFamilyHandle(family);
}

std::uint64_t Database::version() const {
  return db_->GetLatestSequenceNumber();
}

Result<std::optional<std::string>> Database::get(std::string_view key) const {
  std::string value;
  const auto status = db_->Get({}, families_[0], rocksdb::Slice(key.data(), key.size()), &value);
  return value_of(status, std::move(value));
}

Result<void> Database::write(const std::vector<const Writes*>& group) {
  rocksdb::WriteBatch batch;
  for (const Writes* writes : group) {
    for (const auto& [key, value] : *writes) {
      if (auto status = value ? batch.Put(families_[0], key, *value) : batch.Delete(families_[0], key);
          !status.ok()) {
        return error_of(status, "store.write_failed");
      }
    }
  }
  rocksdb::WriteOptions durable;
  durable.sync = true;
  if (auto status = db_->Write(durable, &batch); !status.ok()) return error_of(status, "store.write_failed");
  return {};
}

Database::View::View(std::shared_ptr<const Database> database)
    : database_(std::move(database)), snapshot_(database_->db_->GetSnapshot()) {}

Database::View::~View() {
  database_->db_->ReleaseSnapshot(snapshot_);
}

Result<std::optional<std::string>> Database::View::get(std::string_view key) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  std::string value;
  const auto status =
      database_->db_->Get(options, database_->families_[0], rocksdb::Slice(key.data(), key.size()), &value);
  return value_of(status, std::move(value));
}

Result<std::vector<std::optional<std::string>>> Database::View::multi_get(
    const std::vector<std::string>& keys) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  const std::vector<rocksdb::ColumnFamilyHandle*> families(keys.size(), database_->families_[0]);
  const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<std::string> values;
  const auto statuses = database_->db_->MultiGet(options, families, slices, &values);
  std::vector<std::optional<std::string>> answer;
  answer.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    KECANG_ASSIGN(auto value, value_of(statuses[i], std::move(values[i])));
    answer.push_back(std::move(value));
  }
  return answer;
}

Result<std::vector<Row>> Database::View::scan(const Range& range) const {
  std::vector<Row> rows;
  if (is_empty(range)) return rows;
  const rocksdb::Slice from(range.from);
  const rocksdb::Slice to(range.to);
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  options.iterate_lower_bound = &from;
  if (!range.to.empty()) options.iterate_upper_bound = &to;
  const std::unique_ptr<rocksdb::Iterator> at(database_->db_->NewIterator(options, database_->families_[0]));
  for (range.reverse ? at->SeekToLast() : at->SeekToFirst(); at->Valid() && rows.size() < range.limit;
       range.reverse ? at->Prev() : at->Next()) {
    rows.push_back({at->key().ToString(), at->value().ToString()});
  }
  if (auto error = refusal(at->status())) return *std::move(error);
  return rows;
}

}  // namespace kecang
