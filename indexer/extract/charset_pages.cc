#include <algorithm>
#include <array>

#include "indexer/extract/charset.h"
#include "indexer/extract/charset_rank.h"
#include "indexer/extract/code_page.h"

namespace kecang::extract {
namespace {

struct Page {
  int number;
  const char* converter;  // ICU's name
};
constexpr auto kPages = std::to_array<Page>({
    {437, "ibm-437"},
    {850, "ibm-850"},
    {852, "ibm-852"},
    {866, "ibm-866"},
    {874, "windows-874"},
    {932, "ibm-943_P15A-2003"},
    {936, "gb18030"},
    {949, "windows-949"},
    {950, "windows-950-2000"},
    {1200, "UTF-16LE"},
    {1250, "windows-1250"},
    {1251, "windows-1251"},
    {1252, "windows-1252"},
    {1253, "windows-1253"},
    {1254, "windows-1254"},
    {1255, "windows-1255"},
    {1256, "windows-1256"},
    {1257, "windows-1257"},
    {1258, "windows-1258"},
    {1361, "ibm-1363"},
    {10000, "macintosh"},
    {10001, "ibm-943_P15A-2003"},
    {10002, "windows-950-2000"},
    {10003, "windows-949"},
    {10008, "gb18030"},
    {20127, "windows-1252"},
    {20936, "gb18030"},
    {54936, "gb18030"},
    {65001, "UTF-8"},
});

struct Language {
  std::uint16_t primary;  // the low ten bits of Windows' number
  int code_page;
};
constexpr auto kLanguages = std::to_array<Language>({
    {0x01, 1256}, {0x02, 1251}, {0x05, 1250}, {0x08, 1253}, {0x0D, 1255}, {0x0E, 1250}, {0x11, 932},
    {0x12, 949},  {0x15, 1250}, {0x18, 1250}, {0x19, 1251}, {0x1B, 1250}, {0x1E, 874},  {0x1F, 1254},
    {0x22, 1251}, {0x23, 1251}, {0x24, 1250}, {0x25, 1257}, {0x26, 1257}, {0x27, 1257}, {0x2A, 1258},
});

constexpr std::uint16_t kChinese = 0x04;
// The languages of Taiwan, Hong Kong and Macao.
constexpr auto kTraditional = std::to_array<std::uint16_t>({0x0404, 0x0C04, 0x1404});

bool is_wide(char c) {
  return static_cast<std::uint8_t>(c) >= 0x80;
}

}  // namespace

std::string decode_code_page(std::string_view bytes, int code_page) {
  const auto page =
      std::find_if(kPages.begin(), kPages.end(), [&](const Page& p) { return p.number == code_page; });
  return convert(bytes, page == kPages.end() ? "windows-1252" : page->converter);
}

int code_page_of_language(std::uint16_t language) {
  const auto primary = static_cast<std::uint16_t>(language & 0x3FFU);
  if (primary == kChinese)
    return std::find(kTraditional.begin(), kTraditional.end(), language) == kTraditional.end() ? 936 : 950;
  const auto row = std::find_if(kLanguages.begin(), kLanguages.end(),
                                [&](const Language& l) { return l.primary == primary; });
  return row == kLanguages.end() ? 1252 : row->code_page;
}

bool is_double_byte(int code_page) {
  static constexpr auto kDoubleByte =
      std::to_array<int>({932, 936, 949, 950, 1361, 10001, 10002, 10003, 10008, 20936, 54936});
  return std::find(kDoubleByte.begin(), kDoubleByte.end(), code_page) != kDoubleByte.end();
}

bool has_paired_wide_bytes(std::string_view bytes, std::size_t least_pairs) {
  constexpr std::uint8_t kFirstOfPairs = 0xA1;
  std::size_t run = 0;
  std::size_t pairs = 0;
  for (const char c : bytes) {
    if (static_cast<std::uint8_t>(c) >= kFirstOfPairs) {
      ++run;
      continue;
    }
    if (run % 2 != 0 || is_wide(c)) return false;
    pairs += run / 2;
    run = 0;
  }
  return run % 2 == 0 && pairs + run / 2 >= least_pairs;
}

int likely_code_page(std::string_view bytes, int code_page) {
  constexpr std::size_t kSample = 16 * 1024;
  constexpr std::size_t kLeastWide = 8;
  if (is_double_byte(code_page)) return code_page;
  bytes = bytes.substr(0, kSample);
  const auto wide = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), is_wide));
  if (wide < kLeastWide || detect_charset(bytes) != Charset::gb18030) return code_page;
  return frequent_share(decode(bytes, Charset::gb18030)) >= 0.3 ? 936 : code_page;
}

}  // namespace kecang::extract
