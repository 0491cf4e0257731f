#include "indexer/extract/ole_properties.h"

#include <array>
#include <chrono>
#include <cstdio>

#include "indexer/extract/code_page.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kStreamLimit = 1ULL << 20;
constexpr std::uint32_t kPropertiesLimit = 1000;
constexpr std::size_t kValueLimit = 4096;

enum ValueType : std::uint16_t { bytes = 0x1E, wide = 0x1F, file_time = 0x40 };

constexpr std::uint32_t kCodePage = 1;
constexpr std::uint32_t kTitle = 2;
struct Row {
  std::uint32_t id;
  std::string_view property;
};
constexpr auto kProperties = std::to_array<Row>(
    {{3, "subject"}, {4, "author"}, {5, "keywords"}, {6, "description"}, {12, "created"}, {13, "modified"}});

// Tenths of microseconds since 1601.
std::string date_of(std::uint64_t file_time) {
  constexpr std::int64_t kFrom1601To1970 = 11'644'473'600;
  const auto seconds = static_cast<std::int64_t>(file_time / 10'000'000) - kFrom1601To1970;
  if (seconds <= 0) return {};
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 40> text;
  const int length =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                    static_cast<int>(clock.seconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(length));
}

class PropertySet {
 public:
  explicit PropertySet(std::string_view stream) : set_(part_of(stream, u32_at(stream, 44), stream.size())) {
    code_page_ = u16_at(value_of(kCodePage), 4);
  }

  std::string text(std::uint32_t id) const {
    const std::string_view value = value_of(id);
    const std::size_t length = std::min<std::size_t>(u32_at(value, 4), kValueLimit);
    const std::uint16_t type = u16_at(value, 0);
    if (type == ValueType::file_time) return date_of(u64_at(value, 4));
    std::string text;
    if (type == ValueType::wide) text = decode_code_page(part_of(value, 8, 2 * length), 1200);
    if (type == ValueType::bytes) {
      const std::string_view raw = part_of(value, 8, length);
      text = decode_code_page(raw, likely_code_page(raw, code_page_));
    }
    return normal_label(text.substr(0, text.find('\0')));
  }

 private:
  std::string_view value_of(std::uint32_t id) const {
    const std::uint32_t count = std::min(u32_at(set_, 4), kPropertiesLimit);
    for (std::uint32_t i = 0; i < count; ++i)
      if (u32_at(set_, 8 + 8 * i) == id) return part_of(set_, u32_at(set_, 12 + 8 * i), set_.size());
    return {};
  }

  std::string_view set_;
  int code_page_ = 0;
};

}  // namespace

void read_properties(const OleFile& file, DocumentHead& head) {
  const std::string stream = file.stream("\5SummaryInformation").read(0, kStreamLimit);
  if (stream.empty()) return;
  const PropertySet set(stream);
  head.title = set.text(kTitle);
  for (const Row& row : kProperties)
    if (const std::string value = set.text(row.id); !value.empty())
      head.properties[std::string(row.property)] = value;
}

}  // namespace kecang::extract
