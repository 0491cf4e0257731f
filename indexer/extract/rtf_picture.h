#pragma once
/// A picture within RTF while it is read. Not for use by several threads at once.
#include <cstdint>
#include <string>
#include <string_view>

namespace kecang::extract {

class RtfPicture {
 public:
  /// A control word within its group: its kind, how large it wants to be.
  void take_word(std::string_view word, std::int32_t number);
  /// Its bytes as hexadecimal digits; whatever is none is passed over.
  void take_digits(std::string_view text);
  /// Its bytes as they are.
  void take_bytes(std::string_view bytes);
  /// How many bytes are still of use.
  std::size_t room() const;
  /// As a file of its own; the object starts again from nothing.
  std::string take();

 private:
  std::string bytes_;
  std::int32_t width_ = 0;  // in twentieths of a point
  std::int32_t height_ = 0;
  int half_ = -1;  // the first digit of a byte
  bool metafile_ = false;
  bool bitmap_ = false;
};

}  // namespace kecang::extract
