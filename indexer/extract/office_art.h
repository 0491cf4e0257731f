#pragma once
/// Drawings of Office 97 to 2003 (OfficeArt): which shapes show which pictures, and the pictures' bytes. Read
/// without recursion. Any thread may call.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::extract {

/// A picture that a shape shows. A group stands for the shapes within it.
struct ArtPicture {
  std::uint32_t shape = 0;    ///< the number of the shape, or of its outermost group
  std::string_view anchor{};  ///< what Excel says of its place; of the group, too
  std::uint32_t blip = 0;     ///< the picture's number in the store, from 1
};
/// Those of a drawing, in its order; a bounded number. Views into `drawing`.
std::vector<ArtPicture> art_pictures(std::string_view drawing);

/// A picture in the store of a document: its record lies here, or in another stream.
struct ArtBlip {
  std::string_view record{};  ///< empty: elsewhere
  std::uint32_t offset = 0;   ///< where, in the stream of the text
  std::uint32_t size = 0;     ///< of the record there
};
/// The store, in the order of the pictures' numbers; a bounded number. Views into `drawing_group`.
std::vector<ArtBlip> blip_store(std::string_view drawing_group);

/// The first picture of an inline shape: its blip's record, empty if there is none.
std::string_view first_blip(std::string_view inline_shape);

/// The bytes of the picture as a file of its own (PNG, JPEG, TIFF, BMP, EMF, WMF), of at most
/// kLargestPicture and one; empty for other records. A metafile is unpacked and says how large it is.
std::string blip_bytes(std::string_view record);

/// The bytes of one picture that anything is made of.
inline constexpr std::size_t kLargestPicture = 4 << 20;

}  // namespace kecang::extract
