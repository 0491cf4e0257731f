#pragma once
/// Makes ZIP archives for tests, byte by byte, so that a test decides what a tidy library would not let it:
/// raw names in any encoding, wrong flags, hostile paths, encryption marks, extra fields, foreign
/// compression. Header only.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::testing {

inline std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

class ZipWriter {
 public:
  static constexpr std::uint16_t kUtf8Name = 0x800;
  static constexpr std::uint16_t kEncrypted = 0x1;

  struct Entry {
    std::string name{};           ///< raw bytes, written as they are
    std::string data{};           ///< as it stands in the archive
    std::uint16_t flags = 0;      ///< kUtf8Name, kEncrypted …
    std::uint16_t method = 0;     ///< 0 stored, 8 deflated
    std::uint32_t size = 0;       ///< of the unpacked bytes; 0 takes data's
    std::uint32_t crc = 0;        ///< of the unpacked bytes; 0 takes data's
    std::string extra{};          ///< extra fields, e.g. unicode_path()
    std::uint16_t unix_mode = 0;  ///< 0120777 makes a symbolic link; 0 says nothing
  };

  /// A stored member. `name` is taken byte for byte: GBK, UTF-8, hostile.
  ZipWriter& add(std::string name, std::string data, std::uint16_t flags = 0) {
    return add(Entry{.name = std::move(name), .data = std::move(data), .flags = flags});
  }
  ZipWriter& add(Entry entry) {
    if (entry.size == 0) entry.size = static_cast<std::uint32_t>(entry.data.size());
    if (entry.crc == 0 && entry.method == 0) entry.crc = crc32(entry.data);
    const auto offset = static_cast<std::uint32_t>(bytes_.size());
    put32(bytes_, 0x04034b50);
    put_common(bytes_, entry);
    bytes_ += entry.name + entry.extra + entry.data;
    put32(directory_, 0x02014b50);
    put16(directory_, entry.unix_mode != 0 ? 0x031E : 0x0014);
    put_common(directory_, entry);
    put16(directory_, 0);  // comment
    put16(directory_, 0);  // disk
    put16(directory_, 0);  // internal attributes
    put32(directory_, static_cast<std::uint32_t>(entry.unix_mode) << 16);
    put32(directory_, offset);
    directory_ += entry.name + entry.extra;
    ++count_;
    return *this;
  }

  /// The whole archive so far.
  std::string bytes() const {
    std::string all = bytes_ + directory_;
    put32(all, 0x06054b50);
    put16(all, 0);
    put16(all, 0);
    put16(all, count_);
    put16(all, count_);
    put32(all, static_cast<std::uint32_t>(directory_.size()));
    put32(all, static_cast<std::uint32_t>(bytes_.size()));
    put16(all, 0);
    return all;
  }

  /// The Info-ZIP Unicode Path extra field (0x7075) for a member whose raw name is `raw`.
  static std::string unicode_path(std::string_view raw, std::string_view utf8) {
    std::string field;
    put16(field, 0x7075);
    put16(field, static_cast<std::uint16_t>(utf8.size() + 5));
    field += '\1';
    put32(field, crc32(raw));
    return field.append(utf8);
  }

 private:
  static void put16(std::string& to, std::uint16_t value) {
    to += static_cast<char>(value & 0xFFU);
    to += static_cast<char>(value >> 8);
  }
  static void put32(std::string& to, std::uint32_t value) {
    put16(to, static_cast<std::uint16_t>(value));
    put16(to, static_cast<std::uint16_t>(value >> 16));
  }
  /// From "version needed" to the length of the extra field: the same in both headers.
  static void put_common(std::string& to, const Entry& entry) {
    put16(to, 20);
    put16(to, entry.flags);
    put16(to, entry.method);
    put16(to, 0);       // time
    put16(to, 0x5821);  // 2024-01-01
    put32(to, entry.crc);
    put32(to, static_cast<std::uint32_t>(entry.data.size()));
    put32(to, entry.size);
    put16(to, static_cast<std::uint16_t>(entry.name.size()));
    put16(to, static_cast<std::uint16_t>(entry.extra.size()));
  }

  std::string bytes_;
  std::string directory_;
  std::uint16_t count_ = 0;
};

/// Text as GBK bytes would need a table; these are the words the tests share.
namespace gbk {
inline constexpr std::string_view kLessonPlan = "\xBD\xCC\xB0\xB8";                     ///< 教案
inline constexpr std::string_view kUnicom = "\xC1\xAA\xCD\xA8";                         ///< 联通
inline constexpr std::string_view kMaths = "\xCA\xFD\xD1\xA7";                          ///< 数学
inline constexpr std::string_view kGradeOneMaths = "\xB8\xDF\xD2\xBB\xCA\xFD\xD1\xA7";  ///< 高一数学
inline constexpr std::string_view kMidterm = "\xC6\xDA\xD6\xD0\xBF\xBC\xCA\xD4";        ///< 期中考试
inline constexpr std::string_view kTimetable = "\xBF\xCE\xB3\xCC\xB1\xED";              ///< 课程表
inline constexpr std::string_view kQuadratic = "\xB6\xFE\xB4\xCE\xBA\xAF\xCA\xFD";      ///< 二次函数
}  // namespace gbk

}  // namespace kecang::testing
