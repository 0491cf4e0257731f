#pragma once
/// Imports: one upload, its files, and what became of each.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/model/plan.h"
#include "schemas/model/resource.h"

namespace kecang {

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
  std::uint64_t unsure = 0;    ///< of the planned ones, those a person should look at
  std::uint64_t left_out = 0;  ///< of the planned ones, those that are to stay in the archive only
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
  v("left_out", c.left_out);
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
  UserId applied_by;                   ///< whose word its plan goes in by; empty: the operator's
  JobId job;                           ///< the job on the whole import that is to be done; may be empty
  Time created_at;
  Time finished_at;
  Time expires_at;  ///< a plan nobody applies is taken back then; zero: never
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
  v.secret("applied_by", i.applied_by);
  v.secret("job", i.job);
  v("created_at", i.created_at);
  v("finished_at", i.finished_at);
  v("expires_at", i.expires_at);
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

}  // namespace kecang

KECANG_NOUN(kecang::ImportCounts);
KECANG_NOUN(kecang::Import);
KECANG_NOUN(kecang::ResourceFace);
KECANG_NOUN(kecang::EntryUndo);
KECANG_NOUN(kecang::ImportEntry);
