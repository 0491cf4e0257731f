#include "indexer/recordings/recording_time.h"

#include <algorithm>
#include <array>
#include <vector>

namespace kecang::recordings {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Numbers and what stands between them, in the order of the text.
struct Number {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint32_t value = 0;  ///< only of at most eight digits
  std::size_t digits() const { return end - begin; }
};

std::vector<Number> numbers_in(std::string_view text) {
  std::vector<Number> found;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    Number number{.begin = at, .end = at};
    for (; number.end < text.size() && is_digit(text[number.end]); ++number.end)
      if (number.digits() < 8)
        number.value = number.value * 10 + static_cast<std::uint32_t>(text[number.end] - '0');
    at = number.end;
    found.push_back(number);
  }
  return found;
}

std::optional<std::chrono::local_days> day(std::uint32_t year, std::uint32_t month, std::uint32_t of_month) {
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)), std::chrono::month(month),
                                         std::chrono::day(of_month)};
  if (year < 2000 || year > 2099 || !date.ok()) return std::nullopt;
  return std::chrono::local_days(date);
}

std::optional<seconds> clock_time(std::uint32_t hour, std::uint32_t minute, std::uint32_t second) {
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return std::chrono::hours(hour) + std::chrono::minutes(minute) + seconds(second);
}

/// What may stand between the parts of a date or of a time.
bool is_between(std::string_view text) {
  static constexpr auto kMarks =
      std::to_array<std::string_view>({"-", "_", ".", "/", ":", "：", " ", "年", "月", "日", "号", "时", "点",
                                       "分", "秒", "T", "t", "－", "—"});
  while (!text.empty()) {
    const auto mark =
        std::find_if(kMarks.begin(), kMarks.end(), [&](auto one) { return text.starts_with(one); });
    if (mark == kMarks.end()) return false;
    text.remove_prefix(mark->size());
  }
  return true;
}

/// The numbers of one text, read one after the other.
class Reading {
 public:
  explicit Reading(std::string_view text) : text_(text), numbers_(numbers_in(text)) {}

