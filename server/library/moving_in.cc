#include "server/library/moving_in.h"

#include <algorithm>
#include <map>
#include <utility>

#include "server/access/scope_builder.h"
#include "server/library/tagging.h"

namespace kecang {
namespace {

Tag told(const std::string& value) {
  return value.empty() ? Tag() : Tag{value, 1.0, "catalogue"};
}

ResourceTags tags_of(const indexing::Record& record) {
  ResourceTags tags;
  tags.type = told(record.type);
  tags.subject = told(record.subject);
  tags.grade = told(record.grade);
  tags.edition = told(record.edition);
  tags.year = told(record.year);
  return tags;
}

/// What the catalogue does not say may be guessed from the file's name.
void fill_gaps(ResourceTags& tags, const ResourceTags& guessed) {
  for (const auto& [name, tag] : kResourceTags)
    if ((tags.*tag).value.empty()) tags.*tag = guessed.*tag;
}

constexpr std::string_view kRecordedLesson = "录播课";

/// What the schedule says, where the vocabulary has a word for it; the rest is guessed as of any file.
ResourceTags lesson_tags(const indexing::Recording& recording, const GuessFromPath& guess) {
  const auto name = recording.file.substr(recording.file.rfind('/') + 1);
  const auto path = recording.grade + '/' + recording.lesson.classes + '/' + recording.subject + '/';
  auto tags = guess(path + recording.title + name.substr(std::min(name.rfind('.'), name.size()))).tags;
  const auto from_schedule = [&](Tag ResourceTags::*tag, const std::string& words) {
    const auto said = guess(words + "/x").tags.*tag;
    if (!words.empty() && !said.value.empty()) tags.*tag = {said.value, 1.0, "schedule"};
  };
  from_schedule(&ResourceTags::subject, recording.subject);
  from_schedule(&ResourceTags::grade, recording.grade.empty() ? recording.lesson.classes : recording.grade);
  from_schedule(&ResourceTags::stage, recording.grade.empty() ? recording.lesson.classes : recording.grade);
  tags.type = {std::string(kRecordedLesson), 1.0, "schedule"};
  return tags;
}

}  // namespace

/// Schools and groups by key or id. Each name is looked up once: thousands of records in a row have the same.
class MovingIn::Owners {
 public:
  explicit Owners(const Directory& directory) : directory_(directory) {}

  Result<SchoolId> school(const std::string& key_or_id) {
    return once(schools_, key_or_id, [&] { return find_school(key_or_id); });
  }
  Result<std::vector<Release>> releases(const SchoolId& owner, const std::vector<std::string>& groups) {
    std::vector<Release> all{{ReleaseKind::school, owner.text()}};
    for (const auto& name : groups) {
      KECANG_ASSIGN(const auto group, once(groups_, name, [&] { return find_group(name); }));
      const Release release{ReleaseKind::group, group.text()};
      if (std::find(all.begin(), all.end(), release) == all.end()) all.push_back(release);
    }
    return all;
  }

 private:
  template <class Id, class Find>
  static Result<Id> once(std::map<std::string, Id>& known, const std::string& name, const Find& find) {
    if (const auto found = known.find(name); found != known.end()) return found->second;
    KECANG_ASSIGN(auto id, find());
    return known.emplace(name, std::move(id)).first->second;
  }
  Result<SchoolId> find_school(const std::string& key_or_id) const {
    KECANG_ASSIGN(const auto by_key, directory_.school_by_key(key_or_id));
    if (by_key) return by_key->id;
    auto id = SchoolId::parse(key_or_id);
    if (!id) return Error::not_found("school.absent");
    KECANG_ASSIGN(const auto school, directory_.school(*id));
    return school.id;
  }
  Result<GroupId> find_group(const std::string& key_or_id) const {
    KECANG_ASSIGN(const auto by_key, directory_.group_by_key(key_or_id));
    if (by_key) return by_key->id;
    auto id = GroupId::parse(key_or_id);
    if (!id) return Error::not_found("group.absent");
    KECANG_ASSIGN(const auto group, directory_.group(*id));
    return group.id;
  }

