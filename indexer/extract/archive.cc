#include "indexer/extract/archive.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "indexer/extract/archive_reader.h"
#include "indexer/extract/charset.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/member_names.h"
#include "indexer/extract/solid_rar.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kEntriesLimit = 1'000'000;
constexpr std::size_t kNameBytesLimit = 128ULL << 20;
constexpr int kRestartsLimit = 32;

struct Listing {
  std::vector<std::string> raw_names;         // directories too, since the names are decoded together
  std::vector<ArchiveReader::Entry> entries;  // without their names
  bool whole = true;                          // false when the archive stops within
  bool over_limit = false;                    // more bytes than may be unpacked came before the end
  bool names_encrypted = false;
  bool filters_nested = false;
  bool is_volume = false;
  bool is_solid = false;
  bool is_outdated = false;
  bool is_strange = false;  // all bytes are there, but libarchive stops within
};

bool is_directory(const ArchiveReader::Entry& entry) {
  return entry.kind == ArchiveReader::Kind::directory;
}

bool is_tar(const std::string& media_type) {
  return media_type == "application/x-tar";
}

// A file that was compressed and not packed.
bool is_one_file(const std::string& media_type) {
  return media_type == "application/gzip" || media_type == "application/x-bzip2" ||
         media_type == "application/x-xz" || media_type == "application/zstd";
}

ArchiveReader::Content content_of(const std::string& media_type) {
  return is_one_file(media_type) ? ArchiveReader::Content::one_file : ArchiveReader::Content::members;
}

// "讲义.txt.gz" holds "讲义.txt".
std::string name_within(const Source& source) {
  const std::string base = source.name().substr(source.name().rfind('/') + 1);
  return base.substr(0, base.rfind('.'));
}

// In a compressed tar the next header is found only by unpacking all before it: the bytes count.
bool pass_over_data(ArchiveReader& reader, std::uint64_t& left) {
  std::string_view block;
  while (reader.read(block) == ArchiveReader::Read::data) {
    if (block.size() > left) return false;
    left -= block.size();
  }
  return true;
}

// "资料.7z.001", "资料.z01": one file of several, by its name.
bool is_numbered(const Source& source) {
  const std::string extension = source.extension();
  const std::string_view number = std::string_view(extension).substr(extension.starts_with('z') ? 1 : 0);
  return extension.size() == 3 && number.find_first_not_of("0123456789") == std::string_view::npos;
}

// First pass: the headers only.
Listing list(const Source& source, const std::string& media_type, std::uint64_t limit) {
  Listing listing;
  ArchiveReader reader(source, content_of(media_type));
  std::size_t name_bytes = 0;
  auto step = ArchiveReader::Step::end;
  while (!listing.over_limit && (step = reader.next()) == ArchiveReader::Step::entry) {
    name_bytes += reader.entry().raw_name.size();
    if (listing.raw_names.size() == kEntriesLimit || name_bytes > kNameBytesLimit) break;
    listing.raw_names.push_back(is_one_file(media_type) ? name_within(source) : reader.entry().raw_name);
    listing.entries.push_back(reader.entry());
    listing.entries.back().raw_name = {};
    if (is_tar(media_type)) listing.over_limit = !pass_over_data(reader, limit);
  }
  listing.whole = (step == ArchiveReader::Step::end && !reader.is_cut()) || listing.over_limit;
  listing.names_encrypted = reader.names_encrypted();
  listing.filters_nested = reader.filters_nested();
  listing.is_solid = reader.is_solid();
  listing.is_outdated = reader.is_outdated();
  listing.is_strange = step == ArchiveReader::Step::broken && !reader.is_cut();
  listing.is_volume = reader.is_volume() || is_numbered(source);
  return listing;
}

// What libarchive cannot read of RAR, and other programs perhaps can: solid ones, old ones, and headers it
// does not expect.
bool wants_unar(const Listing& listing, const std::string& media_type) {
  return media_type == "application/vnd.rar" && !listing.names_encrypted && !listing.is_volume &&
         (listing.is_strange || listing.is_outdated || (listing.is_solid && !listing.whole));
}

// Why an archive stops within.
std::string cut_reason(const Listing& listing) {
  if (listing.is_solid) return "extract.unar_missing";
  return listing.is_volume ? "extract.volumes_missing" : "extract.damaged";
}

// What ends a reading before any member was seen; ok when there are members.
ExtractEnd trouble_with(const Listing& listing) {
  if (listing.filters_nested) return {ExtractStatus::too_large, "extract.depth_limit"};
  if (!listing.raw_names.empty()) return {};
  if (listing.names_encrypted) return {ExtractStatus::encrypted, "extract.encrypted"};
  if (listing.is_volume) return {ExtractStatus::partial, "extract.volumes_missing"};
  return {ExtractStatus::broken, listing.whole ? "extract.archive_empty" : cut_reason(listing)};
}

