#pragma once
/// How a spreadsheet's numbers read: plain, or as dates. Any thread may call.
#include <cstdint>
#include <string>
#include <string_view>

namespace kecang::extract {

/// As it was typed: 98, 3.14.
std::string number_text(double value);

/// Whether numbers in this format are dates or times: "yyyy-mm-dd", `h:mm`.
bool is_date_format(std::string_view code);
/// The same of the formats that have no code in the file but a number.
bool is_builtin_date_format(int number);

/// 2023-05-23, 08:30, or both. `value` counts days; where it is no date, it is shown as a number.
std::string date_text(double value, bool from_1904);

}  // namespace kecang::extract
