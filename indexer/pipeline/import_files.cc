#include "indexer/pipeline/import_files.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "indexer/pipeline/file_body.h"
#include "indexer/pipeline/import_report.h"
#include "indexer/pipeline/zip_stream.h"

namespace kecang::pipeline {
namespace {

constexpr milliseconds kPoll{250};
constexpr std::uint32_t kEntriesPerPage = 200;

/// Tells the progress line what goes over the wire.
class Watched final : public RequestBody {
 public:
  Watched(RequestBody& inner, Progress& progress) : inner_(inner), progress_(progress) {}
  std::uint64_t size() const override { return inner_.size(); }
  Result<void> rewind() override {
    sent_ = 0;
    return inner_.rewind();
  }
  Result<std::size_t> read(std::span<char> into) override {
    KECANG_ASSIGN(const auto got, inner_.read(into));
    sent_ += got;
    progress_.update(sent_, inner_.size());
    return got;
  }

 private:
  RequestBody& inner_;
  Progress& progress_;
  std::uint64_t sent_ = 0;
};

Result<std::unique_ptr<RequestBody>> body_of(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) {
    KECANG_ASSIGN(auto folder, ZipStream::of_folder(path));
    return std::unique_ptr<RequestBody>(std::make_unique<ZipStream>(std::move(folder)));
  }
  KECANG_ASSIGN(auto file, FileBody::open(path));
  return std::unique_ptr<RequestBody>(std::make_unique<FileBody>(std::move(file)));
}

std::string upload_name(const std::filesystem::path& path) {
  std::error_code error;
  const auto whole = std::filesystem::canonical(path, error);
  const std::string name = (error ? path : whole).filename().string();
  return std::filesystem::is_directory(path, error) ? name + ".zip" : name;
}

Result<Import> upload(InternalClient& client, const FilesToImport& what, const std::filesystem::path& path) {
  KECANG_ASSIGN(const auto body, body_of(path));
  const std::string name = upload_name(path);
  Progress progress("上传 upload " + name, "B", what.progress);
  Watched watched(*body, progress);
  KECANG_ASSIGN(
      auto import,
      client.start_import(
          {.school = what.school, .groups = what.groups, .file_name = name, .review = what.review}, watched));
  progress.finish();
  return import;
}

bool is_over(const Import& import) {
  switch (import.state) {
    case ImportState::done:
    case ImportState::failed:
    case ImportState::undone:
      return true;
    case ImportState::planned:
      return import.members_surveyed == import.members_listed;
    case ImportState::planning:
    case ImportState::unpacking:
    case ImportState::reading:
    case ImportState::undoing:
      break;
  }
  return false;
}

/// What is being done, and how far it is.
struct Stage {
  std::string_view verb;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

Stage stage_of(const ImportProgress& now) {
  const auto& [import, counts] = now;
  switch (import.state) {
    case ImportState::planning:
    case ImportState::planned:
      return {"列出 list", import.members_surveyed, import.members_listed};
    case ImportState::undoing:
    case ImportState::undone:
      return {"撤销 undo", counts.undone, counts.total};
    case ImportState::unpacking:
    case ImportState::reading:
    case ImportState::done:
    case ImportState::failed:
      break;
  }
  return {"读取 read", counts.total - counts.waiting - counts.planned, counts.total};
}

Result<void> write_entries(InternalClient& client, const ImportProgress& imported, ReportFile& report) {
  const std::string& name = imported.import.file_name;
  if (imported.import.state == ImportState::failed)
    report.add({name, "", std::to_string(imported.import.size), "failed", imported.import.reason, "", ""});
  std::string after;
  do {
    KECANG_ASSIGN(const auto page, client.entries(imported.import.id, after, kEntriesPerPage));
    for (const auto& entry : page.items)
      report.add({name, entry.path, std::to_string(entry.size), std::string(enum_text(entry.state)),
                  entry.reason, entry.resource.text(), entry.duplicate_of});
    after = page.next;
  } while (!after.empty());
  return {};
}

}  // namespace

bool ImportedFiles::some_failed() const {
  return std::any_of(imports.begin(), imports.end(), [](const ImportProgress& one) {
    const auto& counts = one.counts;
    return one.import.state == ImportState::failed || counts.encrypted + counts.broken + counts.too_large > 0;
  });
}

Result<void> write_report(InternalClient& client, const ImportedFiles& imported,
                          const std::filesystem::path& file) {
  KECANG_ASSIGN(auto report, ReportFile::create(file, {"upload", "path", "size", "state", "reason",
                                                       "resource", "duplicate_of"}));
  for (const auto& import : imported.imports) KECANG_TRY(write_entries(client, import, report));
  return report.close();
}

Result<ImportProgress> wait_for_import(InternalClient& client, const Import& import, Show show, Stop& stop) {
  std::optional<Progress> progress;
  std::string_view verb;
  while (true) {
    KECANG_ASSIGN(auto now, client.import(import.id));
    const auto stage = stage_of(now);
    if (!progress || verb != stage.verb) {
      verb = stage.verb;
      progress.emplace(std::string(verb) + ' ' + import.file_name, "", show);
    }
    progress->update(stage.done, stage.total);
    if (is_over(now.import)) {
      progress->finish();
      return now;
    }
    if (stop.wait(kPoll)) return Error::busy("pipeline.stopping");
  }
}

Result<ImportedFiles> import_files(InternalClient& client, const FilesToImport& what, Stop& stop) {
  ImportedFiles imported;
  for (const auto& path : what.paths) {
    KECANG_ASSIGN(auto import, upload(client, what, path));
    imported.imports.push_back({.import = std::move(import), .counts = {}});
  }
  if (what.wait == Wait::until_done)
    for (auto& one : imported.imports) {
      KECANG_ASSIGN(one, wait_for_import(client, one.import, what.progress, stop));
    }
  if (what.report) KECANG_TRY(write_report(client, imported, *what.report));
  return imported;
}

}  // namespace kecang::pipeline
