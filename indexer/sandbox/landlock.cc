#include "indexer/sandbox/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "indexer/sandbox/confine.h"
#include "indexer/sandbox/descriptor.h"
#include "indexer/sandbox/program_places.h"

namespace kecang {
namespace {

// As the newest kernels know it; older headers lack the last two members, older kernels are given less of it.
struct Rules {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scopes = 0;
};

constexpr std::uint64_t kReading =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kAllOfVersion1 = (1ULL << 13) - 1;
constexpr std::uint64_t kMoving = 1ULL << 13;       // version 2
constexpr std::uint64_t kTruncating = 1ULL << 14;   // version 3
constexpr std::uint64_t kTcp = 3;                   // version 4: to listen and to connect
constexpr std::uint64_t kDeviceCalls = 1ULL << 15;  // version 5
constexpr std::uint64_t kAllScopes = 3;             // version 6: abstract sockets and signals to outside

struct Sized {
  Rules rules;
  std::size_t size;
};

Sized rules_of(std::int64_t version) {
  Rules rules{.files = kAllOfVersion1};
  if (version >= 2) rules.files |= kMoving;
  if (version >= 3) rules.files |= kTruncating;
  if (version >= 5) rules.files |= kDeviceCalls;
  if (version < 4) return {rules, sizeof(rules.files)};
  rules.network = kTcp;
  if (version < 6) return {rules, 2 * sizeof(rules.files)};
  rules.scopes = kAllScopes;
  return {rules, sizeof(rules)};
}

void allow(int rules, int place, std::uint64_t access) {
  landlock_path_beneath_attr beneath{};
  beneath.allowed_access = access;
  beneath.parent_fd = place;
  ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
}

void allow_path(int rules, const char* path, std::uint64_t access) {
  const Descriptor place(::open(path, O_PATH | O_CLOEXEC));
  struct stat kind {};
  if (!place || ::fstat(place.get(), &kind) != 0) return;
  allow(rules, place.get(), S_ISDIR(kind.st_mode) ? access : access & ~LANDLOCK_ACCESS_FS_READ_DIR);
}

}  // namespace

std::int64_t landlock_version() {
  const auto version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version > 0 ? version : 0;
}

bool close_file_system(int file, const std::string& scratch) {
  const auto [attributes, size] = rules_of(landlock_version());
  const Descriptor rules(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0)));
  if (!rules) return false;
  for (const char* path : kProgramPlaces) allow_path(rules.get(), path, kReading);
  allow_path(rules.get(), "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  allow_path(rules.get(), "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE);
  allow(rules.get(), file, LANDLOCK_ACCESS_FS_READ_FILE);
  if (!scratch.empty())
    allow_path(rules.get(), scratch.c_str(), attributes.files & ~LANDLOCK_ACCESS_FS_EXECUTE);
  return ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0;
}

}  // namespace kecang
