#include "indexer/extract/question_writer.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "indexer/extract/package.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

void add_line(std::string& text, std::string_view line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

std::string printed(const Question& question, std::string_view name) {
  std::string text;
  if (question.stem.find(name) == std::string::npos) text = name;
  add_line(text, question.stem);
  for (const auto& option : question.options) add_line(text, option.label + ". " + option.text);
  return text;
}

std::string printed_answer(const Question& question, std::string_view remarks) {
  std::string text;
  if (!question.answer.empty()) add_line(text, "答案：" + question.answer);
  if (!question.explanation.empty()) add_line(text, "解析：" + question.explanation);
  add_line(text, remarks);
  return text;
}

// Common Cartridge writes $IMS-CC-FILEBASE$ before an address, as it is or escaped; what does not lead
// upwards from there lies in the folder of its own that everybody uses.
std::string member_of(const std::string& folder, std::string_view address) {
  std::size_t base = std::string_view::npos;
  for (const std::string_view name : {"IMS-CC-FILEBASE", "IMS_CC_FILEBASE", "IMS_CC_FILE_BASE"}) {
    const auto found = address.find(name);
    if (found != std::string_view::npos) base = found + name.size();
  }
  if (base == std::string_view::npos)
    return address.find("://") == std::string_view::npos ? resolved_address(folder, address)
                                                         : std::string(address);
  address.remove_prefix(base);
  for (const std::string_view mark : {"$", "%24", "/"})
    if (address.starts_with(mark)) address.remove_prefix(mark.size());
  return resolved_address(address.starts_with("../") ? folder : "web_resources/", address);
}

}  // namespace

void QuestionWriter::stand_in(std::string_view part) {
  folder_ = folder_of(part);
}

void QuestionWriter::add(Question question, std::string_view name, std::string_view remarks) {
  const std::string label = normal_label(name);
  const std::string asked = normal_text(printed(question, label));
  std::string text = asked;
  add_line(text, printed_answer(question, remarks));
  text = normal_text(text);
  if (folder_)
    for (auto* images : {&question.images, &question.answer_images})
      for (auto& image : *images) image = member_of(*folder_, image);
  question.locator = {.kind = LocatorKind::section, .number = sections_ + 1, .label = label};
  const auto first = out_.segments();
  section(label, text);
  const auto from = text.starts_with(asked) ? asked.size() : 0;
  if (from < text.size())
    out_.answers(first, text, {{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(text.size())}});
  out_.question(std::move(question));
  ++count_;
}

void QuestionWriter::section(std::string_view label, std::string_view text) {
  if (normal_text(text).empty()) return;
  const Locator place{.kind = LocatorKind::section, .number = ++sections_, .label = normal_label(label)};
  out_.segment(place, text);
}

std::string option_label(std::size_t index) {
  std::string label(1, static_cast<char>('A' + index % 26));
  return index < 26 ? label : option_label(index / 26 - 1) + label;
}

void add_option(Question& question, std::string text) {
  question.options.push_back({option_label(question.options.size()), std::move(text)});
}

std::string joined_labels(const std::vector<std::size_t>& options) {
  std::string labels;
  for (const auto option : options) labels += option_label(option);
  return labels;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string all;
  if (std::all_of(parts.begin(), parts.end(), [](const std::string& part) { return part.empty(); }))
    return all;
  for (const auto& part : parts) {
    if (&part != &parts.front()) all += between;
    all += part;
  }
  return all;
}

void set_true_false(Question& question, bool answer) {
  question.kind = QuestionKind::true_false;
  question.answer = answer ? kTrue : kFalse;
}

void set_matching(Question& question, const Pairs& pairs) {
  question.kind = QuestionKind::matching;
  std::vector<std::string> answer;
  std::set<std::string> seen;
  for (const auto& [left, right] : pairs) {
    if (seen.insert(right).second) add_option(question, right);
    if (left.empty()) continue;
    std::string line = "(" + std::to_string(answer.size() + 1) + ") ";
    add_line(question.stem, line.append(left));
    answer.push_back(std::string(left).append(kPairedWith).append(right));
  }
  question.answer = joined(answer, kNextBlank);
}

void set_choice(Question& question, const std::vector<std::size_t>& correct, bool several) {
  question.kind = several ? QuestionKind::multiple_choice : QuestionKind::single_choice;
  question.answer = joined_labels(correct);
}

double number_of(std::string_view text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace kecang::extract
