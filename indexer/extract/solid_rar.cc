#include "indexer/extract/solid_rar.h"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "indexer/extract/helper_process.h"
#include "indexer/extract/member_names.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kListLimit = 64 << 20;
constexpr const char* kInput = "/proc/self/fd/0";

struct Listed {
  std::string path;
  std::uint64_t size = 0;
  bool encrypted = false;
  bool regular = true;
  std::optional<std::uint64_t> checksum{};
};

std::uint64_t number_in(const Json& entry, const char* name) {
  return entry.contains(name) && entry[name].is_number_unsigned() ? entry[name].get<std::uint64_t>() : 0;
}

Listed listed(const Json& entry) {
  Listed member;
  if (entry.contains("XADFileName") && entry["XADFileName"].is_string())
    member.path = safe_path(entry["XADFileName"].get<std::string>());
  member.size = number_in(entry, "XADFileSize");
  member.encrypted = number_in(entry, "XADIsEncrypted") != 0;
  member.regular = number_in(entry, "XADIsLink") == 0;
  if (entry.contains("RARCRC32")) member.checksum = number_in(entry, "RARCRC32");
  return member;
}

// Files in the order in which unar gives their bytes; none without lsar, and none of an archive of which a
// part is locked: unar would ask for the password.
std::vector<Listed> list_members(const Source& source) {
  std::string printed;
  const HelperEnd end = run_helper({"lsar", "-j", kInput}, source.fd(), [&](std::string_view bytes) {
    printed += bytes;
    return printed.size() < kListLimit;
  });
  const auto list = parse_json(printed);
  std::vector<Listed> members;
  if (end.exit_code != 0 || !list || !list->is_object() || !list->contains("lsarContents")) return members;
  for (const Json& entry : (*list)["lsarContents"]) {
    if (!entry.is_object() || number_in(entry, "XADIsDirectory") != 0) continue;
    members.push_back(listed(entry));
    if (members.back().path.empty()) members.back().path = "unnamed-" + std::to_string(members.size() - 1);
  }
  const auto locked =
      std::count_if(members.begin(), members.end(), [](const Listed& m) { return m.encrypted; });
  if (locked > 0 && static_cast<std::size_t>(locked) < members.size()) return {};
  return members;
}

bool is_locked(const std::vector<Listed>& members) {
  return members.front().encrypted;
}

DocumentHead head_of(const std::string& media_type, const std::vector<Listed>& members) {
  return {.media_type = media_type, .properties = {{"members", std::to_string(members.size())}}};
}

// Junk, links, what is locked, and what is beyond the limit.
void refuse_unwanted(Member& member, const Listed& listed, const UnpackLimits& limits) {
  if (is_junk(member.path)) {
    member.state = MemberState::junk;
    member.reason = "member.junk";
  } else if (!listed.regular) {
    member.state = MemberState::not_a_file;
    member.reason = "member.not_a_file";
  } else if (listed.encrypted) {
    member.state = MemberState::encrypted;
    member.reason = "member.encrypted";
  } else if (member.index >= limits.members) {
    member.state = MemberState::too_large;
    member.reason = "member.limit";
  }
}

// Cuts the one stream of bytes into members by the sizes in the list. Of a member that it cannot unpack unar
// may give nothing, and the bytes of the next one would stand in its place: the checksums tell.
class Cutter {
 public:
  Cutter(const Source& source, const std::vector<Listed>& members, const UnpackLimits& limits, Output& out)
      : source_(source), members_(members), limits_(limits), out_(out) {
    begin();
  }

  /// False when no more is wanted.
  bool take(std::string_view bytes) {
    while (!bytes.empty() && next_ < members_.size()) {
      const auto part = bytes.substr(0, std::min<std::uint64_t>(bytes.size(), missing_));
      limit_ = limit_reached_by(part.size());
      if (!limit_.empty()) return false;
      if (is_kept()) out_.member_data(part);
      checksum_ =
          ::crc32(checksum_, reinterpret_cast<const Bytef*>(part.data()), static_cast<uInt>(part.size()));
      missing_ -= part.size();
      unpacked_ += part.size();
      bytes.remove_prefix(part.size());
      if (missing_ > 0) continue;
      if (is_as_promised())
        end(MemberState::stored, "");
      else
        end(MemberState::broken, "member.broken");
    }
    return next_ < members_.size();
  }