  const Directory& directory_;
  std::map<std::string, SchoolId> schools_;
  std::map<std::string, GroupId> groups_;
};

Result<BlobStat> MovingIn::store(const ByteStream& bytes) {
  KECANG_ASSIGN(auto writer, blobs_.begin());
  KECANG_TRY(bytes([&](std::string_view piece) { return writer->append(piece); }));
  std::vector<std::unique_ptr<BlobWriter>> wave;
  wave.push_back(std::move(writer));
  KECANG_ASSIGN(const auto stored, blobs_.commit(std::move(wave)));
  return stored.front();
}

Result<void> MovingIn::put_blob(const BlobId& id, const ByteStream& bytes) {
  KECANG_ASSIGN(const auto stored, store(bytes));
  if (stored.id != id) return Error::invalid("blob.digest_mismatch").with("digest", stored.id.hex());
  return {};
}

Result<Import> MovingIn::put_file(const FileRequest& request, const ByteStream& bytes) {
  ArrivedFile file;
  Owners owners(directory_);
  KECANG_ASSIGN(file.school, owners.school(request.school));
  KECANG_ASSIGN(file.releases, owners.releases(file.school, request.groups));
  file.file_name = request.name;
  file.review = request.review;
  KECANG_ASSIGN(file.blob, store(bytes));
  KECANG_ASSIGN(file, arrived(std::move(file), blobs_, guess_));
  KECANG_ASSIGN(auto import, catalog_.accept(Actor::operating(), file, std::nullopt));
  bell_.ring();
  return import;
}

Result<Import> MovingIn::put_recording(const indexing::Recording& recording) {
  ArrivedFile file;
  Owners owners(directory_);
  KECANG_ASSIGN(file.school, owners.school(recording.school));
  KECANG_ASSIGN(auto suggested, owners.releases(file.school, recording.groups));
  file.releases = {{ReleaseKind::office, file.school.text()}};
  file.file_name = recording.file;
  file.key = recording.key;
  file.lesson = recording.lesson;
  file.lesson->suggested = std::move(suggested);
  KECANG_ASSIGN(file.title, tidy_title(recording.title));
  file.tags = lesson_tags(recording, guess_);
  KECANG_ASSIGN(file.blob, blobs_.stat(recording.blob));
  KECANG_ASSIGN(auto import, catalog_.accept(Actor::operating(), file, std::nullopt));
  bell_.ring();
  return import;
}

Result<Import> MovingIn::recording(const std::string& school, const std::string& key) const {
  Owners owners(directory_);
  KECANG_ASSIGN(const auto id, owners.school(school));
  KECANG_ASSIGN(auto import, catalog_.import_by_key(id, key));
  if (!import) return Error::not_found("recording.absent");
  return std::move(*import);
}

Result<access::Viewer> MovingIn::office_of(const ImportId& id) const {
  KECANG_ASSIGN(const auto import, queue_.import(id));
  return access::ScopeBuilder(directory_).office_of(import.school, clock_.now());
}

Result<std::string> MovingIn::table(const ImportId& id) const {
  KECANG_ASSIGN(const auto office, office_of(id));
  return review_.table(office.scope(), id);
}

Result<TableOutcome> MovingIn::take_table(const ImportId& id, std::string_view csv) {
  KECANG_ASSIGN(const auto office, office_of(id));
  return review_.take_table(Actor::operating(), office, id, csv);
}

Result<Import> MovingIn::apply(const ImportId& id) {
  KECANG_ASSIGN(const auto office, office_of(id));
  return review_.apply(Actor::operating(), office, id);
}

Result<Import> MovingIn::undo(const ImportId& id) {
  KECANG_ASSIGN(const auto office, office_of(id));
  return review_.undo(Actor::operating(), office, id);
}

Result<MovingIn::Progress> MovingIn::progress(const ImportId& id) const {
  Progress progress;
  KECANG_ASSIGN(progress.import, queue_.import(id));
  KECANG_ASSIGN(progress.counts, queue_.import_counts(id));
  return progress;
}

Result<CatalogueRecord> MovingIn::record(const indexing::Record& from, Owners& owners) const {
  if (from.id.empty()) return Error::invalid("record.id_missing").at("id");
  if (from.title.empty()) return Error::invalid("record.title_missing").at("title");
  CatalogueRecord record{.external_key = from.id,
                         .title = from.title,
                         .text = from.text,
                         .tags = tags_of(from),
                         .owner = {},
                         .releases = {},
                         .blob = std::nullopt,
                         .file_name = from.file};
  auto owner = owners.school(from.owner_school);
  if (!owner) return std::move(owner).error().with("field", "owner_school");
  record.owner = std::move(*owner);
  auto offered = owners.releases(record.owner, from.visible_groups);
  if (!offered) return std::move(offered).error().with("field", "visible_groups");
  record.releases = std::move(*offered);
  if (from.blob) {
    auto stat = blobs_.stat(*from.blob);
    if (!stat) return std::move(stat).error().with("field", "file");
    record.blob = *stat;
    fill_gaps(record.tags, guess_(from.file).tags);
  }
  return record;
}

Result<indexing::RecordsStored> MovingIn::put_records(const indexing::RecordBatch& batch) {
  if (batch.records.size() > kMostRecords) return Error::too_large("record.too_many");
  indexing::RecordsStored answer;
  Owners owners(directory_);
  std::vector<CatalogueRecord> records;
  for (std::uint32_t row = 0; row < batch.records.size(); ++row) {
    auto one = record(batch.records[row], owners);
    if (one) {
      records.push_back(std::move(*one));
      continue;
    }
    const auto& error = one.error();
    if (error.kind() != ErrorKind::invalid && error.kind() != ErrorKind::not_found)
      return std::move(one).error();
    const auto field = error.params().find("field");
    answer.problems.push_back(
        {.row = row, .column = field == error.params().end() ? "" : field->second, .code = error.code()});
  }
  KECANG_ASSIGN(const auto stored, queue_.put_records(Actor::operating(), records));
  answer.created = stored.created;
  answer.updated = stored.updated;
  answer.unchanged = stored.unchanged;
  bell_.ring();
  return answer;
}

}  // namespace kecang
