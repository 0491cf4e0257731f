#pragma once
/// Small random worlds for isolation tests: regions, schools, groups, dated memberships, agreements in every
/// state, people of every role, resources with releases of every kind; and
/// shelves that hold all of a world's resources or a part of them. Everything follows from the seed.
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "indexer/pipeline/index_document.h"
#include "indexer/pipeline/learning.h"
#include "server/access/scope_builder.h"
#include "server/library/indexing.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "storage/xapian/learned_file.h"
#include "tests/support/catalogue.h"
#include "tests/support/vocabulary.h"

namespace kecang::test {

inline const std::vector<std::string> kWords = {"分数",       "方程", "函数",   "月饼", "光合作用",
                                                "赤壁",       "坐标", "photon", "苏轼", "实验",
                                                "八年级上册", "课件", "人教版"};
inline const std::vector<std::string> kSubjects = {"数学", "语文", "物理", ""};
inline const std::vector<std::string> kTypes = {"教案", "课件", "试卷", ""};
inline const std::vector<std::string> kLessons = {"17.1 勾股定理", "光合作用", "赤壁赋", "长江之歌"};
/// What texts on the lessons say of them.
inline const std::vector<std::string> kTaught = {"直角三角形的斜边", "叶绿体", "壬戌之秋", "童声合唱"};
inline const std::vector<std::string> kPeople = {"王海燕", "汪海波", "单长乐", "Smith"};
inline const std::vector<std::string> kSchools = {"城东实验学校", "城西实验小学", "重庆第一中学"};
inline const std::vector<MemberRole> kRoles = {MemberRole::inspector,       MemberRole::reviewer,
                                               MemberRole::curator,         MemberRole::teacher,
                                               MemberRole::research_leader, MemberRole::school_administrator};
inline constexpr int kResources = 70;
inline constexpr int kAgreements = 5;
/// Enough that labels teach.
inline constexpr int kPublicLessons = 16;

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    const auto city = people_.region("市");
    regions_ = {city, people_.region("东区", city.id), people_.region("西区", city.id)};
    for (const auto& name : kSchools) schools_.push_back(some_school(name));
    for (const auto* key : {"g1", "g2", "g3"}) groups_.push_back(people_.group(key));
    for (const auto& name : kPeople) users_.push_back(people_.user(name));
    for (const auto& school : schools_)
      for (const auto& group : groups_)
        if (chance(2)) join(school, group);
    for (const auto& user : users_) {
      join(user, pick(schools_));
      if (chance(3)) join(user, pick(groups_));
    }
    people_.join(users_.back(), pick(regions_), MemberRole::inspector);
    if (chance(2)) people_.join(users_.front(), pick(regions_), MemberRole::bureau_officer);
    for (int i = 0; i < kAgreements; ++i) agreements_.push_back(people_.agree(some_agreement()));
    for (int i = 0; i < kResources; ++i) records_.push_back(some_record(i));
    for (int i = 0; i < kPublicLessons; ++i) records_.push_back(some_public_lesson(kResources + i));
  }

  const std::vector<User>& users() const { return users_; }
  const std::vector<CatalogueRecord>& records() const { return records_; }
  Directory& directory() { return people_.directory; }
  /// Who sent a record.
  const UserId& sender(const CatalogueRecord& record) const {
    return senders_.at(static_cast<std::size_t>(std::stoi(record.external_key)));
  }
  access::Viewer viewer(const User& user) {
    return must(access::ScopeBuilder(people_.directory).viewer(user, people_.clock.now()));
  }
  Time now() const { return people_.clock.now(); }
  /// Memberships and agreements begin and end.
  void move(std::chrono::hours by) { people_.clock.set(now() + by); }
  std::string some_word() { return pick(kWords); }
  bool chance(int one_in) { return below(one_in) == 0; }

  /// What the viewer may see.
  std::vector<CatalogueRecord> part_of(const access::Viewer& viewer) const {
    std::vector<CatalogueRecord> part;
    for (const auto& record : records_) {
      Resource resource;
      resource.releases = record.releases;
      resource.owner = record.owner;
      resource.tags = record.tags;
      if (may_view(viewer.scope(), resource)) part.push_back(record);
    }
    return part;
  }

 private:
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }
  template <class Member, class Whole>
  void join(const Member& member, const Whole& whole) {
    const auto [from, until] = some_dates();
    if constexpr (std::is_same_v<Whole, School>)
      people_.join(member, whole, chance(2) ? MemberRole::teacher : pick(kRoles), from, until);
    else
      people_.join(member, whole, from, until);
  }
  struct Dates {
    Time from;
    Time until;
  };
  /// Most count now; some ended, some have not begun.
  Dates some_dates() {
    const auto now = people_.clock.now();
    const std::chrono::hours year{24 * 365};
    const auto which = below(6);
    if (which == 0) return {now - year, now - std::chrono::hours{1}};
    if (which == 1) return {now + std::chrono::hours{1}, now + year};
    return {now - year, now + year};
  }

  std::string some_text() {
    std::string text;
    for (int i = below(8) + 1; i > 0; --i) text += pick(kWords) + (chance(2) ? "，" : "的");
    return text;
  }
  /// Some several times.
  std::string some_title(int number) {
    const auto title = pick(kWords) + (chance(2) ? "的" : "") + pick(kWords);
    return chance(3) ? title : title + " 第" + std::to_string(number % 20) + "课时";
  }
  CatalogueRecord some_record(int number) {
    CatalogueRecord record;
    record.external_key = std::to_string(number);
    record.title = some_title(number);
    record.text = some_text();
    record.tags.subject = {pick(kSubjects), 1.0, "catalogue"};
    record.tags.type = {pick(kTypes), 1.0, "catalogue"};
    if (chance(4)) record.tags.node = {"第一章/" + pick(kLessons), 1.0, "catalogue"};
    senders_.push_back(pick(users_).id);
    record.owner = pick(schools_).id;
    record.releases = some_releases(record.owner);
    return record;
  }
  CatalogueRecord some_public_lesson(int number) {
    auto record = some_record(number);
    const auto place = static_cast<std::size_t>(number) % kLessons.size();
    record.tags.node = {"第一章/" + kLessons[place], 1.0, "catalogue"};
    record.text += kTaught[place] + "，" + some_text();
    record.releases = {{ReleaseKind::everyone, ""}};
    return record;
  }
  School some_school(const std::string& name) {
    auto school = people_.school(name);
    school.place = pick(regions_).id;
    return must(people_.directory.put_school(people_.operating, school));
  }
  /// One of these schools or groups.
  AgreementParty some_party(PartyRole role) {
    auto party = chance(3) ? Catalogue::party(pick(groups_), role) : Catalogue::party(pick(schools_), role);
    const auto [from, until] = some_dates();
    if (chance(3)) party.from = from, party.until = until;
    return party;
  }
  Agreement some_agreement() {
    Agreement agreement;
    agreement.title = pick(kWords) + "协议";
    agreement.sharing = chance(2) ? Sharing::by_default : Sharing::by_release;
    agreement.flow = pick(std::vector{Flow::both, Flow::down, Flow::up});
    agreement.unshared = chance(2) ? Unshared::titles : Unshared::hidden;
    agreement.state = chance(3) ? pick(std::vector{AgreementState::draft, AgreementState::proposed,
                                                   AgreementState::approved, AgreementState::terminated})
                                : AgreementState::filed;
    if (chance(2)) agreement.content.types = {"教案", "课件"};
    if (chance(3)) agreement.content.subjects = {"数学"};
    if (chance(4)) agreement.actions = {Action::find};
    const auto [from, until] = some_dates();
    agreement.from = from;
    agreement.until = until;
    for (const auto role : {PartyRole::lead, PartyRole::member, PartyRole::member, PartyRole::partner})
      agreement.parties.push_back(some_party(role));
    return agreement;
  }
  /// Some for titles only, some from tomorrow on.
  Release some_release(ReleaseKind kind, std::string target) {
    Release release{kind, std::move(target)};
    if (chance(8)) release.actions = std::vector{Action::find};
    if (chance(8)) release.from = now() + std::chrono::hours{chance(2) ? 24 : -24};
    return release;
  }
  std::vector<Release> some_releases(const SchoolId& owner) {
    if (chance(6)) return {{ReleaseKind::user, pick(users_).id.text()}};
    std::vector<Release> releases{
        some_release(chance(6) ? ReleaseKind::school_only : ReleaseKind::school, owner.text())};
    for (const auto& group : groups_)
      if (chance(4))
        releases.push_back(
            some_release(chance(4) ? ReleaseKind::partners : ReleaseKind::group, group.id.text()));
    for (const auto& agreement : agreements_)
      if (chance(5))
        releases.push_back(
            some_release(chance(4) ? ReleaseKind::partners : ReleaseKind::agreement, agreement.id.text()));
    if (chance(12)) releases.push_back(some_release(ReleaseKind::office, owner.text()));
    if (chance(10)) releases.push_back(some_release(ReleaseKind::region, pick(regions_).id.text()));
    if (chance(15)) releases.push_back({ReleaseKind::everyone, ""});
    return releases;
  }

  std::mt19937 random_;
  Catalogue people_;
  std::vector<Region> regions_;
  std::vector<School> schools_;
  std::vector<Group> groups_;
  std::vector<User> users_;
  std::vector<Agreement> agreements_;
  std::vector<CatalogueRecord> records_;
  std::vector<UserId> senders_;  ///< by record
};

