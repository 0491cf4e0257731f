#include "indexer/extract/charset_rank.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

// The encodings put common characters first ("level 1"), so that the lead byte alone tells much.
enum class Place { ascii, symbol, common, rare, wrong, unfinished };

struct Character {
  Place place;
  std::size_t length;
};

std::uint8_t at(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}
bool within(std::uint8_t value, int low, int high) {
  return value >= low && value <= high;
}

Character gb18030_at(std::string_view bytes) {
  const auto lead = at(bytes, 0);
  if (lead < 0x80) return {Place::ascii, 1};
  if (!within(lead, 0x81, 0xFE)) return {Place::wrong, 1};
  if (bytes.size() < 2) return {Place::unfinished, 1};
  const auto second = at(bytes, 1);
  if (within(second, 0x30, 0x39)) {
    if (bytes.size() < 4) return {Place::unfinished, bytes.size()};
    const bool right = within(at(bytes, 2), 0x81, 0xFE) && within(at(bytes, 3), 0x30, 0x39);
    return right ? Character{Place::rare, 4} : Character{Place::wrong, 1};
  }
  if (second < 0x40 || second == 0x7F || second == 0xFF) return {Place::wrong, 1};
  if (second >= 0xA1 && within(lead, 0xB0, 0xD7)) return {Place::common, 2};
  if (second >= 0xA1 && within(lead, 0xA1, 0xA3)) return {Place::symbol, 2};
  return {Place::rare, 2};
}

Character big5_at(std::string_view bytes) {
  const auto lead = at(bytes, 0);
  if (lead < 0x80) return {Place::ascii, 1};
  if (!within(lead, 0x81, 0xFE)) return {Place::wrong, 1};
  if (bytes.size() < 2) return {Place::unfinished, 1};
  const auto second = at(bytes, 1);
  if (!within(second, 0x40, 0x7E) && !within(second, 0xA1, 0xFE)) return {Place::wrong, 1};
  if (within(lead, 0xA4, 0xC5) || (lead == 0xC6 && second <= 0x7E)) return {Place::common, 2};
  if (within(lead, 0xA1, 0xA3)) return {Place::symbol, 2};
  return {Place::rare, 2};
}

Character shift_jis_at(std::string_view bytes) {
  const auto lead = at(bytes, 0);
  if (lead < 0x80) return {Place::ascii, 1};
  if (within(lead, 0xA1, 0xDF)) return {Place::rare, 1};  // half-width katakana
  if (!within(lead, 0x81, 0x9F) && !within(lead, 0xE0, 0xFC)) return {Place::wrong, 1};
  if (bytes.size() < 2) return {Place::unfinished, 1};
  const auto second = at(bytes, 1);
  if (!within(second, 0x40, 0x7E) && !within(second, 0x80, 0xFC)) return {Place::wrong, 1};
  if (within(lead, 0x82, 0x83) || within(lead, 0x88, 0x97)) return {Place::common, 2};
  return {lead == 0x81 ? Place::symbol : Place::rare, 2};
}

Character character_at(std::string_view bytes, Charset charset) {
  if (charset == Charset::big5) return big5_at(bytes);
  if (charset == Charset::shift_jis) return shift_jis_at(bytes);
  return gb18030_at(bytes);
}

struct Census {
  double common = 0;
  double characters = 0;  // beyond ASCII
  double wrong = 0;
};

Census census(std::string_view bytes, Charset charset) {
  Census count;
  while (!bytes.empty()) {
    const Character next = character_at(bytes, charset);
    bytes.remove_prefix(next.length);
    if (next.place == Place::ascii || next.place == Place::unfinished) continue;
    count.characters += 1;
    if (next.place == Place::wrong) count.wrong += 1;
    if (next.place == Place::common) count.common += 1;
    if (next.place == Place::symbol) count.common += 0.5;
  }
  return count;
}

constexpr std::size_t kSample = 4096;
constexpr double kErrorsAllowed = 0.02;
constexpr double kFrequentWeight = 2;
constexpr double kHomeBonus = 0.1;  // of GB18030, which most of our users' files are in

const std::u32string& sorted_frequent() {
  static const std::u32string sorted = [] {
    std::u32string all(kFrequentHan);
    std::sort(all.begin(), all.end());
    return all;
  }();
  return sorted;
}

}  // namespace

double frequent_share(std::string_view utf8) {
  double han = 0;
  double frequent = 0;
  for (const char32_t c : text::to_utf32(utf8)) {
    if (!text::is_han(c)) continue;
    han += 1;
    if (std::binary_search(sorted_frequent().begin(), sorted_frequent().end(), c)) frequent += 1;
  }
  return han == 0 ? 0 : frequent / han;
}

std::optional<double> likelihood(std::string_view bytes, Charset charset, Tolerance tolerance) {
  const Census count = census(bytes, charset);
  if (count.characters == 0) return std::nullopt;
  const double allowed = tolerance == Tolerance::none ? 0 : kErrorsAllowed * count.characters;
  if (count.wrong > allowed) return std::nullopt;
  const double score = count.common / count.characters +
                       kFrequentWeight * frequent_share(decode(bytes.substr(0, kSample), charset));
  return charset == Charset::gb18030 ? score + kHomeBonus : score;
}

std::optional<Ranked> rank(std::string_view bytes, Tolerance tolerance) {
  std::optional<Ranked> best;
  for (const Charset charset : {Charset::gb18030, Charset::big5, Charset::shift_jis}) {
    const auto score = likelihood(bytes, charset, tolerance);
    if (score && (!best || *score > best->score)) best = Ranked{charset, *score};
  }
  return best;
}

}  // namespace kecang::extract
