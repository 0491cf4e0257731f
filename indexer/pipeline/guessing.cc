#include "indexer/pipeline/guessing.h"

#include <algorithm>
#include <utility>

#include "storage/logging.h"

namespace kecang::pipeline {
namespace {

/// Enough for a heading, not for a book.
constexpr std::size_t kTextForGuess = 2'000;

constexpr std::size_t kQuestionsOfExercise = 5;
constexpr std::string_view kExercise = "练习";
constexpr double kExerciseConfidence = 0.6;

std::string_view beginning(const std::vector<Segment>& text) {
  const auto first =
      std::find_if(text.begin(), text.end(), [](const Segment& segment) { return !segment.text.empty(); });
  return first == text.end() ? std::string_view() : std::string_view(first->text).substr(0, kTextForGuess);
}

}  // namespace

Guessing::Guessing(std::filesystem::path seeds, std::filesystem::path replacements)
    : seeds_(std::move(seeds)), replacements_(std::move(replacements)) {}

ResourceTags Guessing::tags(std::string_view path, const std::vector<Segment>& text, std::size_t questions) {
  const auto vocabulary = current();
  if (!vocabulary) return {};
  auto tags = vocab::tags_of(vocabulary->guess(path, beginning(text)));
  if (tags.type.value.empty() && questions >= kQuestionsOfExercise)
    tags.type = {std::string(kExercise), kExerciseConfidence, "text"};
  return tags;
}

Guessing::State Guessing::state_of_replacements() const {
  std::error_code ignored;
  State newest = std::filesystem::last_write_time(replacements_, ignored);
  for (const auto& file : vocab::Vocabulary::files()) {
    const auto written = std::filesystem::last_write_time(replacements_ / (file + ".json"), ignored);
    if (!ignored) newest = std::max(newest, written);
  }
  return newest;
}

std::shared_ptr<const vocab::Vocabulary> Guessing::current() {
  const std::lock_guard lock(mutex_);
  const auto state = state_of_replacements();
  if (current_ && state == state_) return current_;
  state_ = state;
  auto loaded = vocab::Vocabulary::load(seeds_, replacements_);
  if (loaded) {
    current_ = std::make_shared<const vocab::Vocabulary>(std::move(*loaded));
  } else {
    log::warn("the vocabulary cannot be read; what was known before counts on", loaded.error());
  }
  return current_;
}

}  // namespace kecang::pipeline