/// The resources of a library, their text, and an index over them. People live elsewhere.
class Shelf {
 public:
  /// Each record arrives at the same time on every shelf. Those with a file are read as `text_of` says.
  Shelf(World& world, const std::vector<CatalogueRecord>& records,
        const std::function<Segment(const CatalogueRecord&)>& text_of = {})
      : Shelf() {
    for (const auto& record : records) {
      clock_.set(Time{std::chrono::hours{24} * (1 + std::stoi(record.external_key))});
      must(queue_.put_records(Actor::user(world.sender(record), ""), {record}));
      if (!record.blob) continue;
      const auto job = must(queue_.claim(1, seconds{60})).at(0);
      ReadOutcome read;
      read.segments.push_back(text_of(record));
      must(queue_.finish_read(job.id, job.fence, read));
    }
    clock_.set(world.now());
    index(world.directory());
  }
  LibraryCatalog& library() { return library_; }
  const IndexReader& reader() const { return reader_; }
  MetaStore& store() { return *store_; }
  /// By the key of their record.
  std::map<std::string, ResourceId> resources() {
    std::map<std::string, ResourceId> ids;
    for (const auto& resource : must(queue_.resources({.after = {}, .limit = 200})).items)
      ids.emplace(resource.external_key, resource.id);
    return ids;
  }
  void forget_labels() {
    const auto index = dir_ / "index";
    must(xapian::write_learned(index, *must(xapian::live_generation(index)),
                               xapian::LearnedTerms::forget(xapian::LearnedTerms::Forgotten::taken_back)));
  }
  /// How many pieces of labels are known.
  std::size_t learned() const { return learned_; }

