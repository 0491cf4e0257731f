/// The ZIP of a collection; its page and table are collection_export.cc.
#include <algorithm>
#include <cstring>

#include "schemas/base/digest.h"
#include "schemas/base/file_name.h"
#include "server/library/collection_export.h"

namespace kecang {
namespace {

constexpr std::string_view kPageName = "目录.html";
/// So many bytes of one file leave before its reader is asked for again.
constexpr std::uint64_t kBetweenChecks = 8 * 1024 * 1024;
constexpr std::size_t kSummedAtOnce = 256 * 1024;

/// What may be read here and not be taken along is left to the page.
bool is_left_out(const Error& error) {
  const auto& code = error.code();
  return code == "resource.download_not_granted" || code == "resource.without_file" ||
         code == "resource.absent";
}

std::string member_name(const std::string& folder, std::size_t number, const std::string& file_name) {
  const auto place = (number < 10 ? "0" : "") + std::to_string(number);
  const auto extension = extension_in_lower_case(file_name);
  const auto dotted = extension.empty() ? std::string() : "." + safe_file_name(extension, "_");
  auto stem = file_name;
  if (!extension.empty()) stem.resize(stem.size() - extension.size() - 1);
  return folder + "/" + safe_file_name(place + " " + stem, place) + dotted;
}

}  // namespace

Result<void> CollectionZip::lay_out() {
  KECANG_ASSIGN(const auto viewer, parts_.viewer());
  KECANG_ASSIGN(layout_, laid_out(viewer));
  sums_.assign(layout_.files.size(), std::nullopt);
  return {};
}

Result<void> CollectionZip::add_file(Layout& layout, const access::Viewer& viewer, const ItemView& item,
                                     const std::string& folder, std::size_t number) const {
  const auto& resource = item.item.resource;
  const auto download = parts_.downloads.open(viewer, resource, Downloads::Purpose::keep);
  if (!download) return is_left_out(download.error()) ? Result<void>() : download.error();
  layout.files.push_back({resource, download->digest});
  layout.members.push_back({.name = member_name(folder, number, download->file_name),
                            .size = download->bytes->size(),
                            .changed = item.resource->resource.revision->at});
  return {};
}

/// Nothing in it comes from the clock: what is the same for the same reader is laid out the same.
Result<CollectionZip::Layout> CollectionZip::laid_out(const access::Viewer& viewer) const {
  KECANG_ASSIGN(const auto view, parts_.packed.look(viewer));
  const auto& head = view.card.collection;
  Layout layout;
  layout.title = head.title;
  std::set<ResourceId> seen;
  for (std::size_t i = 0; i < view.sections.size(); ++i) {
    const auto& section = view.sections[i];
    const auto number = std::to_string(i + 1);
    const auto folder = section.title.empty() ? number : safe_file_name(number + " " + section.title, number);
    std::size_t at = 0;
    for (const auto& item : section.items) {
      ++at;
      if (item.resource && seen.insert(item.item.resource).second)
        KECANG_TRY(add_file(layout, viewer, item, folder, at));
    }
  }
  std::map<ResourceId, std::string> names;
  for (std::size_t i = 0; i < layout.files.size(); ++i)
    names[layout.files[i].resource] = layout.members[i].name;
  layout.page = collection_page(view, parts_.site, names);
  layout.members.push_back({.name = std::string(kPageName),
                            .size = layout.page.size(),
                            .crc = zip::crc_of(0, layout.page),
                            .changed = head.changed_at});

  const auto root = safe_file_name(head.title, "专题");
  const auto add = [&](Kind kind, std::size_t member, std::uint64_t length) {
    if (length > 0) layout.pieces.push_back({layout.size, length, kind, member});
    layout.size += length;
  };
  std::string said = viewer.id().text();
  for (std::size_t i = 0; i < layout.members.size(); ++i) {
    auto& member = layout.members[i];
    member.name = root + "/" + member.name;
    member.offset = layout.size;
    add(Kind::header, i, zip::header(member).size());
    add(Kind::bytes, i, member.size);
    add(Kind::descriptor, i, zip::descriptor(member).size());
    said += zip::header(member);
    said += i < layout.files.size() ? layout.files[i].digest.hex() : layout.page;
  }
  add(Kind::directory, layout.members.size(), zip::directory(layout.members, layout.size).size());
  layout.tag = sha256(said).hex();
  return layout;
}

Result<std::size_t> CollectionZip::read_at(std::uint64_t offset, std::span<char> into) {
  if (offset >= layout_.size || into.empty()) return std::size_t{0};
  auto piece = std::upper_bound(layout_.pieces.begin(), layout_.pieces.end(), offset,
                                [](std::uint64_t at, const Piece& one) { return at < one.offset; });
  --piece;
  KECANG_TRY(admit(*piece, offset));
  const auto at = offset - piece->offset;
  if (piece->kind == Kind::bytes && !is_page(piece->member)) return read_bytes(*piece, at, into);
  KECANG_ASSIGN(const auto text, text_of(*piece));
  const auto rest = std::string_view(text).substr(static_cast<std::size_t>(at));
  const auto count = std::min(into.size(), rest.size());
  std::memcpy(into.data(), rest.data(), count);
  return count;
}

/// Names are in headers and in the directory, so that these wait for leave as well.
Result<void> CollectionZip::admit(const Piece& piece, std::uint64_t offset) {
  if (admitted_ == piece.member && offset < admitted_until_) return {};
  admitted_.reset();
  if (is_page(piece.member))
    KECANG_TRY(admit_page());
  else
    KECANG_TRY(admit_file(piece.member));
  admitted_ = piece.member;
  admitted_until_ = offset + kBetweenChecks;
  return {};
}

Result<void> CollectionZip::admit_file(std::size_t member) {
  const auto& [resource, digest] = layout_.files[member];
  KECANG_ASSIGN(const auto viewer, parts_.viewer());
  KECANG_TRY(parts_.packed.check(viewer));
  auto download = parts_.downloads.open(viewer, resource, Downloads::Purpose::keep);
  if (!download && !is_left_out(download.error())) return std::move(download).error();
  if (!download || download->digest != digest) return Error::conflict("zip.changed");
  if (!told_.contains(member)) KECANG_TRY(parts_.taken(resource, *download));
  told_.insert(member);
  file_ = std::move(download->bytes);
  return {};
}

/// The page and the directory tell of everything.
Result<void> CollectionZip::admit_page() const {
  KECANG_ASSIGN(const auto viewer, parts_.viewer());
  KECANG_ASSIGN(const auto now, laid_out(viewer));
  return now.tag == layout_.tag ? Result<void>() : Error::conflict("zip.changed");
}

Result<std::string> CollectionZip::text_of(const Piece& piece) {
  switch (piece.kind) {
    case Kind::header:
      return zip::header(layout_.members[piece.member]);
    case Kind::bytes:
      return layout_.page;
    case Kind::descriptor: {
      auto& member = layout_.members[piece.member];
      KECANG_ASSIGN(member.crc, crc_of(piece.member));
      return zip::descriptor(member);
    }
    case Kind::directory:
      for (std::size_t i = 0; i < layout_.members.size(); ++i) {
        KECANG_ASSIGN(layout_.members[i].crc, crc_of(i));
      }
      return zip::directory(layout_.members, piece.offset);
  }
  return std::string();
}

Result<std::size_t> CollectionZip::read_bytes(const Piece& piece, std::uint64_t at, std::span<char> into) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(piece.length - at, into.size()));
  KECANG_ASSIGN(const auto got, file_->read_at(at, into.first(wanted)));
  if (got == 0) return Error::corrupt("blob.cut_short");
  sum(piece.member, at, into.first(got));
  return got;
}

