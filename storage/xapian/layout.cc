#include "storage/xapian/layout.h"

#include <fmt/format.h>

#include "schemas/base/digest.h"
#include "schemas/base/sketch.h"

namespace kecang::xapian {
namespace {

constexpr std::size_t kTermBytes = 200;  // the engine's limit is 245, where a zero byte counts twice
constexpr std::size_t kBigEndianBytes = 8;
constexpr std::size_t kQuestionBytes = 4;
// Enough to tell a library's files and texts apart; what is found by them is compared whole.
constexpr std::size_t kBlobDigits = 20;
constexpr unsigned kUnusedPairBits = 24;
constexpr char kWithAnswer = 'a';

std::string bounded(std::string term) {
  if (term.size() <= kTermBytes && term.find('\0') == std::string::npos) return term;
  return term.substr(0, 2) + "#" + sha256(term).hex();
}

std::string big_endian(std::uint64_t number) {
  std::string bytes(kBigEndianBytes, '\0');
  for (std::size_t i = kBigEndianBytes; i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xFF);
  return bytes;
}

std::uint64_t from_big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes.substr(0, kBigEndianBytes))
    number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

void put_varint(std::uint32_t number, std::string& to) {
  for (; number >= 0x80; number >>= 7) to += static_cast<char>(number | 0x80);
  to += static_cast<char>(number);
}

bool take_varint(std::string_view& from, std::uint32_t& number) {
  number = 0;
  for (int shift = 0; shift < 35 && !from.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(from.front());
    from.remove_prefix(1);
    number |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

char letter_of(NameKind kind) {
  switch (kind) {
    case NameKind::person:
      return 'p';
    case NameKind::school:
      return 's';
    case NameKind::point:
      break;
  }
  return 'k';
}

constexpr auto kGroup = static_cast<std::size_t>(Facet::group);

}  // namespace

std::string metadata::facet_value(Facet facet, std::uint32_t number) {
  return fmt::format("kecang.facet.{}.{:08}", facet_name(facet), number);
}

std::string metadata::changes(std::uint64_t place) {
  return fmt::format("kecang.changes.{:02}", place);
}

std::string id_term(const ResourceId& id) {
  return bounded(std::string(1, 'Q').append(id.text()));
}

std::string scope_filter_term(std::string_view scope_term) {
  return bounded(std::string(1, 'S').append(scope_term));
}

std::string withheld_term(std::string_view scope_term) {
  return bounded(std::string(1, 'X').append(scope_term));
}

std::string name_term(NameKind kind, std::string_view id) {
  return bounded(std::string{'E', letter_of(kind)}.append(id));
}

std::string name_document_term(NameKind kind, std::string_view id) {
  return bounded(std::string{'N', letter_of(kind)}.append(id));
}

std::string suggest_term(std::optional<NameKind> kind, std::string_view key) {
  return bounded(std::string{'K', kind ? letter_of(*kind) : 't'}.append(key));
}

std::string_view folder_of(Part part) {
  switch (part) {
    case Part::resources:
      return "resources";
    case Part::questions:
      return "questions";
    case Part::suggestions:
      break;
  }
  return "suggestions";
}

std::string facet_filter_term(Facet facet, std::string_view value) {
  std::string term{'F', static_cast<char>('a' + static_cast<int>(facet))};
  return bounded(term.append(value));
}

std::string blob_term(std::string_view digest) {
  return std::string(1, 'D').append(digest.substr(0, kBlobDigits));
}

std::vector<std::string> sketch_terms(std::string_view sketch) {
  std::vector<std::string> terms;
  for (const auto pair : TextSketch::from(sketch).pairs())
    terms.push_back(fmt::format("M{}{:010x}", terms.size(), pair >> kUnusedPairBits));
  return terms;
}

std::string lesson_term(std::string_view lesson) {
  return bounded(std::string(1, 'L').append(lesson));
}

std::string text_term(Field field, text::TermKind kind, std::string_view text) {
  std::string term;
  if (field == Field::title) term += 'T';
  switch (kind) {
    case text::TermKind::word:
      term += 'W';
      break;
    case text::TermKind::bigram:
      term += 'B';
      break;
    case text::TermKind::character:
      term += 'C';
      break;
  }
  return term.append(text);
}

std::string mark_term(std::string_view mark) {
  return bounded(std::string(1, 'Y').append(mark));
}

std::string stem_term(std::string_view stem) {
  return std::string("ZW").append(stem);
}

std::string sound_term(std::string_view first, std::string_view second) {
  return std::string(1, 'P').append(first).append("'").append(second);
}

std::string initials_term(std::string_view initials) {
  return std::string(1, 'I').append(initials);
}

std::string heading_term(std::string_view name) {
  return bounded(std::string("H:").append(name));
}

std::string heading_sound_term(std::string_view sound) {
  return bounded(std::string("HP").append(sound));
}

std::string heading_initials_term(std::string_view initials) {
  return bounded(std::string("HI").append(initials));
}

std::string order_value(Time date, const ResourceId& id) {
  // The sign bit is flipped so that times before 1970 sort before those after.
  const auto count = static_cast<std::uint64_t>(date.time_since_epoch().count()) ^ (std::uint64_t{1} << 63);
  return big_endian(count) + id.text();
}

std::string question_order_value(Time date, const ResourceId& id, std::uint32_t question) {
  // "Newest first" sorts descending; the places within a resource are to ascend.
  return order_value(date, id) + '/' + big_endian(~std::uint64_t{question}).substr(kQuestionBytes);
}

ResourceId id_of_order(std::string_view order_value) {
  const auto id = order_value.substr(std::min(kBigEndianBytes, order_value.size()));
  return ResourceId::trusted(std::string(id.substr(0, id.find('/'))));
}

std::int64_t date_of_order(std::string_view order_value) {
  return static_cast<std::int64_t>(from_big_endian(order_value) ^ (std::uint64_t{1} << 63));
}

std::string question_value(std::uint32_t question, bool with_answer) {
  auto value = big_endian(question).substr(kQuestionBytes);
  if (with_answer) value += kWithAnswer;
  return value;
}

std::pair<std::uint32_t, bool> question_of(std::string_view question_value) {
  const auto place = from_big_endian(question_value.substr(0, kQuestionBytes));
  return {static_cast<std::uint32_t>(place), question_value.size() > kQuestionBytes};
}

std::string version_value(std::uint64_t version) {
  return big_endian(version);
}

std::uint64_t version_of(std::string_view version_value) {
  return from_big_endian(version_value);
}

std::string pack(const FacetNumbers& numbers) {
  std::string packed;
  for (std::size_t facet = 0; facet < kFacetCount; ++facet)
    if (facet != kGroup) put_varint(numbers.single[facet], packed);
  for (const auto group : numbers.groups) put_varint(group, packed);
  return packed;
}

bool unpack(std::string_view packed, FacetNumbers& into) {
  into.groups.clear();
  for (std::size_t facet = 0; facet < kFacetCount; ++facet)
    if (facet != kGroup && !take_varint(packed, into.single[facet])) return false;
  for (std::uint32_t group = 0; !packed.empty(); into.groups.push_back(group))
    if (!take_varint(packed, group)) return false;
  return true;
}

}  // namespace kecang::xapian
