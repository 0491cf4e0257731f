#pragma once
/// One description per noun gives its JSON (API) and its CBOR (store) form.
///
/// A noun lists its fields once:  `template <class V> void describe(V& v, School& s) { v("id", s.id);
/// v("name", s.name); }` Field types: bool, integers, double, std::string, Id<>, Digest, Time, enums with
/// `enum_names`, other nouns, and vector/optional/map<string,…> of these. Missing members keep the default;
/// unknown members are ignored, so that an older reader can read a newer row.  JSON: times are RFC 3339 UTC
/// text with milliseconds, digests are hexadecimal, absent optionals are left out. CBOR (RFC 8949): the same
/// members, times as integer milliseconds, digests as byte strings.
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/digest.h"
#include "schemas/base/ids.h"
#include "schemas/base/result.h"
#include "schemas/model/cbor_reader.h"
#include "schemas/model/cbor_writer.h"

/// Made once, in describe.cc: saves seconds in every file that touches JSON.
extern template class nlohmann::basic_json<>;

namespace kecang {

using Json = nlohmann::json;

/// The bytes of a value, and the value of bytes: discarded when they are no CBOR.
std::string cbor_bytes(const Json& json);
Json cbor_value(std::string_view bytes);

/// RFC 3339, e.g. 2026-11-21T06:05:00.000Z.
std::string time_text(Time time);
/// Accepts RFC 3339 with Z or an offset, and a plain date (that day's 00:00 in China, UTC+8).
/// invalid/time.malformed.
Result<Time> parse_time(std::string_view text);

/// Specialise for each enum: `template <> struct EnumNames<GroupKind> { static constexpr auto values =
/// std::array{ … }; };` with pairs of enumerator and the name used in JSON and CBOR.
template <class E>
struct EnumNames;

template <class E>
std::string_view enum_text(E value) {
  for (const auto& [enumerator, name] : EnumNames<E>::values)
    if (enumerator == value) return name;
  return "";
}
template <class E>
Result<E> parse_enum(std::string_view text) {
  for (const auto& [enumerator, name] : EnumNames<E>::values)
    if (name == text) return enumerator;
  return Error::invalid("value.unknown").with("value", std::string(text));
}

namespace detail {

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {};
template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};
template <class T>
concept Enumerated = std::is_enum_v<T>;

Result<Digest> digest_value(const Json& json);
Result<Digest> digest_value(CborReader& from);
Result<Time> time_value(const Json& json);
Result<Time> time_value(CborReader& from);
inline Error wrong_type() {
  return Error::invalid("value.wrong_type");
}

/// The API form.
template <class T>
Json encode(const T& value);
/// The store form, behind what is there.
template <class T>
void encode(const T& value, std::string& bytes);
template <class T>
Result<void> decode(const Json& json, T& into);
/// The reader stands behind the value afterwards. Its bytes are whole.
template <class T>
Result<void> decode(CborReader& from, T& into);

struct Encoder {
  Json& object;
  template <class T>
  void operator()(const char* name, T& value) {
    if constexpr (IsOptional<T>::value) {
      if (value) object[name] = encode(*value);
    } else {
      object[name] = encode(value);
    }
  }
  /// A member the store keeps and the API never shows.
  template <class T>
  void secret(const char*, T&) {}
};

struct RowEncoder {
  CborMembersWriter members{};
  template <class T>
  void operator()(const char* name, T& value) {
    if constexpr (IsOptional<T>::value) {
      if (value) encode(*value, members.begin(name));
    } else {
      encode(value, members.begin(name));
    }
  }
  template <class T>
  void secret(const char* name, T& value) {
    (*this)(name, value);
  }
};

struct Decoder {
  const Json& object;
  Result<void> state;
  template <class T>
  void operator()(const char* name, T& value) {
    if (!state) return;
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return;
    if (auto result = decode(*found, value); !result) state = std::move(result).error().with("field", name);
  }
  template <class T>
  void secret(const char*, T&) {}
};

struct RowDecoder {
  const CborMembers& members;
  Result<void> state;
  template <class T>
  void operator()(const char* name, T& value) {
    if (!state) return;
    const auto* found = members.find(name);
    if (found == nullptr || found->is_null()) return;
    auto at = *found;
    if (auto result = decode(at, value); !result) state = std::move(result).error().with("field", name);
  }
  template <class T>
  void secret(const char* name, T& value) {
    (*this)(name, value);
  }
};

template <class T>
Json encode(const T& value) {
  if constexpr (std::is_same_v<T, Json> || std::is_same_v<T, bool> || std::is_arithmetic_v<T> ||
                std::is_same_v<T, std::string>) {
    return value;
  } else if constexpr (IsId<T>::value) {
    return value.text();
  } else if constexpr (std::is_same_v<T, Digest>) {
    return value.hex();
  } else if constexpr (std::is_same_v<T, Time>) {
    return time_text(value);
  } else if constexpr (Enumerated<T>) {
    return enum_text(value);
  } else if constexpr (IsVector<T>::value) {
    Json array = Json::array();
    for (const auto& item : value) array.push_back(encode(item));
    return array;
  } else if constexpr (IsMap<T>::value) {
    Json object = Json::object();
    for (const auto& [name, item] : value) object[name] = encode(item);
    return object;
  } else if constexpr (IsOptional<T>::value) {
    return value ? encode(*value) : Json(nullptr);
  } else {
    Json object = Json::object();
    Encoder encoder{object};
    describe(encoder, const_cast<T&>(value));  // the encoder only reads
    return object;
  }
}

template <class T>
void encode(const T& value, std::string& bytes) {
  if constexpr (std::is_same_v<T, Json>) {
    bytes += cbor_bytes(value);
  } else if constexpr (std::is_same_v<T, bool>) {
    cbor::put_bool(value, bytes);
  } else if constexpr (std::is_integral_v<T>) {
    if constexpr (std::is_signed_v<T>)
      cbor::put_signed(value, bytes);
    else
      cbor::put_unsigned(value, bytes);
  } else if constexpr (std::is_floating_point_v<T>) {
    cbor::put_number(value, bytes);
  } else if constexpr (std::is_same_v<T, std::string>) {
    cbor::put_text(value, bytes);
  } else if constexpr (IsId<T>::value) {
    cbor::put_text(value.text(), bytes);
  } else if constexpr (std::is_same_v<T, Digest>) {
    cbor::put_bytes({reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()}, bytes);
  } else if constexpr (std::is_same_v<T, Time>) {
    cbor::put_signed(value.time_since_epoch().count(), bytes);
  } else if constexpr (Enumerated<T>) {
    cbor::put_text(enum_text(value), bytes);
  } else if constexpr (IsVector<T>::value) {
    cbor::put_array(value.size(), bytes);
    for (const auto& item : value) encode(item, bytes);
  } else if constexpr (IsMap<T>::value) {
    cbor::put_map(value.size(), bytes);
    for (const auto& [name, item] : value) {
      cbor::put_text(name, bytes);
      encode(item, bytes);
    }
  } else if constexpr (IsOptional<T>::value) {
    if (value)
      encode(*value, bytes);
    else
      cbor::put_null(bytes);
  } else {
    RowEncoder encoder;
    describe(encoder, const_cast<T&>(value));  // the encoder only reads
    encoder.members.write_to(bytes);
  }
}

template <class T>
Result<void> decode(const Json& json, T& into) {
  if constexpr (std::is_same_v<T, Json>) {
    into = json;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean()) return wrong_type();
    into = json.get<bool>();
  } else if constexpr (std::is_integral_v<T>) {
    if (!json.is_number_integer()) return wrong_type();
    if (json.is_number_unsigned()) {
      const auto number = json.get<std::uint64_t>();
      if (!std::in_range<T>(number)) return Error::invalid("value.out_of_range");
      into = static_cast<T>(number);
    } else {
      const auto number = json.get<std::int64_t>();
      if (!std::in_range<T>(number)) return Error::invalid("value.out_of_range");
      into = static_cast<T>(number);
    }
  } else if constexpr (std::is_floating_point_v<T>) {
    if (!json.is_number()) return wrong_type();
    into = json.get<T>();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_string()) return wrong_type();
    into = json.get_ref<const std::string&>();
  } else if constexpr (IsId<T>::value) {
    if (!json.is_string()) return wrong_type();
    const auto& id_text = json.get_ref<const std::string&>();
    if (id_text.empty()) {
      into = T();
    } else {
      KECANG_ASSIGN(into, T::parse(id_text));
    }
  } else if constexpr (std::is_same_v<T, Digest>) {
    KECANG_ASSIGN(into, digest_value(json));
  } else if constexpr (std::is_same_v<T, Time>) {
    KECANG_ASSIGN(into, time_value(json));
  } else if constexpr (Enumerated<T>) {
    if (!json.is_string()) return wrong_type();
    KECANG_ASSIGN(into, parse_enum<T>(json.get_ref<const std::string&>()));
  } else if constexpr (IsVector<T>::value) {
    if (!json.is_array()) return wrong_type();
    into.clear();
    into.reserve(json.size());
    for (const auto& item : json) {
      typename T::value_type element{};
      KECANG_TRY(decode(item, element));
      into.push_back(std::move(element));
    }
  } else if constexpr (IsMap<T>::value) {
    if (!json.is_object()) return wrong_type();
    into.clear();
    for (const auto& [name, item] : json.items()) KECANG_TRY(decode(item, into[name]));
  } else if constexpr (IsOptional<T>::value) {
    typename T::value_type element{};
    KECANG_TRY(decode(json, element));
    into = std::move(element);
  } else {
    if (!json.is_object()) return wrong_type();
    Decoder decoder{json, {}};
    describe(decoder, into);
    return decoder.state;
  }
  return {};
}

