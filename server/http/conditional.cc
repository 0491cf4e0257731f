#include "server/http/conditional.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "schemas/base/trim.h"

namespace kecang::http {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

RangeChoice suffix(std::uint64_t wanted, std::uint64_t size) {
  if (wanted == 0 || size == 0) return {RangeKind::unsatisfiable, {}};
  const auto length = std::min(wanted, size);
  return {RangeKind::part, {size - length, length}};
}

std::string_view opaque(std::string_view etag) {
  return etag.starts_with("W/") ? etag.substr(2) : etag;
}

bool etags_equal(std::string_view a, std::string_view b, Comparison comparison) {
  if (comparison == Comparison::strong && (a.starts_with("W/") || b.starts_with("W/"))) return false;
  return opaque(a) == opaque(b);
}

}  // namespace

RangeChoice choose_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!header.starts_with(kUnit)) return {};
  const auto spec = trimmed(header.substr(kUnit.size()));
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return {};
  const auto first = number<std::uint64_t>(spec.substr(0, dash));
  const auto last = number<std::uint64_t>(spec.substr(dash + 1));
  if (dash == 0) return last ? suffix(*last, size) : RangeChoice{};
  if (!first || (!last && dash + 1 < spec.size()) || (last && *last < *first)) return {};
  if (*first >= size) return {RangeKind::unsatisfiable, {}};
  const auto end = std::min(last.value_or(size - 1), size - 1);
  return {RangeKind::part, {*first, end - *first + 1}};
}

bool etag_listed(std::string_view list, std::string_view etag, Comparison comparison) {
  if (trimmed(list) == "*") return !etag.empty();
  while (!list.empty()) {
    const auto open = list.find('"');
    if (open == std::string_view::npos) return false;
    const auto close = list.find('"', open + 1);
    if (close == std::string_view::npos) return false;
    const bool weak = open >= 2 && list.substr(open - 2, 2) == "W/";
    const auto start = weak ? open - 2 : open;
    if (!etag.empty() && etags_equal(list.substr(start, close + 1 - start), etag, comparison)) return true;
    list.remove_prefix(close + 1);
  }
  return false;
}

Verdict evaluate(const Preconditions& asked, std::string_view etag, std::string_view last_modified) {
  if (!asked.if_match.empty() && !etag_listed(asked.if_match, etag, Comparison::strong))
    return Verdict::failed;
  if (!asked.if_none_match.empty())
    return etag_listed(asked.if_none_match, etag, Comparison::weak) ? Verdict::not_modified
                                                                    : Verdict::proceed;
  const auto since = parse_http_date(asked.if_modified_since);
  const auto changed = parse_http_date(last_modified);
  return since && changed && *changed <= *since ? Verdict::not_modified : Verdict::proceed;
}

bool range_applies(std::string_view if_range, std::string_view etag, std::string_view last_modified) {
  if (if_range.empty()) return true;
  if (if_range.find('"') != std::string_view::npos)
    return !etag.empty() && etags_equal(if_range, etag, Comparison::strong);
  return if_range == last_modified;
}

std::string http_date(std::int64_t seconds_since_epoch) {
  using namespace std::chrono;
  const sys_seconds when{std::chrono::seconds{seconds_since_epoch}};
  const auto day = floor<days>(when);
  const year_month_day date{day};
  const hh_mm_ss time{when - day};
  std::array<char, 40> text{};
  const auto length =
      std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                    kDays[weekday{day}.c_encoding()].data(), static_cast<unsigned>(date.day()),
                    kMonths[static_cast<unsigned>(date.month()) - 1].data(), static_cast<int>(date.year()),
                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  using namespace std::chrono;
  constexpr std::string_view kShape = "Sun, 06 Nov 1994 08:49:37 GMT";
  if (text.size() != kShape.size() || !text.ends_with(" GMT")) return std::nullopt;
  const auto month_at = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day_of_month = number<unsigned>(text.substr(5, 2));
  const auto year_number = number<int>(text.substr(12, 4));
  const auto hour = number<unsigned>(text.substr(17, 2));
  const auto minute = number<unsigned>(text.substr(20, 2));
  const auto second = number<unsigned>(text.substr(23, 2));
  if (month_at == kMonths.end() || !day_of_month || !year_number || !hour || !minute || !second)
    return std::nullopt;
  const auto month_number = static_cast<unsigned>(month_at - kMonths.begin()) + 1;
  const year_month_day date{year{*year_number}, month{month_number}, std::chrono::day{*day_of_month}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return (sys_days{date} + hours{*hour} + minutes{*minute} + std::chrono::seconds{*second})
      .time_since_epoch()
      .count();
}

}  // namespace kecang::http
