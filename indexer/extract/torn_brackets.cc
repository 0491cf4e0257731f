#include "indexer/extract/torn_brackets.h"

#include <algorithm>
#include <vector>

#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view kWideSpace = "\u3000";
  for (bool more = true; more && !line.empty();) {
    if (line.front() == ' ' || line.front() == '\t')
      line.remove_prefix(1);
    else if (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')
      line.remove_suffix(1);
    else if (line.starts_with(kWideSpace))
      line.remove_prefix(kWideSpace.size());
    else if (line.ends_with(kWideSpace))
      line.remove_suffix(kWideSpace.size());
    else
      more = false;
  }
  return line;
}

bool closes_alone(std::string_view line) {
  return line == "）" || line == ")";
}
bool is_left_open(std::string_view line) {
  return line.ends_with("（") || line.ends_with("(");
}

}  // namespace

std::string mend_torn_brackets(std::string_view page) {
  std::vector<std::string_view> closing;
  std::size_t open = 0;
  for (const auto line : split_lines(page)) {
    const auto text = trimmed(line);
    if (closes_alone(text)) closing.push_back(text);
    if (is_left_open(text)) ++open;
  }
  if (closing.empty() || closing.size() != open) return std::string(page);
  std::string mended;
  mended.reserve(page.size());
  auto next = closing.begin();
  for (const auto line : split_lines(page)) {
    const auto text = trimmed(line);
    if (closes_alone(text)) continue;
    mended += line;
    if (is_left_open(text)) mended.append("  ").append(*next++);
    mended += '\n';
  }
  return mended;
}

}  // namespace kecang::extract
