#pragma once
/// Questions out of files that mark them as such. Each becomes a section that reads like a printed question,
/// and behind it the question itself. Not for use by several threads at once.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/extract/output.h"

namespace kecang::extract {

class QuestionWriter {
 public:
  explicit QuestionWriter(Output& out) : out_(out) {}

  /// Of a package: the part that the following questions stand in. Their pictures' addresses, which are seen
  /// from there, become names of members.
  void stand_in(std::string_view part);

  /// `name` heads the section; `remarks` (feedback, hints, comments) end it.
  void add(Question question, std::string_view name, std::string_view remarks = {});
  /// Text beside the questions, as a section.
  void section(std::string_view label, std::string_view text);
  std::size_t count() const { return count_; }
  bool full() const { return out_.full(); }

 private:
  Output& out_;
  std::optional<std::string> folder_;
  std::int64_t sections_ = 0;
  std::size_t count_ = 0;
};

/// "A", "B", … "Z", "AA": the label of the option with this index.
std::string option_label(std::size_t index);
/// Adds an option with the next label.
void add_option(Question& question, std::string text);
/// Parts of an answer: labels run together, "ABD".
std::string joined_labels(const std::vector<std::size_t>& options);
/// What may stand in one blank: "a | b". Blanks in a row: "a；b". Nothing when all parts are empty.
std::string joined(const std::vector<std::string>& parts, std::string_view between);
inline constexpr std::string_view kOrElse = " | ";
inline constexpr std::string_view kNextBlank = "；";
inline constexpr std::string_view kPairedWith = " → ";
inline constexpr std::string_view kBlank = "____";
inline constexpr std::string_view kTrue = "对";
inline constexpr std::string_view kFalse = "错";
/// Marks the answer of a true or false question: 对 or 错.
void set_true_false(Question& question, bool answer);
/// What belongs together: the left sides are added to the stem, the right sides are the options. A right side
/// without a left one only misleads.
using Pairs = std::vector<std::pair<std::string, std::string>>;
void set_matching(Question& question, const Pairs& pairs);
/// One choice among the options added so far, or several; the labels become the answer.
void set_choice(Question& question, const std::vector<std::size_t>& correct, bool several);

/// The number a text begins with; 0 without one.
double number_of(std::string_view text);

}  // namespace kecang::extract
