#include "indexer/extract/thumbnails.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <vector>

#include "indexer/extract/helper_process.h"
#include "indexer/extract/image.h"
#include "indexer/extract/text_form.h"
#include "schemas/base/trim.h"

namespace kecang::extract {
namespace {

constexpr std::int64_t kPages = 20;
constexpr std::size_t kPictureLimit = 4 << 20;
constexpr std::size_t kInfoLimit = 64 * 1024;
constexpr const char* kInput = "file:/proc/self/fd/0";  // ffmpeg jumps about in it
constexpr const char* kPosterSize = "scale=w='min(640,iw)':h=-2";
constexpr const char* kThumbnailSize =
    "scale=w='min(480,iw)':h='min(1920,ih)':force_original_aspect_ratio=decrease";
constexpr double kOpening = 3;  // seconds, of films that do not say how long they last

struct Made {
  HelperEnd end;
  std::string bytes;
};

Made run(const std::vector<std::string>& command, int file, std::size_t limit) {
  Made made;
  made.end = run_helper(command, file, [&](std::string_view bytes) {
    made.bytes += bytes;
    return made.bytes.size() <= limit;
  });
  return made;
}

bool is_jpeg(const Made& made) {
  return made.end.exit_code == 0 && made.bytes.size() <= kPictureLimit && made.bytes.starts_with("\xFF\xD8");
}

std::string page_name(std::int64_t page) {
  std::array<char, 32> name{};
  std::snprintf(name.data(), name.size(), "page-%04lld.jpg", static_cast<long long>(page));
  return name.data();
}

// Very tall pages are cut off below.
Made page_picture(const Source& pdf, std::int64_t page) {
  const std::string number = std::to_string(page);
  return run({"pdftoppm", "-f", number, "-l", number, "-scale-to-x", "480", "-scale-to-y", "-1", "-W", "480",
              "-H", "1920", "-jpeg", "-jpegopt", "quality=70,optimize=y", "fd://0"},
             pdf.fd(), kPictureLimit);
}

std::int64_t pages_of(const std::string& printed) {
  constexpr std::string_view kLabel = "Pages:";
  std::int64_t pages = 0;
  for (const auto line : split_lines(printed)) {
    if (!line.starts_with(kLabel)) continue;
    const auto number = trimmed(line.substr(kLabel.size()));
    std::from_chars(number.data(), number.data() + number.size(), pages);
  }
  return pages;
}

ExtractEnd no_pages(const HelperEnd& end) {
  if (!end.started) return {ExtractStatus::unsupported, "extract.poppler_missing"};
  if (end.messages.find("Incorrect password") != std::string::npos)
    return {ExtractStatus::encrypted, "extract.encrypted"};
  return {ExtractStatus::broken, "extract.preview_failed"};
}

ExtractEnd no_picture(const HelperEnd& end) {
  if (!end.started) return {ExtractStatus::unsupported, "extract.ffmpeg_missing"};
  return {ExtractStatus::broken, "extract.preview_failed"};
}

// The end of every command: one frame, as JPEG.
Made one_frame(std::vector<std::string> command, const std::string& filter, int file) {
  for (const std::string word : {"-frames:v", "1", "-an", "-sn", "-vf"}) command.push_back(word);
  command.push_back(filter + ",format=yuvj420p");
  for (const std::string word : {"-c:v", "mjpeg", "-q:v", "5", "-f", "image2pipe", "pipe:1"})
    command.push_back(word);
  return run(command, file, kPictureLimit);
}

std::vector<std::string> ffmpeg() {
  return {"ffmpeg", "-v", "error", "-nostdin", "-threads", "1", "-protocol_whitelist", "file,pipe"};
}

// 0 when the film does not say.
double seconds_of(const Source& film) {
  const Made made = run({"ffprobe", "-v", "error", "-protocol_whitelist", "file", "-show_entries",
                         "format=duration", "-of", "csv=p=0", kInput},
                        film.fd(), kInfoLimit);
  double lasts = 0;
  std::from_chars(made.bytes.data(), made.bytes.data() + made.bytes.size(), lasts);
  return std::isfinite(lasts) && lasts > 0 && lasts < 1e7 ? lasts : 0;
}

Made frame_at(const Source& film, double second) {
  auto command = ffmpeg();
  for (const auto& word :
       {std::string("-ss"), std::to_string(second), std::string("-i"), std::string(kInput)})
    command.push_back(word);
  return one_frame(std::move(command), kPosterSize, film.fd());
}

// What a camera held upside down or sideways wrote about it (EXIF), as ffmpeg turns it back.
std::string upright(const std::string& orientation) {
  static constexpr auto kTurns =
      std::to_array<std::string_view>({"", "", "hflip,", "hflip,vflip,", "vflip,", "transpose=0,",
                                       "transpose=1,", "transpose=3,", "transpose=2,"});
  std::size_t which = 0;
  std::from_chars(orientation.data(), orientation.data() + orientation.size(), which);
  return std::string(which < kTurns.size() ? kTurns[which] : "");
}

}  // namespace

ExtractEnd page_thumbnails(const Source& pdf, DerivedFiles& files) {
  const Made info = run({"pdfinfo", "fd://0"}, pdf.fd(), kInfoLimit);
  if (info.end.exit_code != 0) return no_pages(info.end);
  const std::int64_t pages = std::min(pages_of(info.bytes), kPages);
  ExtractEnd end = pages > 0 ? ExtractEnd{} : no_pages(info.end);
  for (std::int64_t page = 1; page <= pages && !files.full(); ++page) {
    const Made made = page_picture(pdf, page);
    if (is_jpeg(made))
      files.add(page_name(page), made.bytes);
    else
      end = no_pages(made.end);
  }
  return end;
}

ExtractEnd film_poster(const Source& film, DerivedFiles& files) {
  const double lasts = seconds_of(film);
  Made made = frame_at(film, lasts > 0 ? lasts / 10 : kOpening);
  if (made.end.started && !is_jpeg(made)) made = frame_at(film, 0);
  if (!is_jpeg(made)) return no_picture(made.end);
  files.add("poster.jpg", made.bytes);
  return {};
}

ExtractEnd picture_thumbnail(const Source& picture, const std::string& media_type, DerivedFiles& files) {
  PictureFacts facts = picture_facts(picture, media_type);
  if (facts.end.status == ExtractStatus::too_large) return facts.end;
  auto command = ffmpeg();
  for (const std::string word : {"-noautorotate", "-i", kInput}) command.push_back(word);
  const Made made = one_frame(
      std::move(command), upright(facts.head.properties["exif.Orientation"]) + kThumbnailSize, picture.fd());
  if (!is_jpeg(made)) return no_picture(made.end);
  files.add(page_name(1), made.bytes);
  return {};
}

bool is_picture(std::string_view media_type) {
  static constexpr auto kPictures = std::to_array<std::string_view>(
      {"image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp", "image/tiff"});
  return std::find(kPictures.begin(), kPictures.end(), media_type) != kPictures.end();
}

}  // namespace kecang::extract
