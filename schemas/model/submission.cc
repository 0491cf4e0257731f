#include "schemas/model/submission.h"

#include <algorithm>

namespace kecang {
namespace {

bool is(const AccessScope& scope, const UserId& user) {
  return !user.empty() && scope.admits(scope_term::user(user));
}

bool enough_spoke(const Submission& submission) {
  return !submission.opinions.empty() && submission.opinions.size() >= submission.needed;
}

}  // namespace

ReviewRules usual_review_rules() {
  return {.version = 0,
          .criteria = {{"科学准确", "Accurate", 20, 1},
                       {"目标与教材契合", "Fits the curriculum", 20, 1},
                       {"教学设计", "Design", 30, 1},
                       {"素材与制作", "Materials", 15, 1},
                       {"便于他人使用", "Ready for others", 15, 1}},
          .rotating = false};
}

Standing standing_of(SubmissionState state) {
  switch (state) {
    case SubmissionState::approved:
      return Standing::approved;
    case SubmissionState::exemplary:
      return Standing::exemplary;
    case SubmissionState::showcase:
      return Standing::showcase;
    default:
      return Standing::none;
  }
}

SubmissionState state_of(ReviewVerdict verdict) {
  switch (verdict) {
    case ReviewVerdict::returned:
      return SubmissionState::returned;
    case ReviewVerdict::approved:
      return SubmissionState::approved;
    case ReviewVerdict::exemplary:
      return SubmissionState::exemplary;
  }
  return SubmissionState::returned;
}

std::optional<ReviewVerdict> majority_of(const Submission& submission) {
  if (!enough_spoke(submission)) return {};
  const auto& opinions = submission.opinions;
  for (const auto& [verdict, name] : EnumNames<ReviewVerdict>::values) {
    const auto of = verdict;
    const auto votes = std::count_if(opinions.begin(), opinions.end(),
                                     [&](const Opinion& opinion) { return opinion.verdict == of; });
    if (2 * static_cast<std::size_t>(votes) > opinions.size()) return verdict;
  }
  return {};
}

bool is_tied(const Submission& submission) {
  return is_open(submission.state) && enough_spoke(submission) && !majority_of(submission);
}

std::optional<ReviewResult> result_of(const Submission& submission) {
  const auto& criteria = submission.criteria;
  if (submission.opinions.empty() || criteria.empty()) return {};
  ReviewResult result;
  double weights = 0;
  for (std::size_t i = 0; i < criteria.size(); ++i) {
    double sum = 0;
    for (const auto& opinion : submission.opinions) sum += i < opinion.scores.size() ? opinion.scores[i] : 0;
    result.means.push_back(sum / static_cast<double>(submission.opinions.size()));
    // Each criterion counts by its points, times its weight.
    const double weight = static_cast<double>(criteria[i].weight) * criteria[i].most;
    result.total += weight * result.means.back() / criteria[i].most;
    weights += weight;
  }
  result.total = 100 * result.total / weights;
  return result;
}

SubmissionPart part_in(const SubmissionReader& reader, const Submission& submission) {
  const auto& reviewers = submission.reviewers;
  const auto among = [&](const std::vector<SubmissionPlace>& places) {
    return std::find(places.begin(), places.end(), submission.place) != places.end();
  };
  const bool named = std::any_of(reviewers.begin(), reviewers.end(),
                                 [&](const UserId& one) { return is(reader.scope, one); });
  return {.submitter = is(reader.scope, submission.by),
          .reviewer = named && among(reader.reviewed),
          .presides = among(reader.presided)};
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::SubmissionPlace);
KECANG_NOUN_FORMS(kecang::Criterion);
KECANG_NOUN_FORMS(kecang::ReviewRules);
KECANG_NOUN_FORMS(kecang::Opinion);
KECANG_NOUN_FORMS(kecang::Submission);
KECANG_NOUN_FORMS(kecang::SubmissionComment);
