#include "indexer/extract/word_text.h"

#include <algorithm>
#include <utility>

namespace kecang::extract {
namespace {

enum Mark : char {
  cell_end = 0x07,
  tab = 0x09,
  line_break = 0x0B,
  page_break = 0x0C,
  paragraph_end = 0x0D,
  column_break = 0x0E,
  field_begin = 0x13,
  field_separator = 0x14,
  field_end = 0x15,
  hyphen_that_stays = 0x1E,
};

bool is_mark(char c) {
  return static_cast<unsigned char>(c) < 0x20;
}

}  // namespace

void WordText::add(std::string_view utf8, const WordParagraph* paragraph) {
  while (!utf8.empty()) {
    const auto mark =
        static_cast<std::size_t>(std::find_if(utf8.begin(), utf8.end(), is_mark) - utf8.begin());
    const std::string_view run = utf8.substr(0, mark);
    if (!run.empty()) {
      after_cell_ = false;
      if (fields_.hidden()) fields_.take(run);
      if (!fields_.hidden()) line_ += run;
    }
    if (mark < utf8.size()) add_mark(utf8[mark], paragraph);
    utf8.remove_prefix(std::min(mark + 1, utf8.size()));
  }
}

void WordText::add_picture(std::string name) {
  if (!fields_.hidden()) line_.add_picture(std::move(name));
}

void WordText::add_mark(char mark, const WordParagraph* paragraph) {
  switch (mark) {
    case Mark::field_begin:
      return fields_.begin();
    case Mark::field_separator:
      return fields_.separate();
    case Mark::field_end:
      line_ += fields_.end();
      return;
    default:
      break;
  }
  if (fields_.hidden()) return fields_.take(" ");
  switch (mark) {
    case Mark::cell_end:
      return end_cell(paragraph);
    case Mark::paragraph_end:
      if (paragraph != nullptr && (paragraph->ends_row || paragraph->ends_cell)) return end_cell(paragraph);
      return end_line(paragraph != nullptr && paragraph->heading);
    case Mark::page_break:
    case Mark::column_break:
      return end_line(false);
    case Mark::line_break:
      line_ += "\n";
      break;
    case Mark::tab:
      line_ += "\t";
      break;
    case Mark::hyphen_that_stays:
      line_ += "-";
      break;
    default:
      break;  // pictures, notes' numbers and other anchors
  }
}

// Without formatting, a second mark in a row is taken as the end of the row: it may be an empty cell.
void WordText::end_cell(const WordParagraph* paragraph) {
  const bool ends_row = paragraph != nullptr ? paragraph->ends_row : after_cell_;
  after_cell_ = !ends_row;
  if (ends_row) return end_line(false);
  line_ += "\t";
}

void WordText::end_line(bool heading) {
  after_cell_ = false;
  on_line_(std::exchange(line_, {}), heading);
}

void WordText::finish() {
  fields_.reset();
  if (!line_.text.empty() || !line_.pictures.empty()) end_line(false);
}

}  // namespace kecang::extract
