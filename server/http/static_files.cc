#include "server/http/static_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "schemas/base/digest.h"
#include "server/http/head.h"

namespace kecang::http {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPagePolicy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

constexpr std::array<std::pair<std::string_view, std::string_view>, 21> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".otf", "font/otf"},
    {".pfb", "application/x-font-type1"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/plain; charset=utf-8"},
}};

std::string content_type(std::string_view path) {
  const auto dot = path.rfind('.');
  const auto ending = dot == std::string_view::npos ? std::string() : lower_case(path.substr(dot));
  for (const auto& [known, type] : kTypes)
    if (known == ending) return std::string(type);
  return "application/octet-stream";
}

/// The build tool puts files whose names hold a digest of their content into assets/, as
/// `name-8characters.ending`.
bool is_hashed(std::string_view path) {
  if (!path.starts_with("/assets/")) return false;
  const auto stem = path.substr(0, path.rfind('.'));
  const auto dash = stem.rfind('-', stem.size() - std::min<std::size_t>(stem.size(), 8) - 1);
  return dash != std::string_view::npos && stem.size() - dash - 1 >= 8;
}

Result<std::string> read_whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  if (in.peek() != std::ifstream::traits_type::eof()) bytes << in.rdbuf();
  if (!in && !in.eof()) return Error::unavailable("http.web_files_missing").with("directory", path.string());
  return std::move(bytes).str();
}

bool wants_html(const Call& call) {
  return call.header("Accept").find("text/html") != std::string::npos;
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const std::string& directory, std::uint64_t most_bytes) {
  const auto missing = [&] {
    return Error::unavailable("http.web_files_missing").with("directory", directory);
  };
  std::error_code problem;
  auto files = std::make_shared<Files>();
  std::uint64_t total = 0;
  for (fs::recursive_directory_iterator entry(directory, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    if (entry->is_symlink(problem) || !entry->is_regular_file(problem)) continue;
    total += entry->file_size(problem);
    if (problem) break;
    if (total > most_bytes)
      return Error::too_large("http.web_files_too_large")
          .with("directory", directory)
          .with("limit", std::to_string(most_bytes));
    KECANG_ASSIGN(auto bytes, read_whole(entry->path()));
    const auto path = '/' + entry->path().lexically_relative(directory).generic_string();
    auto etag = sha256(bytes).hex().substr(0, 32);
    files->emplace(path, File{.bytes = std::move(bytes),
                              .content_type = content_type(path),
                              .etag = std::move(etag),
                              .immutable = is_hashed(path)});
  }
  if (problem || !files->contains("/index.html")) return missing().because(problem.message());
  return StaticFiles(std::move(files));
}

Reply StaticFiles::answer(const Call& call) const {
  const bool reading = call.method() == Method::get || call.method() == Method::head;
  const auto file = files_->find(call.path());
  if (reading && file != files_->end()) return reply_with(file->second);
  const bool page = call.path() == "/" || (!call.path().starts_with("/api/") && wants_html(call));
  if (reading && page) return reply_with(files_->at("/index.html"));
  return Reply::problem(Error::not_found("http.route_not_found"));
}

Handler StaticFiles::handler() const {
  return [files = *this](Call& call) { return files.answer(call); };
}

Reply StaticFiles::reply_with(const File& file) const {
  return Reply::text(file.bytes, file.content_type)
      .etag(file.etag)
      .with("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache")
      .with("Content-Security-Policy", std::string(kPagePolicy));
}

}  // namespace kecang::http
