#include "indexer/extract/question_pictures.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "indexer/extract/archive_reader.h"
#include "indexer/extract/base64.h"
#include "indexer/extract/image.h"
#include "indexer/extract/inflated.h"
#include "indexer/extract/moodle_files.h"
#include "indexer/extract/package.h"
#include "indexer/extract/registry.h"
#include "indexer/extract/signatures.h"
#include "indexer/extract/text_form.h"
#include "schemas/model/derived.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kPictureLimit = 4 << 20;  // bytes of one, as of those made here
constexpr std::size_t kTotalLimit = 24 << 20;   // of all: they leave room for the PDF
constexpr std::size_t kEntriesLimit = 50'000;
constexpr std::uint64_t kTextLimit = 16ULL << 20;  // as when the pictures were named
constexpr std::string_view kMoodleXml = "application/x-moodle-questions+xml";

constexpr auto kPackages = std::to_array<std::string_view>({
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-word.document.macroEnabled.12",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "application/vnd.oasis.opendocument.text",
    "application/x-ims-package",
    "application/x-h5p",
});

// In whose files pictures have no names: the extractor gives them some.
constexpr auto kNameless = std::to_array<std::string_view>(
    {"application/msword", "application/vnd.ms-excel", "application/rtf", "text/rtf"});

bool is_nameless(std::string_view media_type) {
  return std::find(kNameless.begin(), kNameless.end(), media_type) != kNameless.end();
}

std::string lower_case(std::string_view name) {
  std::string lowered(name);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return lowered;
}

// What a stem shows everybody may see, even if an answer shows it again.
std::map<std::string, PictureOf> named_by(const std::vector<Question>& questions) {
  std::map<std::string, PictureOf> named;
  for (const auto& question : questions)
    for (const auto& image : question.images) named[image] = PictureOf::stem;
  for (const auto& question : questions)
    for (const auto& image : question.answer_images) named.emplace(image, PictureOf::answer);
  return named;
}

class PictureWriter {
 public:
  PictureWriter(std::map<std::string, PictureOf> named, DerivedFiles& files)
      : missing_(std::move(named)), files_(files) {}

  bool done() const {
    return missing_.empty() || written_ == kMostPictures || total_ >= kTotalLimit || files_.full();
  }
  bool wants(const std::string& image) const { return missing_.contains(image); }
  const std::map<std::string, PictureOf>& missing() const { return missing_; }
  void leave_out(const std::string& image) { missing_.erase(image); }

  void take(const std::string& image, std::string_view bytes) {
    const auto named = missing_.find(image);
    if (named == missing_.end() || done()) return;
    const PictureOf of = named->second;
    missing_.erase(named);
    if (is_packed(bytes)) return keep_drawing(picture_name(of, image), inflated(bytes, kPictureLimit + 1));
    const std::string type = signature_type(bytes.substr(0, kSignature));
    const std::string_view ending = picture_ending(type);
    if (ending.empty()) return keep_drawing(picture_name(of, image), std::string(bytes));
    const bool fits = bytes.size() <= kPictureLimit && bytes.size() <= kTotalLimit - total_;
    if (!fits) return;
    if (picture_facts(Source::of_bytes(bytes, ""), type).end.status != ExtractStatus::ok) return;
    total_ += bytes.size();
    ++written_;
    files_.add(picture_name(of, image).append(ending), bytes);
  }

  /// Once, last.
  std::vector<Drawing> drawings() {
    drawings_.resize(std::min(drawings_.size(), kMostPictures - written_));
    return std::move(drawings_);
  }

 private:
  // .wmz and .emz of Word.
  static bool is_packed(std::string_view bytes) { return bytes.starts_with("\x1F\x8B"); }

  void keep_drawing(std::string name, std::string bytes) {
    const bool fits = bytes.size() <= kPictureLimit && bytes.size() <= kTotalLimit - drawn_total_;
    if (!fits || drawings_.size() == kMostPictures || !drawing_size(bytes)) return;
    drawn_total_ += bytes.size();
    drawings_.push_back({std::move(name), std::move(bytes)});
  }

  static constexpr std::size_t kSignature = 4096;
  std::map<std::string, PictureOf> missing_;
  DerivedFiles& files_;
  std::size_t written_ = 0;
  std::size_t total_ = 0;
  std::vector<Drawing> drawings_;
  std::size_t drawn_total_ = 0;
};

// One byte beyond the limit tells that there are more.
std::string bytes_of(ArchiveReader& reader) {
  std::string bytes;
  std::string_view block;
  while (bytes.size() <= kPictureLimit && reader.read(block) == ArchiveReader::Read::data)
    bytes += block.substr(0, kPictureLimit + 1 - bytes.size());
  return bytes;
}

// `image_of`: which image a member is, or none.
template <class ImageOf>
void take_members(const Source& source, const ImageOf& image_of, PictureWriter& writer) {
  ArchiveReader reader(source);
  for (std::size_t entries = 0; entries < kEntriesLimit && !writer.done(); ++entries) {
    if (reader.next() != ArchiveReader::Step::entry) return;
    if (reader.entry().encrypted || reader.entry().kind != ArchiveReader::Kind::file) continue;
    const std::string image = image_of(normal_label(part_name(reader.entry().raw_name)));
    if (writer.wants(image)) writer.take(image, bytes_of(reader));
  }
}

// Where no member has the very name, one that differs only in the case of ASCII letters is meant.
void write_members(const Source& source, PictureWriter& writer) {
  std::set<std::string> found;
  take_members(
      source,
      [&](std::string name) {
        if (writer.wants(name)) found.insert(name);
        return name;
      },
      writer);
  if (writer.done()) return;
  std::map<std::string, std::string> alike;
  for (const auto& [image, of] : writer.missing()) alike.emplace(lower_case(image), image);
  take_members(
      source,
      [&](const std::string& name) {
        const auto meant = found.contains(name) ? alike.end() : alike.find(lower_case(name));
        return meant == alike.end() ? std::string() : meant->second;
      },
      writer);
}

void write_nameless(const Source& source, PictureWriter& writer) {
  Output nowhere(-1, kTextLimit);
  nowhere.keep_pictures([&](const std::string& name, std::string_view bytes) { writer.take(name, bytes); });
  extract_text(source, nowhere);
}

void write_moodle_files(const Source& source, PictureWriter& writer) {
  read_moodle_files(source, [&](const std::string& name, std::string_view base64) {
    if (writer.wants(name) && base64.size() <= 2 * kPictureLimit) writer.take(name, from_base64(base64));
  });
}

}  // namespace

bool holds_pictures(std::string_view media_type) {
  return media_type == kMoodleXml || is_nameless(media_type) ||
         std::find(kPackages.begin(), kPackages.end(), media_type) != kPackages.end();
}

std::vector<Drawing> write_question_pictures(const Source& source, const std::string& media_type,
                                             const std::vector<Question>& questions, DerivedFiles& files) {
  PictureWriter writer(named_by(questions), files);
  if (writer.done() || !holds_pictures(media_type)) return {};
  if (is_nameless(media_type))
    write_nameless(source, writer);
  else if (media_type == kMoodleXml)
    write_moodle_files(source, writer);
  else
    write_members(source, writer);
  return writer.drawings();
}

}  // namespace kecang::extract
