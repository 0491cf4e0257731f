#pragma once
/// Reading CBOR (RFC 8949) where it stands: no tree is built, texts are looked at in the bytes themselves. Of
/// definite lengths only, which is all we ever write.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace kecang {

/// A place in the bytes of an item. Whoever reads values first makes sure with `is_whole` that all of it is
/// there; the `take` functions go past the next value if it is of their kind, and else answer nothing and
/// stay. The bytes outlive the reader. One thread at a time.
class CborReader {
 public:
  explicit CborReader(std::string_view bytes) : bytes_(bytes) {}
  /// Exactly one item, nothing behind it, nested no deeper than JSON may be.
  bool is_whole() const;

  struct Integer {
    bool negative;
    std::uint64_t number;  ///< of a negative one -1 minus its value
  };
  std::optional<bool> take_bool();
  std::optional<Integer> take_integer();
  /// Integers, too.
  std::optional<double> take_number();
  std::optional<std::string_view> take_text();
  std::optional<std::string_view> take_bytes();
  /// How many items follow.
  std::optional<std::uint64_t> take_array();
  /// How many pairs follow.
  std::optional<std::uint64_t> take_map();
  bool is_null() const;
  /// The bytes of the next item, whatever it is; nothing if they are not whole.
  std::optional<std::string_view> take_item();

 private:
  struct Head {
    unsigned major = 0;
    unsigned detail = 0;  ///< the low five bits
    std::uint64_t number = 0;
    std::size_t size = 0;  ///< bytes of the head
  };
  std::optional<Head> head() const;
  /// Goes past the head if it is of this major type.
  std::optional<Head> take_head(unsigned major);
  std::optional<std::string_view> take_string(unsigned major);
  bool skip(int depth);

  std::string_view bytes_;
};

/// The members of a map whose names are texts.
class CborMembers {
 public:
  /// Goes past the map. Nothing if the next item is none.
  static std::optional<CborMembers> take(CborReader& reader);
  /// Null if there is none of this name.
  const CborReader* find(std::string_view name) const;
  auto begin() const { return members_.begin(); }
  auto end() const { return members_.end(); }

 private:
  struct Member {
    std::string_view name;
    CborReader value;
  };
  std::vector<Member> members_;
};

}  // namespace kecang
