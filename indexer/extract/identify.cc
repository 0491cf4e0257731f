#include <magic.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>

#include "indexer/extract/archive_reader.h"
#include "indexer/extract/charset.h"
#include "indexer/extract/mime.h"
#include "indexer/extract/office_kind.h"
#include "indexer/extract/ole.h"
#include "indexer/extract/ole_kind.h"
#include "indexer/extract/package.h"
#include "indexer/extract/registry.h"
#include "indexer/extract/signatures.h"
#include "indexer/extract/text_marks.h"
#include "indexer/extract/xml_reader.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kHead = 64 * 1024;
constexpr std::string_view kCourse = "application/x-ims-package";
constexpr std::string_view kOctets = "application/octet-stream";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

// ---- ZIP containers, by the members they hold ----

struct ZipMark {
  std::string_view member;  // a name, or the start of one when it ends in '/'
  std::string_view media_type;
  std::string_view with_macros;
};
constexpr auto kZipMarks = std::to_array<ZipMark>({
    {"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     "application/vnd.ms-word.document.macroEnabled.12"},
    {"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
     "application/vnd.ms-powerpoint.presentation.macroEnabled.12"},
    {"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     "application/vnd.ms-excel.sheet.macroEnabled.12"},
    {"geogebra.xml", "application/vnd.geogebra.file", {}},
    {"h5p.json", "application/x-h5p", {}},
    {"OFD.xml", "application/ofd", {}},
    {"Board.xml", "application/x-enbx", {}},
    {"moodle_backup.xml", "application/vnd.moodle.backup", {}},
    {"imsmanifest.xml", kCourse, {}},
});
constexpr std::size_t kZipEntriesLooked = 5000;

bool has_zip_end(const Source& source) {
  constexpr std::size_t kTail = 22 + 65535;
  const std::uint64_t from = source.size() > kTail ? source.size() - kTail : 0;
  return source.read(from, kTail).find("PK\x05\x06") != std::string::npos;
}

// The bytes of the entry that the reader stands on, up to a size.
std::string entry_bytes(ArchiveReader& reader) {
  constexpr std::size_t kLimit = 1 << 20;
  std::string bytes;
  std::string_view block;
  while (bytes.size() < kLimit && reader.read(block) == ArchiveReader::Read::data) bytes += block;
  return bytes;
}

std::string declared_type(ArchiveReader& reader) {
  std::string_view bytes;
  if (reader.read(bytes) != ArchiveReader::Read::data) return {};
  return std::string(bytes.substr(0, std::min(bytes.find_first_of("\r\n "), std::size_t{100})));
}

bool manifest_says_encrypted(const Source& source) {
  const Package package(source);
  const std::string* manifest = package.part("META-INF/manifest.xml");
  return manifest != nullptr && manifest->find("encryption-data") != std::string::npos;
}

// A course that was packed with the folder it lay in. Several such folders are an archive of courses.
class CourseInFolder {
 public:
  void see(const std::string& name) {
    if (is_leftover(name)) return;
    tops_.insert(name.substr(0, name.find('/')));
    const auto slash = name.find('/');
    manifest_ = manifest_ || (slash != std::string::npos && name.substr(slash) == "/imsmanifest.xml");
  }
  bool found() const { return manifest_ && tops_.size() == 1; }

 private:
  std::set<std::string> tops_;
  bool manifest_ = false;
};

Kind identify_zip(const Source& source) {
  ArchiveReader reader(source);
  CourseInFolder course;
  const ZipMark* mark = nullptr;
  bool office = false;
  bool macros = false;
  std::string_view office_says;
  for (std::size_t i = 0; i < kZipEntriesLooked && reader.next() == ArchiveReader::Step::entry; ++i) {
    const std::string& name = reader.entry().raw_name;
    if (name == "mimetype" && !reader.entry().encrypted) {
      const std::string type = declared_type(reader);
      const bool locked = type.find("opendocument") != std::string::npos && manifest_says_encrypted(source);
      if (!type.empty()) return {.media_type = type, .encrypted = locked};
    }
    course.see(name);
    if (name == "[Content_Types].xml" && !reader.entry().encrypted)
      office_says = office_type(entry_bytes(reader));
    office = office || name == "[Content_Types].xml" || name == "_rels/.rels";
    macros = macros || name.ends_with("/vbaProject.bin");
    for (const auto& row : kZipMarks) {
      const bool found = row.member.back() == '/' ? name.starts_with(row.member) : name == row.member;
      if (found && mark == nullptr) mark = &row;
    }
  }
  Kind kind{.media_type = "application/zip", .damaged = !has_zip_end(source)};
  const bool needs_office = mark != nullptr && mark->member.back() == '/';
  if (!office_says.empty() && (mark == nullptr || needs_office))
    kind.media_type = office_says;
  else if (mark != nullptr && (office || !needs_office))
    kind.media_type = macros && !mark->with_macros.empty() ? mark->with_macros : mark->media_type;
  else if (course.found())
    kind.media_type = kCourse;
  return kind;
}

// ---- text ----

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A time line such as "00:00:01,000 --> 00:00:04,000".
bool has_cue(std::string_view text) {
  const auto arrow = text.find("-->");
  return arrow != std::string_view::npos && arrow >= 6 &&
         contains(text.substr(arrow - std::min<std::size_t>(arrow, 14), 14), ":") &&
         contains(text.substr(arrow + 3, 14), ":");
}

bool starts_with_html_tag(std::string_view text) {
  static constexpr auto kTags =
      std::to_array<std::string_view>({"<html", "<head", "<body", "<meta", "<table", "<title", "<div", "<h1",
                                       "<h2", "<p>", "<p ", "<style", "<script", "<font"});
  return std::any_of(kTags.begin(), kTags.end(), [&](std::string_view tag) { return text.starts_with(tag); });
}

// The root elements that say what an XML file is.
struct XmlMark {
  std::string_view root;
  std::string_view media_type;
};
constexpr auto kXmlMarks = std::to_array<XmlMark>({
    {"tt", "application/ttml+xml"},
    {"quiz", "application/x-moodle-questions+xml"},
    {"questestinterop", "application/x-qti+xml"},
    {"assessmentItem", "application/x-qti+xml"},
    {"qti-assessment-item", "application/x-qti+xml"},
});

std::string_view xml_mark(std::string_view text) {
  XmlReader reader(text, XmlReader::Doctype::passed_when_harmless);
  if (reader.next() != XmlReader::Token::start) return {};
  const auto mark = std::find_if(kXmlMarks.begin(), kXmlMarks.end(),
                                 [&](const XmlMark& row) { return row.root == reader.name(); });
  return mark == kXmlMarks.end() ? std::string_view() : mark->media_type;
}

std::string xml_type(std::string_view lowered) {
  if (contains(lowered, "<html")) return "text/html";
  return contains(lowered, "<svg") ? "image/svg+xml" : "text/xml";
}

std::string text_type(const Source& source, std::string_view text) {
  const std::string extension = source.extension();
  const std::string lowered = lower_ascii(text.substr(0, 4096));
  std::string_view start = lowered;
  start.remove_prefix(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
  if (start.starts_with("{\\rtf")) return "application/rtf";
  if (start.starts_with("%!ps")) return "application/postscript";
  if (start.starts_with("webvtt")) return "text/vtt";
  if (start.starts_with("[script info]")) return "text/x-ssa";
  if (looks_like_message(start)) return "message/rfc822";
  if (const auto type = xml_mark(text); !type.empty()) return std::string(type);
  if (start.starts_with("<?xml") ||
      (start.starts_with("<!doctype") && !contains(start.substr(0, 40), "html")))
    return xml_type(start);
  if (start.starts_with("<svg")) return "image/svg+xml";
  if (contains(start.substr(0, 1024), "<!doctype html") || contains(start.substr(0, 1024), "<html"))
    return "text/html";
  if (has_cue(text.substr(0, 4096))) return "application/x-subrip";
  if (extension == "md" || extension == "markdown") return "text/markdown";
  if (extension == "gift" || looks_like_gift(text)) return "text/x-gift";
  if (looks_like_aiken(text)) return "text/x-aiken";
  if (starts_with_html_tag(start)) return "text/html";
  if (extension == "xml") return "text/xml";
  return extension == "csv" ? "text/csv" : "text/plain";
}

// Nobody writes plain text under these names: it is what a failed download left.
bool is_package_name(std::string_view extension) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"h5p", "ggb", "enbx", "epub", "ofd", "odt", "ods", "odp"});
  return std::find(kNames.begin(), kNames.end(), extension) != kNames.end();
}

