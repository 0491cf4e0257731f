#pragma once
/// Why somebody sees a resource or does not, and who would: from the same rules that decide it. Any thread
/// may call.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/resource.h"
#include "server/access/scope_builder.h"
#include "server/library/names.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

/// What one offer of a resource comes to for one person.
enum class Verdict {
  admitted,
  not_among,    ///< the person is none of those it is offered to
  not_begun,    ///< it is offered from a later time on
  not_covered,  ///< an agreement counts, but covers other kinds or subjects, or what was approved only
  title_only,   ///< it may be found by its title and asked for
};
template <>
struct EnumNames<Verdict> {
  static constexpr auto values =
      std::array{std::pair{Verdict::admitted, "admitted"}, std::pair{Verdict::not_among, "not_among"},
                 std::pair{Verdict::not_begun, "not_begun"}, std::pair{Verdict::not_covered, "not_covered"},
                 std::pair{Verdict::title_only, "title_only"}};
};

/// One link of the chain: the offer, the agreement it works by if there is one, what it permits.
struct Reason {
  Release release;
  std::string target_name{};
  Verdict verdict = Verdict::not_among;
  Actions actions{};
  AgreementId agreement{};
  std::string agreement_title{};
  std::optional<Time> until{};  ///< when the agreement ends
};

/// Whom one offer reaches.
struct Reach {
  Release release;
  std::string target_name{};
  AgreementId agreement{};
  std::string agreement_title{};
  Actions actions{};
  std::vector<std::pair<SchoolId, std::string>> schools{};  ///< beyond the owner, at most kMostSchools
  std::size_t school_count = 0;
};

class Explaining {
 public:
  static constexpr std::size_t kMostSchools = 200;

  Explaining(const Directory& directory, const LibraryCatalog& catalog, const Clock& clock)
      : directory_(directory), catalog_(catalog), scopes_(directory), clock_(clock) {}

  /// The offers by which the viewer sees a resource they see.
  Result<std::vector<Reason>> why(const access::Viewer& viewer, const ResourceId& id) const;
  /// Every offer and what it comes to for somebody else; for those who may edit the resource
  /// (forbidden/resource.not_editor).
  Result<std::vector<Reason>> why_for(const access::Viewer& viewer, const ResourceId& id,
                                      const UserId& user) const;
  /// Whom each offer reaches now; for those who may edit the resource.
  Result<std::vector<Reach>> audience(const access::Viewer& viewer, const ResourceId& id) const;
  /// The same before it is published: of a resource of `owner` with these tags and offers.
  Result<std::vector<Reach>> audience_of(const access::Viewer& viewer, const Resource& proposed) const;

 private:
  Result<Resource> editable(const access::Viewer& viewer, const ResourceId& id) const;
  Result<Reason> reason(const AccessScope& scope, const Resource& resource, const Release& release,
                        Names& names) const;
  Result<std::vector<Reach>> reaches(const Resource& resource) const;
  Result<void> add_agreements(const Resource& resource, const Release& release, Names& names,
                              std::vector<Reach>& to) const;
  Result<void> add_reach(Reach reach, std::vector<SchoolId> schools, const SchoolId& owner, Names& names,
                         std::vector<Reach>& to) const;
  Result<std::vector<SchoolId>> members(const GroupId& group, bool partners) const;

  const Directory& directory_;
  const LibraryCatalog& catalog_;
  access::ScopeBuilder scopes_;
  const Clock& clock_;
};

}  // namespace kecang
