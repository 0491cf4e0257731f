#include "indexer/extract/number_format.h"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace kecang::extract {
namespace {

template <class... T>
std::string printed(const char* format, T... values) {
  std::array<char, 64> text;
  const int length = std::snprintf(text.data(), text.size(), format, values...);
  return std::string(text.data(), static_cast<std::size_t>(length));
}

// 1900 was no leap year, but the first spreadsheets thought so: days before March 1900 count differently.
std::string day_text(std::int64_t days, bool from_1904) {
  using namespace std::chrono;
  const sys_days start =
      from_1904 ? sys_days(year(1904) / 1 / 1) : sys_days(year(1899) / 12 / (days < 60 ? 31 : 30));
  const year_month_day date(start + std::chrono::days(days));
  return printed("%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                 static_cast<unsigned>(date.day()));
}

std::string time_text(std::int64_t seconds) {
  const auto hours = static_cast<int>(seconds / 3600);
  const auto minutes = static_cast<int>(seconds / 60 % 60);
  const auto rest = static_cast<int>(seconds % 60);
  return rest == 0 ? printed("%02d:%02d", hours, minutes) : printed("%02d:%02d:%02d", hours, minutes, rest);
}

}  // namespace

std::string number_text(double value) {
  return std::isfinite(value) ? printed("%.15g", value) : std::string();
}

// Letters that stand for parts of a date, outside of quoted words, escaped characters and brackets.
bool is_date_format(std::string_view code) {
  char until = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (until != 0) {
      if (c == until) until = 0;
      continue;
    }
    if (c == '"') until = '"';
    if (c == '[') until = ']';
    if (c == '\\' || c == '_' || c == '*') ++i;
    if (std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) return true;
    if (c == ';') return false;  // the second part is for negative numbers
  }
  return false;
}

bool is_builtin_date_format(int number) {
  return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) || (number >= 45 && number <= 47) ||
         (number >= 50 && number <= 58);
}

std::string date_text(double value, bool from_1904) {
  constexpr double kLastDay = 2'958'466;  // of the year 9999
  constexpr std::int64_t kDay = 86'400;
  if (!(value >= 0 && value < kLastDay)) return number_text(value);
  const auto seconds = static_cast<std::int64_t>(std::llround(value * kDay));
  if (seconds < kDay && !from_1904) return time_text(seconds);
  const std::string day = day_text(seconds / kDay, from_1904);
  return seconds % kDay == 0 ? day : day + ' ' + time_text(seconds % kDay);
}

}  // namespace kecang::extract
