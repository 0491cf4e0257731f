#pragma once
/// Where the text of a binary Word document lies: its header, its pieces and the marks of its paragraphs.
/// Read from Word 6, 95 and 97 to 2003, and from WPS Writer. Not for use by several threads at once.
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/extract/ole.h"

namespace kecang::extract {

/// The texts of a document, in the order in which they follow each other.
enum class WordStory { main, footnotes, headers, macros, comments, endnotes, boxes, header_boxes };
inline constexpr std::size_t kWordStories = 8;

/// A run of characters that lie together.
struct WordPiece {
  std::uint64_t first = 0;   ///< the number of its first character in the document
  std::uint64_t count = 0;   ///< of characters
  std::uint64_t offset = 0;  ///< of its bytes in the stream
  bool wide = false;         ///< two bytes a character, UTF-16; else one
};

/// What the formatting says of the paragraph whose bytes end here.
struct WordParagraph {
  std::uint64_t end = 0;
  bool heading = false;
  bool ends_cell = false;
  bool ends_row = false;
};

struct WordLayout {
  bool old = false;  ///< before Word 97: the narrow text is in the code page
  int code_page = 1252;
  bool damaged = false;
  std::array<std::uint64_t, kWordStories> story_lengths{};
  std::vector<WordPiece> pieces;
  std::vector<WordParagraph> paragraphs;  ///< by their ends; empty when unknown
  OleStream tables{};                     ///< where the tables of Word 97 and later stand
};

WordLayout read_word_layout(const OleFile& file, const OleStream& document);

}  // namespace kecang::extract