// ---- everything else, by libmagic ----

using Magic = std::unique_ptr<magic_set, decltype(&magic_close)>;

magic_t magic() {
  static const Magic loaded = [] {
    Magic opened(magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ENCODING),
                 &magic_close);
    if (opened && magic_load(opened.get(), nullptr) != 0) opened.reset();
    return opened;
  }();
  return loaded.get();
}

std::string magic_type(std::string_view head) {
  if (magic() == nullptr) return std::string(kOctets);
  const char* type = magic_buffer(magic(), head.data(), head.size());
  return type == nullptr ? std::string(kOctets) : type;
}

// The media type of a file that is compressed, whatever is within; else nothing.
std::string_view compressed_type(std::string_view head) {
  constexpr std::string_view kXz =
      "\xFD"
      "7zXZ";
  if (head.starts_with("\x1F\x8B")) return "application/gzip";
  if (head.starts_with("BZh")) return "application/x-bzip2";
  if (head.starts_with(kXz)) return "application/x-xz";
  return head.starts_with("\x28\xB5\x2F\xFD") ? "application/zstd" : std::string_view{};
}

// Moodle writes an index first; others who pack a backup put its description near the beginning.
bool is_moodle_backup(ArchiveReader& reader) {
  constexpr int kEntriesLooked = 20;
  constexpr std::uint64_t kBytesLooked = 16 << 20;
  std::uint64_t bytes = 0;
  for (int i = 0; i < kEntriesLooked && bytes < kBytesLooked; ++i) {
    std::string_view name = reader.entry().raw_name;
    if (name.starts_with("./")) name.remove_prefix(2);
    if (name == "moodle_backup.xml" || name == ".ARCHIVE_INDEX") return true;
    bytes += reader.entry().size;
    if (reader.next() != ArchiveReader::Step::entry) return false;
  }
  return false;
}

