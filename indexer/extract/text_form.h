#pragma once
/// The one form in which text leaves an extractor: UTF-8 NFC, lines ended by \n, no controls but tab, no
/// invisible marks, no white space at the ends of lines, at most one empty line in a row. Any thread may
/// call.
#include <string>
#include <string_view>
#include <vector>

namespace kecang::extract {

std::string normal_text(std::string_view text);
/// The same; `places` are bytes of the text, ascending, and become those of the normal form.
std::string normal_text(std::string_view text, std::vector<std::size_t>& places);

/// One line without tabs: for titles, labels and properties; at most 300 bytes.
std::string normal_label(std::string_view text);

/// PDF text layers often put a space after each Han character; three or more single ones in a row are joined.
std::string join_spaced_han(std::string_view utf8);

/// Pieces of at most `limit` bytes, cut at line ends where there is one, else between characters.
std::vector<std::string_view> split_at_lines(std::string_view utf8, std::size_t limit);

/// The lines without their \n or \r\n.
std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace kecang::extract
