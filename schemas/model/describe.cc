#include "schemas/model/describe.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>

template class nlohmann::basic_json<>;

namespace kecang {
namespace {

constexpr int kJsonDepth = 64;

std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::string time_text(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()),
                unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                int(clock.minutes().count()), int(clock.seconds().count()), int(clock.subseconds().count()));
  return text;
}

Result<Time> parse_time(std::string_view text) {
  const auto malformed = [&] { return Error::invalid("time.malformed").with("value", std::string(text)); };
  const auto year = number(text, 0, 4);
  const auto month = number(text, 5, 2);
  const auto day = number(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return malformed();
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok()) return malformed();
  Time time = std::chrono::sys_days(date);
  if (text.size() == 10) return time - std::chrono::hours(8);
  const auto hour = number(text, 11, 2);
  const auto minute = number(text, 14, 2);
  const auto second = number(text, 17, 2);
  if (text.size() < 20 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':' ||
      !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
    return malformed();
  time += std::chrono::hours(*hour) + std::chrono::minutes(*minute) + seconds(*second);
  std::size_t at = 19;
  if (text[at] == '.') {
    int unit = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
      time += milliseconds((text[at] - '0') * unit);
  }
  if (text.substr(at) == "Z") return time;
  const auto zone_hour = number(text, at + 1, 2);
  const auto zone_minute = number(text, at + 4, 2);
  if (at + 6 != text.size() || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':' || !zone_hour ||
      !zone_minute)
    return malformed();
  const auto offset = std::chrono::hours(*zone_hour) + std::chrono::minutes(*zone_minute);
  return text[at] == '+' ? time - offset : time + offset;
}

std::string cbor_bytes(const Json& json) {
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

namespace {

/// The first byte of a CBOR item (RFC 8949 §3) and the number that belongs to it, taken off `bytes`.
struct CborHead {
  unsigned major = 0;
  std::uint64_t number = 0;
  bool endless = false;
};
std::optional<CborHead> take_cbor_head(std::string_view& bytes) {
  if (bytes.empty()) return std::nullopt;
  const unsigned first = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  CborHead head{.major = first >> 5U, .number = first & 0x1FU};
  if (head.number < 24) return head;
  head.endless = head.number == 31;
  const std::size_t length = head.number < 28 ? std::size_t{1} << (head.number - 24) : 0;
  if (bytes.size() < length) return std::nullopt;
  head.number = 0;
  for (std::size_t i = 0; i < length; ++i)
    head.number = head.number << 8U | static_cast<unsigned char>(bytes[i]);
  bytes.remove_prefix(length);
  return head;
}

/// The library reads nested values by recursion, as deep as a stranger likes: judged here before. Endless
/// ones, which we never write, count as too deep.
bool nests_too_deep(std::string_view bytes) {
  constexpr unsigned kBytes = 2, kText = 3, kArray = 4, kMap = 5;
  std::vector<std::uint64_t> open;  // items that are still to come, by depth
  while (auto head = take_cbor_head(bytes)) {
    if (head->endless) return true;
    if (head->major == kBytes || head->major == kText)
      bytes.remove_prefix(static_cast<std::size_t>(std::min<std::uint64_t>(head->number, bytes.size())));
    if (head->major == kArray || head->major == kMap) {
      if (open.size() == static_cast<std::size_t>(kJsonDepth)) return true;
      // More items than bytes are refused by the reader; the bound keeps the doubling within the number.
      const auto items = std::min<std::uint64_t>(head->number, bytes.size() + 1);
      open.push_back(head->major == kMap ? items * 2 + 1 : items + 1);
    }
    while (!open.empty() && --open.back() == 0) open.pop_back();
  }
  return false;
}

}  // namespace

Json cbor_value(std::string_view bytes) {
  if (nests_too_deep(bytes)) return Json(Json::value_t::discarded);
  try {
    return Json::from_cbor(bytes, true, false);
  } catch (
      const Json::exception&) {  // thrown for a length beyond all memory, whatever the last argument says
    return Json(Json::value_t::discarded);
  }
}

Result<Json> parse_json(std::string_view text) {
  bool too_deep = false;
  const auto limit_depth = [&](int depth, Json::parse_event_t event, Json&) {
    if (depth > kJsonDepth &&
        (event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start))
      too_deep = true;
    return !too_deep;
  };
  try {
    Json json = Json::parse(text, limit_depth);
    if (too_deep) return Error::invalid("json.too_deep");
    return json;
  } catch (const Json::parse_error& error) {
    return Error::invalid("json.malformed").with("byte", std::to_string(error.byte)).because(error.what());
  } catch (const Json::exception& error) {  // a number beyond all ranges; where it stands is not told
    return Error::invalid("json.malformed").with("byte", "0").because(error.what());
  }
}

std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

namespace detail {

Result<Digest> digest_value(const Json& json) {
  if (!json.is_string()) return wrong_type();
  return Digest::parse_hex(json.get_ref<const std::string&>());
}
Result<Digest> digest_value(CborReader& from) {
  Digest digest;
  const auto bytes = from.take_bytes();
  if (!bytes || bytes->size() != digest.bytes.size()) return wrong_type();
  std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
  return digest;
}

Result<Time> time_value(const Json& json) {
  if (!json.is_string()) return wrong_type();
  return parse_time(json.get_ref<const std::string&>());
}
Result<Time> time_value(CborReader& from) {
  std::int64_t count = 0;
  KECANG_TRY(decode(from, count));
  return Time(milliseconds(count));
}

}  // namespace detail
}  // namespace kecang
