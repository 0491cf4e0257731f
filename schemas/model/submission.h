#pragma once
/// Submissions 送审: one version of a resource, handed to those who review for a school or a group, with the
/// thread about it and what they say of it (schemas/submissions.md). It opens nothing: who may not view the
/// resource learns nothing of its submissions either.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/model/resource.h"

namespace kecang {

using SubmissionId = Id<struct SubmissionTag>;

enum class PlaceKind : std::uint8_t { school, group };
template <>
struct EnumNames<PlaceKind> {
  static constexpr auto values =
      std::array{std::pair{PlaceKind::school, "school"}, std::pair{PlaceKind::group, "group"}};
};

/// Whose reviewers are asked.
struct SubmissionPlace {
  PlaceKind kind = PlaceKind::school;
  std::string id;  ///< id text
  bool operator==(const SubmissionPlace&) const = default;
};
template <class V>
void describe(V& v, SubmissionPlace& p) {
  v("kind", p.kind);
  v("id", p.id);
}

enum class SubmissionState : std::uint8_t {
  submitted,     ///< nobody reviews it yet
  under_review,  ///< somebody does
  returned,      ///< with comments
  approved,      ///< 通过
  exemplary,     ///< 精品
  showcase,      ///< 典型
  withdrawn,     ///< by who submitted it
  superseded,    ///< a newer version was submitted before anything was decided
};
template <>
struct EnumNames<SubmissionState> {
  static constexpr auto values = std::array{std::pair{SubmissionState::submitted, "submitted"},
                                            std::pair{SubmissionState::under_review, "under_review"},
                                            std::pair{SubmissionState::returned, "returned"},
                                            std::pair{SubmissionState::approved, "approved"},
                                            std::pair{SubmissionState::exemplary, "exemplary"},
                                            std::pair{SubmissionState::showcase, "showcase"},
                                            std::pair{SubmissionState::withdrawn, "withdrawn"},
                                            std::pair{SubmissionState::superseded, "superseded"}};
};

/// What one reviewer says in the end. 典型 is said afterwards, of what is 精品.
enum class ReviewVerdict : std::uint8_t { returned, approved, exemplary };
template <>
struct EnumNames<ReviewVerdict> {
  static constexpr auto values = std::array{std::pair{ReviewVerdict::returned, "returned"},
                                            std::pair{ReviewVerdict::approved, "approved"},
                                            std::pair{ReviewVerdict::exemplary, "exemplary"}};
};

struct Criterion {
  std::string name;
  std::string name_en;  ///< empty: the same
  std::uint32_t most = 10;
  std::uint32_t weight = 1;
};
template <class V>
void describe(V& v, Criterion& c) {
  v("name", c.name);
  v("name_en", c.name_en);
  v("most", c.most);
  v("weight", c.weight);
}

/// How a school or group reviews.
struct ReviewRules {
  std::uint64_t version = 0;  ///< 0: nobody said anything yet, these are the usual ones
  std::vector<Criterion> criteria;
  bool rotating = false;  ///< reviewers are chosen in turn when something is submitted

  static constexpr std::size_t kMostCriteria = 12;
  static constexpr std::uint32_t kMostPoints = 100;
};
template <class V>
void describe(V& v, ReviewRules& r) {
  v("version", r.version);
  v("criteria", r.criteria);
  v("rotating", r.rotating);
}
ReviewRules usual_review_rules();

struct Opinion {
  UserId by;
  Time at{};
  ReviewVerdict verdict = ReviewVerdict::approved;
  std::vector<std::uint32_t> scores;  ///< in the order of the criteria
};
template <class V>
void describe(V& v, Opinion& o) {
  v("by", o.by);
  v("at", o.at);
  v("verdict", o.verdict);
  v("scores", o.scores);
}

struct Submission {
  SubmissionId id;
  std::uint64_t version = 0;  ///< raised by each step, not by comments; optimistic concurrency
  ResourceId resource;
  RevisionId revision;  ///< the version that is reviewed
  SubmissionPlace place;
  UserId by;
  Time at{};
  bool blind = false;               ///< submitter and reviewers are not told each other's names
  std::uint32_t needed = 1;         ///< how many reviewers decide
  std::vector<Criterion> criteria;  ///< as they were when it was submitted
  std::vector<UserId> reviewers;
  std::vector<Opinion> opinions;
  SubmissionState state = SubmissionState::submitted;
  Time decided_at{};
  UserId decided_by;  ///< empty: by most of the reviewers
  UserId promoted_by;
  bool counts = false;    ///< what it says is the resource's standing, too: agreements may ask for that
  SubmissionId previous;  ///< of an earlier version in the same place; empty: none
  std::uint32_t comments = 0;
  std::uint32_t remarks = 0;  ///< comments of others than the submitter

