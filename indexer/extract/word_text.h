#pragma once
/// The characters of a binary Word document as lines: marks of paragraphs, cells, fields and pictures are
/// told apart from text. Not for use by several threads at once.
#include <functional>
#include <string>
#include <string_view>

#include "indexer/extract/field_text.h"
#include "indexer/extract/pictured_text.h"
#include "indexer/extract/word_layout.h"

namespace kecang::extract {

class WordText {
 public:
  /// A paragraph, or a row of a table with tabs between its cells.
  using OnLine = std::function<void(PicturedText line, bool heading)>;
  explicit WordText(OnLine on_line) : on_line_(std::move(on_line)) {}

  /// `paragraph` is the one whose end these bytes lead up to; nullptr when the document does not say.
  void add(std::string_view utf8, const WordParagraph* paragraph);
  /// A picture that stands behind what was added last.
  void add_picture(std::string name);
  /// At the end of a story: nothing reaches into the next.
  void finish();

 private:
  void add_mark(char mark, const WordParagraph* paragraph);
  void end_cell(const WordParagraph* paragraph);
  void end_line(bool heading);

  OnLine on_line_;
  Fields fields_;
  PicturedText line_;
  bool after_cell_ = false;
};

}  // namespace kecang::extract
