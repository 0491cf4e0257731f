#pragma once
/// Uploads, imports, jobs and the audit trail.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/describe.h"
#include "schemas/model/resource.h"

namespace kecang {

/// One tus upload. Its bytes are a growing file; the offset is what is durable.
struct Upload {
  UploadId id;
  UserId user;
  SchoolId school;
  std::vector<Release> releases;
  std::string file_name;
  std::uint64_t length = 0;
  std::uint64_t offset = 0;
  bool review = false;  ///< an archive's files are planned first and go in when a person says so
  bool finished = false;
  std::string import;  ///< id text, once finished
  Time created_at;
  Time expires_at;
};
template <class V>
void describe(V& v, Upload& u) {
  v("id", u.id);
  v("user", u.user);
  v("school", u.school);
  v("releases", u.releases);
  v("file_name", u.file_name);
  v("length", u.length);
  v("offset", u.offset);
  v("review", u.review);
  v("finished", u.finished);
  v("import", u.import);
  v("created_at", u.created_at);
  v("expires_at", u.expires_at);
}

enum class ImportState {
  planning,   ///< the names in the archive are being read
  planned,    ///< its files are listed and wait for a person's word
  unpacking,  ///< members are being taken out of the archive
  reading,    ///< all files are stored; their text is being read and indexed
  done,
  failed,   ///< the archive itself could not be opened; the reason says why, the original is kept
  undoing,  ///< everything it brought is being taken back
  undone,
};
template <>
struct EnumNames<ImportState> {
  static constexpr auto values =
      std::array{std::pair{ImportState::planning, "planning"},   std::pair{ImportState::planned, "planned"},
                 std::pair{ImportState::unpacking, "unpacking"}, std::pair{ImportState::reading, "reading"},
                 std::pair{ImportState::done, "done"},           std::pair{ImportState::failed, "failed"},
                 std::pair{ImportState::undoing, "undoing"},     std::pair{ImportState::undone, "undone"}};
};

/// How many files of an import are in each state.
struct ImportCounts {
  std::uint64_t total = 0;
  std::uint64_t planned = 0;
  std::uint64_t unsure = 0;  ///< of the planned ones, those a person should look at
  std::uint64_t waiting = 0;
  std::uint64_t indexed = 0;
  std::uint64_t indexed_partly = 0;
  std::uint64_t stored_only = 0;
  std::uint64_t encrypted = 0;
  std::uint64_t broken = 0;
  std::uint64_t too_large = 0;
  std::uint64_t duplicate = 0;
  std::uint64_t skipped = 0;
  std::uint64_t withdrawn = 0;
  std::uint64_t undone = 0;
};
template <class V>
void describe(V& v, ImportCounts& c) {
  v("total", c.total);
  v("planned", c.planned);
  v("unsure", c.unsure);
  v("waiting", c.waiting);
  v("indexed", c.indexed);
  v("indexed_partly", c.indexed_partly);
  v("stored_only", c.stored_only);
  v("encrypted", c.encrypted);
  v("broken", c.broken);
  v("too_large", c.too_large);
  v("duplicate", c.duplicate);
  v("skipped", c.skipped);
  v("withdrawn", c.withdrawn);
  v("undone", c.undone);
}

/// "Everything under 八上 is 八年级上册": what a person said of a folder of an import.
struct FolderRule {
  std::string folder;                       ///< without a slash at its end; empty: the whole archive
  std::map<std::string, std::string> tags;  ///< by name; an empty value clears
};
template <class V>
void describe(V& v, FolderRule& r) {
  v("folder", r.folder);
  v("tags", r.tags);
}

/// Whether a file stands in the folder or below it; everything stands below "".
inline bool is_below(std::string_view path, std::string_view folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

/// One upload and what became of each file in it.
struct Import {
  ImportId id;
  std::uint64_t version = 0;
  SchoolId school;
  UserId by;
  std::vector<Release> releases;  ///< what its resources are offered to
  std::string file_name;
  BlobId blob;  ///< the original as it came
  std::uint64_t size = 0;
  bool archive = false;
  ImportState state = ImportState::unpacking;
  std::string reason;
  std::uint32_t members_stored = 0;    ///< members taken over so far; unpacking goes on from here
  bool reviewed = false;               ///< it was planned first, and its files go in as the plan says
  std::string charset;                 ///< of its members' names, if a person chose it; else empty
  std::uint32_t members_listed = 0;    ///< by the plan
  std::uint32_t members_surveyed = 0;  ///< of those, whose contents were looked at, too
  std::uint64_t planned_bytes = 0;     ///< of all planned files
  std::uint64_t reserved_bytes = 0;    ///< promised to it, and not held yet
  std::uint32_t members_undone = 0;    ///< taking back goes on from here
  JobId job;                           ///< the job on the whole import that is to be done; may be empty
  Time created_at;
  Time finished_at;
};
template <class V>
void describe(V& v, Import& i) {
  v("id", i.id);
  v("version", i.version);
  v("school", i.school);
  v("by", i.by);
  v("releases", i.releases);
  v("file_name", i.file_name);
  v.secret("blob", i.blob);
  v("size", i.size);
  v("archive", i.archive);
  v("state", i.state);
  v("reason", i.reason);
  v.secret("members_stored", i.members_stored);
  v("reviewed", i.reviewed);
  v("charset", i.charset);
  v("members_listed", i.members_listed);
  v("members_surveyed", i.members_surveyed);
  v("planned_bytes", i.planned_bytes);
  v.secret("reserved_bytes", i.reserved_bytes);
  v.secret("members_undone", i.members_undone);
  v.secret("job", i.job);
  v("created_at", i.created_at);
  v("finished_at", i.finished_at);
}

/// What is to be done with a planned file.
enum class EntryAction {
  add,        ///< it becomes a resource, or is linked where its bytes are one already
  replace,    ///< it becomes the new version of the resource `maybe` names
  leave_out,  ///< it stays in the archive only
};
template <>
struct EnumNames<EntryAction> {
  static constexpr auto values =
      std::array{std::pair{EntryAction::add, "add"}, std::pair{EntryAction::replace, "replace"},
                 std::pair{EntryAction::leave_out, "leave_out"}};
};

/// A resource of which a file may be a newer version; a person decides.
struct MaybeVersion {
  ResourceId resource;
  std::string title;
  std::string why;  ///< "name": the same name but for marks of versions; "text": nearly the same text
};
template <class V>
void describe(V& v, MaybeVersion& m) {
  v("resource", m.resource);
  v("title", m.title);
  v("why", m.why);
}

/// What the plan of an import says of one file.
struct EntryPlan {
  std::string title;
  bool titled = false;  ///< a person chose the title
  ResourceTags tags;
  EntryAction action = EntryAction::add;
  bool decided = false;  ///< a person chose the action
  std::optional<MaybeVersion> maybe;
  std::uint32_t same_as = 0;  ///< 1 + the index of an earlier file with the same bytes; 0: none
  bool unsure = false;        ///< a person should look at it
};
template <class V>
void describe(V& v, EntryPlan& p) {
  v("title", p.title);
  v("titled", p.titled);
  v("tags", p.tags);
  v("action", p.action);
  v("decided", p.decided);
  v("maybe", p.maybe);
  v("same_as", p.same_as);
  v("unsure", p.unsure);
}

/// A member of an archive as its name tells, or as its bytes tell, too.
struct PlannedMember {
  Member member;
  std::string title;
  ResourceTags tags;           ///< guesses
  bool surveyed = false;       ///< its bytes were looked at: what follows is known
  std::optional<BlobId> blob;  ///< what its bytes would be called
  std::uint32_t same_as = 0;   ///< 1 + the index of an earlier member with the same bytes; 0: none
  std::string sketch;          ///< of its text (schemas/base/sketch.h); may be empty
};
template <class V>
void describe(V& v, PlannedMember& p) {
  v("member", p.member);
  v("title", p.title);
  v("tags", p.tags);
  v("surveyed", p.surveyed);
  v("blob", p.blob);
  v("same_as", p.same_as);
  v("sketch", p.sketch);
}

/// Below it a guess is for a person to look at.
inline constexpr double kSureGuess = 0.6;
/// Whether a person should look at it: type or subject in doubt, or a version to be decided about.
inline bool is_doubtful(const EntryPlan& plan) {
  const auto sure = [](const Tag& tag) { return !tag.value.empty() && tag.confidence >= kSureGuess; };
  return plan.action != EntryAction::leave_out &&
         (!sure(plan.tags.type) || !sure(plan.tags.subject) || (plan.maybe && !plan.decided));
}

/// What a new version replaces: all that is needed to have the resource back as it was.
struct ResourceFace {
  Revision revision;
  std::string title;
  ResourceTags tags;
  std::string format;
  std::vector<Release> releases;
  FileState state = FileState::waiting;
  std::string reason;
  ImportId import;
  std::uint32_t import_entry = 0;
};
template <class V>
void describe(V& v, ResourceFace& f) {
  v("revision", f.revision);
  v("title", f.title);
  v("tags", f.tags);
  v("format", f.format);
  v("releases", f.releases);
  v("state", f.state);
  v("reason", f.reason);
  v("import", f.import);
  v("import_entry", f.import_entry);
}

/// How to take back what a file of an import changed.
struct EntryUndo {
  bool made = false;                   ///< its resource is new
  std::optional<ResourceFace> before;  ///< its resource is older and looked so
};
template <class V>
void describe(V& v, EntryUndo& u) {
  v("made", u.made);
  v("before", u.before);
}

/// One file of an import.
struct ImportEntry {
  std::uint32_t index = 0;
  std::string path;
  std::uint64_t size = 0;
  FileState state = FileState::waiting;
  std::string reason;
  ResourceId resource;            ///< what it became, or what it is a duplicate of; empty if neither
  std::string duplicate_of;       ///< title of that resource when the state is duplicate
  std::optional<EntryPlan> plan;  ///< of an import that was planned
  std::optional<EntryUndo> undo;
};
template <class V>
void describe(V& v, ImportEntry& e) {
  v("index", e.index);
  v("path", e.path);
  v("size", e.size);
  v("state", e.state);
  v("reason", e.reason);
  v("resource", e.resource);
  v("duplicate_of", e.duplicate_of);
  v("plan", e.plan);
  v.secret("undo", e.undo);
}

enum class JobKind {
  undo,    ///< subject: an import that is taken back
  plan,    ///< subject: an import whose archive's files have to be listed
  unpack,  ///< subject: an import whose blob is an archive
  read,    ///< subject: a resource whose file has to be read
  // What may take its time, and is never waited for:
  preview,  ///< subject: a resource whose file can be shown as pages or a picture
  ocr,      ///< subject: a resource whose file is a picture of text
};

template <>
struct EnumNames<JobKind> {
  static constexpr auto values =
      std::array{std::pair{JobKind::undo, "undo"},       std::pair{JobKind::plan, "plan"},
                 std::pair{JobKind::unpack, "unpack"},   std::pair{JobKind::read, "read"},
                 std::pair{JobKind::preview, "preview"}, std::pair{JobKind::ocr, "ocr"}};
};

/// Whether a job is one of those nobody waits for.
inline constexpr bool is_slow(JobKind kind) {
  return kind == JobKind::preview || kind == JobKind::ocr;
}

enum class JobState { ready, leased, dead };
template <>
struct EnumNames<JobState> {
  static constexpr auto values =
      std::array{std::pair{JobState::ready, "ready"}, std::pair{JobState::leased, "leased"},
                 std::pair{JobState::dead, "dead"}};
};

/// Work that survives whoever does it. Claimed with a lease; the fence grows with each claim, and only the
/// newest may finish.
struct Job {
  JobId id;
  JobKind kind = JobKind::read;
  std::string subject;  ///< id text of the import or resource
  ImportId import;      ///< the import it belongs to, may be empty
  JobState state = JobState::ready;
  std::uint32_t attempts = 0;
  std::uint64_t fence = 0;
  Time lease_until;
  Time created_at;
};
template <class V>
void describe(V& v, Job& j) {
  v("id", j.id);
  v("kind", j.kind);
  v("subject", j.subject);
  v("import", j.import);
  v("state", j.state);
  v("attempts", j.attempts);
  v("fence", j.fence);
  v("lease_until", j.lease_until);
  v("created_at", j.created_at);
}

/// A resource the index has not caught up with.
struct DirtyMark {
  ResourceId resource;
  std::uint64_t version = 0;
};
template <class V>
void describe(V& v, DirtyMark& d) {
  v("resource", d.resource);
  v("version", d.version);
}

/// How much a school holds, and what is promised to uploads and imports under way.
struct Usage {
  std::uint64_t stored = 0;    ///< bytes of its resources' revisions and of the archives they came in
  std::uint64_t reserved = 0;  ///< bytes
};
template <class V>
void describe(V& v, Usage& u) {
  v("stored", u.stored);
  v("reserved", u.reserved);
}

/// Append only; each record names the hash of the one before.
struct AuditRecord {
  std::uint64_t sequence = 0;
  Time at;
  std::string actor;    ///< user id, or "indexer", "operator"
  std::string action;   ///< e.g. session.created, resource.released, membership.ended
  std::string subject;  ///< id of what it was done to
  std::string remote;
  std::map<std::string, std::string> details;
  Digest previous;
};
template <class V>
void describe(V& v, AuditRecord& a) {
  v("sequence", a.sequence);
  v("at", a.at);
  v("actor", a.actor);
  v("action", a.action);
  v("subject", a.subject);
  v("remote", a.remote);
  v("details", a.details);
  v("previous", a.previous);
}

}  // namespace kecang

KECANG_NOUN(kecang::Upload);
KECANG_NOUN(kecang::ImportCounts);
KECANG_NOUN(kecang::Import);
KECANG_NOUN(kecang::FolderRule);
KECANG_NOUN(kecang::MaybeVersion);
KECANG_NOUN(kecang::EntryPlan);
KECANG_NOUN(kecang::PlannedMember);
KECANG_NOUN(kecang::ResourceFace);
KECANG_NOUN(kecang::EntryUndo);
KECANG_NOUN(kecang::ImportEntry);
KECANG_NOUN(kecang::Job);
KECANG_NOUN(kecang::DirtyMark);
KECANG_NOUN(kecang::Usage);
KECANG_NOUN(kecang::AuditRecord);
