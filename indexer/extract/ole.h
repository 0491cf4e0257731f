#pragma once
/// OLE2 compound files: old Office and WPS documents, locked OOXML. Streams are read piece by piece where
/// they lie; only the tables of sectors are held in memory. Sector numbers beyond the file and chains that
/// run in circles end the stream they belong to. Not for use by several threads at once.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/source.h"

namespace kecang::extract {

inline constexpr std::string_view kOleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// A stream, as far as its sectors could be followed.
class OleStream {
 public:
  OleStream() = default;
  /// A file that is one stream itself, as programs wrote them before there were compound files.
  static OleStream whole(const Source& source);

  bool exists() const { return source_ != nullptr; }
  std::uint64_t size() const { return size_; }
  /// The directory promised more bytes than the file holds.
  bool cut_short() const { return cut_short_; }
  /// Fewer bytes than asked at the end of the stream.
  std::string read(std::uint64_t offset, std::size_t length) const;

 private:
  friend class OleFile;
  const Source* source_ = nullptr;
  std::vector<std::uint64_t> blocks_{};  // where in the file each block of the stream lies
  std::size_t block_size_ = 0;
  std::uint64_t size_ = 0;
  bool cut_short_ = false;
};

/// A piece of a stream held in memory, for reading it in small steps.
class StreamWindow {
 public:
  /// `stream` must outlive the window.
  explicit StreamWindow(const OleStream& stream) : stream_(stream) {}
  /// Valid until the next call. Short where the stream ends.
  std::string_view read(std::uint64_t offset, std::size_t length);

 private:
  const OleStream& stream_;
  std::string held_;
  std::uint64_t start_ = 0;
};

class OleFile {
 public:
  /// Reads the tables and the directory; a file of another kind has no streams. `source` must outlive the
  /// file and its streams.
  explicit OleFile(const Source& source);

  /// Some stream goes on beyond the end of the file, as when a copy was broken off.
  bool is_cut() const;
  /// The paths of all streams and storages: "Workbook", "ObjectPool/_1/WordDocument".
  std::vector<std::string> paths() const;
  bool has(std::string_view path) const { return find(path) != nullptr; }
  /// A stream that does not exist when there is none of that path; letters' case does not matter.
  OleStream stream(std::string_view path) const;

 private:
  struct Entry {
    std::string path;
    std::uint32_t first_sector = 0;
    std::uint64_t size = 0;
    bool is_root = false;
  };
  /// An entry of the directory as it stands in the file: a node in a tree of its siblings.
  struct Node {
    std::string name;
    std::uint8_t type = 0;
    std::uint32_t left = 0;
    std::uint32_t right = 0;
    std::uint32_t child = 0;
    Entry entry;
  };

  std::uint64_t place_of(std::uint32_t sector) const { return (std::uint64_t{sector} + 1) * sector_size_; }
  bool is_inside(std::uint32_t sector) const;
  void read_table();
  std::string read_chain(std::uint32_t first, std::size_t limit) const;
  std::vector<Node> read_nodes() const;
  void read_directory();
  const Entry* find(std::string_view path) const;
  OleStream large_stream(const Entry& entry) const;
  OleStream small_stream(const Entry& entry) const;

  const Source& source_;
  std::string header_;
  std::size_t sector_size_;
  std::vector<std::uint32_t> table_;       // the sector that follows each sector
  std::vector<std::uint32_t> mini_table_;  // the same for the small blocks within the root's stream
  std::vector<Entry> entries_;
};

}  // namespace kecang::extract
