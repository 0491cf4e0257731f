#pragma once
/// What somebody is in a submission, and what follows from it. For the use case's own files.
#include <algorithm>
#include <string>
#include <vector>

#include "server/access/viewer.h"
#include "storage/catalog/submissions.h"

namespace kecang {

inline bool has(const access::Viewer& viewer, access::Right right, const SubmissionPlace& place) {
  return place.kind == PlaceKind::school ? viewer.has(right, SchoolId::trusted(place.id))
                                         : viewer.has(right, GroupId::trusted(place.id));
}

/// One of its people; a group's partners are not.
inline bool belongs_to(const access::Viewer& viewer, const SubmissionPlace& place) {
  if (place.kind == PlaceKind::school) return viewer.belongs_to(SchoolId::trusted(place.id));
  return std::any_of(viewer.groups().begin(), viewer.groups().end(), [&](const access::GroupPlace& group) {
    return group.member && group.group.text() == place.id;
  });
}

inline SubmissionReader reader_of(const access::Viewer& viewer) {
  SubmissionReader reader{.scope = viewer.scope(), .reviewed = {}, .presided = {}};
  const auto add = [&](const SubmissionPlace& place) {
    if (has(viewer, access::Right::review, place)) reader.reviewed.push_back(place);
    if (has(viewer, access::Right::preside, place)) reader.presided.push_back(place);
  };
  for (const auto& place : viewer.schools()) add({PlaceKind::school, place.school.text()});
  for (const auto& place : viewer.groups()) add({PlaceKind::group, place.group.text()});
  return reader;
}

inline bool spoke(const Submission& submission, const UserId& reviewer) {
  return std::any_of(submission.opinions.begin(), submission.opinions.end(),
                     [&](const Opinion& opinion) { return opinion.by == reviewer; });
}

/// Submitter and reviewers of a blind one are nobody to each other.
inline bool knows_names(const SubmissionPart& part, const Submission& submission) {
  return !submission.blind || part.presides;
}

}  // namespace kecang
