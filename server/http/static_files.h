#pragma once
/// The built web pages, read once into memory. Immutable afterwards; any thread may call.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "server/http/call.h"

namespace kecang::http {

class StaticFiles {
 public:
  static constexpr std::uint64_t kMostBytes = 64 * 1024 * 1024;

  /// Reads all regular files under `directory`; links are not followed. unavailable/http.web_files_missing
  /// without an index.html, too_large/http.web_files_too_large beyond `most_bytes`.
  static Result<StaticFiles> load(const std::string& directory, std::uint64_t most_bytes = kMostBytes);

  /// Answers GET and HEAD: a file by its path, else index.html for an address of the page's own (which is not
  /// under /api/ and wants HTML), else not_found/http.route_not_found.
  Reply answer(const Call& call) const;
  /// The same as a server's fallback; shares the files.
  Handler handler() const;

 private:
  struct File {
    std::string bytes;
    std::string content_type;
    std::string etag;
    bool immutable;  ///< its name changes with its content
  };
  using Files = std::map<std::string, File, std::less<>>;  ///< by path with leading slash

  explicit StaticFiles(std::shared_ptr<const Files> files) : files_(std::move(files)) {}
  Reply reply_with(const File& file) const;

  std::shared_ptr<const Files> files_;
};

}  // namespace kecang::http
