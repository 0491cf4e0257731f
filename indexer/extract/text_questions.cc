#include "indexer/extract/text_questions.h"

#include <algorithm>
#include <array>
#include <utility>

#include "indexer/questions/bank.h"
#include "indexer/questions/csv.h"

namespace kecang::extract {
namespace {

// Papers are short. A text that is longer than this is searched for questions up to here.
constexpr std::size_t kTextLimit = 16ULL << 20;

// Kinds in which people type papers and banks.
constexpr auto kKinds = std::to_array<std::string_view>({
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-word.document.macroEnabled.12",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.text",
    "application/rtf",
    "text/rtf",
    "message/rfc822",
    "application/pdf",
    "text/plain",
    "text/markdown",
    "text/csv",
    "text/html",
});

}  // namespace

TextQuestions::TextQuestions(std::string_view media_type, Output& out)
    : out_(out), is_csv_(media_type == "text/csv") {
  const bool hears = std::find(kKinds.begin(), kKinds.end(), media_type) != kKinds.end();
  out_.let_hear(hears ? this : nullptr);
}

TextQuestions::~TextQuestions() {
  out_.let_hear(nullptr);
}

bool TextQuestions::has_room(std::size_t bytes) {
  if (bytes > kTextLimit - bytes_)
    bytes_ = kTextLimit;
  else
    bytes_ += bytes;
  const bool room = bytes_ < kTextLimit;
  if (!room && !unheard_from_) unheard_from_ = out_.segments();
  return room;
}

void TextQuestions::text(const Locator& locator, std::string_view text,
                         std::span<const PlacedPicture> pictures) {
  if (!has_room(text.size())) return;
  for (const auto& picture : pictures) pictures_.push_back({segments_.size(), picture.at, picture.name});
  segments_.push_back({locator, std::string(text)});
  numbers_.push_back(out_.segments());
}

questions::Table& TextQuestions::sheet(const Locator& locator) {
  if (sheets_.empty() || !(sheets_.back().locator == locator)) sheets_.push_back({.locator = locator});
  return sheets_.back();
}

void TextQuestions::row(const Locator& locator, std::uint64_t number, const std::vector<std::string>& cells) {
  std::size_t bytes = 0;
  for (const std::string& cell : cells) bytes += cell.size() + sizeof(std::string);
  if (!has_room(bytes)) return;
  questions::Table& table = sheet(locator);
  table.rows.push_back(cells);
  table.row_numbers.push_back(number);
}

void TextQuestions::picture(const Locator& locator, const CellPicture& picture) {
  if (has_room(picture.name.size() + sizeof picture))
    sheet(locator).pictures.push_back({picture.row, picture.column, picture.name});
}

void TextQuestions::write() {
  out_.let_hear(nullptr);
  if (is_csv_)
    for (const Segment& segment : segments_)
      sheets_.push_back({segment.locator, questions::rows_of_csv(segment.text)});
  auto found = questions::read_tables(sheets_, segments_);
  if (found.questions.empty() && !is_csv_) found = questions::read_text(segments_, pictures_);
  write_answers(std::move(found.answers));
  write_questions(std::move(found.questions));
}

void TextQuestions::write_questions(std::vector<Question> found) {
  // What the output calls each question; one that no longer fitted calls its children nothing.
  std::vector<std::uint32_t> indices;
  for (Question& question : found) {
    if (question.parent >= 0) question.parent = indices[static_cast<std::size_t>(question.parent)];
    indices.push_back(out_.question(std::move(question)));
  }
}

void TextQuestions::write_answers(std::vector<AnswerPassages> answers) {
  bool any = false;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    any = any || !answers[i].empty();
    out_.answers(numbers_[i], segments_[i].text, answers[i]);
  }
  // What was not looked at may answer, too.
  if (any && unheard_from_) out_.answers_from(*unheard_from_);
}

}  // namespace kecang::extract
