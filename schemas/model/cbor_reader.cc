#include "schemas/model/cbor_reader.h"

#include <algorithm>
#include <bit>

namespace kecang {
namespace {

constexpr unsigned kUnsigned = 0, kNegative = 1, kBytes = 2, kText = 3, kArray = 4, kMap = 5, kSimple = 7;
constexpr unsigned kFalse = 20, kTrue = 21, kNull = 22, kFloat = 26, kDouble = 27;
constexpr unsigned kInOneByte = 24, kReserved = 28;
constexpr int kDepth = 64;

}  // namespace

std::optional<CborReader::Head> CborReader::head() const {
  if (bytes_.empty()) return {};
  const unsigned first = static_cast<unsigned char>(bytes_.front());
  Head head{.major = first >> 5U, .detail = first & 0x1FU, .number = first & 0x1FU, .size = 1};
  if (head.detail < kInOneByte) return head;
  if (head.detail >= kReserved) return {};  // endless, or not defined
  const auto length = std::size_t{1} << (head.detail - kInOneByte);
  if (bytes_.size() < 1 + length) return {};
  head.number = 0;
  for (std::size_t i = 1; i <= length; ++i)
    head.number = head.number << 8U | static_cast<unsigned char>(bytes_[i]);
  head.size += length;
  return head;
}

std::optional<CborReader::Head> CborReader::take_head(unsigned major) {
  const auto found = head();
  if (!found || found->major != major) return {};
  bytes_.remove_prefix(found->size);
  return found;
}

std::optional<std::string_view> CborReader::take_string(unsigned major) {
  const auto found = head();
  if (!found || found->major != major || found->number > bytes_.size() - found->size) return {};
  const auto text = bytes_.substr(found->size, static_cast<std::size_t>(found->number));
  bytes_.remove_prefix(found->size + text.size());
  return text;
}

bool CborReader::is_null() const {
  const auto found = head();
  return found && found->major == kSimple && found->detail == kNull;
}

std::optional<bool> CborReader::take_bool() {
  const auto found = head();
  if (!found || found->major != kSimple || (found->detail != kFalse && found->detail != kTrue)) return {};
  bytes_.remove_prefix(found->size);
  return found->detail == kTrue;
}

std::optional<CborReader::Integer> CborReader::take_integer() {
  const auto found = head();
  if (!found || (found->major != kUnsigned && found->major != kNegative)) return {};
  bytes_.remove_prefix(found->size);
  return Integer{.negative = found->major == kNegative, .number = found->number};
}

std::optional<double> CborReader::take_number() {
  if (const auto integer = take_integer()) {
    const auto number = static_cast<double>(integer->number);
    return integer->negative ? -1 - number : number;
  }
  const auto found = head();
  if (!found || found->major != kSimple || (found->detail != kFloat && found->detail != kDouble)) return {};
  bytes_.remove_prefix(found->size);
  if (found->detail == kDouble) return std::bit_cast<double>(found->number);
  return std::bit_cast<float>(static_cast<std::uint32_t>(found->number));
}

std::optional<std::string_view> CborReader::take_text() {
  return take_string(kText);
}
std::optional<std::string_view> CborReader::take_bytes() {
  return take_string(kBytes);
}

std::optional<std::uint64_t> CborReader::take_array() {
  const auto found = take_head(kArray);
  return found ? std::optional(found->number) : std::nullopt;
}
std::optional<std::uint64_t> CborReader::take_map() {
  const auto found = take_head(kMap);
  return found ? std::optional(found->number) : std::nullopt;
}

bool CborReader::skip(int depth) {
  const auto found = head();
  if (!found) return false;
  switch (found->major) {
    case kUnsigned:
    case kNegative:
      bytes_.remove_prefix(found->size);
      return true;
    case kBytes:
    case kText:
      return take_string(found->major).has_value();
    case kSimple:
      bytes_.remove_prefix(found->size);
      return (found->detail >= kFalse && found->detail <= kNull) || found->detail == kFloat ||
             found->detail == kDouble;
    case kArray:
    case kMap: {
      if (depth == 0 || found->number > bytes_.size()) return false;  // an item takes a byte at least
      bytes_.remove_prefix(found->size);
      for (auto left = found->number * (found->major == kMap ? 2 : 1); left > 0; --left)
        if (!skip(depth - 1)) return false;
      return true;
    }
    default:  // tags, which we never write
      return false;
  }
}

bool CborReader::is_whole() const {
  auto rest = *this;
  return rest.skip(kDepth) && rest.bytes_.empty();
}

std::optional<std::string_view> CborReader::take_item() {
  const auto from = bytes_;
  if (!skip(kDepth)) return {};
  return from.substr(0, from.size() - bytes_.size());
}

std::optional<CborMembers> CborMembers::take(CborReader& reader) {
  const auto count = reader.take_map();
  if (!count) return {};
  CborMembers members;
  members.members_.reserve(static_cast<std::size_t>(*count));
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto name = reader.take_text();
    if (!name) return {};
    const auto value = reader.take_item();
    if (!value) return {};
    members.members_.push_back({*name, CborReader(*value)});
  }
  return members;
}

const CborReader* CborMembers::find(std::string_view name) const {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [&](const Member& member) { return member.name == name; });
  return found == members_.end() ? nullptr : &found->value;
}

}  // namespace kecang
