#pragma once
/// A school that reviews, the group it leads, and people with a part in it, over a whole catalogue.
#include <string>
#include <utility>
#include <vector>

#include "server/access/scope_builder.h"
#include "server/library/submissions.h"
#include "tests/support/catalogue.h"

namespace kecang::test {

/// wang and yu teach at east, where qian, sun and wu review, zhou leads research and chen administers; li
/// teaches at west. east is the core school of the group, west a member; gao reviews for the group. far is
/// elsewhere, and zhao teaches there. officer is of the bureau of the county where all but far stand.
class ReviewDistrict : public Catalogue {
 public:
  ReviewDistrict() {
    for (auto* one : {&east, &west}) {
      one->place = county.id;
      *one = must(directory.put_school(operating, *one));
    }
    join(east, group, MemberRole::core);
    join(west, group, MemberRole::member);
    join(wang, east);
    join(yu, east);
    for (const auto& one : {qian, sun, wu}) join(one, east, MemberRole::reviewer);
    join(zhou, east, MemberRole::research_leader);
    join(chen, east, MemberRole::school_administrator);
    join(li, west);
    join(zhao, far);
    appoint(gao, group, MemberRole::reviewer);
    join(gao, west);
    join(officer, county, MemberRole::bureau_officer);
  }
  void appoint(const User& user, const Group& of, MemberRole role, Time until = kForever) {
    Membership membership;
    membership.kind = MembershipKind::user_in_group;
    membership.subject = user.id.text();
    membership.container = of.id.text();
    membership.role = role;
    membership.until = until;
    must(directory.put_membership(operating, membership));
  }

  access::Viewer viewer(const User& user) const {
    return must(access::ScopeBuilder(directory).viewer(must(directory.user(user.id)), clock.now()));
  }
  static Actor actor(const User& user) { return Actor::user(user.id, "10.0.0.1"); }

  /// wang's text in these bytes; the same key again is its new version.
  ResourceId text(const std::string& key, const std::string& bytes, std::vector<Release> releases) {
    clock.advance(seconds{1});
    CatalogueRecord record;
    record.external_key = key;
    record.title = key;
    record.text = bytes;
    record.owner = east.id;
    record.releases = std::move(releases);
    record.blob = blob(bytes);
    record.file_name = key + ".txt";
    must(work.put_records(actor(wang), {record}));
    for (const auto& one : must(work.resources({.after = {}, .limit = 200})).items)
      if (one.external_key == key) return one.id;
    throw std::runtime_error("no such record");
  }
  Resource resource(const ResourceId& id) const {
    for (const auto& one : must(work.resources({.after = {}, .limit = 200})).items)
      if (one.id == id) return one;
    throw std::runtime_error("no such resource");
  }
  ResourceId for_school(const std::string& key, const std::string& bytes = "第一版") {
    return text(key, bytes, {to_school(east)});
  }
  ResourceId for_group(const std::string& key, const std::string& bytes = "第一版") {
    return text(key, bytes, {to_school(east), to_group(group)});
  }
  SubmissionPlace school_place() const { return {PlaceKind::school, east.id.text()}; }
  SubmissionPlace group_place() const { return {PlaceKind::group, group.id.text()}; }

  Result<SubmissionView> try_submit(const User& by, const NewSubmission& as) {
    clock.advance(seconds{1});
    return submissions.submit(actor(by), viewer(by), as);
  }
  SubmissionView submit(const ResourceId& id, std::uint32_t needed = 1, bool blind = false) {
    return must(
        try_submit(wang, {.resource = id, .place = school_place(), .blind = blind, .needed = needed}));
  }
  SubmissionView submit_to_group(const ResourceId& id) {
    return must(try_submit(wang, {.resource = id, .place = group_place()}));
  }
  SubmissionView view(const User& user, const SubmissionId& id) {
    return must(submissions.view(viewer(user), id));
  }
  Result<SubmissionView> try_step(const User& user, const SubmissionId& id, SubmissionStepRequest request) {
    clock.advance(seconds{1});
    const auto seen = submissions.view(viewer(user), id);
    request.version = seen ? seen->card.submission.version : 1;
    return submissions.take(actor(user), viewer(user), id, request);
  }
  SubmissionView step(const User& user, const SubmissionId& id, SubmissionStepRequest request) {
    return must(try_step(user, id, std::move(request)));
  }
  SubmissionView assign(const SubmissionId& id, const std::vector<User>& users) {
    SubmissionStepRequest request{
        .step = SubmissionStep::assign, .reviewers = {}, .verdict = {}, .scores = {}, .comment = {}};
    for (const auto& user : users) request.reviewers.push_back(user.id);
    return step(zhou, id, request);
  }
  static SubmissionStepRequest opinion(ReviewVerdict verdict, const std::string& comment = {},
                                       std::vector<std::uint32_t> scores = {20, 15, 20, 10, 10}) {
    return {.step = SubmissionStep::review,
            .reviewers = {},
            .verdict = verdict,
            .scores = std::move(scores),
            .comment = comment};
  }
  static SubmissionStepRequest decision(ReviewVerdict verdict, const std::string& comment = {}) {
    return {.step = SubmissionStep::decide,
            .reviewers = {},
            .verdict = verdict,
            .scores = {},
            .comment = comment};
  }
  static SubmissionStepRequest plain(SubmissionStep step) {
    return {.step = step, .reviewers = {}, .verdict = {}, .scores = {}, .comment = {}};
  }

  WorkBell bell;
  const Region county = region("county");
  School east = school("east"), west = school("west");
  const School far = school("far");
  const Group group = Catalogue::group("group");
  const User wang = user("wang"), yu = user("yu"), qian = user("qian"), sun = user("sun"), wu = user("wu"),
             zhou = user("zhou"), chen = user("chen"), li = user("li"), zhao = user("zhao"),
             gao = user("gao"), officer = user("officer");
  SubmissionCatalog catalog{store(), clock};
  Submissions submissions{catalog, library, directory, bell, clock};
};

}  // namespace kecang::test
