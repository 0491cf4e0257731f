#include "storage/catalog/rows.h"

#include "storage/catalog/keys.h"

namespace kecang::rows {
namespace {
constexpr std::size_t kPageLimit = 200;
constexpr std::size_t kScanRows = 1'000;
}  // namespace

Result<Page<Row>> page_of(MetaReader& reader, std::string_view prefix, const PageRequest& page, Order order) {
  if (page.after.size() > keys::kWrittenPart) return Error::invalid("page.cursor");
  const std::size_t limit = std::clamp<std::size_t>(page.limit, 1, kPageLimit);
  Range range = Range::prefix(prefix, limit + 1);
  range.reverse = order == Order::descending;
  if (!page.after.empty()) {
    std::string last = std::string(prefix) + page.after;
    if (range.reverse) {
      range.to = std::move(last);
    } else {
      range.from = std::move(last) + '\0';
    }
  }
  KECANG_ASSIGN(auto found, reader.scan(range));
  Page<Row> answer;
  if (found.size() > limit) {
    found.resize(limit);
    answer.next = found.back().key.substr(prefix.size());
  }
  answer.items = std::move(found);
  return answer;
}

Result<void> each_row(MetaReader& reader, std::string_view prefix,
                      const std::function<Result<bool>(const Row&)>& each) {
  Range range = Range::prefix(prefix, kScanRows);
  while (true) {
    KECANG_ASSIGN(const auto found, reader.scan(range));
    for (const auto& row : found) {
      KECANG_ASSIGN(const bool more, each(row));
      if (!more) return {};
    }
    if (found.size() < kScanRows) return {};
    range.from = found.back().key + '\0';
  }
}

Result<std::uint64_t> count(MetaReader& reader, std::string_view prefix, std::uint64_t limit) {
  std::uint64_t rows = 0;
  KECANG_TRY(each_row(reader, prefix, [&](const Row&) -> Result<bool> { return ++rows < limit; }));
  return rows;
}

}  // namespace kecang::rows
