#include "server/http/static_files.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/support/temp_dir.h"

namespace kecang::http {
namespace {

namespace fs = std::filesystem;

/// A request without a connection.
class FakeCall final : public Call {
 public:
  FakeCall(Method method, std::string path, std::string accept = "*/*")
      : method_(method), path_(std::move(path)), accept_(std::move(accept)) {}
  Method method() const override { return method_; }
  const std::string& path() const override { return path_; }
  const std::string& param(std::string_view) const override { return empty_; }
  const Query& query() const override { return query_; }
  std::string header(std::string_view name) const override { return name == "Accept" ? accept_ : ""; }
  bool has_header(std::string_view name) const override { return name == "Accept"; }
  std::string cookie(std::string_view) const override { return {}; }
  const std::string& remote() const override { return empty_; }
  const std::string& request_id() const override { return empty_; }
  std::optional<std::uint64_t> content_length() const override { return std::nullopt; }
  Result<void> read_body(const std::function<Result<void>(std::string_view)>&) override { return {}; }

 private:
  Method method_;
  std::string path_;
  std::string accept_;
  std::string empty_;
  Query query_;
};

std::string header(const Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers)
    if (key == name) return value;
  return {};
}

class HttpStaticFiles : public ::testing::Test {
 protected:
  HttpStaticFiles() {
    write("index.html", "<!doctype html>");
    write("assets/app-Ab3_x9Qz.js", "let a");
    write("assets/plain.css", "a{}");
    write("pdfjs/cmaps/GBK-EUC-H.bcmap", "\x01");
    std::ofstream(directory_.path() / "secret.txt") << "secret";
    fs::create_symlink(directory_.path() / "secret.txt", root() / "link.txt");
  }
  fs::path root() const { return directory_.path() / "web"; }
  void write(const std::string& name, const std::string& bytes) {
    fs::create_directories((root() / name).parent_path());
    std::ofstream(root() / name, std::ios::binary) << bytes;
  }
  StaticFiles load() { return StaticFiles::load(root().string()).value(); }

  test::TempDir directory_;
};

TEST_F(HttpStaticFiles, FilesHaveTypeTagAndPolicy) {
  const auto reply = load().answer(FakeCall(Method::get, "/assets/plain.css"));
  EXPECT_EQ(reply.body, "a{}");
  EXPECT_EQ(header(reply, "Content-Type"), "text/css; charset=utf-8");
  EXPECT_EQ(header(reply, "ETag").size(), 34U);
  EXPECT_THAT(header(reply, "Content-Security-Policy"), ::testing::HasSubstr("default-src 'self'"));
  EXPECT_THAT(header(reply, "Content-Security-Policy"), ::testing::HasSubstr("frame-ancestors 'none'"));
}

TEST_F(HttpStaticFiles, OnlyHashedNamesAreKeptForEver) {
  const auto files = load();
  EXPECT_THAT(header(files.answer(FakeCall(Method::get, "/assets/app-Ab3_x9Qz.js")), "Cache-Control"),
              ::testing::HasSubstr("immutable"));
  EXPECT_EQ(header(files.answer(FakeCall(Method::get, "/assets/plain.css")), "Cache-Control"), "no-cache");
  EXPECT_EQ(header(files.answer(FakeCall(Method::get, "/")), "Cache-Control"), "no-cache");
}

TEST_F(HttpStaticFiles, ThePagesOwnAddressesGetThePage) {
  const auto files = load();
  EXPECT_EQ(files.answer(FakeCall(Method::get, "/search", "text/html,*/*")).body, "<!doctype html>");
  EXPECT_EQ(files.answer(FakeCall(Method::head, "/")).status, 200);
}

TEST_F(HttpStaticFiles, WhatIsNoPageIs404) {
  const auto files = load();
  EXPECT_EQ(files.answer(FakeCall(Method::get, "/api/v1/nothing", "text/html")).status, 404);
  EXPECT_EQ(files.answer(FakeCall(Method::get, "/assets/gone.js")).status, 404);
  EXPECT_EQ(files.answer(FakeCall(Method::post, "/", "text/html")).status, 404);
}

TEST_F(HttpStaticFiles, NothingOutsideTheFolderIsServed) {
  const auto files = load();
  for (const auto* path : {"/link.txt", "/../secret.txt", "/secret.txt", "//secret.txt"})
    EXPECT_EQ(files.answer(FakeCall(Method::get, path)).status, 404) << path;
}

TEST_F(HttpStaticFiles, AMissingFolderOrOneThatIsTooLargeIsSaidSo) {
  EXPECT_EQ(StaticFiles::load((root() / "nothing").string()).error().code(), "http.web_files_missing");
  EXPECT_EQ(StaticFiles::load((root() / "assets").string()).error().code(), "http.web_files_missing");
  EXPECT_EQ(StaticFiles::load(root().string(), 10).error().code(), "http.web_files_too_large");
}

}  // namespace
}  // namespace kecang::http