/// What is read from its first byte to its last is summed up on the way.
void CollectionZip::sum(std::size_t member, std::uint64_t at, std::span<const char> bytes) {
  if (at == 0) running_ = {member, 0, 0};
  if (sums_[member] || running_.member != member || running_.bytes != at) return;
  running_.crc = zip::crc_of(running_.crc, bytes);
  running_.bytes += bytes.size();
  if (running_.bytes < layout_.members[member].size) return;
  sums_[member] = running_.crc;
  // A store that is full costs the next one the reading of these bytes, and this one nothing.
  static_cast<void>(parts_.checksums.keep(layout_.files[member].digest, running_.crc));
}

Result<std::uint32_t> CollectionZip::crc_of(std::size_t member) {
  if (is_page(member)) return layout_.members[member].crc;
  if (sums_[member]) return *sums_[member];
  const auto& [resource, digest] = layout_.files[member];
  KECANG_ASSIGN(sums_[member], parts_.checksums.find(digest));
  if (sums_[member]) return *sums_[member];
  KECANG_ASSIGN(const auto viewer, parts_.viewer());
  KECANG_ASSIGN(const auto download, parts_.downloads.open(viewer, resource, Downloads::Purpose::keep));
  if (download.digest != digest) return Error::conflict("zip.changed");
  std::vector<char> piece(kSummedAtOnce);
  std::uint32_t crc = 0;
  for (std::uint64_t at = 0; at < download.bytes->size();) {
    KECANG_ASSIGN(const auto got, download.bytes->read_at(at, piece));
    if (got == 0) return Error::corrupt("blob.cut_short");
    crc = zip::crc_of(crc, std::span(piece).first(got));
    at += got;
  }
  sums_[member] = crc;
  static_cast<void>(parts_.checksums.keep(digest, crc));
  return crc;
}

}  // namespace kecang
