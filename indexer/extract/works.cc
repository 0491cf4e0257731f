#include <algorithm>

#include "indexer/extract/code_page.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/ole.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kTextLimit = 64ULL << 20;
constexpr int kLatin = 1252;

}  // namespace

// Works 3 and 4 keep a text in one run; its head says where it begins and ends.
ExtractEnd extract_works(const Source& source, const std::string& media_type, Output& out) {
  constexpr std::size_t kBegin = 0x22;
  constexpr std::size_t kEnd = 0x26;
  out.head({.media_type = media_type});
  const OleFile file(source);
  const OleStream document = file.stream("MN0");
  if (!document.exists()) return {ExtractStatus::unsupported, "extract.unsupported"};
  const std::string head = document.read(0, 0x100);
  const std::uint64_t begin = u32_at(head, kBegin);
  const std::uint64_t end = u32_at(head, kEnd);
  if (head.size() < 0x100 || begin > end) return {ExtractStatus::broken, "extract.damaged"};
  const std::string text = document.read(begin, std::min<std::uint64_t>(end - begin, kTextLimit));
  out.segment({}, decode_code_page(text, likely_code_page(text, kLatin)));
  if (text.size() < end - begin) return stopped(out, ExtractStatus::broken, "extract.damaged");
  return finished(out);
}

}  // namespace kecang::extract
