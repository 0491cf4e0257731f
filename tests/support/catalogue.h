#pragma once
/// A whole catalogue on RocksDB in a directory of its own, with a clock that stands still, and short words
/// for filling it.
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "schemas/base/digest.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/work_queue.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/support/temp_dir.h"

namespace kecang::test {

/// The value, or the end of the test with the error's words.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().describe());
  return std::move(result).value();
}
inline void must(Result<void> result) {
  if (!result) throw std::runtime_error(result.error().describe());
}

class Catalogue {
 public:
  Catalogue() : store_(must(open_rocksdb(dir_ / "meta", {.floor_bytes = 1 << 20}))) {}

  MetaStore& store() { return *store_; }

  User user(const std::string& login) {
    User user;
    user.login = login;
    user.name = login;
    return must(directory.put_user(operating, user));
  }
  School school(const std::string& key) {
    School school;
    school.key = key;
    school.name = key;
    return must(directory.put_school(operating, school));
  }
  Group group(const std::string& key) {
    Group group;
    group.key = key;
    group.name = key;
    return must(directory.put_group(operating, group));
  }
  Membership join(const User& user, const School& school, MemberRole role = MemberRole::teacher,
                  Time from = Time{}, Time until = kForever) {
    return join(MembershipKind::user_in_school, user.id.text(), school.id.text(), role, from, until);
  }
  Membership join(const School& school, const Group& group, Time from = Time{}, Time until = kForever) {
    return join(MembershipKind::school_in_group, school.id.text(), group.id.text(), MemberRole::member, from,
                until);
  }
  Membership join(const User& user, const Group& group, Time from = Time{}, Time until = kForever) {
    return join(MembershipKind::user_in_group, user.id.text(), group.id.text(), MemberRole::teacher, from,
                until);
  }

  Membership join(const School& school, const Group& group, MemberRole role) {
    return join(MembershipKind::school_in_group, school.id.text(), group.id.text(), role, Time{}, kForever);
  }
  Membership join(const User& user, const Region& region, MemberRole role) {
    return join(MembershipKind::user_in_region, user.id.text(), region.id.text(), role, Time{}, kForever);
  }
  Region region(const std::string& key, RegionId parent = {}) {
    Region region;
    region.key = key;
    region.name = key;
    region.parent = std::move(parent);
    return must(directory.put_region(operating, region));
  }
  static AgreementParty party(const School& school, PartyRole role = PartyRole::member) {
    return {.kind = PartyKind::school, .id = school.id.text(), .role = role};
  }
  static AgreementParty party(const Group& group, PartyRole role = PartyRole::member) {
    return {.kind = PartyKind::group, .id = group.id.text(), .role = role};
  }
  /// As it stands, without the steps that lead there.
  Agreement agree(Agreement agreement) { return must(directory.put_agreement(operating, agreement, {})); }
  /// Filed, from the beginning of time on.
  Agreement agree(std::vector<AgreementParty> parties, Sharing sharing, Flow flow = Flow::both) {
    Agreement agreement;
    agreement.title = "协议";
    agreement.parties = std::move(parties);
    agreement.sharing = sharing;
    agreement.flow = flow;
    agreement.state = AgreementState::filed;
    return agree(std::move(agreement));
  }

  /// What a single file of these bytes looks like when it has arrived.
  ArrivedFile file(const User& by, const School& school, const std::string& name, const std::string& bytes) {
    ArrivedFile file;
    file.blob = blob(bytes);
    file.file_name = name;
    file.title = name;
    file.school = school.id;
    file.by = by.id;
    file.releases = {to_school(school)};
    return file;
  }
  Import accept(const ArrivedFile& file) {
    return must(library.accept(Actor::user(file.by, "127.0.0.1"), file, std::nullopt));
  }
  /// Claims the only claimable job.
  Job claim() {
    auto jobs = must(work.claim(1, seconds{60}));
    if (jobs.empty()) throw std::runtime_error("no job");
    return jobs.front();
  }
  ResourceId entry_resource(const Import& import, std::size_t index = 0) {
    return must(work.import_entries(import.id, {})).items.at(index).resource;
  }

  static BlobStat blob(const std::string& bytes) {
    return {.id = sha256(bytes), .size = bytes.size(), .stored_at = {}};
  }
  static Release to_school(const School& school) { return {ReleaseKind::school, school.id.text()}; }
  static Release to_group(const Group& group) { return {ReleaseKind::group, group.id.text()}; }
  static Release to_user(const User& user) { return {ReleaseKind::user, user.id.text()}; }
  static Release to_everyone() { return {ReleaseKind::everyone, ""}; }

 private:
  TempDir dir_;
  std::unique_ptr<MetaStore> store_;

  Membership join(MembershipKind kind, const std::string& subject, const std::string& container,
                  MemberRole role, Time from, Time until) {
    Membership membership;
    membership.kind = kind;
    membership.subject = subject;
    membership.container = container;
    membership.role = role;
    membership.from = from;
    membership.until = until;
    return must(directory.put_membership(operating, membership));
  }

 public:
  const Actor operating = Actor::operating();
  ManualClock clock;
  Directory directory{*store_, clock};
  LibraryCatalog library{*store_, clock};
  WorkQueue work{*store_, clock};
};

}  // namespace kecang::test