 private:
  Shelf() : store_(must(open_rocksdb(dir_ / "meta", {.floor_bytes = 1 << 20}))) {}
  void index(const Directory& directory) {
    WorkBell bell;
    Indexing indexing(queue_, directory, seed_vocabulary(), bell, clock_, "epoch");
    auto writer = must(xapian::open_writer(dir_ / "index", {.epoch = "epoch"}, clock_));
    std::vector<DirtyMark> done;
    xapian::LabelLearning learning;
    for (const auto& item : must(indexing.dirty(1'000, 1ULL << 30)).items) {
      must(writer->replace(pipeline::index_document(item)));
      pipeline::learn_from(item, learning);
      done.push_back({item.resource.id, item.version});
    }
    must(writer->commit());
    must(queue_.clear_dirty(done));
    const auto learned = learning.learned();
    const auto generation = *must(xapian::live_generation(dir_ / "index"));
    must(xapian::write_learned(dir_ / "index", generation, learned));
    learned_ = learned.size();
  }

  test::TempDir dir_;
  std::unique_ptr<MetaStore> store_;
  ManualClock clock_;
  WorkQueue queue_{*store_, clock_};
  LibraryCatalog library_{*store_, clock_};
  xapian::LocalReader reader_{dir_ / "index"};
  std::size_t learned_ = 0;
};

}  // namespace kecang::test
