#pragma once
/// Imports of one school on a catalogue, from the archive to what is read, in short words.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "storage/catalog/keys.h"
#include "tests/support/catalogue.h"
#include "tests/support/scope.h"

namespace kecang::test {

inline PlannedMember planned(std::uint32_t index, const std::string& path) {
  PlannedMember member;
  member.member.index = index;
  member.member.path = path;
  member.member.size = 10;
  member.title = path.substr(path.rfind('/') + 1);
  return member;
}
inline PlannedMember sure(PlannedMember member) {
  member.tags.type = {"教案", 0.9, "name"};
  member.tags.subject = {"数学", 0.9, "path"};
  return member;
}
/// The same when its bytes were looked at.
inline PlannedMember surveyed(PlannedMember member, const std::string& bytes,
                              const std::string& sketch = {}) {
  member.surveyed = true;
  member.blob = sha256(bytes);
  member.member.size = bytes.size();
  member.sketch = sketch;
  return member;
}
inline StoredMember stored(std::uint32_t index, const std::string& path, const std::string& bytes) {
  StoredMember member;
  member.member.index = index;
  member.member.path = path;
  member.member.size = bytes.size();
  member.blob = Catalogue::blob(bytes);
  member.title = path;
  return member;
}
inline ReadOutcome text_of(const std::string& text) {
  ReadOutcome outcome;
  outcome.head.media_type = "text/plain";
  outcome.segments.push_back({.locator = {}, .text = text});
  return outcome;
}
/// Long enough for a sketch; different words for different seeds.
inline std::string long_text(const std::string& seed) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += seed + "的第" + std::to_string(i) + "段讲义，";
  return text;
}

struct Imported {
  Catalogue c;
  const User li = c.user("li"), wang = c.user("wang");
  const School school = c.school("s");
  const Group group = c.group("g");
  Job job;
  /// What the library asks of each new version; here everybody may.
  MayReplace may_replace = [](const Resource&) { return true; };

  AccessScope of(const User& user) const {
    return scope_of({scope_term::user(user.id), scope_term::school(school.id)});
  }
  AccessScope mine() const { return of(li); }
  Actor actor() const { return Actor::user(li.id, ""); }

  Import send(const std::string& bytes, bool review, std::vector<Release> releases = {}) {
    auto file = c.file(li, school, bytes + ".zip", bytes);
    file.archive = true;
    file.review = review;
    if (!releases.empty()) file.releases = std::move(releases);
    const auto import = c.accept(file);
    job = c.claim();
    return import;
  }
  /// An import whose members are listed.
  Import plan(const std::vector<PlannedMember>& members, const std::string& bytes = "archive") {
    const auto import = send(bytes, true);
    must(c.work.plan_members(import.id, job.id, job.fence, members));
    return must(c.work.finish_listing(import.id, job.id, job.fence, {}));
  }
  /// From the person's word to the last member.
  Import apply(const Import& import, const std::vector<StoredMember>& members) {
    must(c.library.apply_plan(actor(), mine(), li.id, import.id));
    job = c.claim();
    must(c.work.store_members(import.id, job.id, job.fence, members, may_replace));
    return must(c.work.finish_unpack(import.id, job.id, job.fence, {}));
  }
  /// An import that nobody planned.
  Import unpack(const std::string& bytes, const std::vector<StoredMember>& members,
                std::vector<Release> releases = {}) {
    const auto import = send(bytes, false, std::move(releases));
    must(c.work.store_members(import.id, job.id, job.fence, members, may_replace));
    return must(c.work.finish_unpack(import.id, job.id, job.fence, {}));
  }
  /// Reads every file that waits, and has the index catch up.
  void read_all(const std::string& text = "一段文字") {
    while (true) {
      const auto jobs = must(c.work.claim(1, seconds{60}));
      if (jobs.empty()) break;
      must(c.work.finish_read(jobs.front().id, jobs.front().fence, text_of(text)));
    }
    index_all();
  }
  void index_all() { must(c.work.clear_dirty(must(c.work.dirty(1'000)))); }
  Import undo(const Import& import) {
    must(c.library.undo_import(actor(), mine(), import.id));
    job = c.claim();
    auto now = must(c.work.import(import.id));
    while (now.state == ImportState::undoing) now = must(c.work.undo_some(import.id, job.id, job.fence));
    return now;
  }

  ImportCounts counts(const Import& import) { return must(c.work.import_counts(import.id)); }
  std::vector<ImportEntry> entries(const Import& import) {
    return must(c.work.import_entries(import.id, {})).items;
  }

  /// Everything the store holds but the trail, the history of imports, and jobs; without versions of
  /// resources, which only ever grow.
  std::map<std::string, std::string> world() {
    static const std::set<std::string> kLeftOut = {
        "audit",         "audit.head",   "audit.of",     "import",        "import.counts", "import.user",
        "import.school", "import.entry", "import.state", "import.key",    "job",           "job.ready",
        "job.leased",    "dirty",        "dirty.time",   "dirty.narrowed"};
    std::map<std::string, std::string> rows;
    Range range{.from = "", .to = "", .limit = 1'000};
    while (true) {
      const auto found = must(c.store().snapshot()->scan(range));
      if (found.empty()) return rows;
      for (const auto& row : found) {
        if (kLeftOut.contains(row.key.substr(0, row.key.find('/')))) continue;
        rows[row.key] = row.key.starts_with(keys::kResources) ? without_version(row.value) : row.value;
      }
      range.from = found.back().key + '\0';
    }
  }
  /// What the catalogue refers to, but for the archives of imports, which are history.
  std::set<BlobId> blobs() {
    std::set<BlobId> all;
    for (const auto& [key, row] : world()) {
      if (key.starts_with(keys::kResources)) {
        const auto resource = must(from_cbor<Resource>(row));
        if (resource.revision) all.insert(resource.revision->blob);
      }
      if (key.starts_with("revision/")) all.insert(must(from_cbor<Revision>(row)).blob);
      if (key.starts_with("resource.blob/") || key.starts_with("derived/"))
        all.insert(must(BlobId::parse_hex(std::string(keys::last_part(key)))));
    }
    return all;
  }
  /// A text that was read again stands under another number.
  static std::map<std::string, std::string> without_text_generation(
      const std::map<std::string, std::string>& rows) {
    std::map<std::string, std::string> same;
    for (const auto& [key, row] : rows) {
      if (key.starts_with(keys::kResources)) {
        auto resource = must(from_cbor<Resource>(row));
        resource.text_generation = 0;
        same[key] = to_cbor(resource);
      } else if (key.starts_with("segment/")) {
        const auto generation = key.find('/', std::string("segment/").size()) + 1;
        same[key.substr(0, generation) + key.substr(key.find('/', generation))] = row;
      } else {
        same[key] = row;
      }
    }
    return same;
  }
  static std::string without_version(const std::string& row) {
    auto resource = must(from_cbor<Resource>(row));
    resource.version = 0;
    return to_cbor(resource);
  }
};

}  // namespace kecang::test
