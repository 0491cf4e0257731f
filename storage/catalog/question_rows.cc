#include "storage/catalog/question_rows.h"

#include <algorithm>

#include "storage/catalog/keys.h"

namespace kecang {
namespace {

constexpr std::size_t kChunkBytes = 60 * 1024;
constexpr std::size_t kScanRows = 256;

}  // namespace

std::vector<Row> question_rows(const ResourceId& id, std::uint64_t generation,
                               const std::vector<Question>& questions) {
  std::vector<Row> found;
  found.reserve(questions.size());
  for (std::uint32_t index = 0; index < questions.size(); ++index) {
    const std::string bytes = to_cbor(questions[index]);
    for (std::uint32_t chunk = 0; chunk * kChunkBytes < bytes.size(); ++chunk)
      found.push_back(
          {keys::question(id, generation, index, chunk), bytes.substr(chunk * kChunkBytes, kChunkBytes)});
  }
  return found;
}

Result<std::vector<Question>> read_questions(MetaReader& reader, const Resource& resource,
                                             std::uint32_t first, std::uint32_t limit, std::size_t bytes) {
  std::vector<Question> questions;
  if (first >= resource.question_count || limit == 0) return questions;
  const std::uint32_t wanted = std::min(limit, resource.question_count - first);
  Range range = Range::prefix(keys::questions(resource.id, resource.text_generation), kScanRows);
  range.from = keys::question(resource.id, resource.text_generation, first, 0);
  std::string row_bytes;
  std::size_t total = 0;
  const auto finish_one = [&]() -> Result<void> {
    if (row_bytes.empty()) return {};
    KECANG_ASSIGN(auto question, from_cbor<Question>(row_bytes));
    total += row_bytes.size();
    row_bytes.clear();
    questions.push_back(std::move(question));
    return {};
  };
  while (true) {
    KECANG_ASSIGN(const auto found, reader.scan(range));
    for (const auto& row : found) {
      if (keys::is_first_chunk(row.key)) KECANG_TRY(finish_one());
      if (questions.size() == wanted || (total >= bytes && !questions.empty())) return questions;
      row_bytes += row.value;
    }
    if (found.size() < kScanRows) break;
    range.from = found.back().key + '\0';
  }
  KECANG_TRY(finish_one());
  return questions;
}

}  // namespace kecang
