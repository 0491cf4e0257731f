#pragma once
/// A text or a sheet, and the pictures that stand in it. The text has no trace of them, so that what people
/// read and search stays as it is. Not for use by several threads at once.
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kecang::extract {

struct PlacedPicture {
  std::size_t at = 0;  ///< the byte of the text before which it stands
  std::string name{};  ///< of the member that holds it
};

/// A picture that lies on a sheet.
struct CellPicture {
  std::uint64_t row = 0;  ///< of the cell with its upper left corner; both count from 0
  std::uint64_t column = 0;
  std::string name{};  ///< of the member that holds it
};

struct PicturedText {
  std::string text{};
  std::vector<PlacedPicture> pictures{};  ///< ascending

  void add_picture(std::string name) { pictures.push_back({text.size(), std::move(name)}); }
  PicturedText& operator+=(std::string_view more) {
    text += more;
    return *this;
  }
  PicturedText& operator+=(PicturedText more) {
    for (auto& picture : more.pictures) picture.at += text.size();
    std::move(more.pictures.begin(), more.pictures.end(), std::back_inserter(pictures));
    text += more.text;
    return *this;
  }
};

}  // namespace kecang::extract
