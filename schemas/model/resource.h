#pragma once
/// Resources, their revisions and what they are released to.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/model/access_scope.h"
#include "schemas/model/action.h"
#include "schemas/model/describe.h"
#include "schemas/model/extraction.h"
#include "schemas/model/standing.h"

namespace kecang {

/// What a catalogue field says and how it came to be: shown as a guess until a person confirms it.
struct Tag {
  std::string value;
  double confidence = 1.0;  ///< below 1: guessed from path, name or text
  std::string source;       ///< "person", "path", "name", "text", "catalogue", "schedule"
};
template <class V>
void describe(V& v, Tag& t) {
  v("value", t.value);
  v("confidence", t.confidence);
  v("source", t.source);
}

/// An empty value says that there is none.
inline Tag said_by_person(std::string value) {
  return {std::move(value), 1.0, "person"};
}

/// Empty values are unknown. Values are names from the vocabulary (schemas/vocab).
struct ResourceTags {
  Tag type;   ///< 教案 课件 导学案 试卷 …
  Tag stage;  ///< 小学 初中 高中
  Tag subject;
  Tag grade;    ///< 七年级, 高一 …
  Tag volume;   ///< 上册 下册 必修 第一册 …
  Tag edition;  ///< 人教版 …
  Tag year;
  Tag node;  ///< place in the textbook: 第五章 相交线与平行线/5.1 相交线, or as the name says: 第三章 第2节
};

/// Every tag by the name it has in the API, in the order tables show them.
struct NamedResourceTag {
  std::string_view name;
  Tag ResourceTags::*tag;
};
inline constexpr auto kResourceTags = std::to_array<NamedResourceTag>({{"type", &ResourceTags::type},
                                                                       {"stage", &ResourceTags::stage},
                                                                       {"subject", &ResourceTags::subject},
                                                                       {"grade", &ResourceTags::grade},
                                                                       {"volume", &ResourceTags::volume},
                                                                       {"edition", &ResourceTags::edition},
                                                                       {"node", &ResourceTags::node},
                                                                       {"year", &ResourceTags::year}});
template <class V>
void describe(V& v, ResourceTags& t) {
  v("type", t.type);
  v("stage", t.stage);
  v("subject", t.subject);
  v("grade", t.grade);
  v("volume", t.volume);
  v("edition", t.edition);
  v("year", t.year);
  v("node", t.node);
}

/// The end state a teacher can read. Every file of an import ends in one.
enum class FileState {
  planned,  ///< a file of an import that waits for a person's word
  waiting,  ///< stored, its text is being read
  indexed,
  indexed_partly,  ///< the reason says what is missing
  stored_only,     ///< stored and downloadable, text not read yet
  encrypted,
  broken,
  too_large,
  duplicate,  ///< the same bytes are already a resource of this school; linked
  skipped,    ///< junk a system left behind; listed, not stored
  withdrawn,
  undone,  ///< its import was taken back
};
template <>
struct EnumNames<FileState> {
  static constexpr auto values = std::array{std::pair{FileState::planned, "planned"},
                                            std::pair{FileState::waiting, "waiting"},
                                            std::pair{FileState::indexed, "indexed"},
                                            std::pair{FileState::indexed_partly, "indexed_partly"},
                                            std::pair{FileState::stored_only, "stored_only"},
                                            std::pair{FileState::encrypted, "encrypted"},
                                            std::pair{FileState::broken, "broken"},
                                            std::pair{FileState::too_large, "too_large"},
                                            std::pair{FileState::duplicate, "duplicate"},
                                            std::pair{FileState::skipped, "skipped"},
                                            std::pair{FileState::withdrawn, "withdrawn"},
                                            std::pair{FileState::undone, "undone"}};
};

/// To whom a resource is offered. The owner school's people always find it unless it is private to its
/// uploader, or a draft of the school's office.
enum class ReleaseKind {
  user,
  office,       ///< those who administer the school: a draft, until one of them offers it to others
  school,       ///< the school's people, and whom its agreements share what it has with
  school_only,  ///< the school's people and nobody else, whatever its agreements say
  group,        ///< the members of a group
  agreement,    ///< the parties of an agreement, as far as it covers the resource
  partners,     ///< a group or an agreement, its partners included
  region,       ///< the schools of a region
  everyone,
};
template <>
struct EnumNames<ReleaseKind> {
  static constexpr auto values = std::array{
      std::pair{ReleaseKind::user, "user"},         std::pair{ReleaseKind::office, "office"},
      std::pair{ReleaseKind::school, "school"},     std::pair{ReleaseKind::school_only, "school_only"},
      std::pair{ReleaseKind::group, "group"},       std::pair{ReleaseKind::agreement, "agreement"},
      std::pair{ReleaseKind::partners, "partners"}, std::pair{ReleaseKind::region, "region"},
      std::pair{ReleaseKind::everyone, "everyone"}};
};
struct Release {
  ReleaseKind kind = ReleaseKind::school;
  std::string target;                            ///< id text; empty for everyone
  std::optional<std::vector<Action>> actions{};  ///< what they may do; none said: everything
  std::optional<Time> from{};                    ///< nobody of them sees it before
  bool operator==(const Release&) const = default;

