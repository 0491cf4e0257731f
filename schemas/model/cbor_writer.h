#pragma once
/// Writing CBOR (RFC 8949) behind the bytes that are there: definite lengths, the shortest heads. Members of
/// a map stand in the order of their names, so that equal values have equal bytes.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kecang {

namespace cbor {

void put_unsigned(std::uint64_t number, std::string& bytes);
void put_signed(std::int64_t number, std::string& bytes);
/// In four bytes where they hold it exactly, else in eight.
void put_number(double number, std::string& bytes);
void put_bool(bool value, std::string& bytes);
void put_null(std::string& bytes);
void put_text(std::string_view text, std::string& bytes);
void put_bytes(std::string_view value, std::string& bytes);
/// So many items follow, or pairs.
void put_array(std::uint64_t count, std::string& bytes);
void put_map(std::uint64_t count, std::string& bytes);

}  // namespace cbor

/// Gathers the members of a map as they come.
class CborMembersWriter {
 public:
  /// Where the value goes. `name` is a literal, or outlives the writer.
  std::string& begin(std::string_view name);
  void write_to(std::string& bytes);

 private:
  struct Member {
    std::string_view name;
    std::size_t begin;
    std::size_t end;
  };
  std::vector<Member> members_;
  std::string values_;
};

}  // namespace kecang
