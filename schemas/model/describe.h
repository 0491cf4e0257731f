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

/// Made once, in describe.cc: saves seconds in every file that touches JSON.
extern template class nlohmann::basic_json<>;

namespace kecang {

using Json = nlohmann::json;

enum class Form { json, cbor };

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

Json bytes_value(const Digest& digest);
Result<Digest> digest_value(const Json& json, Form form);
Result<Time> time_value(const Json& json, Form form);

template <class T>
Json encode(const T& value, Form form);
template <class T>
Result<void> decode(const Json& json, T& into, Form form);

struct Encoder {
  Json& object;
  Form form;
  template <class T>
  void operator()(const char* name, T& value) {
    if constexpr (IsOptional<T>::value) {
      if (value) object[name] = encode(*value, form);
    } else {
      object[name] = encode(value, form);
    }
  }
  /// A member the store keeps and the API never shows.
  template <class T>
  void secret(const char* name, T& value) {
    if (form == Form::cbor) (*this)(name, value);
  }
};

struct Decoder {
  const Json& object;
  Form form;
  Result<void> state;
  template <class T>
  void operator()(const char* name, T& value) {
    if (!state) return;
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return;
    if (auto result = decode(*found, value, form); !result)
      state = std::move(result).error().with("field", name);
  }
  template <class T>
  void secret(const char* name, T& value) {
    if (form == Form::cbor) (*this)(name, value);
  }
};

template <class T>
Json encode(const T& value, Form form) {
  if constexpr (std::is_same_v<T, Json> || std::is_same_v<T, bool> || std::is_arithmetic_v<T> ||
                std::is_same_v<T, std::string>) {
    return value;
  } else if constexpr (IsId<T>::value) {
    return value.text();
  } else if constexpr (std::is_same_v<T, Digest>) {
    if (form == Form::cbor) return bytes_value(value);
    return value.hex();
  } else if constexpr (std::is_same_v<T, Time>) {
    if (form == Form::cbor) return value.time_since_epoch().count();
    return time_text(value);
  } else if constexpr (Enumerated<T>) {
    return enum_text(value);
  } else if constexpr (IsVector<T>::value) {
    Json array = Json::array();
    for (const auto& item : value) array.push_back(encode(item, form));
    return array;
  } else if constexpr (IsMap<T>::value) {
    Json object = Json::object();
    for (const auto& [name, item] : value) object[name] = encode(item, form);
    return object;
  } else if constexpr (IsOptional<T>::value) {
    return value ? encode(*value, form) : Json(nullptr);
  } else {
    Json object = Json::object();
    Encoder encoder{object, form};
    describe(encoder, const_cast<T&>(value));  // the encoder only reads
    return object;
  }
}

template <class T>
Result<void> decode(const Json& json, T& into, Form form) {
  const auto wrong = [] { return Error::invalid("value.wrong_type"); };
  if constexpr (std::is_same_v<T, Json>) {
    into = json;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean()) return wrong();
    into = json.get<bool>();
  } else if constexpr (std::is_integral_v<T>) {
    if (!json.is_number_integer()) return wrong();
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
    if (!json.is_number()) return wrong();
    into = json.get<T>();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_string()) return wrong();
    into = json.get_ref<const std::string&>();
  } else if constexpr (IsId<T>::value) {
    if (!json.is_string()) return wrong();
    const auto& id_text = json.get_ref<const std::string&>();
    if (id_text.empty()) {
      into = T();
    } else {
      KECANG_ASSIGN(into, T::parse(id_text));
    }
  } else if constexpr (std::is_same_v<T, Digest>) {
    KECANG_ASSIGN(into, digest_value(json, form));
  } else if constexpr (std::is_same_v<T, Time>) {
    KECANG_ASSIGN(into, time_value(json, form));
  } else if constexpr (Enumerated<T>) {
    if (!json.is_string()) return wrong();
    KECANG_ASSIGN(into, parse_enum<T>(json.get_ref<const std::string&>()));
  } else if constexpr (IsVector<T>::value) {
    if (!json.is_array()) return wrong();
    into.clear();
    into.reserve(json.size());
    for (const auto& item : json) {
      typename T::value_type element{};
      KECANG_TRY(decode(item, element, form));
      into.push_back(std::move(element));
    }
  } else if constexpr (IsMap<T>::value) {
    if (!json.is_object()) return wrong();
    into.clear();
    for (const auto& [name, item] : json.items()) KECANG_TRY(decode(item, into[name], form));
  } else if constexpr (IsOptional<T>::value) {
    typename T::value_type element{};
    KECANG_TRY(decode(json, element, form));
    into = std::move(element);
  } else {
    if (!json.is_object()) return wrong();
    Decoder decoder{json, form, {}};
    describe(decoder, into);
    return decoder.state;
  }
  return {};
}

}  // namespace detail

/// The bytes of a value, and the value of bytes: discarded when they are no CBOR.
std::string cbor_bytes(const Json& json);
Json cbor_value(std::string_view bytes);

/// The API form.
template <class T>
Json to_json(const T& noun) {
  return detail::encode(noun, Form::json);
}
/// invalid/value.* with the field when the shape is wrong.
template <class T>
Result<T> from_json(const Json& json) {
  T noun{};
  KECANG_TRY(detail::decode(json, noun, Form::json));
  return noun;
}
/// The store form.
template <class T>
std::string to_cbor(const T& noun) {
  return cbor_bytes(detail::encode(noun, Form::cbor));
}
/// corrupt/store.row_unreadable when the bytes are no CBOR of this noun.
template <class T>
Result<T> from_cbor(std::string_view bytes) {
  const Json json = cbor_value(bytes);
  if (json.is_discarded()) return Error::corrupt("store.row_unreadable");
  T noun{};
  if (auto decoded = detail::decode(json, noun, Form::cbor); !decoded)
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
#define KECANG_NOUN(T)                                                             \
  extern template ::kecang::Json kecang::detail::encode(const T&, ::kecang::Form); \
  extern template ::kecang::Result<void> kecang::detail::decode(const ::kecang::Json&, T&, ::kecang::Form)
#define KECANG_NOUN_FORMS(T)                                                \
  template ::kecang::Json kecang::detail::encode(const T&, ::kecang::Form); \
  template ::kecang::Result<void> kecang::detail::decode(const ::kecang::Json&, T&, ::kecang::Form)