  Actions allowed() const { return actions ? Actions(*actions) : Actions::all(); }
  bool counts_at(Time now) const { return !from || *from <= now; }
};
template <class V>
void describe(V& v, Release& r) {
  v("kind", r.kind);
  v("target", r.target);
  v("actions", r.actions);
  v("from", r.from);
}
/// The scope term it is met by.
std::string scope_term_of(const Release& release);

/// A recorded lesson, as the school's schedule says, or the recording's name.
struct Lesson {
  std::string room;
  std::string teacher;
  std::string classes;  ///< who was taught: 八年级（3）班
  Time begins_at;       ///< zero: unknown
  Time ends_at;
  bool scheduled = false;          ///< a row of the schedule says so
  std::vector<Release> suggested;  ///< whom the school means to offer it to, once somebody decides
};
template <class V>
void describe(V& v, Lesson& l) {
  v("room", l.room);
  v("teacher", l.teacher);
  v("classes", l.classes);
  v("begins_at", l.begins_at);
  v("ends_at", l.ends_at);
  v("scheduled", l.scheduled);
  v.secret("suggested", l.suggested);
}

/// One file of a resource's current revision.
struct Revision {
  RevisionId id;
  BlobId blob;
  std::uint64_t size = 0;
  std::string path;        ///< as it stood in the upload, e.g. 八上/第三章/教案.docx
  std::string media_type;  ///< by content; empty until read
  UserId by;
  Time at;
};
template <class V>
void describe(V& v, Revision& r) {
  v("id", r.id);
  v("blob", r.blob);
  v("size", r.size);
  v("path", r.path);
  v("media_type", r.media_type);
  v("by", r.by);
  v("at", r.at);
}

struct Resource {
  ResourceId id;
  std::uint64_t version = 0;  ///< raised by each change; optimistic concurrency
  std::string title;
  ResourceTags tags;
  std::string format;  ///< file extension, lower case: docx, pdf …
  SchoolId owner;
  UserId created_by;
  Time created_at;
  Time changed_at;
  FileState state = FileState::waiting;
  Standing standing = Standing::none;  ///< of the current revision; a new one has none
  std::string reason;                  ///< stable code that explains the state
  std::vector<Release> releases;
  std::optional<Revision> revision;   ///< none: a record without a file (catalogue import)
  DocumentHead head;                  ///< what the file says of itself
  std::uint64_t text_generation = 0;  ///< which stored set of segments is the current one
  std::uint32_t segment_count = 0;
  std::uint32_t question_count = 0;
  std::string sketch;              ///< of its text (schemas/base/sketch.h); may be empty
  std::optional<Lesson> lesson;    ///< of a recording that came from a recording room
  std::string external_key;        ///< id in the catalogue it was imported from
  ImportId import;                 ///< the upload it came with; empty for catalogue records
  std::uint32_t import_entry = 0;  ///< its place in that import
};
template <class V>
void describe(V& v, Resource& r) {
  v("id", r.id);
  v("version", r.version);
  v("title", r.title);
  v("tags", r.tags);
  v("format", r.format);
  v("owner", r.owner);
  v("created_by", r.created_by);
  v("created_at", r.created_at);
  v("changed_at", r.changed_at);
  v("state", r.state);
  v.secret("standing", r.standing);
  v("reason", r.reason);
  v.secret("releases", r.releases);
  v("revision", r.revision);
  v("head", r.head);
  v.secret("text_generation", r.text_generation);
  v("segment_count", r.segment_count);
  v("question_count", r.question_count);
  v.secret("sketch", r.sketch);
  v("lesson", r.lesson);
  v.secret("external_key", r.external_key);
  v.secret("import", r.import);
  v.secret("import_entry", r.import_entry);
}

/// What a scope lets its viewer do with a resource; nothing: the viewer must not learn that it exists.
Actions actions_on(const AccessScope& scope, const Resource& resource);
inline bool may_view(const AccessScope& scope, const Resource& resource) {
  return actions_on(scope, resource).has(Action::view);
}
/// Whether the viewer may see the answers to its questions, wherever they are kept or printed: those it is
/// offered to as members or by name. An offer to a whole region or to everyone shows the questions only.
bool may_see_answers(const AccessScope& scope, const Resource& resource);

/// The scope terms under which it may be viewed now (see schemas/model/access_scope.h): what the index keeps.
/// Withdrawn: none.
std::vector<std::string> scope_terms(const Resource& resource, Time now);
/// Those of them whose holders may see the answers.
std::vector<std::string> answer_terms(const Resource& resource, Time now);
/// When one of its releases begins to count next; nothing if all do that shall.
std::optional<Time> next_release(const Resource& resource, Time now);

}  // namespace kecang

KECANG_NOUN(kecang::Tag);
KECANG_NOUN(kecang::ResourceTags);
KECANG_NOUN(kecang::Release);
KECANG_NOUN(kecang::Lesson);
KECANG_NOUN(kecang::Revision);
KECANG_NOUN(kecang::Resource);
