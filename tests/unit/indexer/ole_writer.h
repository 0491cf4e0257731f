#pragma once
/// Makes OLE2 compound files for tests, and the streams of old Office documents within them.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kecang::testing {

/// The lowest `width` bytes of a number, the lowest first.
std::string le(std::uint64_t value, std::size_t width);
/// UTF-16, little endian.
std::string utf16(std::string_view utf8);

class OleWriter {
 public:
  /// A stream at the top; small ones go where small ones go.
  OleWriter& add(std::string name, std::string bytes);
  /// The whole file. Sectors: streams, small streams and their table, directory, table.
  std::string bytes() const;

 private:
  std::vector<std::pair<std::string, std::string>> streams_;
};

/// A run of a Word document's text as it is stored.
struct WordRun {
  std::string bytes;
  bool wide = true;
};
struct WordFile {
  std::vector<WordRun> runs{};
  /// In characters: main text, footnotes, headers, macros, comments, endnotes, boxes, boxes in headers. When
  /// empty, all is main text.
  std::vector<std::uint32_t> stories{};
  std::uint16_t version = 193;  ///< 193 is Word 97, 104 Word 95
  std::uint16_t language = 0x0409;
  std::uint16_t flags = 0;  ///< 0x0100 locked, 0x1000 two bytes a character before Word 97
  /// In the stream of tables, each named at this place of the header.
  std::vector<std::pair<std::size_t, std::string>> tables{};
  std::string behind{};  ///< the text, from `behind_text` on
  std::string data{};    ///< the stream of pictures
};
std::string word_file(const WordFile& file);
/// Where in the document its text begins, and, on a page of 512 bytes of its own, what comes behind so much
/// text.
inline constexpr std::size_t kWordText = 1024;
std::size_t behind_text(std::size_t text_size);
/// One run of UTF-16.
std::string word_file(std::string_view text);

/// A record of an Excel workbook.
std::string biff(std::uint16_t type, std::string_view body);
/// A workbook of version 8 with these shared records and sheets (name, records).
using BiffSheets = std::vector<std::pair<std::string, std::string>>;
std::string workbook_stream(std::string_view shared, const BiffSheets& sheets);
std::string excel_file(std::string_view shared, const BiffSheets& sheets);

/// A record of a PowerPoint document: a container when it holds records.
std::string show_record(std::uint16_t type, std::uint16_t instance, std::string_view body);
std::string show_container(std::uint16_t type, std::uint16_t instance, std::string_view body);
/// A slide or notes (0x03EE, 0x03F0) with a text box for each text; `notes` is the number of its notes.
struct ShowSlideText {
  std::vector<std::string> texts;
  std::vector<std::string> outline{};  ///< titles, kept beside the slide
  std::string notes{};
};
/// The slides are shown in the order given, but stored in the opposite one.
std::string powerpoint_file(const std::vector<ShowSlideText>& slides);

}  // namespace kecang::testing
