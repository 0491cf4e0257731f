#pragma once
/// What server and indexer say to each other over the internal API (schemas/internal-api.md). CBOR both ways.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/model/describe.h"
#include "schemas/model/extraction.h"
#include "schemas/model/plan.h"
#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "schemas/model/work.h"

namespace kecang::indexing {

/// A job with all that is needed to do it.
struct Assignment {
  Job job;
  BlobId blob;
  std::string name;                  ///< of the file, a hint for its type
  std::string path;                  ///< in its upload; what guesses are made from
  std::uint32_t members_stored = 0;  ///< unpack: go on from here
  std::string charset;               ///< plan: of the members' names; empty: as they seem to be
};
template <class V>
void describe(V& v, Assignment& a) {
  v("job", a.job);
  v("blob", a.blob);
  v("name", a.name);
  v("path", a.path);
  v("members_stored", a.members_stored);
  v("charset", a.charset);
}

struct ClaimRequest {
  std::uint32_t limit = 8;
  std::uint32_t lease_ms = 120'000;
  std::uint32_t wait_ms = 0;  ///< how long to wait for work; at most 10 s
  bool slow = false;          ///< the work nobody waits for (is_slow), and nothing else
};
template <class V>
void describe(V& v, ClaimRequest& c) {
  v("limit", c.limit);
  v("lease_ms", c.lease_ms);
  v("wait_ms", c.wait_ms);
  v("slow", c.slow);
}

struct Claimed {
  std::vector<Assignment> assignments;
  std::uint64_t dirty = 0;  ///< resources waiting for the index
  std::uint64_t ready = 0;  ///< jobs waiting for a worker
};
template <class V>
void describe(V& v, Claimed& c) {
  v("assignments", c.assignments);
  v("dirty", c.dirty);
  v("ready", c.ready);
}

/// At most 500.
struct PlanBatch {
  std::vector<PlannedMember> members;
};
template <class V>
void describe(V& v, PlanBatch& b) {
  v("members", b.members);
}

/// How the reading of one file ended; the server stores it.
struct Outcome {
  DocumentHead head;
  std::vector<Segment> segments;
  std::vector<Question> questions;
  ExtractEnd end;
  ResourceTags tags;
  std::vector<JobKind> wishes;  ///< slow work that is worth doing (is_slow)
};
template <class V>
void describe(V& v, Outcome& o) {
  v("head", o.head);
  v("segments", o.segments);
  v("questions", o.questions);
  v("end", o.end);
  v("tags", o.tags);
  v("wishes", o.wishes);
}

/// In code points of the normalised title.
struct TitleLabel {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};
template <class V>
void describe(V& v, TitleLabel& l) {
  v("begin", l.begin);
  v("end", l.end);
}

/// One resource as the index should have it now. Withdrawn or deleted: `resource.state` says so, remove it.
struct Indexable {
  std::uint64_t version = 0;
  Resource resource;
  std::vector<std::string> scope_terms;
  std::vector<Segment> segments;
  std::vector<Question> questions;
  std::vector<std::string> answer_terms;  ///< those of `scope_terms` whose holders may read the answers
  std::vector<std::string> marks;         ///< what it says of books and kinds (schemas/vocab/marks.h)
  std::vector<TitleLabel> title_labels;   ///< the words of the title that say it
  std::string owner_name;                 ///< of the school
  std::string created_by_name;            ///< of the person; empty: nobody's, a catalogue's
};
template <class V>
void describe(V& v, Indexable& i) {
  v("version", i.version);
  v("resource", i.resource);
  v("scope_terms", i.scope_terms);
  v("segments", i.segments);
  v("questions", i.questions);
  v("answer_terms", i.answer_terms);
  v("marks", i.marks);
  v("title_labels", i.title_labels);
  v("owner_name", i.owner_name);
  v("created_by_name", i.created_by_name);
}

struct IndexBatch {
  std::vector<Indexable> items;
  std::string epoch;  ///< of the store; the index stamps it
};
template <class V>
void describe(V& v, IndexBatch& b) {
  v("items", b.items);
  v("epoch", b.epoch);
}

/// What the index should hold, counted page by page; what is marked dirty is left out.
struct FindableCount {
  std::uint64_t resources = 0;
  std::uint64_t questions = 0;  ///< of these resources
  std::string next;             ///< give it as `after` for the next page; empty at the end
};
template <class V>
void describe(V& v, FindableCount& f) {
  v("resources", f.resources);
  v("questions", f.questions);
  v("next", f.next);
}

/// A line of a catalogue that is moved in. Schools and groups are named by their roster keys or ids.
struct Record {
  std::string id;
  std::string title;
  std::string text;
  std::string subject;
  std::string grade;
  std::string type;
  std::string edition;
  std::string year;
  std::string owner_school;
  std::vector<std::string> visible_groups;
  std::string file;            ///< path of the original beside the manifest, may be empty
  std::optional<BlobId> blob;  ///< set by the importer once the file's bytes are stored
  std::uint64_t blob_size = 0;
};
template <class V>
void describe(V& v, Record& r) {
  v("id", r.id);
  v("title", r.title);
  v("text", r.text);
  v("subject", r.subject);
  v("grade", r.grade);
  v("type", r.type);
  v("edition", r.edition);
  v("year", r.year);
  v("owner_school", r.owner_school);
  v("visible_groups", r.visible_groups);
  v("file", r.file);
  v("blob", r.blob);
  v("blob_size", r.blob_size);
}

struct RecordBatch {
  std::vector<Record> records;  ///< at most 200
};
template <class V>
void describe(V& v, RecordBatch& b) {
  v("records", b.records);
}

struct RecordProblem {
  std::uint32_t row = 0;  ///< place in the batch, from 0
  std::string column;
  std::string code;
};
template <class V>
void describe(V& v, RecordProblem& p) {
  v("row", p.row);
  v("column", p.column);
  v("code", p.code);
}

struct RecordsStored {
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  std::vector<RecordProblem> problems;
};
template <class V>
void describe(V& v, RecordsStored& r) {
  v("created", r.created);
  v("updated", r.updated);
  v("unchanged", r.unchanged);
  v("problems", r.problems);
}

/// A recording whose bytes are stored already, from the drop folder of a recording room.
struct Recording {
  std::string key;                  ///< the same for the same file, however often it is sent
  std::string school;               ///< key or id
  std::vector<std::string> groups;  ///< whom the school means to offer it to; keys or ids
  std::string file;                 ///< path below the drop folder, its room in front
  BlobId blob;
  std::string title;
  std::string subject;  ///< as the schedule has them; may be empty
  std::string grade;
  Lesson lesson;
};
template <class V>
void describe(V& v, Recording& r) {
  v("key", r.key);
  v("school", r.school);
  v("groups", r.groups);
  v("file", r.file);
  v("blob", r.blob);
  v("title", r.title);
  v("subject", r.subject);
  v("grade", r.grade);
  v("lesson", r.lesson);
}

}  // namespace kecang::indexing

KECANG_NOUN(kecang::indexing::Assignment);
KECANG_NOUN(kecang::indexing::ClaimRequest);
KECANG_NOUN(kecang::indexing::Claimed);
KECANG_NOUN(kecang::indexing::PlanBatch);
KECANG_NOUN(kecang::indexing::Outcome);
KECANG_NOUN(kecang::indexing::Indexable);
KECANG_NOUN(kecang::indexing::IndexBatch);
KECANG_NOUN(kecang::indexing::FindableCount);
KECANG_NOUN(kecang::indexing::Record);
KECANG_NOUN(kecang::indexing::RecordBatch);
KECANG_NOUN(kecang::indexing::RecordProblem);
KECANG_NOUN(kecang::indexing::Recording);
KECANG_NOUN(kecang::indexing::RecordsStored);
