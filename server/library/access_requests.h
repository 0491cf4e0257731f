#pragma once
/// What somebody knows by its title only, and how they ask its school for more (schemas/access-requests.md).
/// Rights are asked anew at each step: of who asks, and of who answers. Any thread may call.
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "server/access/viewer.h"
#include "server/library/names.h"
#include "server/library/work_bell.h"
#include "storage/catalog/access_requests.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/title_listing.h"

namespace kecang {

struct TitleView {
  KnownTitle title;
  std::string owner_name;
  std::optional<AccessRequest> asked;  ///< the newest the viewer made
};

struct AccessAsked {
  ResourceId resource;
  SchoolId school;  ///< empty: the first the viewer belongs to, if any
  std::string reason;
};
template <class V>
void describe(V& v, AccessAsked& a) {
  v("resource", a.resource);
  v("school", a.school);
  v("reason", a.reason);
}

enum class AccessStep { grant, decline, withdraw };
template <>
struct EnumNames<AccessStep> {
  static constexpr auto values =
      std::array{std::pair{AccessStep::grant, "grant"}, std::pair{AccessStep::decline, "decline"},
                 std::pair{AccessStep::withdraw, "withdraw"}};
};

struct AccessStepTaken {
  AccessStep step = AccessStep::grant;
  std::uint64_t version = 0;
  std::string note;
  /// Of a grant: `user` is who asked, `school` the school they asked for, or a `group` both belong to.
  ReleaseKind to = ReleaseKind::user;
  std::string group;
  std::optional<std::vector<Action>> actions;  ///< none said: everything
  std::optional<Time> from;
};
template <class V>
void describe(V& v, AccessStepTaken& s) {
  v("step", s.step);
  v("version", s.version);
  v("note", s.note);
  v("to", s.to);
  v("group", s.group);
  v("actions", s.actions);
  v("from", s.from);
}

struct AccessRequestView {
  AccessRequest request;
  std::string title;
  std::string owner_name;
  std::string asker_name;
  std::string school_name;  ///< of who asked
  bool viewable = false;    ///< the viewer may open the resource
  std::vector<AccessStep> may;
};

class AccessRequests {
 public:
  AccessRequests(AccessRequestCatalog& requests, const TitleCatalog& titles, const LibraryCatalog& library,
                 const Directory& directory, WorkBell& bell, const Clock& clock)
      : requests_(requests),
        titles_(titles),
        library_(library),
        directory_(directory),
        bell_(bell),
        clock_(clock) {}

  /// Newest first; `text` is looked for in titles alone.
  Result<Page<TitleView>> titles(const access::Viewer& viewer, const std::string& text,
                                 const PageRequest& page) const;

  enum class Shelf { mine, to_answer };
  /// Newest first. Of one's own those of which one still knows the title; to answer: of the schools one
  /// administers.
  Result<std::vector<AccessRequestView>> list(const access::Viewer& viewer, Shelf shelf) const;
  /// For who asked and who may answer; for others not_found/access_request.absent.
  Result<AccessRequestView> view(const access::Viewer& viewer, const AccessRequestId& id) const;
  /// invalid/access_request.reason_empty and the errors of AccessRequestCatalog::ask.
  Result<AccessRequestView> ask(const Actor& actor, const access::Viewer& viewer, const AccessAsked& asked);
  /// forbidden/access_request.not_yours, conflict/access_request.wrong_step, no_longer,
  /// invalid/access_request.answer_empty, receiver_unknown.
  Result<AccessRequestView> take(const Actor& actor, const access::Viewer& viewer, const AccessRequestId& id,
                                 const AccessStepTaken& step);

 private:
  /// What the viewer may be told of a request now; nothing: it is not there for them.
  Result<std::optional<AccessRequestView>> told(const access::Viewer& viewer, const AccessRequest& request,
                                                Names& names) const;
  Result<Release> release_of(const access::Viewer& viewer, const AccessRequest& request,
                             const AccessStepTaken& step) const;

  AccessRequestCatalog& requests_;
  const TitleCatalog& titles_;
  const LibraryCatalog& library_;
  const Directory& directory_;
  WorkBell& bell_;
  const Clock& clock_;
};

}  // namespace kecang

KECANG_NOUN(kecang::AccessAsked);
KECANG_NOUN(kecang::AccessStepTaken);
