#pragma once
/// Uploads, imports, jobs and the audit trail.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
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
  v("finished", u.finished);
  v("import", u.import);
  v("created_at", u.created_at);
  v("expires_at", u.expires_at);
}

enum class ImportState {
  unpacking,  ///< members are being taken out of the archive
  reading,    ///< all files are stored; their text is being read and indexed
  done,
  failed,  ///< the archive itself could not be opened; the reason says why, the original is kept
};
template <>
struct EnumNames<ImportState> {
  static constexpr auto values =
      std::array{std::pair{ImportState::unpacking, "unpacking"}, std::pair{ImportState::reading, "reading"},
                 std::pair{ImportState::done, "done"}, std::pair{ImportState::failed, "failed"}};
};

/// How many files of an import are in each state.
struct ImportCounts {
  std::uint64_t total = 0;
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
};
template <class V>
void describe(V& v, ImportCounts& c) {
  v("total", c.total);
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
  std::uint32_t members_stored = 0;  ///< members taken over so far; unpacking goes on from here
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
  v("created_at", i.created_at);
  v("finished_at", i.finished_at);
}

/// One file of an import.
struct ImportEntry {
  std::uint32_t index = 0;
  std::string path;
  std::uint64_t size = 0;
  FileState state = FileState::waiting;
  std::string reason;
  ResourceId resource;       ///< what it became, or what it is a duplicate of; empty if neither
  std::string duplicate_of;  ///< title of that resource when the state is duplicate
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
}

enum class JobKind {
  unpack,  ///< subject: an import whose blob is an archive
  read,    ///< subject: a resource whose file has to be read
};
template <>
struct EnumNames<JobKind> {
  static constexpr auto values =
      std::array{std::pair{JobKind::unpack, "unpack"}, std::pair{JobKind::read, "read"}};
};

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
KECANG_NOUN(kecang::ImportEntry);
KECANG_NOUN(kecang::Job);
KECANG_NOUN(kecang::DirtyMark);
KECANG_NOUN(kecang::AuditRecord);