template <class T>
Result<void> decode(CborReader& from, T& into) {
  if constexpr (std::is_same_v<T, Json>) {
    const auto item = from.take_item();
    if (!item) return wrong_type();
    into = cbor_value(*item);
    if (into.is_discarded()) return wrong_type();
  } else if constexpr (std::is_same_v<T, bool>) {
    const auto value = from.take_bool();
    if (!value) return wrong_type();
    into = *value;
  } else if constexpr (std::is_integral_v<T>) {
    const auto value = from.take_integer();
    if (!value) return wrong_type();
    const bool fits = value->number <= static_cast<std::uint64_t>(std::numeric_limits<T>::max());
    if (!fits || (value->negative && !std::is_signed_v<T>)) return Error::invalid("value.out_of_range");
    into = value->negative ? static_cast<T>(-1 - static_cast<std::int64_t>(value->number))
                           : static_cast<T>(value->number);
  } else if constexpr (std::is_floating_point_v<T>) {
    const auto value = from.take_number();
    if (!value) return wrong_type();
    into = static_cast<T>(*value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    const auto value = from.take_text();
    if (!value) return wrong_type();
    into = *value;
  } else if constexpr (IsId<T>::value) {
    const auto value = from.take_text();
    if (!value) return wrong_type();
    if (value->empty()) {
      into = T();
    } else {
      KECANG_ASSIGN(into, T::parse(*value));
    }
  } else if constexpr (std::is_same_v<T, Digest>) {
    KECANG_ASSIGN(into, digest_value(from));
  } else if constexpr (std::is_same_v<T, Time>) {
    KECANG_ASSIGN(into, time_value(from));
  } else if constexpr (Enumerated<T>) {
    const auto value = from.take_text();
    if (!value) return wrong_type();
    KECANG_ASSIGN(into, parse_enum<T>(*value));
  } else if constexpr (IsVector<T>::value) {
    const auto count = from.take_array();
    if (!count) return wrong_type();
    into.clear();
    into.reserve(static_cast<std::size_t>(*count));
    for (std::uint64_t i = 0; i < *count; ++i) {
      typename T::value_type element{};
      KECANG_TRY(decode(from, element));
      into.push_back(std::move(element));
    }
  } else if constexpr (IsMap<T>::value) {
    const auto members = CborMembers::take(from);
    if (!members) return wrong_type();
    into.clear();
    for (const auto& [name, value] : *members) {
      auto at = value;
      KECANG_TRY(decode(at, into[std::string(name)]));
    }
  } else if constexpr (IsOptional<T>::value) {
    if (from.is_null()) {
      from.take_item();
      into.reset();
      return {};
    }
    typename T::value_type element{};
    KECANG_TRY(decode(from, element));
    into = std::move(element);
  } else {
    const auto members = CborMembers::take(from);
    if (!members) return wrong_type();
    RowDecoder decoder{*members, {}};
    describe(decoder, into);
    return decoder.state;
  }
  return {};
}

}  // namespace detail