// A compressed file is an archive only when there is a tar within.
std::optional<Kind> identify_tar(const Source& source, std::string_view head) {
  const bool bare = head.size() > 262 && head.substr(257, 5) == "ustar";
  if (!bare && compressed_type(head).empty()) return std::nullopt;
  ArchiveReader reader(source);
  const bool readable = reader.next() == ArchiveReader::Step::entry;
  if (!readable && !reader.filters_nested()) return std::nullopt;
  const bool backup = readable && is_moodle_backup(reader);
  return Kind{.media_type = backup ? "application/vnd.moodle.backup" : "application/x-tar"};
}

}  // namespace

Kind identify(const Source& source) {
  const std::string head = source.read(0, kHead);
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return identify_zip(source);
  if (head.starts_with(kOleMagic)) return identify_ole(source);
  if (auto bare = identify_bare_stream(head)) return *bare;
  if (head.starts_with("7z\xBC\xAF\x27\x1C")) return {.media_type = "application/x-7z-compressed"};
  if (auto tar = identify_tar(source, head)) return *tar;
  if (const auto type = compressed_type(head); !type.empty()) return {.media_type = std::string(type)};
  if (auto type = signature_type(head); !type.empty()) return {.media_type = std::move(type)};
  // Some bytes may stand before a PDF; an archive may hold one near its beginning, so archives are judged
  // first.
  if (head.substr(0, 1024).find("%PDF-") != std::string::npos) return {.media_type = "application/pdf"};
  if (const auto decoded = decode_text(head)) {
    auto type = text_type(source, decoded->text);
    const bool damaged = type == "text/plain" && is_package_name(source.extension());
    return {.media_type = std::move(type), .damaged = damaged};
  }
  return {.media_type = magic_type(head)};
}

void warm_up() {
  magic();
  decode("\xB1\xB1", Charset::gb18030);
}

}  // namespace kecang::extract
