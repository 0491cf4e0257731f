#include "storage/catalog/segment_rows.h"

#include <algorithm>

#include "schemas/base/text.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

/// Leaves room in a value for the locator and the passages beside the text.
constexpr std::size_t kChunkBytes = 44 * 1024;
constexpr std::size_t kLabelBytes = 1'024;
constexpr std::size_t kScanRows = 256;

/// The next chunk of `rest`, cut between code points; bytes that are no UTF-8 are cut anywhere rather than
/// kept for ever.
std::string_view take_chunk(std::string_view& rest) {
  std::string_view chunk = text::clip(rest, kChunkBytes);
  if (chunk.empty()) chunk = rest.substr(0, kChunkBytes);
  rest.remove_prefix(chunk.size());
  return chunk;
}

/// Passages that are no such thing hide everything.
AnswerPassages bounded(const Segment& segment) {
  if (is_in_order(segment.answers)) return segment.answers;
  return {{0, static_cast<std::uint32_t>(segment.text.size())}};
}

}  // namespace

std::vector<Row> segment_rows(const ResourceId& id, std::uint64_t generation,
                              const std::vector<Segment>& segments) {
  std::vector<Row> found;
  found.reserve(segments.size());
  for (std::uint32_t index = 0; index < segments.size(); ++index) {
    std::string_view rest = segments[index].text;
    Segment head{.locator = segments[index].locator,
                 .text = std::string(take_chunk(rest)),
                 .answers = bounded(segments[index])};
    head.locator.label = text::clip(head.locator.label, kLabelBytes);
    found.push_back({keys::segment(id, generation, index, 0), to_cbor(head)});
    for (std::uint32_t chunk = 1; !rest.empty(); ++chunk)
      found.push_back({keys::segment(id, generation, index, chunk), std::string(take_chunk(rest))});
  }
  return found;
}

Result<std::vector<Segment>> read_segments(MetaReader& reader, const Resource& resource, std::uint32_t first,
                                           std::uint32_t limit, std::size_t bytes) {
  std::vector<Segment> segments;
  if (first >= resource.segment_count || limit == 0) return segments;
  const std::uint32_t wanted = std::min(limit, resource.segment_count - first);
  Range range = Range::prefix(keys::segments(resource.id, resource.text_generation), kScanRows);
  range.from = keys::segment(resource.id, resource.text_generation, first, 0);
  range.to = keys::questions(resource.id, resource.text_generation);
  for (std::size_t total = 0;;) {
    KECANG_ASSIGN(auto found, reader.scan(range));
    for (auto& row : found) {
      if (keys::is_first_chunk(row.key)) {
        if (segments.size() == wanted || (total >= bytes && !segments.empty())) return segments;
        KECANG_ASSIGN(auto segment, from_cbor<Segment>(row.value));
        total += segment.text.size();
        segments.push_back(std::move(segment));
      } else if (!segments.empty()) {
        total += row.value.size();
        segments.back().text += row.value;
      }
    }
    if (found.size() < kScanRows) return segments;
    range.from = found.back().key + '\0';
  }
}

Result<std::vector<std::string>> other_generations(MetaReader& reader, const ResourceId& id,
                                                   std::uint64_t keep, std::size_t limit) {
  const std::string kept = keys::segments(id, keep);
  const Range all = Range::prefix(keys::segments(id), limit);
  const Range current = Range::prefix(kept, limit);
  std::vector<std::string> found;
  for (const auto& [from, to] : {std::pair{all.from, current.from}, std::pair{current.to, all.to}}) {
    if (found.size() == limit) break;
    KECANG_ASSIGN(const auto part, reader.scan({.from = from, .to = to, .limit = limit - found.size()}));
    for (const auto& row : part) found.push_back(row.key);
  }
  return found;
}

bool has_text(const std::vector<Segment>& segments) {
  return std::any_of(segments.begin(), segments.end(), [](const Segment& segment) {
    return segment.text.find_first_not_of(" \t\r\n\f\v") != std::string::npos;
  });
}

}  // namespace kecang
