#include <utility>

#include "server/api/endpoint.h"
#include "server/api/guard.h"
#include "server/api/handlers.h"
#include "server/api/plan_json.h"

namespace kecang::api {
namespace {

using http::Method;

constexpr std::uint64_t kNoBody = 16 * 1024;  // read past, never looked at
constexpr std::uint64_t kSmall = 64 * 1024;
constexpr std::uint64_t kJson = 1024 * 1024;
constexpr std::uint64_t kVocabulary = 16 * 1024 * 1024;
constexpr std::uint64_t kRoster = 32 * 1024 * 1024;
constexpr std::uint64_t kOutcome = 96 * 1024 * 1024;
constexpr std::uint64_t kPlan = 8 * 1024 * 1024;
constexpr std::uint64_t kUpload = 0;  // as large as the configuration says
constexpr std::uint64_t kStream = 1ULL << 50;

}  // namespace

std::vector<Endpoint> endpoints() {
  return {
      // session
      {Method::post, "/api/v1/session", Level::anyone, kSmall, post_session},
      {Method::get, "/api/v1/session", Level::account, kNoBody, get_session},
      {Method::del, "/api/v1/session", Level::account, kNoBody, delete_session},
      {Method::put, "/api/v1/session/password", Level::account, kSmall, put_password},
      {Method::put, "/api/v1/session/view-as", Level::account, kSmall, put_view_as},
      {Method::get, "/api/v1/tokens", Level::viewer, kNoBody, get_tokens},
      {Method::post, "/api/v1/tokens", Level::viewer, kSmall, post_token},
      {Method::del, "/api/v1/tokens/:id", Level::viewer, kNoBody, delete_token},
      // finding and opening
      {Method::get, "/api/v1/search", Level::viewer, kNoBody, get_search},
      {Method::get, "/api/v1/suggest", Level::viewer, kNoBody, get_suggest},
      {Method::get, "/api/v1/questions", Level::viewer, kNoBody, get_question_search},
      {Method::get, "/api/v1/vocabulary", Level::viewer, kNoBody, get_vocabulary},
      {Method::get, "/api/v1/resources/:id", Level::viewer, kNoBody, get_resource},
      {Method::patch, "/api/v1/resources/:id", Level::viewer, kJson, patch_resource},
      {Method::del, "/api/v1/resources/:id", Level::viewer, kNoBody, delete_resource},
      {Method::get, "/api/v1/resources/:id/segments", Level::viewer, kNoBody, get_segments},
      {Method::get, "/api/v1/resources/:id/questions", Level::viewer, kNoBody, get_questions},
      {Method::get, "/api/v1/resources/:id/similar", Level::viewer, kNoBody, get_similar},
      {Method::get, "/api/v1/resources/:id/why", Level::viewer, kNoBody, get_why},
      {Method::get, "/api/v1/resources/:id/audience", Level::viewer, kNoBody, get_audience},
      {Method::post, "/api/v1/audience", Level::viewer, kSmall, post_audience},
      {Method::get, "/api/v1/resources/:id/file", Level::viewer, kNoBody, get_file},
      {Method::head, "/api/v1/resources/:id/file", Level::viewer, kNoBody, get_file},
      {Method::get, "/api/v1/resources/:id/preview", Level::viewer, kNoBody, get_preview},
      {Method::get, "/api/v1/resources/:id/preview/:name", Level::viewer, kNoBody, get_preview_file},
      {Method::get, "/api/v1/resources/:id/lineage", Level::viewer, kNoBody, get_lineage},
      {Method::post, "/api/v1/releases/batch", Level::viewer, kJson, post_releases},
      // what is known by its title only, and asking for more
      {Method::get, "/api/v1/title-only", Level::viewer, kNoBody, get_titles},
      {Method::get, "/api/v1/access-requests", Level::viewer, kNoBody, get_access_requests},
      {Method::post, "/api/v1/access-requests", Level::viewer, kSmall, post_access_request},
      {Method::get, "/api/v1/access-requests/:id", Level::viewer, kNoBody, get_access_request},
      {Method::post, "/api/v1/access-requests/:id/steps", Level::viewer, kSmall, post_access_step},
      // searches people keep; a feed's address carries a secret of its own
      {Method::get, "/api/v1/saved-searches", Level::viewer, kNoBody, get_saved_searches},
      {Method::post, "/api/v1/saved-searches", Level::viewer, kSmall, post_saved_search},
      {Method::get, "/api/v1/saved-searches/:id", Level::viewer, kNoBody, get_saved_search},
      {Method::patch, "/api/v1/saved-searches/:id", Level::viewer, kSmall, patch_saved_search},
      {Method::del, "/api/v1/saved-searches/:id", Level::viewer, kNoBody, delete_saved_search},
      {Method::post, "/api/v1/saved-searches/:id/seen", Level::viewer, kSmall, post_seen},
      {Method::post, "/api/v1/saved-searches/:id/feed", Level::viewer, kNoBody, post_feed},
      {Method::del, "/api/v1/saved-searches/:id/feed", Level::viewer, kNoBody, delete_feed},
      {Method::get, "/api/v1/saved-searches/:id/feed.atom", Level::anyone, kNoBody, get_feed},
      {Method::get, "/api/v1/digest", Level::viewer, kNoBody, get_digest},
      // uploads (tus 1.0)
      {Method::options, "/api/v1/uploads", Level::anyone, kNoBody, options_uploads},
      {Method::options, "/api/v1/uploads/:id", Level::anyone, kNoBody, options_uploads},
      {Method::post, "/api/v1/uploads", Level::viewer, kUpload, post_upload},
      {Method::get, "/api/v1/uploads", Level::viewer, kNoBody, get_uploads},
      {Method::head, "/api/v1/uploads/:id", Level::viewer, kNoBody, head_upload},
      {Method::get, "/api/v1/uploads/:id", Level::viewer, kNoBody, get_upload},
      {Method::patch, "/api/v1/uploads/:id", Level::viewer, kUpload, patch_upload},
      {Method::del, "/api/v1/uploads/:id", Level::viewer, kNoBody, delete_upload},
      {Method::post, "/api/v1/uploads/:id", Level::viewer, kUpload, post_to_upload},
      // what became of them
      {Method::get, "/api/v1/imports", Level::viewer, kNoBody, get_imports},
      {Method::get, "/api/v1/imports/:id", Level::viewer, kNoBody, get_import},
      {Method::get, "/api/v1/imports/:id/entries", Level::viewer, kNoBody, get_entries},
      {Method::get, "/api/v1/imports/:id/report.csv", Level::viewer, kNoBody, get_report},
      {Method::get, "/api/v1/imports/:id/report.html", Level::viewer, kNoBody, get_report_page},
      {Method::post, "/api/v1/imports/:id/undo", Level::viewer, kNoBody, post_undo},
      // their plans, while they wait for a person's word
      {Method::patch, "/api/v1/imports/:id/plan", Level::viewer, kJson, patch_plan},
      {Method::get, "/api/v1/imports/:id/folders", Level::viewer, kNoBody, get_folders},
      {Method::put, "/api/v1/imports/:id/charset", Level::viewer, kSmall, put_charset},
      {Method::get, "/api/v1/imports/:id/plan.csv", Level::viewer, kNoBody, get_plan_table},
      {Method::post, "/api/v1/imports/:id/plan.csv", Level::viewer, kMostTable, post_plan_table},
      {Method::post, "/api/v1/imports/:id/apply", Level::viewer, kNoBody, post_apply},
      // people
      {Method::get, "/api/v1/schools", Level::viewer, kNoBody, get_schools},
      {Method::get, "/api/v1/schools/:id", Level::viewer, kNoBody, get_school},
      {Method::get, "/api/v1/schools/:id/members", Level::viewer, kNoBody, get_school_members},
      {Method::get, "/api/v1/schools/:id/audit", Level::viewer, kNoBody, get_school_audit},
      {Method::get, "/api/v1/schools/:id/audit.csv", Level::viewer, kNoBody, get_school_audit_table},
      {Method::get, "/api/v1/groups", Level::viewer, kNoBody, get_groups},
      {Method::get, "/api/v1/groups/:id", Level::viewer, kNoBody, get_group},
      {Method::get, "/api/v1/groups/:id/members", Level::viewer, kNoBody, get_group_members},
      {Method::get, "/api/v1/groups/:id/audit", Level::viewer, kNoBody, get_group_audit},
      {Method::get, "/api/v1/groups/:id/audit.csv", Level::viewer, kNoBody, get_group_audit_table},
      // agreements
      {Method::get, "/api/v1/agreements", Level::viewer, kNoBody, get_agreements},
      {Method::post, "/api/v1/agreements", Level::viewer, kSmall, post_agreement},
      {Method::get, "/api/v1/agreements/:id", Level::viewer, kNoBody, get_agreement},
      {Method::put, "/api/v1/agreements/:id", Level::viewer, kSmall, put_agreement},
      {Method::post, "/api/v1/agreements/:id/steps", Level::viewer, kSmall, post_agreement_step},
      {Method::get, "/api/v1/agreements/:id/trail", Level::viewer, kNoBody, get_agreement_trail},
      {Method::get, "/api/v1/agreements/:id/files", Level::viewer, kNoBody, get_agreement_files},
      {Method::post, "/api/v1/agreements/:id/files", Level::viewer, AgreementFile::kMostBytes,
       post_agreement_file},
      {Method::get, "/api/v1/agreements/:id/files/:number", Level::viewer, kNoBody, get_agreement_file},
      {Method::del, "/api/v1/agreements/:id/files/:number", Level::viewer, kNoBody, delete_agreement_file},
      {Method::get, "/api/v1/groups/:id/usual-terms", Level::viewer, kNoBody, get_usual_terms},
      {Method::get, "/api/v1/inbox", Level::viewer, kNoBody, get_inbox},
      {Method::get, "/api/v1/reminders", Level::viewer, kNoBody, get_reminders},
      {Method::get, "/api/v1/places", Level::viewer, kNoBody, get_places},
      // who belongs to which group
      {Method::get, "/api/v1/group-requests", Level::viewer, kNoBody, get_group_requests},
      {Method::post, "/api/v1/group-requests", Level::viewer, kSmall, post_group_request},
      {Method::post, "/api/v1/group-requests/plan", Level::viewer, kSmall, post_foreseen},
      {Method::get, "/api/v1/group-requests/:id", Level::viewer, kNoBody, get_group_request},
      {Method::post, "/api/v1/group-requests/:id/steps", Level::viewer, kSmall, post_group_request_step},
      {Method::get, "/api/v1/group-requests/:id/trail", Level::viewer, kNoBody, get_group_request_trail},
      {Method::get, "/api/v1/group-requests/:id/plan", Level::viewer, kNoBody, get_request_plan},
      {Method::get, "/api/v1/group-requests/:id/plan.csv", Level::viewer, kNoBody, get_request_plan_table},
      {Method::get, "/api/v1/group-requests/:id/inventory.csv", Level::viewer, kNoBody, get_inventory},
      {Method::get, "/api/v1/group-requests/:id/inventory.pdf", Level::viewer, kNoBody,
       get_printed_inventory},
      // textbooks: what there is for each lesson
      {Method::get, "/api/v1/textbooks", Level::viewer, kNoBody, get_textbooks},
      {Method::get, "/api/v1/textbooks/map", Level::viewer, kNoBody, get_textbook_map},
      {Method::get, "/api/v1/textbooks/map.csv", Level::viewer, kNoBody, get_textbook_table},
      {Method::get, "/api/v1/textbooks/lesson", Level::viewer, kNoBody, get_textbook_lesson},
      // what was put aside
      {Method::get, "/api/v1/basket", Level::viewer, kNoBody, get_basket},
      {Method::get, "/api/v1/basket.zip", Level::viewer, kNoBody, get_basket_zip},
      {Method::head, "/api/v1/basket.zip", Level::viewer, kNoBody, get_basket_zip},
      // many resources changed at once
      {Method::post, "/api/v1/bulk-edits/preview", Level::viewer, kJson, post_bulk_preview},
      {Method::post, "/api/v1/bulk-edits", Level::viewer, kJson, post_bulk_edit},
      {Method::get, "/api/v1/bulk-edits", Level::viewer, kNoBody, get_bulk_edits},
      {Method::post, "/api/v1/bulk-edits/:id/undo", Level::viewer, kNoBody, post_bulk_undo},
      // a person's own desk
      {Method::get, "/api/v1/favourites", Level::viewer, kNoBody, get_favourites},
      {Method::get, "/api/v1/favourites/ids", Level::viewer, kNoBody, get_favourite_ids},
      {Method::put, "/api/v1/favourites/:id", Level::viewer, kNoBody, put_favourite},
      {Method::del, "/api/v1/favourites/:id", Level::viewer, kNoBody, delete_favourite},
      {Method::get, "/api/v1/recent", Level::viewer, kNoBody, get_recent},
      {Method::del, "/api/v1/recent", Level::viewer, kNoBody, delete_recent},
      {Method::put, "/api/v1/recent/:id", Level::viewer, kNoBody, put_recent},
      {Method::get, "/api/v1/uses", Level::viewer, kNoBody, get_uses},
      {Method::post, "/api/v1/uses", Level::viewer, kSmall, post_use},
      {Method::del, "/api/v1/uses/:id", Level::viewer, kNoBody, delete_use},
      {Method::get, "/api/v1/resources/:id/desk", Level::viewer, kNoBody, get_resource_desk},
      // what is new in groups
      {Method::get, "/api/v1/group-digests", Level::viewer, kNoBody, get_group_digests},
      {Method::put, "/api/v1/group-digests/:id", Level::viewer, kSmall, put_group_digest},
      // regions, for bureaus
      {Method::get, "/api/v1/regions", Level::viewer, kNoBody, get_regions},
      {Method::post, "/api/v1/regions", Level::viewer, kSmall, post_region},
      {Method::get, "/api/v1/regions/:id", Level::viewer, kNoBody, get_region},
      {Method::patch, "/api/v1/regions/:id", Level::viewer, kSmall, patch_region},
      {Method::put, "/api/v1/regions/:id/schools/:school", Level::viewer, kNoBody, put_region_school},
      {Method::del, "/api/v1/regions/:id/schools/:school", Level::viewer, kNoBody, delete_region_school},
      // collections
      {Method::get, "/api/v1/collections", Level::viewer, kNoBody, get_collections},
      {Method::post, "/api/v1/collections", Level::viewer, kJson, post_collection},
      {Method::get, "/api/v1/collections/:id", Level::viewer, kNoBody, get_collection},
      {Method::patch, "/api/v1/collections/:id", Level::viewer, kJson, patch_collection},
      {Method::del, "/api/v1/collections/:id", Level::viewer, kNoBody, delete_collection},
      {Method::post, "/api/v1/collections/:id/items", Level::viewer, kSmall, post_collection_item},
      {Method::put, "/api/v1/collections/:id/publication", Level::viewer, kSmall, put_publication},
      {Method::del, "/api/v1/collections/:id/publication", Level::viewer, kNoBody, delete_publication},
      {Method::post, "/api/v1/collections/:id/fork", Level::viewer, kNoBody, post_collection_fork},
      {Method::get, "/api/v1/collections/:id/export.csv", Level::viewer, kNoBody, get_collection_table},
      {Method::get, "/api/v1/collections/:id/export.zip", Level::viewer, kNoBody, get_collection_zip},
      {Method::head, "/api/v1/collections/:id/export.zip", Level::viewer, kNoBody, get_collection_zip},
      // submissions
      {Method::get, "/api/v1/submissions", Level::viewer, kNoBody, get_submissions},
      {Method::post, "/api/v1/submissions", Level::viewer, kSmall, post_submission},
      {Method::get, "/api/v1/submissions/:id", Level::viewer, kNoBody, get_submission},
      {Method::post, "/api/v1/submissions/:id/steps", Level::viewer, kSmall, post_submission_step},
      {Method::get, "/api/v1/submissions/:id/comments", Level::viewer, kNoBody, get_submission_comments},
      {Method::post, "/api/v1/submissions/:id/comments", Level::viewer, kSmall, post_submission_comment},
      {Method::get, "/api/v1/submissions/:id/nameable", Level::viewer, kNoBody, get_submission_nameable},
      {Method::del, "/api/v1/submissions/:id/mentions", Level::viewer, kNoBody, delete_mentions},
      {Method::get, "/api/v1/submissions/:id/candidates", Level::viewer, kNoBody, get_submission_candidates},
      {Method::get, "/api/v1/resources/:id/submissions", Level::viewer, kNoBody, get_resource_submissions},
      {Method::get, "/api/v1/schools/:id/review-rules", Level::viewer, kNoBody, get_school_review_rules},
      {Method::put, "/api/v1/schools/:id/review-rules", Level::viewer, kSmall, put_school_review_rules},
      {Method::get, "/api/v1/groups/:id/review-rules", Level::viewer, kNoBody, get_group_review_rules},
      {Method::put, "/api/v1/groups/:id/review-rules", Level::viewer, kSmall, put_group_review_rules},
      // what groups call their standard
      {Method::get, "/api/v1/resources/:id/standards", Level::viewer, kNoBody, get_resource_standards},
      {Method::put, "/api/v1/groups/:id/standards/:resource", Level::viewer, kNoBody, put_group_standard},
      {Method::del, "/api/v1/groups/:id/standards/:resource", Level::viewer, kNoBody, delete_group_standard},
      // administration
      {Method::post, "/api/v1/admin/roster/:kind", Level::administrator, kRoster, post_roster},
      {Method::patch, "/api/v1/admin/memberships/:id", Level::administrator, kSmall, patch_membership},
      {Method::patch, "/api/v1/admin/users/:id", Level::administrator, kSmall, patch_user},
      {Method::put, "/api/v1/admin/vocabulary/:file", Level::administrator, kVocabulary, put_vocabulary},
      {Method::get, "/api/v1/admin/audit", Level::administrator, kNoBody, get_audit},
      {Method::get, "/api/v1/admin/audit.csv", Level::administrator, kNoBody, get_audit_table},
      {Method::get, "/api/v1/admin/status", Level::administrator, kNoBody, get_status},
      // operation
      {Method::get, "/healthz", Level::anyone, kNoBody, get_health},
      {Method::get, "/readyz", Level::anyone, kNoBody, get_ready},
      {Method::get, "/metrics", Level::anyone, kNoBody, get_metrics},
      // the indexer (schemas/internal-api.md)
      {Method::post, "/internal/v1/jobs/claim", Level::internal, kSmall, post_claim},
      {Method::post, "/internal/v1/jobs/:id/extend", Level::internal, kNoBody, post_extend},
      {Method::post, "/internal/v1/jobs/:id/release", Level::internal, kNoBody, post_release},
      {Method::post, "/internal/v1/jobs/:id/outcome", Level::internal, kOutcome, post_outcome},
      {Method::post, "/internal/v1/jobs/:id/derived", Level::internal, kStream, post_derived},
      {Method::post, "/internal/v1/imports/:id/members", Level::internal, kStream, post_members},
      {Method::post, "/internal/v1/imports/:id/plan", Level::internal, kPlan, post_plan},
      {Method::post, "/internal/v1/imports/:id/listed", Level::internal, kSmall, post_listed},
      {Method::post, "/internal/v1/imports/:id/surveyed", Level::internal, kNoBody, post_surveyed},
      {Method::post, "/internal/v1/imports/:id/undo", Level::internal, kNoBody, post_undo_step},
      {Method::post, "/internal/v1/imports/:id/unpacked", Level::internal, kSmall, post_unpacked},
      {Method::get, "/internal/v1/dirty", Level::internal, kNoBody, get_dirty},
      {Method::post, "/internal/v1/dirty/clear", Level::internal, kJson, post_dirty_clear},
      {Method::post, "/internal/v1/dirty/mark", Level::internal, kJson, post_dirty_mark},
      {Method::get, "/internal/v1/resources", Level::internal, kNoBody, get_all_resources},
      {Method::post, "/internal/v1/resources/read", Level::internal, kSmall, post_resources_read},
      {Method::get, "/internal/v1/resources/findable", Level::internal, kNoBody, get_findable},
      {Method::post, "/internal/v1/imports", Level::internal, kStream, post_import_file},
      {Method::get, "/internal/v1/imports/:id", Level::internal, kNoBody, get_import_progress},
      {Method::get, "/internal/v1/imports/:id/entries", Level::internal, kNoBody, get_import_entries},
      {Method::get, "/internal/v1/imports/:id/plan.csv", Level::internal, kNoBody, get_office_table},
      {Method::post, "/internal/v1/imports/:id/plan.csv", Level::internal, kMostTable, post_office_table},
      {Method::post, "/internal/v1/imports/:id/apply", Level::internal, kNoBody, post_office_apply},
      {Method::post, "/internal/v1/imports/:id/take-back", Level::internal, kNoBody, post_office_undo},
      {Method::put, "/internal/v1/blobs/:digest", Level::internal, kStream, put_blob},
      {Method::get, "/internal/v1/recordings", Level::internal, kNoBody, get_recording},
      {Method::post, "/internal/v1/recordings", Level::internal, kOutcome, post_recording},
      {Method::post, "/internal/v1/records", Level::internal, kOutcome, post_records},
  };
}

std::vector<http::Route> routes(const Services& services, std::uint64_t largest_upload) {
  std::vector<http::Route> all;
  for (auto& endpoint : endpoints())
    all.push_back({.method = endpoint.method,
                   .pattern = endpoint.pattern,
                   .body_limit = endpoint.body_limit == kUpload ? largest_upload : endpoint.body_limit,
                   .handler = guarded(services, endpoint)});
  return all;
}

}  // namespace kecang::api
