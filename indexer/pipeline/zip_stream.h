#pragma once
/// A folder as a ZIP archive that is made while it is sent: members stored as they are, names in UTF-8, ZIP64
/// where needed. Its length is known beforehand. Not for use by several threads at once.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "indexer/pipeline/http_client.h"
#include "schemas/base/zip.h"

namespace kecang::pipeline {

class ZipStream final : public RequestBody {
 public:
  /// All regular files below `given`, in order of name; links are not followed.
  /// not_found/import.path_unreadable.
  static Result<ZipStream> of_folder(const std::filesystem::path& given);

  std::size_t members() const { return members_.size(); }
  std::uint64_t size() const override { return total_; }
  Result<void> rewind() override;
  /// conflict/import.file_changed when a file's size is no longer what it was.
  Result<std::size_t> read(std::span<char> into) override;

 private:
  struct MemberFile {
    std::filesystem::path file;
    zip::Member entry;
  };
  explicit ZipStream(std::vector<MemberFile> members);
  /// Makes what comes before the current member's bytes; behind the last member, the directory.
  void begin_member();
  /// Goes on to the next member.
  void end_member();
  std::string directory() const;
  Result<std::size_t> read_file(std::span<char> into);

  std::vector<MemberFile> members_;
  std::uint64_t directory_offset_ = 0;
  std::uint64_t total_ = 0;
  std::size_t current_ = 0;  ///< member being sent; members_.size() is the directory
  std::string text_;         ///< made, not yet sent
  std::size_t text_sent_ = 0;
  std::uint64_t file_left_ = 0;
  std::ifstream file_;
};

}  // namespace kecang::pipeline
