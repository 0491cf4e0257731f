#pragma once
/// Bytes in an encoding that a file names by the number Windows gives it, as old Office documents and RTF do.
/// Any thread may call.
#include <cstdint>
#include <string>
#include <string_view>

namespace kecang::extract {

/// As UTF-8, by the converter that ICU calls so; empty when there is none.
std::string convert(std::string_view bytes, const char* converter_name);

/// As UTF-8. GBK and GB2312 are read as GB18030; numbers nobody knows as 1252.
std::string decode_code_page(std::string_view bytes, int code_page);

/// The code page of a language, by Windows' number for it: 936 for 0x0804.
int code_page_of_language(std::uint16_t language);

/// Simplified or traditional Chinese, Japanese or Korean: one character may take two bytes.
bool is_double_byte(int code_page);

/// Wide bytes stand in pairs only, at least so many: double-byte text that is called something else.
bool has_paired_wide_bytes(std::string_view bytes, std::size_t least_pairs);

/// `code_page`, or the Chinese one when the bytes are a text that a Western program had in hand without
/// knowing: wide bytes come in pairs that mean common characters.
int likely_code_page(std::string_view bytes, int code_page);

}  // namespace kecang::extract
