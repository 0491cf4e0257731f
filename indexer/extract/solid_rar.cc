#include "indexer/extract/solid_rar.h"

#include <algorithm>
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
  return member;
}

// Files in the order in which unar gives their bytes; none without lsar, and none of an archive that is
// locked.
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
    if (members.back().encrypted) return {};  // libarchive names the locked ones
    if (members.back().path.empty()) members.back().path = "unnamed-" + std::to_string(members.size() - 1);
  }
  return members;
}

DocumentHead head_of(const std::string& media_type, const std::vector<Listed>& members) {
  return {.media_type = media_type, .properties = {{"members", std::to_string(members.size())}}};
}

// Junk, links, and what is beyond the limit.
void refuse_unwanted(Member& member, bool regular, const UnpackLimits& limits) {
  if (is_junk(member.path)) {
    member.state = MemberState::junk;
    member.reason = "member.junk";
  } else if (!regular) {
    member.state = MemberState::not_a_file;
    member.reason = "member.not_a_file";
  } else if (member.index >= limits.members) {
    member.state = MemberState::too_large;
    member.reason = "member.limit";
  }
}

// Cuts the one stream of bytes into members by the sizes in the list.
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
      missing_ -= part.size();
      unpacked_ += part.size();
      bytes.remove_prefix(part.size());
      if (missing_ == 0) end(MemberState::stored, "");
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
    refuse_unwanted(member, members_[next_].regular, limits_);
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
  std::uint64_t broken_ = 0;
  std::uint64_t unpacked_ = 0;
  std::string limit_;
};

}  // namespace

std::optional<ExtractEnd> unpack_with_unar(const Source& source, const std::string& media_type,
                                           const UnpackLimits& limits, Output& out) {
  const auto members = list_members(source);
  if (members.empty()) return std::nullopt;
  out.head(head_of(media_type, members));
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
  std::uint32_t index = 0;
  for (const auto& listed : members) {
    Member member{.index = index++, .path = listed.path, .size = listed.size};
    refuse_unwanted(member, listed.regular, limits);
    out.member_begin(member);
    out.member_end(member);
  }
  return finished(out);
}

}  // namespace kecang::extract
