#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "indexer/extract/helper_process.h"
#include "indexer/extract/registry.h"
#include "indexer/extract/text_form.h"
#include "schemas/base/text.h"
#include "schemas/base/trim.h"

namespace kecang::extract {
namespace {

constexpr int kPagesLimit = 50;
/// The longer side of a page in pixels: an A4 page at 220 dpi, and whatever a page claims to measure, no
/// more.
constexpr const char* kPagePixels = "2600";
constexpr std::size_t kPageBytes = 1 << 20;  // of text

/// How tesseract looks for lines: a page as it is printed, or words anywhere on it, as on a photo.
constexpr const char* kPrintedPage = "3";
constexpr const char* kScattered = "11";
std::vector<std::string> reader(const char* layout) {
  return {"tesseract", "stdin", "stdout", "-l", "chi_sim+eng", "--psm", layout};
}
/// Fewer letters than this are what is read into a picture without printed lines.
constexpr std::size_t kFewLetters = 12;
/// Words on photos are best read when they are neither tiny nor huge.
constexpr const char* kPhotoSize = "scale=1600:1600:force_original_aspect_ratio=decrease,format=gray";

bool is_cjk(char32_t c) {
  return text::is_han(c) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF);
}

// Tesseract sets Han characters apart like words.
std::string without_han_spaces(std::string_view utf8) {
  const std::u32string from = text::to_utf32(utf8);
  std::u32string to;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto next = from.find_first_not_of(U' ', i);
    const bool between = from[i] == U' ' && !to.empty() && next != std::u32string::npos &&
                         is_cjk(to.back()) && is_cjk(from[next]);
    if (!between) to += from[i];
  }
  return text::to_utf8(to);
}

// Lines without the empty ones between them.
std::string tidy(std::string_view printed) {
  std::string lines;
  for (const auto line : split_lines(printed)) {
    const auto words = trimmed(line, " \t\r\f");
    if (words.empty()) continue;
    if (!lines.empty()) lines += '\n';
    lines += without_han_spaces(words);
  }
  return lines;
}

// What the program prints, up to a bound.
class Printed {
 public:
  bool take(std::string_view bytes) {
    text_ += bytes.substr(0, kPageBytes - text_.size());
    return text_.size() < kPageBytes;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

ExtractEnd ended(const HelperEnd& end, const Output& out) {
  if (!end.started) return {ExtractStatus::unsupported, "extract.helper_missing"};
  if (end.exit_code != 0) return stopped(out, ExtractStatus::broken, "extract.ocr_failed");
  return {};
}

std::int64_t count_pages(const Source& source) {
  constexpr std::string_view kLabel = "Pages:";
  Printed printed;
  run_helper({"pdfinfo", "fd://0"}, source.fd(), [&](std::string_view bytes) { return printed.take(bytes); });
  std::int64_t pages = 0;
  for (const auto line : split_lines(printed.text())) {
    if (!line.starts_with(kLabel)) continue;
    const auto number = trimmed(line.substr(kLabel.size()));
    std::from_chars(number.data(), number.data() + number.size(), pages);
  }
  return pages;
}

// Page by page, so that what is read counts should the time run out.
ExtractEnd read_pages(const Source& source, Output& out) {
  const std::int64_t pages = count_pages(source);
  for (std::int64_t page = 1; page <= std::min<std::int64_t>(pages, kPagesLimit) && !out.full(); ++page) {
    const auto number = std::to_string(page);
    Printed printed;
    const auto end = run_helpers(
        {"pdftoppm", "-f", number, "-l", number, "-scale-to", kPagePixels, "-gray", "fd://0"},
        reader(kPrintedPage), source.fd(), [&](std::string_view bytes) { return printed.take(bytes); });
    if (auto failure = ended(end, out); failure.status != ExtractStatus::ok) return failure;
    out.segment({.kind = LocatorKind::page, .number = page}, tidy(printed.text()));
    out.flush();
  }
  if (pages > kPagesLimit) return stopped(out, ExtractStatus::partial, "extract.ocr_page_limit");
  return finished(out);
}

std::size_t letters_in(std::string_view utf8) {
  const std::u32string characters = text::to_utf32(utf8);
  return static_cast<std::size_t>(std::count_if(characters.begin(), characters.end(), [](char32_t c) {
    return text::is_han(c) || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
  }));
}

std::string read_photo(const Source& source) {
  Printed printed;
  run_helpers({"ffmpeg", "-v", "error", "-i", "/proc/self/fd/0", "-frames:v", "1", "-vf", kPhotoSize, "-f",
               "image2pipe", "-c:v", "png", "-"},
              reader(kScattered), source.fd(), [&](std::string_view bytes) { return printed.take(bytes); });
  return tidy(printed.text());
}

ExtractEnd read_picture(const Source& source, Output& out) {
  Printed printed;
  const auto end = run_helper(reader(kPrintedPage), source.fd(),
                              [&](std::string_view bytes) { return printed.take(bytes); });
  if (auto failure = ended(end, out); failure.status != ExtractStatus::ok) return failure;
  std::string found = tidy(printed.text());
  if (letters_in(found) < kFewLetters) {
    if (std::string scattered = read_photo(source); letters_in(scattered) > letters_in(found))
      found = std::move(scattered);
  }
  out.segment({}, found);
  return finished(out);
}

}  // namespace

ExtractEnd extract_by_ocr(const Source& source, Output& out) {
  const auto media_type = identify(source).media_type;
  const bool pdf = media_type == "application/pdf";
  out.head({.media_type = media_type, .properties = {{"text_by", "ocr"}}});
  if (!pdf && !media_type.starts_with("image/")) return {ExtractStatus::unsupported, "extract.no_picture"};
  ::setenv("OMP_THREAD_LIMIT", "1", 1);  // one job, one processor
  return pdf ? read_pages(source, out) : read_picture(source, out);
}

}  // namespace kecang::extract
