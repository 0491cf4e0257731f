#include "indexer/extract/package.h"

#include <algorithm>
#include <array>
#include <vector>

#include "indexer/extract/archive_reader.h"
#include "indexer/extract/charset.h"
#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

constexpr std::uint64_t kPartLimit = 96ULL << 20;
constexpr std::uint64_t kTotalLimit = 256ULL << 20;
constexpr std::size_t kEntriesLimit = 50'000;

// What is not UTF-8 is brought into it; what is no text stays as it is.
void bring_to_utf8(std::string& bytes) {
  const bool wide = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  if (wide) bytes = decode(bytes, bytes[0] == '\xFF' ? Charset::utf16le : Charset::utf16be);
  if (wide || text::is_utf8(bytes)) return;
  if (auto decoded = decode_text(bytes)) bytes = std::move(decoded->text);
}

std::string lower_case(std::string_view name) {
  std::string lowered(name);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return lowered;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string without_escapes(std::string_view address) {
  std::string plain;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const int high = address[i] == '%' && i + 2 < address.size() ? hex_digit(address[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_digit(address[i + 2]);
    plain += low < 0 ? address[i] : static_cast<char>(high * 16 + low);
    if (low >= 0) i += 2;
  }
  return plain;
}

}  // namespace

bool Package::is_office_part(std::string_view name) {
  return name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".psmdcp");
}

bool Package::is_course_part(std::string_view name) {
  static constexpr auto kEndings = std::to_array<std::string_view>(
      {".xml", ".rels", ".html", ".htm", ".xhtml", ".json", ".qti", ".opf", ".ncx"});
  const std::string lowered = lower_case(name.substr(name.size() - std::min<std::size_t>(name.size(), 6)));
  return !is_leftover(name) && std::any_of(kEndings.begin(), kEndings.end(),
                                           [&](auto ending) { return lowered.ends_with(ending); });
}

Package::Package(const Source& source, Wanted wanted) : wanted_(wanted) {
  ArchiveReader reader(source);
  for (std::size_t entries = 0;; ++entries) {
    const auto step = reader.next();
    if (step == ArchiveReader::Step::broken) damaged_ = true;
    if (step != ArchiveReader::Step::entry) return;
    if (entries == kEntriesLimit || total_ >= kTotalLimit) {
      cut_short_ = true;
      return;
    }
    if (reader.entry().encrypted) encrypted_ = true;
    if (wanted_(reader.entry().raw_name) && !reader.entry().encrypted) read_part(reader);
  }
}

void Package::read_part(ArchiveReader& reader) {
  std::string bytes;
  bytes.reserve(std::min(reader.entry().size, std::uint64_t{1} << 20));
  std::string_view block;
  auto state = ArchiveReader::Read::end;
  while ((state = reader.read(block)) == ArchiveReader::Read::data) {
    if (bytes.size() + block.size() > kPartLimit || total_ + block.size() > kTotalLimit) {
      cut_short_ = true;
      break;
    }
    bytes += block;
    total_ += block.size();
  }
  if (state == ArchiveReader::Read::broken || state == ArchiveReader::Read::unsupported) damaged_ = true;
  bring_to_utf8(bytes);
  std::string name = part_name(reader.entry().raw_name);
  names_.try_emplace(lower_case(name), name);
  parts_.insert_or_assign(std::move(name), std::move(bytes));
}

const std::string* Package::part(std::string_view name) const {
  if (const auto found = parts_.find(name); found != parts_.end()) return &found->second;
  const auto alike = names_.find(lower_case(name));
  return alike == names_.end() ? nullptr : &parts_.find(alike->second)->second;
}

std::string part_name(std::string name) {
  std::replace(name.begin(), name.end(), '\\', '/');
  if (name.starts_with("./")) name.erase(0, 2);
  return name.starts_with('/') ? name.substr(1) : name;
}

std::string folder_of(std::string_view part) {
  const auto slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

std::string resolved(const std::string& folder, std::string_view target) {
  const std::string path = target.starts_with('/') ? std::string(target) : folder + std::string(target);
  std::vector<std::string_view> kept;
  std::string_view rest = path;
  while (!rest.empty()) {
    const auto slash = rest.find('/');
    const auto piece = rest.substr(0, slash);
    rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
    if (piece == ".." && !kept.empty()) kept.pop_back();
    if (!piece.empty() && piece != "." && piece != "..") kept.push_back(piece);
  }
  std::string joined;
  for (const auto piece : kept) joined += (joined.empty() ? "" : "/") + std::string(piece);
  return joined;
}

std::string resolved_address(const std::string& folder, std::string_view address) {
  return resolved(folder, without_escapes(address.substr(0, address.find_first_of("#?"))));
}

bool is_leftover(std::string_view name) {
  return name.starts_with("__MACOSX/") || name.starts_with("._") ||
         name.find("/._") != std::string_view::npos;
}

}  // namespace kecang::extract
