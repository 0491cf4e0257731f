#include "indexer/pipeline/wishes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace kecang::pipeline {
namespace {

/// Beginnings of the media types that can be shown as pages or as a picture.
constexpr auto kShown = std::to_array<std::string_view>(
    {"application/pdf", "application/msword", "application/rtf", "text/rtf", "application/vnd.ms-excel",
     "application/vnd.ms-powerpoint", "application/vnd.ms-word",
     "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.",
     "application/vnd.wps-", "application/wps-office", "application/x-ole-storage", "image/", "video/"});
/// Of those, what a scanner or a camera makes.
constexpr auto kPictures = std::to_array<std::string_view>({"application/pdf", "image/"});

/// That have no pages, but carry the pictures of their questions.
constexpr auto kPackages = std::to_array<std::string_view>(
    {"application/x-ims-package", "application/x-h5p", "application/x-moodle-questions+xml"});

bool is_one_of(const std::string& media_type, const auto& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return media_type.starts_with(beginning); });
}

bool names_pictures(const indexing::Outcome& outcome) {
  return is_one_of(outcome.head.media_type, kPackages) &&
         std::any_of(outcome.questions.begin(), outcome.questions.end(), [](const Question& question) {
           return !question.images.empty() || !question.answer_images.empty();
         });
}

bool has_text(const indexing::Outcome& outcome) {
  return std::any_of(outcome.segments.begin(), outcome.segments.end(),
                     [](const Segment& segment) { return !segment.text.empty(); });
}

}  // namespace

std::vector<JobKind> wishes_for(const indexing::Outcome& outcome, const Wishes& wishes) {
  const bool readable =
      outcome.end.status == ExtractStatus::ok || outcome.end.status == ExtractStatus::partial;
  std::vector<JobKind> kinds;
  if (!readable) return kinds;
  const auto& media_type = outcome.head.media_type;
  if (wishes.previews && (is_one_of(media_type, kShown) || names_pictures(outcome)))
    kinds.push_back(JobKind::preview);
  if (wishes.ocr && is_one_of(media_type, kPictures) && !has_text(outcome)) kinds.push_back(JobKind::ocr);
  return kinds;
}

}  // namespace kecang::pipeline