  ExtractEnd finish() {
    while (next_ < members_.size()) {
      if (!limit_.empty())
        end(MemberState::too_large, "member.limit");
      else
        end(MemberState::broken, "member.broken");
    }
    if (!limit_.empty()) return stopped(out_, ExtractStatus::too_large, limit_);
    if (broken_ > 0) return stopped(out_, ExtractStatus::broken, "extract.some_members");
    return finished(out_);
  }

 private:
  bool is_kept() const {
    return members_[next_].regular && !is_junk(members_[next_].path) && next_ < limits_.members;
  }

  bool is_as_promised() const {
    const auto& promised = members_[next_].checksum;
    return !promised || *promised == checksum_;
  }

  std::string limit_reached_by(std::size_t bytes) const {
    if (is_kept() && bytes > out_.room()) return "extract.expanded_limit";
    return limits_.is_bomb(unpacked_ + bytes, source_.size()) ? "extract.ratio_limit" : "";
  }

  Member current() const {
    return {.index = static_cast<std::uint32_t>(next_), .path = members_[next_].path};
  }

  // Members without bytes end at once.
  void begin() {
    while (next_ < members_.size()) {
      missing_ = members_[next_].size;
      checksum_ = 0;
      Member member = current();
      member.size = missing_;
      out_.member_begin(member);
      if (missing_ > 0) return;
      close(MemberState::stored, "");
    }
  }

  void end(MemberState state, std::string reason) {
    close(state, std::move(reason));
    begin();
  }

  void close(MemberState state, std::string reason) {
    Member member = current();
    member.size = is_kept() ? members_[next_].size - missing_ : 0;
    member.state = state;
    member.reason = std::move(reason);
    refuse_unwanted(member, members_[next_], limits_);
    if (member.state == MemberState::broken) ++broken_;
    out_.member_end(member);
    ++next_;
  }

  const Source& source_;
  const std::vector<Listed>& members_;
  const UnpackLimits& limits_;
  Output& out_;
  std::size_t next_ = 0;
  std::uint64_t missing_ = 0;
  uLong checksum_ = 0;
  std::uint64_t broken_ = 0;
  std::uint64_t unpacked_ = 0;
  std::string limit_;
};

}  // namespace

namespace {

ExtractEnd name_members(const std::vector<Listed>& members, const UnpackLimits& limits, Output& out) {
  std::uint32_t index = 0;
  for (const auto& listed : members) {
    Member member{.index = index++, .path = listed.path, .size = listed.size};
    refuse_unwanted(member, listed, limits);
    out.member_begin(member);
    out.member_end(member);
  }
  if (is_locked(members)) return {ExtractStatus::encrypted, "extract.encrypted"};
  return finished(out);
}

}  // namespace

std::optional<ExtractEnd> unpack_with_unar(const Source& source, const std::string& media_type,
                                           const UnpackLimits& limits, Output& out) {
  const auto members = list_members(source);
  if (members.empty()) return std::nullopt;
  out.head(head_of(media_type, members));
  if (is_locked(members)) return name_members(members, limits, out);
  Cutter cutter(source, members, limits, out);
  run_helper({"unar", "-quiet", "-output-directory", "-", kInput}, source.fd(),
             [&](std::string_view bytes) { return cutter.take(bytes); });
  return cutter.finish();
}

std::optional<ExtractEnd> list_with_unar(const Source& source, const std::string& media_type, Output& out) {
  const auto members = list_members(source);
  if (members.empty()) return std::nullopt;
  out.head(head_of(media_type, members));
  std::string names;
  for (const auto& member : members)
    if (!is_junk(member.path)) names += member.path + '\n';
  out.segment({}, names);
  return finished(out);
}

std::optional<ExtractEnd> list_members_with_unar(const Source& source, const std::string& media_type,
                                                 const UnpackLimits& limits, Output& out) {
  const auto members = list_members(source);
  if (members.empty()) return std::nullopt;
  out.head(head_of(media_type, members));
  return name_members(members, limits, out);
}

}  // namespace kecang::extract
