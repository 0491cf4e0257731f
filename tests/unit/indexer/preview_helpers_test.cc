#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "indexer/extract/preview.h"

namespace kecang::extract {
namespace {

using namespace std::string_literals;

// Previews are made in this process, so that the test says which programs are installed.
class WithoutPrograms : public ::testing::Test {
 protected:
  WithoutPrograms() { ::setenv("PATH", "/nowhere", 1); }
  ~WithoutPrograms() override { ::setenv("PATH", usual_path_.c_str(), 1); }

  static ExtractEnd preview(const std::string& bytes, const std::string& name) {
    const int file = ::memfd_create("test", MFD_CLOEXEC);
    EXPECT_EQ(::write(file, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    Output out(-1, 1 << 20);
    const ExtractEnd end = extract_preview(*Source::of(file, name), "", out);
    ::close(file);
    return end;
  }

 private:
  std::string usual_path_ = ::getenv("PATH");
};

void expect_end(const ExtractEnd& end, ExtractStatus status, std::string_view reason) {
  EXPECT_EQ(enum_text(end.status), enum_text(status));
  EXPECT_EQ(end.reason, reason);
}

TEST_F(WithoutPrograms, AMissingOneIsNamed) {
  expect_end(preview("%PDF-1.4\n%%EOF\n", "a.pdf"), ExtractStatus::unsupported, "extract.poppler_missing");
  expect_end(preview("GIF89a\x01\0\x01\0\0\0\0;"s, "a.gif"), ExtractStatus::unsupported,
             "extract.ffmpeg_missing");
  expect_end(preview("FLV\x01\x05\0\0\0\x09"s, "a.flv"), ExtractStatus::unsupported,
             "extract.ffmpeg_missing");
}

TEST_F(WithoutPrograms, AnOfficeDocumentNeedsAPlaceToWriteIn) {
  expect_end(preview("{\\rtf1 text}", "a.rtf"), ExtractStatus::unsupported, "extract.preview_unavailable");
}

TEST_F(WithoutPrograms, OtherKindsOfFilesHaveNoPreview) {
  expect_end(preview("text", "a.txt"), ExtractStatus::unsupported, "extract.no_preview");
  expect_end(preview("", "a.docx"), ExtractStatus::broken, "extract.empty");
}

}  // namespace
}  // namespace kecang::extract