std::vector<std::string> paths_of(const Listing& listing, const std::string& charset = {}) {
  const auto said = charset_named(charset);
  auto paths = said ? decode_names(listing.raw_names, *said) : decode_names(listing.raw_names);
  std::size_t index = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    paths[i] = safe_path(paths[i]);
    if (paths[i].empty()) paths[i] = "unnamed-" + std::to_string(index);
    if (!is_directory(listing.entries[i])) ++index;
  }
  return paths;
}

void refuse(Member& member, MemberState state, std::string reason) {
  member.state = state;
  member.reason = std::move(reason);
}

// Whether a member is not taken, whatever its bytes are.
bool is_refused(const ArchiveReader::Entry& entry, Member& member) {
  if (is_junk(member.path)) {
    refuse(member, MemberState::junk, "member.junk");
  } else if (entry.kind != ArchiveReader::Kind::file) {
    refuse(member, MemberState::not_a_file, "member.not_a_file");
  } else if (entry.encrypted) {
    refuse(member, MemberState::encrypted, "member.encrypted");
  }
  return member.state != MemberState::stored;
}

// Second pass: the bytes.
class Unpacker {
 public:
  Unpacker(const Source& source, const std::string& media_type, const Listing& listing,
           const UnpackLimits& limits, Output& out)
      : source_(source),
        listing_(listing),
        limits_(limits),
        content_(content_of(media_type)),
        skipping_unpacks_(is_tar(media_type)),
        out_(out),
        paths_(paths_of(listing)) {}

  ExtractEnd run() {
    auto reader = std::make_unique<ArchiveReader>(source_, content_);
    for (std::size_t i = 0; i < paths_.size() && !out_.full(); ++i) {
      if (reader && reader->next() != ArchiveReader::Step::entry) reader = nullptr;
      if (is_directory(listing_.entries[i])) continue;
      const bool readable = unpack_member(reader.get(), i);
      if (!readable) reader = reopened_after(i);
      if (skipping_unpacks_ && !limit_.empty()) reader = nullptr;
    }
    return end();
  }

 private:
  // False when the archive cannot be read on from here.
  bool unpack_member(ArchiveReader* reader, std::size_t i) {
    Member member{.index = index_++, .path = paths_[i]};
    if (reader != nullptr) member.size = reader->entry().size;
    out_.member_begin(member);
    member.size = 0;
    const bool readable = reader != nullptr && take(*reader, member);
    if (reader == nullptr && limit_.empty()) refuse(member, MemberState::broken, "member.broken");
    if (reader == nullptr && !limit_.empty()) refuse(member, MemberState::too_large, "member.limit");
    count(member);
    out_.member_end(member);
    return readable || reader == nullptr;
  }

  bool take(ArchiveReader& reader, Member& member) {
    if (is_refused(reader.entry(), member)) return true;
    if (!limit_.empty() || member.index >= limits_.members) {
      if (limit_.empty()) limit_ = "extract.member_limit";
      refuse(member, MemberState::too_large, "member.limit");
      return true;
    }
    return take_bytes(reader, member);
  }

  bool take_bytes(ArchiveReader& reader, Member& member) {
    std::string_view block;
    auto read = ArchiveReader::Read::end;
    while ((read = reader.read(block)) == ArchiveReader::Read::data) {
      limit_ = limit_reached_by(block.size());
      if (!limit_.empty()) {
        refuse(member, MemberState::too_large, "member.limit");
        return true;
      }
      unpacked_ += block.size();
      member.size += block.size();
      out_.member_data(block);
    }
    if (read == ArchiveReader::Read::unsupported)
      refuse(member, MemberState::broken, "member.unsupported_method");
    if (read == ArchiveReader::Read::broken)
      refuse(member, MemberState::broken,
             reader.is_method_unknown() ? "member.unsupported_method" : "member.broken");
    return read != ArchiveReader::Read::broken;
  }

  std::string limit_reached_by(std::size_t bytes) const {
    if (bytes > out_.room()) return "extract.expanded_limit";
    return limits_.is_bomb(unpacked_ + bytes, source_.size()) ? "extract.ratio_limit" : "";
  }

