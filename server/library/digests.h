#pragma once
/// What is new in a person's groups, as often as they wish (schemas/notices.md). It is looked for when it is
/// shown and when a letter goes out, with the person's rights of that moment; where nothing is new, nothing
/// is said. Any thread may call.
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "server/library/search.h"
#include "storage/catalog/notices.h"

namespace kecang {

struct GroupDigest {
  GroupId group;
  std::string name{};
  DigestWish wish{};
  Time since{};
  std::vector<ResourceView> fresh{};  ///< newest first
  bool more = false;                  ///< there is more than is told
};

struct DigestChoice {
  DigestRhythm rhythm = DigestRhythm::never;
  std::string address;  ///< for letters; empty: none
};
template <class V>
void describe(V& v, DigestChoice& c) {
  v("rhythm", c.rhythm);
  v("address", c.address);
}

class Digests {
 public:
  /// Whether letters are sent here.
  enum class Letters { off, on };
  Digests(NoticeCatalog& notices, const Search& search, const Directory& directory, const Clock& clock,
          Letters letters)
      : notices_(notices), search_(search), directory_(directory), clock_(clock), letters_(letters) {}

  bool sends_letters() const { return letters_ == Letters::on; }
  static constexpr std::uint32_t kMost = 50;

  /// Of each group the viewer belongs to, with what is new in the last day or week; groups without a wish are
  /// told of with nothing new.
  Result<std::vector<GroupDigest>> of(const access::Viewer& viewer) const;
  /// not_found/group.absent; invalid/digest.mail_off, mail.address_wrong.
  Result<DigestWish> choose(const Actor& actor, const access::Viewer& viewer, const GroupId& group,
                            const DigestChoice& choice);
  /// What came into the library within [since, until), is released to the group, and may be seen by this
  /// viewer now.
  Result<GroupDigest> fresh(const access::Viewer& viewer, const GroupId& group, Time since, Time until) const;

 private:
  NoticeCatalog& notices_;
  const Search& search_;
  const Directory& directory_;
  const Clock& clock_;
  const Letters letters_;
};

}  // namespace kecang

KECANG_NOUN(kecang::DigestChoice);