  static constexpr std::uint32_t kMostNeeded = 9;
  static constexpr std::size_t kMostReviewers = 20;
  static constexpr std::uint32_t kMostComments = 1'000;
};
template <class V>
void describe(V& v, Submission& s) {
  v("id", s.id);
  v("version", s.version);
  v("resource", s.resource);
  v("revision", s.revision);
  v("place", s.place);
  v.secret("by", s.by);
  v("at", s.at);
  v("blind", s.blind);
  v("needed", s.needed);
  v("criteria", s.criteria);
  v.secret("reviewers", s.reviewers);
  v.secret("opinions", s.opinions);
  v("state", s.state);
  v("decided_at", s.decided_at);
  v.secret("decided_by", s.decided_by);
  v.secret("promoted_by", s.promoted_by);
  v.secret("counts", s.counts);
  v.secret("previous", s.previous);
  v("comments", s.comments);
  v.secret("remarks", s.remarks);
}

/// Never changed. What it is about is told as in a collection's item.
struct SubmissionComment {
  std::uint32_t number = 0;  ///< from 1
  UserId by;
  Time at{};
  std::string text;
  std::optional<std::uint32_t> page;  ///< or slide
  std::string question;               ///< its number, as printed
  std::optional<std::uint32_t> cue;   ///< seconds from the beginning

  static constexpr std::size_t kTextBytes = 6'000;
};
template <class V>
void describe(V& v, SubmissionComment& c) {
  v("number", c.number);
  v.secret("by", c.by);
  v("at", c.at);
  v("text", c.text);
  v("page", c.page);
  v("question", c.question);
  v("cue", c.cue);
}

inline bool is_open(SubmissionState state) {
  return state == SubmissionState::submitted || state == SubmissionState::under_review;
}
/// 通过, 精品 or 典型.
inline bool is_accepted(SubmissionState state) {
  return state == SubmissionState::approved || state == SubmissionState::exemplary ||
         state == SubmissionState::showcase;
}
Standing standing_of(SubmissionState state);
SubmissionState state_of(ReviewVerdict verdict);

/// What more than half of those who spoke say; nothing while fewer than needed did, or where no half agrees.
std::optional<ReviewVerdict> majority_of(const Submission& submission);
/// Enough spoke, and no half agrees: who presides decides.
bool is_tied(const Submission& submission);

/// What the scores come to.
struct ReviewResult {
  std::vector<double> means;  ///< for each criterion
  double total = 0;           ///< of 100, weighted
};
/// Nothing where nobody gave scores.
std::optional<ReviewResult> result_of(const Submission& submission);

/// What somebody is in a submission.
struct SubmissionPart {
  bool submitter = false;
  bool reviewer = false;
  bool presides = false;  ///< appoints and decides for the place
  bool any() const { return submitter || reviewer || presides; }
};
/// Who looks: the scope, and the places in which the viewer reviews and presides now.
struct SubmissionReader {
  const AccessScope& scope;
  std::vector<SubmissionPlace> reviewed;
  std::vector<SubmissionPlace> presided;
};
SubmissionPart part_in(const SubmissionReader& reader, const Submission& submission);

}  // namespace kecang

KECANG_NOUN(kecang::SubmissionPlace);
KECANG_NOUN(kecang::Criterion);
KECANG_NOUN(kecang::ReviewRules);
KECANG_NOUN(kecang::Opinion);
KECANG_NOUN(kecang::Submission);
KECANG_NOUN(kecang::SubmissionComment);
