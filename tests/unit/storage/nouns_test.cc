#include <gtest/gtest.h>

#include "schemas/model/agreement.h"
#include "schemas/model/import.h"
#include "schemas/model/people.h"
#include "schemas/model/resource.h"
#include "schemas/model/work.h"
#include "storage/catalog/work_queue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

const Time kAt{milliseconds{1'790'000'000'123}};
const Digest kDigest = sha256("some bytes");

template <class T>
T id() {
  return T::make(kAt);
}

// One of each noun, with no member left at its default.
User sample(User*) {
  return {.id = id<UserId>(),
          .version = 3,
          .login = "li",
          .name = "李老师",
          .external_key = "T-17",
          .role = SystemRole::administrator,
          .disabled = true,
          .must_change_password = true,
          .password_hash = "$argon2id$secret",
          .created_at = kAt};
}
Session sample(Session*) {
  return {.id = id<SessionId>(),
          .user = id<UserId>(),
          .secret_hash = kDigest,
          .csrf_token = "csrf",
          .created_at = kAt,
          .last_seen_at = kAt,
          .expires_at = kAt,
          .viewing_as = id<UserId>()};
}
ApiToken sample(ApiToken*) {
  return {.id = id<TokenId>(),
          .user = id<UserId>(),
          .name = "backup",
          .secret_hash = kDigest,
          .created_at = kAt,
          .expires_at = kAt};
}
School sample(School*) {
  return {.id = id<SchoolId>(),
          .version = 1,
          .key = "s1",
          .name = "一中",
          .region = "海淀",
          .place = id<RegionId>(),
          .kind = SchoolKind::junior,
          .stages = {"初中"},
          .created_at = kAt};
}
Region sample(Region*) {
  return {.id = id<RegionId>(),
          .version = 1,
          .key = "r1",
          .name = "海淀",
          .kind = RegionKind::town,
          .parent = id<RegionId>(),
          .created_at = kAt,
          .closed = true};
}
Agreement sample(Agreement*) {
  Agreement agreement;
  agreement.id = id<AgreementId>();
  agreement.version = 3;
  agreement.title = "帮扶协议";
  agreement.duties = "每学期送课两次";
  agreement.filing_number = "备2026-7";
  agreement.attachments = {id<ResourceId>()};
  agreement.created_by = id<UserId>();
  agreement.sharing = Sharing::by_default;
  agreement.flow = Flow::down;
  agreement.content = {.types = {"教案"}, .subjects = {"数学"}, .least = Standing::approved};
  agreement.actions = {Action::view};
  agreement.unshared = Unshared::titles;
  agreement.parties = {
      {.kind = PartyKind::group, .id = "g", .role = PartyRole::lead, .from = kAt, .until = kAt}};
  agreement.from = kAt;
  agreement.until = kAt;
  agreement.state = AgreementState::filed;
  agreement.renews = id<AgreementId>();
  agreement.created_at = kAt;
  return agreement;
}
Group sample(Group*) {
  return {.id = id<GroupId>(),
          .version = 1,
          .key = "g1",
          .name = "集团",
          .kind = GroupKind::studio,
          .tie = GroupTie::tight,
          .pattern = GroupPattern::mentor,
          .created_at = kAt};
}
Membership sample(Membership*) {
  return {.id = id<MembershipId>(),
          .version = 1,
          .kind = MembershipKind::user_in_group,
          .subject = "a",
          .container = "b",
          .role = MemberRole::research_leader,
          .from = kAt,
          .until = kAt};
}
Revision sample(Revision*) {
  return {.id = id<RevisionId>(),
          .blob = kDigest,
          .size = 7,
          .path = "八上/教案.docx",
          .media_type = "application/pdf",
          .by = id<UserId>(),
          .at = kAt};
}
DocumentHead sample(DocumentHead*) {
  return {.media_type = "text/plain", .encoding = "GB18030", .title = "标题", .properties = {{"pages", "3"}}};
}
Resource sample(Resource*) {
  Resource resource;
  resource.id = id<ResourceId>();
  resource.version = 4;
  resource.title = "分数";
  resource.tags.subject = {.value = "数学", .confidence = 0.5, .source = "path"};
  resource.format = "docx";
  resource.owner = id<SchoolId>();
  resource.created_by = id<UserId>();
  resource.created_at = kAt;
  resource.changed_at = kAt;
  resource.state = FileState::indexed_partly;
  resource.standing = Standing::approved;
  resource.reason = "extract.x";
  resource.releases = {{ReleaseKind::group, "g"}};
  resource.revision = sample(static_cast<Revision*>(nullptr));
  resource.head = sample(static_cast<DocumentHead*>(nullptr));
  resource.text_generation = 2;
  resource.segment_count = 9;
  resource.question_count = 8;
  resource.sketch = "ab";
  resource.lesson = Lesson{.room = "301",
                           .teacher = "李老师",
                           .classes = "3班",
                           .begins_at = kAt,
                           .ends_at = kAt,
                           .scheduled = true,
                           .suggested = {{ReleaseKind::office, "s"}}};
  resource.external_key = "k";
  resource.import = id<ImportId>();
  resource.import_entry = 5;
  return resource;
}
Upload sample(Upload*) {
  return {.id = id<UploadId>(),
          .user = id<UserId>(),
          .school = id<SchoolId>(),
          .releases = {{ReleaseKind::everyone, "x"}},
          .file_name = "a.zip",
          .length = 9,
          .offset = 4,
          .review = true,
          .finished = true,
          .import = "i",
          .created_at = kAt,
          .expires_at = kAt};
}
ImportCounts sample(ImportCounts*) {
  return {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
}
Import sample(Import*) {
  return {.id = id<ImportId>(),
          .version = 2,
          .school = id<SchoolId>(),
          .by = id<UserId>(),
          .releases = {{ReleaseKind::user, "u"}},
          .file_name = "a.zip",
          .blob = kDigest,
          .size = 12,
          .archive = true,
          .state = ImportState::failed,
          .reason = "r",
          .members_stored = 3,
          .reviewed = true,
          .charset = "Big5",
          .members_listed = 4,
          .members_surveyed = 5,
          .planned_bytes = 6,
          .reserved_bytes = 7,
          .members_undone = 8,
          .applied_by = id<UserId>(),
          .job = id<JobId>(),
          .created_at = kAt,
          .finished_at = kAt,
          .expires_at = kAt};
}
EntryPlan sample(EntryPlan*) {
  EntryPlan plan;
  plan.title = "光的反射";
  plan.titled = true;
  plan.tags.node = said_by_person("第四章/光的反射");
  plan.action = EntryAction::replace;
  plan.decided = true;
  plan.maybe = MaybeVersion{.resource = id<ResourceId>(), .title = "旧", .why = "text"};
  plan.same_as = 3;
  plan.unsure = true;
  return plan;
}
EntryUndo sample(EntryUndo*) {
  return {.made = true,
          .before = ResourceFace{.revision = sample(static_cast<Revision*>(nullptr)),
                                 .title = "旧",
                                 .tags = {},
                                 .format = "doc",
                                 .releases = {{ReleaseKind::group, "g"}},
                                 .state = FileState::indexed,
                                 .reason = "r",
                                 .import = id<ImportId>(),
                                 .import_entry = 6}};
}
ImportEntry sample(ImportEntry*) {
  return {.index = 1,
          .path = "p",
          .size = 2,
          .state = FileState::duplicate,
          .reason = "r",
          .resource = id<ResourceId>(),
          .duplicate_of = "t",
          .plan = sample(static_cast<EntryPlan*>(nullptr)),
          .undo = sample(static_cast<EntryUndo*>(nullptr))};
}
PlannedMember sample(PlannedMember*) {
  return {.member = {.index = 1, .path = "p", .size = 2, .state = MemberState::stored, .reason = {}},
          .title = "t",
          .tags = sample(static_cast<Resource*>(nullptr)).tags,
          .surveyed = true,
          .blob = kDigest,
          .same_as = 4,
          .sketch = "ab"};
}
Derived sample(Derived*) {
  return {.files = {{.name = "poster.jpg", .media_type = "image/jpeg", .blob = kDigest, .size = 5}},
          .reason = "r",
          .made_at = kAt,
          .version = 1};
}
FolderRule sample(FolderRule*) {
  return {.folder = "八上", .tags = {{"grade", "八年级"}}};
}
Usage sample(Usage*) {
  return {.stored = 5, .reserved = 6};
}
Job sample(Job*) {
  return {.id = id<JobId>(),
          .kind = JobKind::unpack,
          .subject = "s",
          .import = id<ImportId>(),
          .state = JobState::dead,
          .attempts = 2,
          .fence = 3,
          .lease_until = kAt,
          .created_at = kAt};
}
AuditRecord sample(AuditRecord*) {
  return {.sequence = 1,
          .at = kAt,
          .actor = "a",
          .action = "b",
          .subject = "c",
          .remote = "::1",
          .details = {{"k", "v"}},
          .previous = kDigest};
}
Segment sample(Segment*) {
  return {.locator = {LocatorKind::time, 800'000, 803'000, "片段"}, .text = "文字", .answers = {{1, 2}}};
}
Member sample(Member*) {
  return {.index = 2, .path = "p", .size = 3, .state = MemberState::broken, .reason = "member.broken"};
}
ExtractEnd sample(ExtractEnd*) {
  return {.status = ExtractStatus::partial, .reason = "extract.x"};
}
Question sample(Question*) {
  return {.index = 3,
          .parent = 1,
          .number = "12",
          .kind = QuestionKind::multiple_choice,
          .stem = "下列说法正确的是",
          .options = {{"A", "甲"}, {"B", "乙"}},
          .answer = "AB",
          .explanation = "略",
          .score = 2.5,
          .images = {"media/1.png"},
          .answer_images = {"media/2.png"},
          .locator = {LocatorKind::page, 2, 0, ""},
          .confidence = 0.5,
          .doubt = "question.no_answer"};
}
DirtyMark sample(DirtyMark*) {
  return {.resource = id<ResourceId>(), .version = 2};
}

template <class Noun>
class EveryNoun : public testing::Test {
 protected:
  const Noun noun = sample(static_cast<Noun*>(nullptr));
};

using Nouns = testing::Types<User, Session, ApiToken, Region, School, Group, Agreement, Membership, Revision,
                             DocumentHead, Resource, Upload, ImportCounts, Import, ImportEntry, EntryPlan,
                             EntryUndo, PlannedMember, FolderRule, Derived, Usage, Job, AuditRecord, Segment,
                             Member, ExtractEnd, DirtyMark, Question>;
TYPED_TEST_SUITE(EveryNoun, Nouns);

TYPED_TEST(EveryNoun, ComesBackFromTheStoreWithEveryMember) {
  const std::string bytes = to_cbor(this->noun);
  const auto back = from_cbor<TypeParam>(bytes);
  ASSERT_OK(back);
  EXPECT_EQ(to_cbor(*back), bytes);
  const Json members = Json::from_cbor(bytes), defaults = Json::from_cbor(to_cbor(TypeParam{}));
  for (const auto& [name, value] : members.items())
    EXPECT_NE(value, defaults.value(name, Json())) << name << " is not part of this test's sample";
}

TYPED_TEST(EveryNoun, ComesBackFromTheApiWithEveryMemberThatIsShown) {
  const Json shown = to_json(this->noun);
  const auto back = from_json<TypeParam>(*parse_json(json_text(shown)));
  ASSERT_OK(back);
  EXPECT_EQ(to_json(*back), shown);
}

TYPED_TEST(EveryNoun, IgnoresMembersItDoesNotKnow) {
  Json newer = Json::from_cbor(to_cbor(this->noun));
  newer["from_the_future"] = 1;
  std::string bytes;
  Json::to_cbor(newer, bytes);
  const auto back = from_cbor<TypeParam>(bytes);
  ASSERT_OK(back);
  EXPECT_EQ(to_cbor(*back), to_cbor(this->noun));
}

TYPED_TEST(EveryNoun, SaysWhenARowIsUnreadable) {
  std::string cut = to_cbor(this->noun);
  cut.resize(cut.size() - 1);
  EXPECT_THAT(from_cbor<TypeParam>(cut), test::FailsWith(ErrorKind::corrupt, "store.row_unreadable"));
}

TEST(Nouns, BytesThatNestWithoutEndAreUnreadableAndDoNoHarm) {
  const auto unreadable = test::FailsWith(ErrorKind::corrupt, "store.row_unreadable");
  EXPECT_THAT(from_cbor<Resource>(std::string(1'000'000, '\x81')), unreadable);  // an array in an array in …
  EXPECT_THAT(from_cbor<Resource>(std::string(1'000'000, '\x9F')), unreadable);  // without a length
  std::string maps;
  for (int i = 0; i < 100'000; ++i) maps += "\xA1\x61n";
  EXPECT_THAT(from_cbor<Resource>(maps), unreadable);
}

TEST(Nouns, ALengthBeyondAllMemoryIsUnreadableAndDoesNoHarm) {
  const auto unreadable = test::FailsWith(ErrorKind::corrupt, "store.row_unreadable");
  EXPECT_THAT(from_cbor<Resource>("\x9B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xF0"), unreadable);
  EXPECT_THAT(from_cbor<Resource>("\xBB\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xF0"), unreadable);
  EXPECT_THAT(from_cbor<Resource>("\x7B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xF0"), unreadable);
}

TEST(Nouns, NeverShowTheirSecretsInJson) {
  const auto shows = [](const Json& json, const char* name) { return json.contains(name); };
  EXPECT_FALSE(shows(to_json(sample(static_cast<User*>(nullptr))), "password_hash"));
  EXPECT_FALSE(shows(to_json(sample(static_cast<User*>(nullptr))), "external_key"));
  EXPECT_FALSE(shows(to_json(sample(static_cast<Session*>(nullptr))), "secret_hash"));
  EXPECT_FALSE(shows(to_json(sample(static_cast<Session*>(nullptr))), "csrf_token"));
  EXPECT_FALSE(shows(to_json(sample(static_cast<ApiToken*>(nullptr))), "secret_hash"));
  EXPECT_FALSE(shows(to_json(sample(static_cast<Resource*>(nullptr))), "releases"));
  EXPECT_FALSE(shows(to_json(sample(static_cast<Resource*>(nullptr))), "import"));
  EXPECT_FALSE(shows(to_json(sample(static_cast<Import*>(nullptr))), "blob"));
  const std::string everything = json_text(to_json(sample(static_cast<User*>(nullptr)))) +
                                 json_text(to_json(sample(static_cast<Session*>(nullptr)))) +
                                 json_text(to_json(sample(static_cast<ApiToken*>(nullptr))));
  EXPECT_EQ(everything.find("argon2id"), std::string::npos);
  EXPECT_EQ(everything.find(kDigest.hex()), std::string::npos);
}

}  // namespace
}  // namespace kecang