  // A bad member spoils libarchive's reader, not the others: a new reader goes on behind it.
  std::unique_ptr<ArchiveReader> reopened_after(std::size_t i) {
    if (++restarts_ > kRestartsLimit) return nullptr;
    auto reader = std::make_unique<ArchiveReader>(source_, content_);
    for (std::size_t k = 0; k <= i; ++k)
      if (reader->next() != ArchiveReader::Step::entry) return nullptr;
    return reader;
  }

  void count(const Member& member) {
    if (member.state == MemberState::stored) ++stored_;
    if (member.state == MemberState::encrypted) ++encrypted_;
    if (member.state == MemberState::broken) ++broken_;
  }

  ExtractEnd end() const {
    if (out_.full()) return finished(out_);
    if (!limit_.empty()) return stopped(out_, ExtractStatus::too_large, limit_);
    if (listing_.over_limit) return stopped(out_, ExtractStatus::too_large, "extract.expanded_limit");
    if (encrypted_ > 0 && stored_ == 0) return {ExtractStatus::encrypted, "extract.encrypted"};
    if (listing_.is_volume) return {ExtractStatus::partial, "extract.volumes_missing"};
    if (!listing_.whole) return stopped(out_, ExtractStatus::broken, cut_reason(listing_));
    if (encrypted_ + broken_ > 0) return stopped(out_, ExtractStatus::broken, "extract.some_members");
    return {};
  }

  const Source& source_;
  const Listing& listing_;
  const UnpackLimits& limits_;
  ArchiveReader::Content content_;
  bool skipping_unpacks_;
  Output& out_;
  std::vector<std::string> paths_;
  std::string limit_;
  std::uint64_t unpacked_ = 0;
  std::uint64_t stored_ = 0;
  std::uint64_t encrypted_ = 0;
  std::uint64_t broken_ = 0;
  std::uint32_t index_ = 0;
  int restarts_ = 0;
};

}  // namespace

ExtractEnd unpack(const Source& source, const std::string& media_type, const UnpackLimits& limits,
                  Output& out) {
  const Listing listing = list(source, media_type, out.room());
  if (wants_unar(listing, media_type))
    if (auto end = unpack_with_unar(source, media_type, limits, out)) return *end;
  DocumentHead head{.media_type = media_type};
  head.properties["members"] = std::to_string(
      listing.entries.size() -
      static_cast<std::size_t>(std::count_if(listing.entries.begin(), listing.entries.end(), is_directory)));
  out.head(head);
  if (ExtractEnd trouble = trouble_with(listing); trouble.status != ExtractStatus::ok) return trouble;
  return Unpacker(source, media_type, listing, limits, out).run();
}

ExtractEnd extract_archive(const Source& source, const std::string& media_type, Output& out) {
  const Listing listing = list(source, media_type, out.room());
  if (wants_unar(listing, media_type))
    if (auto end = list_with_unar(source, media_type, out)) return *end;
  const auto paths = paths_of(listing);
  DocumentHead head{.media_type = media_type};
  std::string names;
  std::size_t members = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (is_directory(listing.entries[i])) continue;
    ++members;
    if (!is_junk(paths[i])) names += paths[i] + '\n';
  }
  head.properties["members"] = std::to_string(members);
  out.head(head);
  if (ExtractEnd trouble = trouble_with(listing); trouble.status != ExtractStatus::ok) return trouble;
  out.segment({}, names);
  if (listing.is_volume) return {ExtractStatus::partial, "extract.volumes_missing"};
  if (!listing.whole) return stopped(out, ExtractStatus::broken, cut_reason(listing));
  return finished(out);
}

ExtractEnd list_names(const Source& source, const std::string& media_type, const UnpackLimits& limits,
                      const std::string& charset, Output& out) {
  const Listing listing = list(source, media_type, out.room());
  if (wants_unar(listing, media_type))
    if (auto end = list_members_with_unar(source, media_type, limits, out)) return *end;
  const auto paths = paths_of(listing, charset);
  out.head({.media_type = media_type});
  if (ExtractEnd trouble = trouble_with(listing); trouble.status != ExtractStatus::ok) return trouble;
  std::uint32_t index = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (is_directory(listing.entries[i])) continue;
    Member member{.index = index++, .path = paths[i], .size = listing.entries[i].size};
    if (!is_refused(listing.entries[i], member) && member.index >= limits.members)
      refuse(member, MemberState::too_large, "member.limit");
    out.member_begin(member);
    out.member_end(member);
  }
  if (listing.over_limit) return stopped(out, ExtractStatus::too_large, "extract.expanded_limit");
  if (listing.is_volume) return {ExtractStatus::partial, "extract.volumes_missing"};
  if (!listing.whole) return stopped(out, ExtractStatus::broken, cut_reason(listing));
  return finished(out);
}

}  // namespace kecang::extract
