#pragma once
/// RTF as a row of tokens, read from the file piece by piece. Not for use by several threads at once.
#include <cstdint>
#include <optional>
#include <string>

#include "indexer/extract/source.h"

namespace kecang::extract {

struct RtfToken {
  enum class Kind {
    open,
    close,
    word,    ///< \par, \u8364: `text` is its name
    symbol,  ///< \~: `text` is the one character behind the backslash
    byte,    ///< \'e4: `text` is the one byte
    text,    ///< bytes as they stand
    end,
  };
  Kind kind = Kind::end;
  std::string text{};
  std::optional<std::int32_t> number{};
};

/// -1 for what is no hexadecimal digit.
int hex_value(int c);

class RtfTokens {
 public:
  explicit RtfTokens(const Source& source) : source_(source) {}

  /// Valid until the next call.
  const RtfToken& next();
  /// Passes over bytes that are no RTF.
  void skip(std::uint64_t bytes);
  /// The same, and gives the first `most` of them.
  std::string take(std::uint64_t bytes, std::size_t most);

 private:
  static constexpr int kNone = -1;

  int peek();
  int get();
  void read_control();
  void read_word(char first);
  void read_text(char first);

  const Source& source_;
  std::string buffer_;
  std::uint64_t buffer_start_ = 0;
  std::size_t at_ = 0;
  RtfToken token_;
};

}  // namespace kecang::extract
