#include "server/library/audit_trail.h"

#include <utility>

#include "server/library/names.h"

namespace kecang {
namespace {

constexpr std::string_view kResource = "resource.";
/// Who is told of a resource by its id in the details.
constexpr std::string_view kSubmission = "submission.";
constexpr std::string_view kStandard = "standard.";
constexpr std::string_view kAccess = "access_request.";

std::string or_empty(Result<std::string> name) {
  return name ? std::move(*name) : std::string();
}

}  // namespace

Result<Page<NamedRecord>> AuditTrail::of(const access::Viewer& viewer, const SchoolId& school,
                                         const PageRequest& page, const AuditFilter& filter) const {
  if (!viewer.is_administrator() && !viewer.belongs_to(school)) return Error::not_found("school.absent");
  KECANG_TRY(directory_.school(school));
  if (!viewer.administers(school)) return Error::forbidden("audit.not_yours");
  KECANG_ASSIGN(auto records, directory_.audit_of(school.text(), page, filter));
  return named(viewer, std::move(records));
}

Result<Page<NamedRecord>> AuditTrail::of(const access::Viewer& viewer, const GroupId& group,
                                         const PageRequest& page, const AuditFilter& filter) const {
  if (!viewer.is_administrator() && !viewer.belongs_to(group)) return Error::not_found("group.absent");
  KECANG_TRY(directory_.group(group));
  if (!viewer.administers(group)) return Error::forbidden("audit.not_yours");
  KECANG_ASSIGN(auto records, directory_.audit_of(group.text(), page, filter));
  return named(viewer, std::move(records));
}

Result<Page<NamedRecord>> AuditTrail::all(const access::Viewer& viewer, const PageRequest& page,
                                          const AuditFilter& filter) const {
  if (!viewer.is_administrator()) return Error::forbidden("audit.not_yours");
  KECANG_ASSIGN(auto records, directory_.audit(page, filter));
  return named(viewer, std::move(records));
}

Result<void> AuditTrail::downloaded(const Actor& actor, const ResourceId& id, const Download& download) {
  auto kept = used_.downloaded(actor, id, download.revision,
                               {{"title", download.title},
                                {"file_name", download.file_name},
                                {"bytes", std::to_string(download.bytes->size())}},
                               download.owner);
  if (kept || (kept.error().kind() != ErrorKind::unavailable && kept.error().kind() != ErrorKind::busy))
    return kept;
  unkept_(actor, id, kept.error());
  return {};
}

Result<Page<NamedRecord>> AuditTrail::named(const access::Viewer& viewer, Page<AuditRecord> page) const {
  Names names(directory_);
  Page<NamedRecord> answer{.items = {}, .next = std::move(page.next)};
  answer.items.reserve(page.items.size());
  for (auto& record : page.items) {
    NamedRecord one;
    // Machines have names, not ids.
    if (const auto user = UserId::parse(record.actor)) one.actor_name = or_empty(names.user(*user));
    KECANG_ASSIGN(one.subject_name, subject_name(viewer, record));
    one.record = std::move(record);
    answer.items.push_back(std::move(one));
  }
  return answer;
}

Result<std::string> AuditTrail::subject_name(const access::Viewer& viewer, const AuditRecord& record) const {
  const auto& action = record.action;
  if (action.starts_with(kResource)) {
    // As it is called today, if it is there for the reader; else as it was called then.
    const auto resource = catalog_.resource(viewer.scope(), ResourceId::trusted(record.subject));
    if (resource) return resource->title;
    if (resource.error().kind() != ErrorKind::not_found) return resource.error();
    const auto title = record.details.find("title");
    return title == record.details.end() ? std::string() : title->second;
  }
  if (const auto resource = record.details.find("resource");
      (action.starts_with(kSubmission) || action.starts_with(kStandard) || action.starts_with(kAccess)) &&
      resource != record.details.end()) {
    const auto seen = catalog_.resource(viewer.scope(), ResourceId::trusted(resource->second));
    if (seen) return seen->title;
    return seen.error().kind() == ErrorKind::not_found ? Result<std::string>(std::string()) : seen.error();
  }
  Names names(directory_);
  if (action.starts_with("agreement."))
    return or_empty(names.agreement(AgreementId::trusted(record.subject)));
  if (action.starts_with("user.")) return or_empty(names.user(UserId::trusted(record.subject)));
  if (action.starts_with("school.")) return or_empty(names.school(SchoolId::trusted(record.subject)));
  if (action.starts_with("group.")) return or_empty(names.group(GroupId::trusted(record.subject)));
  const auto file = record.details.find("file_name");
  return file == record.details.end() ? std::string() : file->second;
}

}  // namespace kecang
