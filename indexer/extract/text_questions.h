#pragma once
/// Papers and question banks among ordinary files: hears the text of one file and finds its questions when
/// all of it was said. Holds a bounded part of the text. Not for use by several threads at once.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/output.h"
#include "indexer/questions/pictures.h"
#include "indexer/questions/table.h"

namespace kecang::extract {

class TextQuestions : public OutputListener {
 public:
  /// Hears nothing of kinds whose extractors know questions themselves, or that hold none.
  TextQuestions(std::string_view media_type, Output& out);
  ~TextQuestions() override;
  TextQuestions(const TextQuestions&) = delete;
  TextQuestions& operator=(const TextQuestions&) = delete;

  void text(const Locator& locator, std::string_view text, std::span<const PlacedPicture> pictures) override;
  void row(const Locator& locator, std::uint64_t number, const std::vector<std::string>& cells) override;
  void picture(const Locator& locator, const CellPicture& picture) override;
  /// Once, behind the last text.
  void write();

 private:
  bool has_room(std::size_t bytes);
  questions::Table& sheet(const Locator& locator);
  void write_questions(std::vector<Question> found);
  void write_answers(std::vector<AnswerPassages> answers);

  Output& out_;
  bool is_csv_;
  std::size_t bytes_ = 0;
  std::vector<Segment> segments_;
  std::vector<questions::Picture> pictures_;
  std::vector<std::uint32_t> numbers_;         ///< of their first segments in the output
  std::optional<std::uint32_t> unheard_from_;  ///< number of the first segment that there was no room for
  std::vector<questions::Table> sheets_;
};

}  // namespace kecang::extract
