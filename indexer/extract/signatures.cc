#include "indexer/extract/signatures.h"

#include <algorithm>
#include <array>

#include "indexer/extract/little_endian.h"

namespace kecang::extract {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  std::string_view media_type;
};
constexpr auto kSignatures = std::to_array<Signature>({
    {0, "\x89PNG\r\n\x1A\n"sv, "image/png"},
    {0, "\xFF\xD8\xFF"sv, "image/jpeg"},
    {0, "GIF87a"sv, "image/gif"},
    {0, "GIF89a"sv, "image/gif"},
    {0, "II*\0"sv, "image/tiff"},
    {0, "MM\0*"sv, "image/tiff"},
    {0, "Rar!\x1A\x07\0"sv, "application/vnd.rar"},
    {0, "Rar!\x1A\x07\x01\0"sv, "application/vnd.rar"},
    {0, "FLV\x01"sv, "video/x-flv"},
    {0, "ID3\x02"sv, "audio/mpeg"},
    {0, "ID3\x03"sv, "audio/mpeg"},
    {0, "ID3\x04"sv, "audio/mpeg"},
    {0, "OggS\0"sv, "audio/ogg"},
    {0, "fLaC\0"sv, "audio/flac"},
    {0, "#!AMR\n"sv, "audio/amr"},
    {0, "#!AMR-WB\n"sv, "audio/amr"},
    {0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv, "video/x-ms-asf"},
    {0, "\0\0\x01\xBA"sv, "video/mpeg"},
    {0, "\0\0\x01\xB3"sv, "video/mpeg"},
    {0, ".RMF\0\0\0"sv, "application/vnd.rn-realmedia"},
});

// The second name of a RIFF file.
constexpr auto kRiff = std::to_array<Signature>({
    {8, "WEBP"sv, "image/webp"},
    {8, "WAVE"sv, "audio/x-wav"},
    {8, "AVI "sv, "video/x-msvideo"},
});

// What an MP4 family file calls itself, or the box that an older one begins with.
constexpr auto kBoxes = std::to_array<Signature>({
    {4, "ftypM4A "sv, "audio/mp4"},
    {4, "ftypM4B "sv, "audio/mp4"},
    {4, "ftypqt  "sv, "video/quicktime"},
    {4, "ftyp3g"sv, "video/3gpp"},
    {4, "ftypheic"sv, "image/heic"},
    {4, "ftypheix"sv, "image/heic"},
    {4, "ftypmif1"sv, "image/heif"},
    {4, "ftypavif"sv, "image/avif"},
    {4, "ftyp"sv, "video/mp4"},
    {4, "moov"sv, "video/quicktime"},
    {4, "mdat"sv, "video/quicktime"},
    {4, "wide"sv, "video/quicktime"},
    {4, "pnot"sv, "video/quicktime"},
});

template <std::size_t N>
std::string_view find_in(const std::array<Signature, N>& table, std::string_view head) {
  for (const auto& row : table)
    if (head.size() >= row.offset && head.substr(row.offset).starts_with(row.bytes)) return row.media_type;
  return {};
}

// "BM", and a header of one of the sizes there are.
bool is_bmp(std::string_view head) {
  static constexpr auto kHeaderSizes = std::to_array<std::uint8_t>({12, 40, 52, 56, 64, 108, 124});
  return head.starts_with("BM") && head.size() >= 26 && head.substr(15, 3) == "\0\0\0"sv &&
         std::find(kHeaderSizes.begin(), kHeaderSizes.end(), byte_at(head, 14)) != kHeaderSizes.end();
}

// A frame of MPEG sound without a tag before it: eleven set bits, then no value that means "invalid".
std::string_view bare_audio(std::string_view head) {
  if (byte_at(head, 0) != 0xFF) return {};
  const auto second = byte_at(head, 1);
  if ((second & 0xF6U) == 0xF0U) return "audio/aac";
  const bool version = (second & 0xE0U) == 0xE0U && (second & 0x18U) != 0x08U;
  const bool layer = (second & 0x06U) == 0x02U || (second & 0x06U) == 0x04U;
  const bool rates = (byte_at(head, 2) & 0xF0U) != 0xF0U && (byte_at(head, 2) & 0xF0U) != 0 &&
                     (byte_at(head, 2) & 0x0CU) != 0x0CU;
  return version && layer && rates ? "audio/mpeg"sv : std::string_view{};
}

// Packets of 188 bytes, each with its mark.
bool is_transport_stream(std::string_view head) {
  for (std::size_t i = 0; i < 5; ++i)
    if (byte_at(head, i * 188) != 0x47) return false;
  return true;
}

std::string_view matroska(std::string_view head) {
  if (!head.starts_with("\x1A\x45\xDF\xA3")) return {};
  return head.substr(0, 64).find("webm") != std::string_view::npos ? "video/webm"sv : "video/x-matroska"sv;
}

}  // namespace

std::string signature_type(std::string_view head) {
  std::string_view type = find_in(kSignatures, head);
  if (type.empty() && head.starts_with("RIFF")) type = find_in(kRiff, head);
  if (type.empty()) type = find_in(kBoxes, head);
  if (type.empty()) type = matroska(head);
  if (type.empty()) type = bare_audio(head);
  if (type.empty() && is_bmp(head)) type = "image/bmp";
  if (type.empty() && is_transport_stream(head)) type = "video/mp2t";
  return std::string(type);
}

}  // namespace kecang::extract
