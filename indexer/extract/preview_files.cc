#include "indexer/extract/preview_files.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "indexer/sandbox/descriptor.h"

namespace kecang::extract {
namespace {

// The names are ours: the reader of frames lets no others through.
class FolderSink final : public ExtractSink {
 public:
  explicit FolderSink(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<void> head(const DocumentHead& head) override {
    media_type_ = head.media_type;
    return {};
  }
  Result<void> member_begin(const Member& member) override {
    out_ = std::ofstream(folder_ / member.path, std::ios::binary | std::ios::trunc);
    return written();
  }
  Result<void> member_data(std::string_view bytes) override {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return written();
  }
  Result<void> member_end(const Member& member) override {
    out_.close();
    files_.push_back({{"name", member.path}, {"bytes", member.size}});
    return written();
  }

  const std::string& media_type() const { return media_type_; }
  const Json& files() const { return files_; }

 private:
  Result<void> written() const {
    if (!out_) return Error::unavailable("extract.unwritable").because(folder_.string());
    return {};
  }

  std::filesystem::path folder_;
  std::ofstream out_;
  std::string media_type_;
  Json files_ = Json::array();
};

}  // namespace

Result<Json> write_previews(const std::string& path, const std::string& folder, Extractor& extractor) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return Error::not_found("extract.unreadable").because(path + ": " + std::strerror(errno));
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  FolderSink sink(folder);
  const auto name = std::filesystem::path(path).filename().string();
  KECANG_ASSIGN(const ExtractEnd end,
                extractor.run(ExtractTask::preview, file.get(), name, preview_limits(), sink));
  return Json{{"status", enum_text(end.status)},
              {"reason", end.reason},
              {"media_type", sink.media_type()},
              {"files", sink.files()}};
}

}  // namespace kecang::extract
