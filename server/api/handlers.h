#pragma once
/// The functions of the route list (server/api/routes.cc), by the file they stand in. Each parses, calls one
/// use case, encodes.
#include "server/api/endpoint.h"

namespace kecang::api {

// session.cc
http::Reply post_session(http::Call& call, const Services& services);
http::Reply get_session(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_session(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_view_as(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_password(http::Call& call, const Services& services, const Caller& caller);
// access_requests.cc
http::Reply get_titles(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_access_requests(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_access_request(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_access_request(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_access_step(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_releases(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_lineage(http::Call& call, const Services& services, const Caller& caller);
// agreement_files.cc
http::Reply get_agreement_files(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_agreement_file(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_agreement_file(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_agreement_file(http::Call& call, const Services& services, const Caller& caller);
// agreements.cc
http::Reply get_agreements(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_agreement(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_agreement(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_agreement(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_agreement_step(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_agreement_trail(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_usual_terms(http::Call& call, const Services& services, const Caller& caller);
// audit.cc
http::Reply get_audit(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_audit_table(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_school_audit(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_school_audit_table(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_group_audit(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_group_audit_table(http::Call& call, const Services& services, const Caller& caller);
// group_requests.cc
http::Reply get_group_requests(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_group_request(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_foreseen(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_group_request(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_group_request_step(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_group_request_trail(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_request_plan(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_request_plan_table(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_inventory(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_printed_inventory(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_reminders(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_places(http::Call& call, const Services& services, const Caller& caller);
// inbox.cc
http::Reply get_inbox(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_mentions(http::Call& call, const Services& services, const Caller& caller);
// textbooks.cc
http::Reply get_textbooks(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_textbook_map(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_textbook_table(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_textbook_lesson(http::Call& call, const Services& services, const Caller& caller);
// basket.cc
http::Reply get_basket(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_basket_zip(http::Call& call, const Services& services, const Caller& caller);
// bulk_edits.cc
http::Reply post_bulk_preview(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_bulk_edit(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_bulk_edits(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_bulk_undo(http::Call& call, const Services& services, const Caller& caller);
// desk.cc
http::Reply get_favourites(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_favourite_ids(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_favourite(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_favourite(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_recent(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_recent(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_recent(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_uses(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_use(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_use(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_resource_desk(http::Call& call, const Services& services, const Caller& caller);
// digests.cc
http::Reply get_group_digests(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_group_digest(http::Call& call, const Services& services, const Caller& caller);
// regions.cc
http::Reply get_regions(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_region(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_region(http::Call& call, const Services& services, const Caller& caller);
http::Reply patch_region(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_region_school(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_region_school(http::Call& call, const Services& services, const Caller& caller);
// collections.cc
http::Reply get_collections(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_collection(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_collection(http::Call& call, const Services& services, const Caller& caller);
http::Reply patch_collection(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_collection(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_collection_item(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_publication(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_publication(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_collection_fork(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_collection_table(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_collection_zip(http::Call& call, const Services& services, const Caller& caller);
// explaining.cc
http::Reply get_why(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_audience(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_audience(http::Call& call, const Services& services, const Caller& caller);
// standards.cc
http::Reply get_resource_standards(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_group_standard(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_group_standard(http::Call& call, const Services& services, const Caller& caller);
// submissions.cc
http::Reply get_submissions(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_submission(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_submission(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_submission_step(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_submission_comments(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_submission_comment(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_submission_nameable(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_submission_candidates(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_resource_submissions(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_school_review_rules(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_school_review_rules(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_group_review_rules(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_group_review_rules(http::Call& call, const Services& services, const Caller& caller);
// suggest.cc
http::Reply get_suggest(http::Call& call, const Services& services, const Caller& caller);
// tokens.cc
http::Reply get_tokens(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_token(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_token(http::Call& call, const Services& services, const Caller& caller);
// search.cc
http::Reply get_search(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_question_search(http::Call& call, const Services& services, const Caller& caller);
// saved_searches.cc
http::Reply get_saved_searches(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_saved_search(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_saved_search(http::Call& call, const Services& services, const Caller& caller);
http::Reply patch_saved_search(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_saved_search(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_digest(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_seen(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_feed(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_feed(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_feed(http::Call& call, const Services& services);
// resources.cc
http::Reply get_resource(http::Call& call, const Services& services, const Caller& caller);
http::Reply patch_resource(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_resource(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_segments(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_questions(http::Call& call, const Services& services, const Caller& caller);
// similar.cc
http::Reply get_similar(http::Call& call, const Services& services, const Caller& caller);
// files.cc
http::Reply get_file(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_preview(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_preview_file(http::Call& call, const Services& services, const Caller& caller);
// uploads.cc
http::Reply options_uploads(http::Call& call, const Services& services);
http::Reply post_upload(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_to_upload(http::Call& call, const Services& services, const Caller& caller);
http::Reply head_upload(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_upload(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_uploads(http::Call& call, const Services& services, const Caller& caller);
http::Reply patch_upload(http::Call& call, const Services& services, const Caller& caller);
http::Reply delete_upload(http::Call& call, const Services& services, const Caller& caller);
// imports.cc
http::Reply get_imports(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_import(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_entries(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_report(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_report_page(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_undo(http::Call& call, const Services& services, const Caller& caller);
// review.cc
http::Reply patch_plan(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_folders(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_charset(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_plan_table(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_plan_table(http::Call& call, const Services& services, const Caller& caller);
http::Reply post_apply(http::Call& call, const Services& services, const Caller& caller);
// people.cc
http::Reply get_schools(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_school(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_school_members(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_groups(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_group(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_group_members(http::Call& call, const Services& services, const Caller& caller);
// vocabulary.cc
http::Reply get_vocabulary(http::Call& call, const Services& services, const Caller& caller);
http::Reply put_vocabulary(http::Call& call, const Services& services, const Caller& caller);
// administration.cc
http::Reply post_roster(http::Call& call, const Services& services, const Caller& caller);
http::Reply patch_membership(http::Call& call, const Services& services, const Caller& caller);
http::Reply patch_user(http::Call& call, const Services& services, const Caller& caller);
http::Reply get_status(http::Call& call, const Services& services, const Caller& caller);
// operation.cc
http::Reply get_health(http::Call& call, const Services& services);
http::Reply get_ready(http::Call& call, const Services& services);
http::Reply get_metrics(http::Call& call, const Services& services);
// internal_jobs.cc
http::Reply post_claim(http::Call& call, const Services& services);
http::Reply post_extend(http::Call& call, const Services& services);
http::Reply post_release(http::Call& call, const Services& services);
http::Reply post_outcome(http::Call& call, const Services& services);
http::Reply post_derived(http::Call& call, const Services& services);
http::Reply post_members(http::Call& call, const Services& services);
http::Reply post_plan(http::Call& call, const Services& services);
http::Reply post_listed(http::Call& call, const Services& services);
http::Reply post_surveyed(http::Call& call, const Services& services);
http::Reply post_undo_step(http::Call& call, const Services& services);
http::Reply post_unpacked(http::Call& call, const Services& services);
// internal_index.cc
http::Reply get_dirty(http::Call& call, const Services& services);
http::Reply post_dirty_clear(http::Call& call, const Services& services);
http::Reply post_dirty_mark(http::Call& call, const Services& services);
http::Reply get_all_resources(http::Call& call, const Services& services);
http::Reply post_resources_read(http::Call& call, const Services& services);
http::Reply get_findable(http::Call& call, const Services& services);
// internal_moving_in.cc
http::Reply post_import_file(http::Call& call, const Services& services);
http::Reply get_import_progress(http::Call& call, const Services& services);
http::Reply get_import_entries(http::Call& call, const Services& services);
http::Reply get_office_table(http::Call& call, const Services& services);
http::Reply post_office_table(http::Call& call, const Services& services);
http::Reply post_office_apply(http::Call& call, const Services& services);
http::Reply post_office_undo(http::Call& call, const Services& services);
http::Reply post_recording(http::Call& call, const Services& services);
http::Reply get_recording(http::Call& call, const Services& services);
http::Reply put_blob(http::Call& call, const Services& services);
http::Reply post_records(http::Call& call, const Services& services);

}  // namespace kecang::api
