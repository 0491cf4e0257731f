#pragma once
/// What path and text tell of a file, by the vocabulary as it is now: an administrator may replace parts of
/// it while we run. Any thread may call.
#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "schemas/model/extraction.h"
#include "schemas/model/resource.h"
#include "schemas/vocab/vocab.h"

namespace kecang::pipeline {

class Guessing {
 public:
  /// Either folder may be absent: then nothing, or only what the seeds know, is guessed.
  Guessing(std::filesystem::path seeds, std::filesystem::path replacements);

  /// `questions`: how many were found in the text; many make it an exercise where nothing else says its type.
  ResourceTags tags(std::string_view path, const std::vector<Segment>& text, std::size_t questions);

 private:
  using State = std::filesystem::file_time_type;
  std::shared_ptr<const vocab::Vocabulary> current();
  State state_of_replacements() const;

  std::filesystem::path seeds_;
  std::filesystem::path replacements_;
  std::mutex mutex_;
  std::shared_ptr<const vocab::Vocabulary> current_;
  State state_;
};

}  // namespace kecang::pipeline
