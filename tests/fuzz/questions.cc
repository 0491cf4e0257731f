#include "indexer/questions/paper.h"
#include "indexer/questions/table.h"
#include "schemas/base/text.h"
#include "tests/fuzz/targets.h"

namespace kecang::fuzz {
namespace {

std::vector<std::string> split(std::string_view text, char mark) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == mark)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// Here and there, as the bytes have it.
std::vector<questions::Picture> pictures_in(const std::vector<Segment>& pages) {
  std::vector<questions::Picture> pictures;
  for (std::size_t page = 0; page < pages.size(); ++page) {
    const auto& text = pages[page].text;
    for (std::size_t at = 0; at < text.size(); at += 1 + static_cast<unsigned char>(text[at]) % 64U)
      pictures.push_back({page, at, "p"});
    pictures.push_back({page, text.size(), "end"});
  }
  return pictures;
}

}  // namespace

void run_questions(std::string_view bytes) {
  if (!text::is_utf8(bytes)) return;
  std::vector<Segment> pages;
  for (auto& page : split(bytes, '\f'))
    pages.push_back(
        {.locator = {.kind = LocatorKind::page, .number = static_cast<std::int64_t>(pages.size()) + 1},
         .text = std::move(page)});
  questions::read_paper(pages, pictures_in(pages));
  questions::Table table;
  for (const auto& line : split(bytes, '\n')) table.rows.push_back(split(line, '\t'));
  questions::questions_of_table(table);
}

}  // namespace kecang::fuzz
