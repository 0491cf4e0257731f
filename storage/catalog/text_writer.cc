#include "storage/catalog/text_writer.h"

#include <iterator>
#include <utility>

#include "storage/catalog/keys.h"
#include "storage/catalog/question_rows.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/segment_rows.h"

namespace kecang {
namespace {

/// What still fits beside the resource and its secondary rows in one transaction.
constexpr std::size_t kRowsInFlip = 500;
constexpr std::size_t kBytesInFlip = 1024 * 1024;

std::size_t bytes_of(const std::vector<Row>& rows) {
  std::size_t bytes = 0;
  for (const auto& row : rows) bytes += row.key.size() + row.value.size();
  return bytes;
}

}  // namespace

TextWriter::TextWriter(MetaStore& store, const Resource& resource,
                       std::function<Result<void>(Transaction&)> may_write)
    : store_(store), id_(resource.id), current_(resource.text_generation), may_write_(std::move(may_write)) {}

Result<void> TextWriter::prepare(const std::vector<Segment>& segments,
                                 const std::vector<Question>& questions) {
  KECANG_TRY(erase_leftovers());
  rows_ = segment_rows(id_, current_ + 1, segments);
  auto more = question_rows(id_, current_ + 1, questions);
  rows_.insert(rows_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  segments_ = static_cast<std::uint32_t>(segments.size());
  questions_ = static_cast<std::uint32_t>(questions.size());
  prepared_ = true;
  ahead_ = rows_.size() > kRowsInFlip || bytes_of(rows_) > kBytesInFlip;
  return ahead_ ? put_ahead() : Result<void>();
}

Result<void> TextWriter::put_ahead() {
  for (std::size_t done = 0; done < rows_.size();) {
    std::size_t end = done;
    for (std::size_t bytes = 0; end < rows_.size() && end - done < rows::kBatch && bytes < rows::kBatchBytes;
         ++end)
      bytes += rows_[end].key.size() + rows_[end].value.size();
    const auto step = [&](Transaction& tx) -> Result<void> {
      KECANG_TRY(may_write_(tx));
      for (std::size_t i = done; i < end; ++i) KECANG_TRY(tx.put(rows_[i].key, rows_[i].value));
      return {};
    };
    KECANG_TRY(store_.run(step));
    done = end;
  }
  return {};
}

Result<void> TextWriter::flip(Transaction& tx, Resource& resource) const {
  if (resource.text_generation != current_) return Error::conflict("resource.text_changed");
  if (!ahead_)
    for (const auto& row : rows_) KECANG_TRY(tx.put(row.key, row.value));
  resource.text_generation = current_ + 1;
  resource.segment_count = segments_;
  resource.question_count = questions_;
  return {};
}

Result<void> TextWriter::clean_up() {
  if (!prepared_ || current_ == 0) return {};
  return erase_generation(store_, id_, current_);
}

Result<void> TextWriter::erase_leftovers() {
  while (true) {
    KECANG_ASSIGN(const auto keys, other_generations(*store_.snapshot(), id_, current_, rows::kBatch));
    if (keys.empty()) return {};
    const auto step = [&](Transaction& tx) -> Result<void> {
      KECANG_TRY(may_write_(tx));
      for (const auto& key : keys) KECANG_TRY(tx.erase(key));
      return {};
    };
    KECANG_TRY(store_.run(step));
  }
}

Result<void> erase_generation(MetaStore& store, const ResourceId& id, std::uint64_t generation) {
  while (true) {
    KECANG_ASSIGN(const auto found,
                  store.snapshot()->scan(Range::prefix(keys::segments(id, generation), rows::kBatch)));
    if (found.empty()) return {};
    const auto step = [&](Transaction& tx) -> Result<void> {
      for (const auto& row : found) KECANG_TRY(tx.erase(row.key));
      return {};
    };
    KECANG_TRY(store.run(step));
  }
}

}  // namespace kecang
