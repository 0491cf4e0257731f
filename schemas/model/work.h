#pragma once
/// Uploads, jobs, what a school holds, and the audit trail.
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
KECANG_NOUN(kecang::Job);
KECANG_NOUN(kecang::DirtyMark);
KECANG_NOUN(kecang::Usage);
KECANG_NOUN(kecang::AuditRecord);
