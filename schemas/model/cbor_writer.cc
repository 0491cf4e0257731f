#include "schemas/model/cbor_writer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace kecang {
namespace {

enum Major : unsigned { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kTag, kSimple };
constexpr unsigned kInHead = 24;

void put_big_endian(std::uint64_t number, unsigned length, std::string& bytes) {
  for (unsigned i = length; i-- > 0;) bytes += static_cast<char>(number >> (8 * i) & 0xFFU);
}

void put_head(Major major, std::uint64_t number, std::string& bytes) {
  const auto first = [&](unsigned detail) { bytes += static_cast<char>(major << 5U | detail); };
  if (number < kInHead) return first(static_cast<unsigned>(number));
  unsigned log = 0;  // of the length in bytes
  while (log < 3 && number >> (8U << log) != 0) ++log;
  first(kInHead + log);
  put_big_endian(number, 1U << log, bytes);
}

}  // namespace

namespace cbor {

void put_unsigned(std::uint64_t number, std::string& bytes) {
  put_head(kUnsigned, number, bytes);
}
void put_signed(std::int64_t number, std::string& bytes) {
  if (number < 0)
    put_head(kNegative, static_cast<std::uint64_t>(-1 - number), bytes);
  else
    put_head(kUnsigned, static_cast<std::uint64_t>(number), bytes);
}

void put_number(double number, std::string& bytes) {
  const bool in_range = std::abs(number) <= static_cast<double>(std::numeric_limits<float>::max());
  const auto narrow = in_range ? static_cast<float>(number) : 0.0F;
  if (in_range && static_cast<double>(narrow) == number) {
    bytes += static_cast<char>(kSimple << 5U | 26U);
    put_big_endian(std::bit_cast<std::uint32_t>(narrow), 4, bytes);
  } else {
    bytes += static_cast<char>(kSimple << 5U | 27U);
    put_big_endian(std::bit_cast<std::uint64_t>(number), 8, bytes);
  }
}

void put_bool(bool value, std::string& bytes) {
  bytes += static_cast<char>(kSimple << 5U | (value ? 21U : 20U));
}
void put_null(std::string& bytes) {
  bytes += static_cast<char>(kSimple << 5U | 22U);
}
void put_text(std::string_view text, std::string& bytes) {
  put_head(kText, text.size(), bytes);
  bytes += text;
}
void put_bytes(std::string_view value, std::string& bytes) {
  put_head(kBytes, value.size(), bytes);
  bytes += value;
}
void put_array(std::uint64_t count, std::string& bytes) {
  put_head(kArray, count, bytes);
}
void put_map(std::uint64_t count, std::string& bytes) {
  put_head(kMap, count, bytes);
}

}  // namespace cbor

std::string& CborMembersWriter::begin(std::string_view name) {
  if (!members_.empty()) members_.back().end = values_.size();
  members_.push_back({name, values_.size(), 0});
  return values_;
}

void CborMembersWriter::write_to(std::string& bytes) {
  if (!members_.empty()) members_.back().end = values_.size();
  std::sort(members_.begin(), members_.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  cbor::put_map(members_.size(), bytes);
  for (const auto& [name, begin, end] : members_) {
    cbor::put_text(name, bytes);
    bytes.append(values_, begin, end - begin);
  }
}

}  // namespace kecang