/// The API form.
template <class T>
Json to_json(const T& noun) {
  return detail::encode(noun);
}
/// invalid/value.* with the field when the shape is wrong.
template <class T>
Result<T> from_json(const Json& json) {
  T noun{};
  KECANG_TRY(detail::decode(json, noun));
  return noun;
}
/// The store form.
template <class T>
std::string to_cbor(const T& noun) {
  std::string bytes;
  detail::encode(noun, bytes);
  return bytes;
}
/// corrupt/store.row_unreadable when the bytes are no CBOR of this noun.
template <class T>
Result<T> from_cbor(std::string_view bytes) {
  CborReader reader(bytes);
  if (!reader.is_whole()) return Error::corrupt("store.row_unreadable");
  T noun{};
  if (auto decoded = detail::decode(reader, noun); !decoded)
    return Error::corrupt("store.row_unreadable").because(decoded.error().describe());
  return noun;
}
/// Text of a request body as JSON. invalid/json.malformed with the byte it stopped at; nesting is bounded.
Result<Json> parse_json(std::string_view text);
/// JSON text for an answer; bytes that are no UTF-8 become U+FFFD.
std::string json_text(const Json& json);

}  // namespace kecang

/// A noun that many files read or write is made into its forms once, which saves minutes of building:
/// KECANG_NOUN(kecang::School) after the namespace of its header, KECANG_NOUN_FORMS(kecang::School) in one
/// .cc file.
#define KECANG_NOUN(T)                                                                      \
  extern template ::kecang::Json kecang::detail::encode(const T&);                          \
  extern template void kecang::detail::encode(const T&, std::string&);                      \
  extern template ::kecang::Result<void> kecang::detail::decode(::kecang::CborReader&, T&); \
  extern template ::kecang::Result<void> kecang::detail::decode(const ::kecang::Json&, T&)
#define KECANG_NOUN_FORMS(T)                                                         \
  template ::kecang::Json kecang::detail::encode(const T&);                          \
  template void kecang::detail::encode(const T&, std::string&);                      \
  template ::kecang::Result<void> kecang::detail::decode(::kecang::CborReader&, T&); \
  template ::kecang::Result<void> kecang::detail::decode(const ::kecang::Json&, T&)
