#pragma once
/// Makes the drawings of Office 97 to 2003 for tests, and the files that hold them.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::testing {

/// A picture's record. Of a metafile: packed, with its size in EMU.
std::string png_blip(std::string_view png);
std::string wmf_blip(std::string_view wmf, std::uint32_t width = 914'400, std::uint32_t height = 457'200);
/// An entry of the store with the record in it, or elsewhere at `offset`.
std::string stored_blip(std::string_view record);
std::string stored_blip_at(std::size_t offset, std::size_t size);

/// A shape that shows a picture of the store; the anchor is Excel's.
std::string art_shape(std::uint32_t number, std::uint32_t blip, std::string_view anchor = "");
std::string art_group(std::string_view shapes);
/// All shapes of a sheet or a text.
std::string art_drawing(std::string_view shapes);
/// What all drawings of a file share.
std::string art_drawing_group(const std::vector<std::string>& stored_blips);
/// A picture in a cell.
std::string excel_anchor(std::uint16_t row, std::uint16_t column);

/// A Word document: each '\x01' of the text is the next of `inlined`, each '\x08' the next of `floating`,
/// which are pictures' records.
struct WordPaper {
  std::string text;
  std::vector<std::string> inlined{};
  std::vector<std::string> floating{};
};
std::string word_paper(const WordPaper& paper);

}  // namespace kecang::testing
