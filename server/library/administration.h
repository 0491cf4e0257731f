#pragma once
/// What the administrators of an installation do to people and memberships, and what they look at. Any thread
/// may call.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schemas/model/people.h"
#include "schemas/model/work.h"
#include "server/access/passwords.h"
#include "server/library/vocabulary.h"
#include "storage/catalog/directory.h"

namespace kecang {

struct MembershipEdit {
  std::uint64_t version = 0;
  std::optional<Time> from;
  std::optional<Time> until;
};
template <class V>
void describe(V& v, MembershipEdit& e) {
  v("version", e.version);
  v("from", e.from);
  v("until", e.until);
}

struct UserEdit {
  std::uint64_t version = 0;
  std::optional<bool> disabled;
  bool reset_password = false;
};
template <class V>
void describe(V& v, UserEdit& e) {
  v("version", e.version);
  v("disabled", e.disabled);
  v("reset_password", e.reset_password);
}

struct UserEdited {
  User user;
  std::string one_time_password;  ///< if asked for
};

/// An optional program and what its absence costs.
struct HelperProgram {
  std::string name;
  bool present = false;
  std::string costs;
};
template <class V>
void describe(V& v, HelperProgram& h) {
  v("name", h.name);
  v("present", h.present);
  v("costs", h.costs);
}

struct SystemStatus {
  std::string version;
  std::uint64_t jobs_ready = 0;
  std::uint64_t dirty = 0;
  std::uint64_t index_documents = 0;
  std::uint64_t disk_free = 0;
  std::uint64_t disk_floor = 0;
  std::vector<HelperProgram> helpers;
};
template <class V>
void describe(V& v, SystemStatus& s) {
  v("version", s.version);
  v("jobs_ready", s.jobs_ready);
  v("dirty", s.dirty);
  v("index_documents", s.index_documents);
  v("disk_free", s.disk_free);
  v("disk_floor", s.disk_floor);
  v("helpers", s.helpers);
}

class Administration {
 public:
  using Probe = std::function<Result<SystemStatus>()>;
  Administration(Directory& directory, access::Passwords& passwords, LiveVocabulary& vocabulary, Probe probe)
      : directory_(directory), passwords_(passwords), vocabulary_(vocabulary), probe_(std::move(probe)) {}

  /// conflict/membership.changed, invalid/membership.dates_reversed.
  Result<Membership> edit_membership(const Actor& actor, const MembershipId& id, const MembershipEdit& edit);
  /// conflict/user.changed; conflict/user.self_disabled: nobody locks themselves out.
  Result<UserEdited> edit_user(const Actor& actor, const UserId& id, const UserEdit& edit);
  Result<void> replace_vocabulary(const Actor& actor, const std::string& file, const Json& content) {
    return vocabulary_.replace(actor, directory_, file, content);
  }
  Result<SystemStatus> status() const { return probe_(); }

 private:
  Directory& directory_;
  access::Passwords& passwords_;
  LiveVocabulary& vocabulary_;
  Probe probe_;
};

}  // namespace kecang
