#pragma once
/// The members of an archive one after another: the only place that knows libarchive. It reads at offsets of
/// its own, so the descriptor's offset does not matter. Not for use by several threads at once.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/extract/source.h"

namespace kecang::extract {

class ArchiveReader {
 public:
  enum class Kind { file, directory, other };
  struct Entry {
    std::string raw_name;  ///< the bytes as they stand in the archive
    Kind kind = Kind::file;
    std::uint64_t size = 0;  ///< as the archive says; 0 when it does not say
    bool encrypted = false;
  };
  enum class Step { entry, end, broken };
  enum class Read { data, end, broken, unsupported };

  /// What is in the file: members, or the bytes of one file that was only compressed.
  enum class Content { members, one_file };

  explicit ArchiveReader(const Source& source, Content content = Content::members);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  /// To the next entry; `broken` when the rest cannot be read.
  Step next();
  const Entry& entry() const { return entry_; }
  /// The next bytes of the entry; `bytes` is valid until the next call.
  Read read(std::string_view& bytes);
  /// The archive hides even its names behind a password.
  bool names_encrypted() const;
  /// Members that need those before them, as libarchive cannot have it.
  bool is_solid() const;
  /// Packed by programs so old that libarchive does not unpack them.
  bool is_outdated() const;
  /// Its end is missing although its members could be read.
  bool is_cut() const;
  /// After `broken`: it is whole, but packed in a way that libarchive does not know.
  bool is_method_unknown() const;
  /// One file of several that belong together.
  bool is_volume() const;
  /// A filter within a filter within a filter: no honest archive.
  bool filters_nested() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  Entry entry_;
};

}  // namespace kecang::extract