  std::optional<std::chrono::local_days> take_day(std::size_t& at) const {
    if (at >= numbers_.size()) return std::nullopt;
    const auto& first = numbers_[at];
    if (first.digits() == 8) {
      const auto found = day(first.value / 10'000, first.value / 100 % 100, first.value % 100);
      if (found) at += 1;
      return found;
    }
    if (first.digits() == 14 || first.digits() == 12) return std::nullopt;
    if (first.digits() != 4 || !follow(at, 3) || numbers_[at + 1].digits() > 2 ||
        numbers_[at + 2].digits() > 2)
      return std::nullopt;
    const auto found = day(first.value, numbers_[at + 1].value, numbers_[at + 2].value);
    if (found) at += 3;
    return found;
  }

  std::optional<seconds> take_time(std::size_t& at) const {
    if (at >= numbers_.size()) return std::nullopt;
    const auto& first = numbers_[at];
    if (first.digits() == 6)
      return taken(at, 1, first.value / 10'000, first.value / 100 % 100, first.value % 100);
    if (first.digits() == 4) return taken(at, 1, first.value / 100, first.value % 100, 0);
    if (first.digits() > 2 || !follow(at, 2) || numbers_[at + 1].digits() != 2) return std::nullopt;
    const bool has_seconds = follow(at, 3) && numbers_[at + 2].digits() == 2;
    const auto found = taken(at, has_seconds ? 3 : 2, first.value, numbers_[at + 1].value,
                             has_seconds ? numbers_[at + 2].value : 0);
    return found;
  }

  /// Whether nothing but marks stands between number `at` and the one before it.
  bool joins(std::size_t at) const {
    return at > 0 && at < numbers_.size() &&
           is_between(text_.substr(numbers_[at - 1].end, numbers_[at].begin - numbers_[at - 1].end));
  }
  std::size_t size() const { return numbers_.size(); }
  const Number& operator[](std::size_t at) const { return numbers_[at]; }

 private:
  bool follow(std::size_t at, std::size_t count) const {
    if (at + count > numbers_.size()) return false;
    for (std::size_t i = at + 1; i < at + count; ++i)
      if (!joins(i)) return false;
    return true;
  }
  static std::optional<seconds> taken(std::size_t& at, std::size_t count, std::uint32_t hour,
                                      std::uint32_t minute, std::uint32_t second) {
    const auto found = clock_time(hour, minute, second);
    if (found) at += count;
    return found;
  }

  std::string_view text_;
  std::vector<Number> numbers_;
};

/// 20261130080000 and 202611300800 are a day and a time in one number.
std::string with_long_numbers_parted(std::string_view text) {
  std::string parted;
  std::size_t copied = 0;
  for (const auto& number : numbers_in(text)) {
    if (number.digits() != 14 && number.digits() != 12) continue;
    parted += text.substr(copied, number.begin + 8 - copied);
    parted += '_';
    copied = number.begin + 8;
  }
  parted += text.substr(copied);
  return parted;
}

std::string tidy(std::string text) {
  static constexpr std::string_view kMarks = " _-.()[]";
  const auto first = text.find_first_not_of(kMarks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kMarks) - first + 1);
}

/// The end of a mark that belongs to the number before it: 日 of 30日, 分 of 00分.
std::size_t with_unit(std::string_view text, std::size_t end) {
  for (const std::string_view unit : {"日", "号", "时", "点", "分", "秒"})
    if (text.substr(end).starts_with(unit)) return end + unit.size();
  return end;
}

struct NameParts {
  std::optional<NamedTime> when;
  std::string rest;
};

NameParts parts_of(std::string_view name) {
  const auto text = with_long_numbers_parted(name);
  const Reading reading(text);
  NameParts parts{.when = std::nullopt, .rest = text};
  for (std::size_t at = 0; at < reading.size(); ++at) {
    auto next = at;
    const auto day = reading.take_day(next);
    if (!day) continue;
    parts.when = NamedTime{.day = *day, .time = std::nullopt};
    if (reading.joins(next)) parts.when->time = reading.take_time(next);
    const auto end = with_unit(text, reading[next - 1].end);
    parts.rest = tidy(text.substr(0, reading[at].begin)) + ' ' + tidy(text.substr(end));
    break;
  }
  return parts;
}

/// A name that is nothing but a time, or begins with one: 0800.mp4, 08-00 光的折射.mp4.
NameParts time_first(std::string_view name) {
  const std::string text(name);
  const Reading reading(text);
  NameParts parts{.when = std::nullopt, .rest = text};
  std::size_t next = 0;
  if (reading.size() == 0 || reading[0].begin != 0) return parts;
  const auto time = reading.take_time(next);
  if (!time) return parts;
  parts.when = NamedTime{.day = {}, .time = time};
  parts.rest = text.substr(with_unit(text, reading[next - 1].end));
  return parts;
}

std::string_view without_extension(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

}  // namespace

ReadName read_name(std::string_view path) {
  const auto slash = path.rfind('/');
  const auto name = without_extension(slash == std::string_view::npos ? path : path.substr(slash + 1));
  auto parts = parts_of(name);
  if (parts.when) return {.when = parts.when, .rest = tidy(std::move(parts.rest))};
  auto folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  while (!folder.empty()) {
    const auto before = folder.rfind('/');
    const auto day = parts_of(before == std::string_view::npos ? folder : folder.substr(before + 1)).when;
    if (day) {
      auto time = time_first(name);
      return {.when = NamedTime{.day = day->day, .time = time.when ? time.when->time : day->time},
              .rest = tidy(std::move(time.rest))};
    }
    folder = before == std::string_view::npos ? std::string_view() : folder.substr(0, before);
  }
  return {.when = std::nullopt, .rest = tidy(std::string(name))};
}

std::optional<seconds> time_of_day(std::string_view text) {
  std::string digits(text);
  if (!digits.empty() && std::all_of(digits.begin(), digits.end(), is_digit) && digits.size() == 3)
    digits.insert(0, "0");
  const Reading reading(digits);
  std::size_t at = 0;
  const auto found = reading.take_time(at);
  return at == reading.size() ? found : std::nullopt;
}

std::optional<std::chrono::local_days> day_of(std::string_view text) {
  const Reading reading(text);
  std::size_t at = 0;
  return reading.take_day(at);
}

}  // namespace kecang::recordings
