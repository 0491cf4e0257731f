#include "server/library/arrival.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace kecang {
namespace {

constexpr std::string_view kLocalHeader{"PK\x03\x04", 4};
constexpr std::string_view kEmptyArchive{"PK\x05\x06", 4};
constexpr std::string_view kSevenZip = "7z\xBC\xAF\x27\x1C";
/// How far into the file its first members' names are looked for.
constexpr std::size_t kHeadBytes = 64 * 1024;
constexpr std::size_t kLocalHeaderBytes = 30;

/// Files that are ZIP inside and a document to people.
constexpr auto kDocumentExtensions = std::to_array<std::string_view>(
    {"docx", "docm", "dotx", "dotm",  "pptx", "pptm", "ppsx", "ppsm", "potx", "potm", "xlsx",
     "xlsm", "xltx", "xltm", "xlsb",  "odt",  "ods",  "odp",  "odg",  "odf",  "ott",  "ots",
     "otp",  "epub", "ofd",  "xmind", "ggb",  "gsp",  "h5p",  "jar",  "apk",  "kmz"});
constexpr auto kDocumentMembers = std::to_array<std::string_view>(
    {"[Content_Types].xml", "_rels/", "word/", "ppt/", "xl/", "docProps/", "META-INF/", "OFD.xml"});

/// Ends of names that promise an archive: such a file is unpacked, so that its import can say what is wrong
/// with it.
constexpr auto kArchiveEnds = std::to_array<std::string_view>(
    {".zip", ".7z", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst"});

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

bool is_called_document(const std::string& name) {
  const auto dot = name.rfind('.');
  if (dot == std::string::npos) return false;
  const auto extension = std::string_view(name).substr(dot + 1);
  return std::find(kDocumentExtensions.begin(), kDocumentExtensions.end(), extension) !=
         kDocumentExtensions.end();
}

bool is_called_archive(const std::string& name) {
  return std::any_of(kArchiveEnds.begin(), kArchiveEnds.end(), [&](auto end) { return name.ends_with(end); });
}

bool looks_like_archive(std::string_view head) {
  constexpr std::size_t kTarMagic = 257;
  return head.starts_with(kEmptyArchive) || head.starts_with(kSevenZip) ||
         (head.size() > kTarMagic && head.substr(kTarMagic).starts_with("ustar"));
}

unsigned little_endian_16(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) |
         static_cast<unsigned>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}

bool is_document_member(std::string_view name, std::string_view content) {
  if (name == "mimetype")
    return content.starts_with("application/epub+zip") ||
           content.starts_with("application/vnd.oasis.opendocument");
  return std::any_of(kDocumentMembers.begin(), kDocumentMembers.end(),
                     [&](auto member) { return name.starts_with(member); });
}

/// Looks at the members whose headers stand in `head`.
bool has_document_members(std::string_view head) {
  for (auto at = head.find(kLocalHeader); at != std::string_view::npos;
       at = head.find(kLocalHeader, at + 1)) {
    if (at + kLocalHeaderBytes > head.size()) return false;
    const auto name_length = little_endian_16(head, at + 26);
    const auto extra_length = little_endian_16(head, at + 28);
    const auto name = head.substr(at + kLocalHeaderBytes).substr(0, name_length);
    const auto content_at = std::min(head.size(), at + kLocalHeaderBytes + name_length + extra_length);
    if (is_document_member(name, head.substr(content_at))) return true;
  }
  return false;
}

Result<std::string> head_of(const BlobReader& bytes) {
  std::string head(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), kHeadBytes)), '\0');
  std::size_t filled = 0;
  while (filled < head.size()) {
    KECANG_ASSIGN(const auto got, bytes.read_at(filled, std::span(head).subspan(filled)));
    if (got == 0) return Error::corrupt("blob.cut_short");
    filled += got;
  }
  return head;
}

}  // namespace

Result<bool> is_archive(const BlobReader& bytes, std::string_view file_name) {
  const auto name = lower_case(file_name);
  if (is_called_document(name)) return false;
  if (is_called_archive(name)) return true;
  KECANG_ASSIGN(const auto head, head_of(bytes));
  return looks_like_archive(head) || (head.starts_with(kLocalHeader) && !has_document_members(head));
}

Result<ArrivedFile> arrived(ArrivedFile file, const BlobStore& blobs, const GuessFromPath& guess) {
  KECANG_ASSIGN(const auto bytes, blobs.open(file.blob.id));
  KECANG_ASSIGN(file.archive, is_archive(*bytes, file.file_name));
  if (file.archive) return file;
  auto said = guess(file.file_name);
  file.title = std::move(said.title);
  file.tags = std::move(said.tags);
  return file;
}

}  // namespace kecang
