#pragma once
/// Every key of the catalogue, in one place (schemas/catalog-layout.md is the same table for people). A key
/// is a name, '/', and parts joined by '/'. Ids are 26 characters, digests 64, numbers are hexadecimal of
/// fixed width, so that keys sort as numbers do; what people write (logins, roster keys) is always the last
/// part.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/base/clock.h"
#include "schemas/base/digest.h"
#include "schemas/base/ids.h"
#include "schemas/model/access_request.h"
#include "schemas/model/bulk_edit.h"
#include "schemas/model/collection.h"
#include "schemas/model/desk.h"
#include "schemas/model/group_request.h"
#include "schemas/model/notice.h"
#include "schemas/model/resource.h"
#include "schemas/model/saved_search.h"
#include "schemas/model/submission.h"
#include "schemas/model/work.h"

namespace kecang::keys {

/// Longest part that people write; longer ones are refused before they become a key.
inline constexpr std::size_t kWrittenPart = 200;

template <class... Parts>
std::string join(std::string_view first, const Parts&... parts) {
  std::string key(first);
  ((key += '/', key += parts), ...);
  return key;
}
inline std::string fixed_hex(std::uint64_t number, int digits) {
  std::string text(static_cast<std::size_t>(digits), '0');
  for (auto at = text.size(); at > 0 && number != 0; number >>= 4)
    text[--at] = "0123456789abcdef"[number & 15U];
  return text;
}
inline std::string hex16(std::uint64_t number) {
  return fixed_hex(number, 16);
}
inline std::string hex8(std::uint32_t number) {
  return fixed_hex(number, 8);
}
inline std::string at(Time time) {
  const auto count = time.time_since_epoch().count();
  return hex16(count < 0 ? 0 : static_cast<std::uint64_t>(count));
}

// -- audit
inline std::string audit_head() {
  return "audit.head";
}
inline constexpr std::string_view kAudit = "audit/";
inline std::string audit(std::uint64_t sequence) {
  return join("audit", hex16(sequence));
}

/// What concerns a school or group.
inline std::string audit_of(std::string_view place) {
  return join("audit.of", place, "");
}
inline std::string audit_of(std::string_view place, std::uint64_t sequence) {
  return audit_of(place) + hex16(sequence);
}

// -- people
inline std::string user(const UserId& id) {
  return join("user", id.text());
}
inline std::string user_by_login(std::string_view login) {
  return join("user.login", login);
}
inline std::string user_by_key(std::string_view key) {
  return join("user.key", key);
}
inline constexpr std::string_view kSchools = "school/";
inline std::string school(const SchoolId& id) {
  return join("school", id.text());
}
inline std::string school_by_key(std::string_view key) {
  return join("school.key", key);
}
/// Schools that stand in a region itself, and regions below it.
inline std::string schools_in(const RegionId& id) {
  return join("school.in", id.text(), "");
}
inline std::string school_in(const RegionId& region, const SchoolId& id) {
  return schools_in(region) + id.text();
}
inline constexpr std::string_view kRegions = "region/";
inline std::string region(const RegionId& id) {
  return join("region", id.text());
}
inline std::string region_by_key(std::string_view key) {
  return join("region.key", key);
}
inline std::string regions_in(const RegionId& id) {
  return join("region.in", id.text(), "");
}
inline std::string region_in(const RegionId& parent, const RegionId& id) {
  return regions_in(parent) + id.text();
}
inline constexpr std::string_view kGroups = "group/";
inline std::string group(const GroupId& id) {
  return join("group", id.text());
}
inline std::string group_by_key(std::string_view key) {
  return join("group.key", key);
}

// -- memberships: the row stands under its subject, because that is how rights are computed
inline std::string membership_subject(const MembershipId& id) {
  return join("member", id.text());
}
inline std::string memberships_of(std::string_view subject) {
  return join("member.of", subject, "");
}
inline std::string membership(std::string_view subject, std::string_view id) {
  return join("member.of", subject, id);
}
inline std::string members_in(std::string_view container) {
  return join("member.in", container, "");
}
inline std::string member_in(std::string_view container, std::string_view id) {
  return join("member.in", container, id);
}

/// Schools whose membership in a group ended or will: those who may have nothing to offer it any more.
inline std::string limited_members_in(std::string_view container) {
  return join("member.limited", container, "");
}
inline std::string limited_member_in(std::string_view container, std::string_view id) {
  return join("member.limited", container, id);
}

// -- agreements: found by their parties, because that is how rights are computed
inline std::string agreement(const AgreementId& id) {
  return join("agreement", id.text());
}
inline constexpr std::string_view kAgreements = "agreement/";
inline std::string agreements_of(std::string_view party) {
  return join("agreement.of", party, "");
}
inline std::string agreement_of(std::string_view party, const AgreementId& id) {
  return join("agreement.of", party, id.text());
}
inline std::string agreement_trail(const AgreementId& id) {
  return join("agreement.trail", id.text(), "");
}
inline std::string agreement_event(const AgreementId& id, std::uint64_t version) {
  return agreement_trail(id) + hex16(version);
}

// -- requests about groups: found by every school and group they are about
inline std::string group_request(const GroupRequestId& id) {
  return join("group_request", id.text());
}
inline constexpr std::string_view kGroupRequests = "group_request/";
inline std::string group_requests_of(std::string_view place) {
  return join("group_request.of", place, "");
}
inline std::string group_request_of(std::string_view place, const GroupRequestId& id) {
  return group_requests_of(place) + id.text();
}
inline std::string group_request_trail(const GroupRequestId& id) {
  return join("group_request.trail", id.text(), "");
}
inline std::string group_request_event(const GroupRequestId& id, std::uint64_t version) {
  return group_request_trail(id) + hex16(version);
}

// -- sessions and tokens: the row stands under the hash of its secret, because that is what a request brings
inline constexpr std::string_view kSessions = "session/";
inline std::string session(const Digest& secret_hash) {
  return join("session", secret_hash.hex());
}
inline std::string session_by_id(const SessionId& id) {
  return join("session.id", id.text());
}
inline std::string sessions_of(const UserId& user) {
  return join("session.user", user.text(), "");
}
inline std::string session_of(const UserId& user, const SessionId& id) {
  return sessions_of(user) + id.text();
}
inline constexpr std::string_view kTokens = "token/";
inline std::string token(const Digest& secret_hash) {
  return join("token", secret_hash.hex());
}
inline std::string tokens_of(const UserId& user) {
  return join("token.user", user.text(), "");
}
inline std::string token_of(const UserId& user, const TokenId& id) {
  return tokens_of(user) + id.text();
}

// -- saved searches: the row stands under its own id, because that is what a feed's address brings
inline std::string saved_search(const SavedSearchId& id) {
  return join("saved", id.text());
}
inline std::string saved_searches_of(const UserId& user) {
  return join("saved.user", user.text(), "");
}
inline std::string saved_search_of(const UserId& user, const SavedSearchId& id) {
  return saved_searches_of(user) + id.text();
}

// -- collections: the outline stands beside the head, so that lists read heads alone
inline std::string collection(const CollectionId& id) {
  return join("collection", id.text());
}
inline std::string collection_sections(const CollectionId& id) {
  return join("collection.section", id.text(), "");
}
inline std::string collection_section(const CollectionId& id, std::size_t index) {
  return collection_sections(id) + fixed_hex(index, 4);
}
/// Those that a person or a group owns, and that a person edits.
inline std::string collections_of(std::string_view owner) {
  return join("collection.of", owner, "");
}
/// Published ones by the scope term that opens them.
inline std::string collections_for(std::string_view term) {
  return join("collection.for", term, "");
}

// -- submissions: the thread stands beside the head, so that lists read heads alone
inline std::string submission(const SubmissionId& id) {
  return join("submission", id.text());
}
inline std::string submission_comments(const SubmissionId& id) {
  return join("submission.comment", id.text(), "");
}
inline std::string submission_comment(const SubmissionId& id, std::uint32_t number) {
  return submission_comments(id) + hex8(number);
}
/// Those a person handed in, those a person reviews, those of a school or group, those of a resource.
inline std::string submissions_by(const UserId& user) {
  return join("submission.by", user.text(), "");
}
inline std::string submissions_for(const UserId& reviewer) {
  return join("submission.for", reviewer.text(), "");
}
inline std::string submissions_at(std::string_view place) {
  return join("submission.at", place, "");
}
inline std::string submissions_of(const ResourceId& resource) {
  return join("submission.of", resource.text(), "");
}
inline std::string review_rules(std::string_view place) {
  return join("submission.rules", place);
}

// -- standards of groups, by "<group>/<place and type>"
inline std::string standard(std::string_view place) {
  return join("standard", place);
}
/// Those that a resource is or was: what follows is the place.
inline std::string standards_of(const ResourceId& resource) {
  return join("standard.of", resource.text(), "");
}

// -- changes of many resources at once, as long as they can be taken back
inline std::string bulk_edit(const BulkEditId& id) {
  return join("bulk", id.text());
}
inline std::string bulk_items(const BulkEditId& id) {
  return join("bulk.item", id.text(), "");
}
inline std::string bulk_item(const BulkEditId& id, const ResourceId& resource) {
  return bulk_items(id) + resource.text();
}
inline std::string bulk_edits_of(const UserId& user) {
  return join("bulk.user", user.text(), "");
}
inline std::string bulk_edit_of(const UserId& user, const BulkEditId& id) {
  return bulk_edits_of(user) + id.text();
}
inline constexpr std::string_view kBulkEditsByExpiry = "bulk.expiry/";
inline std::string bulk_edit_by_expiry(Time expires, const BulkEditId& id) {
  return join("bulk.expiry", at(expires), id.text());
}

// -- a person's desk: what they starred, opened and used in class
inline std::string favourites_of(const UserId& user) {
  return join("desk.favourite", user.text(), "");
}
inline std::string opened_by(const UserId& user) {
  return join("desk.opened", user.text(), "");
}
inline std::string uses_of(const UserId& user) {
  return join("desk.use", user.text(), "");
}
inline std::string class_use(const UserId& user, const ClassUseId& id) {
  return uses_of(user) + id.text();
}
/// What people of a school used of a resource.
inline std::string uses_in(const ResourceId& resource, const SchoolId& school) {
  return join("desk.used", resource.text(), school.text(), "");
}

// -- notices
inline std::string mentions_of(const UserId& user) {
  return join("mention", user.text(), "");
}
inline std::string mention(const UserId& user, const SubmissionId& id, std::uint32_t comment) {
  return mentions_of(user) + id.text() + '.' + hex8(comment);
}
inline constexpr std::string_view kDigestWishes = "digest/";
inline std::string digest_wishes_of(const UserId& user) {
  return join("digest", user.text(), "");
}
inline std::string digest_wish(const UserId& user, const GroupId& group) {
  return digest_wishes_of(user) + group.text();
}
/// Letters that still have to be handed to the mail server.
inline constexpr std::string_view kLetters = "letter/";
inline std::string letter(const LetterId& id) {
  return join("letter", id.text());
}

// -- failed sign-ins
inline constexpr std::string_view kFailures = "failures/";
inline std::string failures(std::string_view of) {
  return join("failures", sha256(of).hex());
}

// -- resources
inline constexpr std::string_view kResources = "resource/";
inline std::string resource(const ResourceId& id) {
  return join("resource", id.text());
}
inline std::string resource_by_key(const SchoolId& owner, std::string_view external_key) {
  return join("resource.key", owner.text(), external_key);
}
/// Which resources of a school hold the same bytes. Never asked across schools.
inline std::string holders(const SchoolId& owner, const BlobId& blob) {
  return join("resource.blob", owner.text(), blob.hex());
}
/// Which resources of a school may be versions of one document: by name, and by a band of their text's
/// sketch.
inline std::string by_stem(const SchoolId& owner, std::string_view stem) {
  return join("resource.stem", owner.text(), sha256(stem).hex().substr(0, 24), "");
}
inline std::string by_sketch(const SchoolId& owner, std::uint64_t band) {
  return join("resource.sketch", owner.text(), hex16(band), "");
}
/// What was made from these bytes to be looked at.
inline std::string derived(const BlobId& blob) {
  return join("derived", blob.hex());
}
/// CRC-32 of these bytes, once somebody worked it out.
inline std::string blob_checksum(const BlobId& blob) {
  return join("blob.crc", blob.hex());
}
/// Revisions that are not the current one any more.
inline std::string revisions(const ResourceId& id) {
  return join("revision", id.text(), "");
}
inline std::string revision(const ResourceId& id, const RevisionId& revision) {
  return revisions(id) + revision.text();
}
inline std::string segments(const ResourceId& id) {
  return join("segment", id.text(), "");
}
inline std::string segments(const ResourceId& id, std::uint64_t generation) {
  return join("segment", id.text(), hex16(generation), "");
}
inline std::string segment(const ResourceId& id, std::uint64_t generation, std::uint32_t index,
                           std::uint32_t chunk) {
  return segments(id, generation) + hex8(index) + '/' + hex8(chunk);
}
/// Behind the segments of the same generation: 'q' sorts after every digit.
inline std::string questions(const ResourceId& id, std::uint64_t generation) {
  return segments(id, generation) + 'q';
}
inline std::string question(const ResourceId& id, std::uint64_t generation, std::uint32_t index,
                            std::uint32_t chunk) {
  return questions(id, generation) + hex8(index) + '/' + hex8(chunk);
}

// -- what the index has not caught up with
inline std::string dirty(const ResourceId& id) {
  return join("dirty", id.text());
}
inline constexpr std::string_view kDirtyByTime = "dirty.time/";
inline std::string dirty_by_time(Time since, const ResourceId& id) {
  return join("dirty.time", at(since), id.text());
}
inline constexpr std::string_view kNarrowed = "dirty.narrowed/";
inline std::string narrowed(const ResourceId& id) {
  return join("dirty.narrowed", id.text());
}

/// Resources of which a release begins to count, by when.
inline constexpr std::string_view kReleasesByTime = "release.from/";
inline std::string release_by_time(Time from, const ResourceId& id) {
  return join("release.from", at(from), id.text());
}

// -- uploads
inline std::string upload(const UploadId& id) {
  return join("upload", id.text());
}
inline std::string uploads_of(const UserId& user) {
  return join("upload.user", user.text(), "");
}
inline std::string upload_of(const UserId& user, const UploadId& id) {
  return uploads_of(user) + id.text();
}
inline constexpr std::string_view kUploadsByExpiry = "upload.expiry/";
inline std::string upload_by_expiry(Time expires, const UploadId& id) {
  return join("upload.expiry", at(expires), id.text());
}

// -- imports
inline constexpr std::string_view kImports = "import/";
inline std::string import(const ImportId& id) {
  return join("import", id.text());
}
inline std::string import_counts(const ImportId& id) {
  return join("import.counts", id.text());
}
inline std::string imports_of(const UserId& user) {
  return join("import.user", user.text(), "");
}
inline std::string imports_of(const SchoolId& school) {
  return join("import.school", school.text(), "");
}
inline std::string import_entries(const ImportId& id) {
  return join("import.entry", id.text(), "");
}
inline std::string import_entry(const ImportId& id, std::uint32_t index) {
  return import_entries(id) + hex8(index);
}
inline std::string import_entries(const ImportId& id, FileState state) {
  return join("import.state", id.text(), enum_text(state), "");
}
inline std::string import_entry(const ImportId& id, FileState state, std::uint32_t index) {
  return import_entries(id, state) + hex8(index);
}

/// What a person said of the folders of an import that is planned.
inline std::string import_rules(const ImportId& id) {
  return join("import.rule", id.text(), "");
}
inline std::string import_rule(const ImportId& id, std::string_view folder) {
  return import_rules(id) + sha256(folder).hex().substr(0, 24);
}
inline std::string unsure_entries(const ImportId& id) {
  return join("import.state", id.text(), "unsure", "");
}
inline std::string unsure_entry(const ImportId& id, std::uint32_t index) {
  return unsure_entries(id) + hex8(index);
}

/// The folders of a plan with their counts, shallow ones first.
inline std::string plan_folders(const ImportId& id) {
  return join("import.folder", id.text(), "");
}
inline std::string plan_folder(const ImportId& id, std::string_view folder) {
  const auto depth = folder.empty() ? 0 : 1 + std::count(folder.begin(), folder.end(), '/');
  return plan_folders(id) + fixed_hex(static_cast<std::uint64_t>(depth), 2) + '/' +
         sha256(folder).hex().substr(0, 24);
}
/// Planned entries by folder, so that all that stands below one is a range: each folder's name is cut short
/// and told apart by a digest, so that a key stays short and folders keep the order of their names.
enum class PlanList { planned, unsure };
inline std::string folder_part(std::string_view name) {
  constexpr std::size_t kNameBytes = 12;
  auto end = std::min(name.size(), kNameBytes);
  while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return std::string(name.substr(0, end)) + '.' + sha256(name).hex().substr(0, 8) + '/';
}
inline std::string plan_places(const ImportId& id, PlanList list, std::string_view folder) {
  constexpr int kDeep = 16;
  auto key = join("import.tree", id.text(), list == PlanList::unsure ? "unsure" : "planned", "");
  // What stands deeper shares a place; whoever asks for a folder down there looks at paths, too.
  for (int depth = 0; !folder.empty() && depth < kDeep; ++depth) {
    const auto slash = folder.find('/');
    key += folder_part(folder.substr(0, slash));
    folder = slash == std::string_view::npos ? std::string_view() : folder.substr(slash + 1);
  }
  return key;
}
inline std::string plan_place(const ImportId& id, PlanList list, std::string_view folder,
                              std::uint32_t index) {
  return plan_places(id, list, folder) + hex8(index);
}
/// Plans in the order in which nobody waits for them any longer.
inline constexpr std::string_view kPlansByExpiry = "import.expiry/";
inline std::string plan_by_expiry(Time expires, const ImportId& id) {
  return join("import.expiry", at(expires), id.text());
}
/// What came from a drop folder, by the name its sender gives the file.
inline std::string import_by_key(const SchoolId& school, std::string_view key) {
  return join("import.key", school.text(), sha256(key).hex());
}
/// Imports that brought the bytes of a resource again, or made them its new version.
inline std::string import_links(const ResourceId& id) {
  return join("import.link", id.text(), "");
}
inline std::string import_link(const ResourceId& id, const ImportId& import) {
  return import_links(id) + import.text();
}

inline std::string usage(const SchoolId& id) {
  return join("usage", id.text());
}

// -- files of agreements
inline std::string agreement_files(const AgreementId& id) {
  return join("agreement.file", id.text(), "");
}
inline std::string agreement_file(const AgreementId& id, std::uint32_t number) {
  return agreement_files(id) + hex8(number);
}

// -- whose a resource was before, and hand-overs that go on
inline std::string hand_over(const GroupRequestId& id) {
  return join("hand_over", id.text());
}
inline constexpr std::string_view kOpenHandOvers = "hand_over.open/";
inline std::string open_hand_over(Time due, const GroupRequestId& id) {
  return join("hand_over.open", at(due), id.text());
}
inline std::string former_owners(const ResourceId& id) {
  return join("owner.before", id.text(), "");
}
inline std::string former_owner(const ResourceId& id, Time until) {
  return former_owners(id) + at(until);
}

// -- what can be known by its title, and who asks for more
/// Offered to a school, an agreement or partners: what may be told by its title only to whom an agreement
/// allows no more. The value is the title.
inline std::string titles_of(std::string_view term) {
  return join("title.of", term, "");
}
/// Offered to be found and no more, by the terms of the offers. The value is the title.
inline std::string titles_for(std::string_view term) {
  return join("title.for", term, "");
}
/// How far the rows above were made for what was there before this version.
inline std::string titles_made() {
  return "title.made";
}
inline std::string access_request(const AccessRequestId& id) {
  return join("access_request", id.text());
}
inline std::string access_requests_by(const UserId& user) {
  return join("access_request.by", user.text(), "");
}
inline std::string access_requests_at(const SchoolId& school) {
  return join("access_request.at", school.text(), "");
}
inline std::string access_requests_of(const ResourceId& resource) {
  return join("access_request.of", resource.text(), "");
}

// -- who took which version home, and what groups named their standard since
inline std::string used_version(const UserId& user, const ResourceId& resource) {
  return join("used", user.text(), resource.text());
}
inline std::string standards_named(const GroupId& group) {
  return join("standard.named", group.text(), "");
}
inline std::string standard_named(const GroupId& group, Time time, std::string_view slot) {
  return standards_named(group) + at(time) + '/' + std::string(slot);
}

// -- jobs: whole imports go before single files, and what nobody waits for stands apart
inline std::string job(const JobId& id) {
  return join("job", id.text());
}
inline constexpr std::string_view kReadyJobs = "job.ready/";
inline constexpr std::string_view kSlowReadyJobs = "job.slow/";
inline std::string ready_job(JobKind kind, const JobId& id) {
  if (kind == JobKind::preview) return join("job.slow", "0", id.text());
  if (kind == JobKind::ocr) return join("job.slow", "1", id.text());
  return join("job.ready", kind == JobKind::read ? "1" : "0", id.text());
}
inline constexpr std::string_view kLeasedJobs = "job.leased/";
inline constexpr std::string_view kSlowLeasedJobs = "job.slow-leased/";
inline std::string leased_job(JobKind kind, Time until, const JobId& id) {
  return join(is_slow(kind) ? "job.slow-leased" : "job.leased", at(until), id.text());
}
inline constexpr std::string_view kDeadJobs = "job.dead/";
inline std::string dead_job(const JobId& id) {
  return join("job.dead", id.text());
}

/// The last part of a key.
inline std::string_view last_part(std::string_view key) {
  return key.substr(key.rfind('/') + 1);
}
/// Of a text or question that is kept in several rows, the last part of the key being the chunk's number.
inline bool is_first_chunk(std::string_view key) {
  return last_part(key) == "00000000";
}

}  // namespace kecang::keys
