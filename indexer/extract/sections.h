#pragma once
/// A running text with headings as sections. A text without headings is given whole. Not for use by several
/// threads at once.
#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/extract/output.h"

namespace kecang::extract {

class Sections {
 public:
  explicit Sections(Output& out) : out_(out) {}

  /// A paragraph, or a row of a table.
  void paragraph(PicturedText text);
  void paragraph(std::string_view text) { paragraph(PicturedText{.text = std::string(text)}); }
  /// Begins a section of this name.
  void heading(PicturedText text);
  void heading(std::string_view text) { heading(PicturedText{.text = std::string(text)}); }
  /// Once, last. `side_text` stands beside the text: it ends a document given whole, else it is a section of
  /// its own.
  void finish(std::string_view side_text);
  bool full() const { return out_.full(); }

 private:
  void finish_section();
  void emit(const std::string& label, PicturedText text);

  Output& out_;
  PicturedText section_;
  PicturedText first_;
  std::string label_;
  std::int64_t sections_ = 0;
};

}  // namespace kecang::extract
