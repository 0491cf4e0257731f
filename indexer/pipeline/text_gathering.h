#pragma once
/// Keeps what kecang-extract says of one file. Not for use by several threads at once.
#include "indexer/sandbox/extractor.h"
#include "schemas/model/indexing.h"

namespace kecang::pipeline {

class TextGathering final : public ExtractSink {
 public:
  Result<void> head(const DocumentHead& head) override {
    head_ = head;
    return {};
  }
  Result<void> segment(Segment segment) override {
    segments_.push_back(std::move(segment));
    return {};
  }
  Result<void> answers(SegmentAnswers answers) override {
    segments_[answers.segment].answers = std::move(answers.passages);
    return {};
  }

  Result<void> question(Question question) override {
    questions_.push_back(std::move(question));
    return {};
  }

  /// Everything gathered, with how it ended. The object is empty afterwards.
  indexing::Outcome take(ExtractEnd end) {
    return {.head = std::exchange(head_, {}),
            .segments = std::exchange(segments_, {}),
            .questions = std::exchange(questions_, {}),
            .end = std::move(end),
            .tags = {},
            .wishes = {}};
  }

 private:
  DocumentHead head_;
  std::vector<Segment> segments_;
  std::vector<Question> questions_;
};

}  // namespace kecang::pipeline
