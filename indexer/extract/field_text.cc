#include "indexer/extract/field_text.h"

#include <algorithm>

namespace kecang::extract {
namespace {

// An instruction longer than this was never ended: its field is not believed.
constexpr std::size_t kInstructionLimit = 16 * 1024;
constexpr std::string_view kSpace = " \t\r\n";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

// What stands between the arguments of a switch.
std::string_view separator_of(char name) {
  switch (name) {
    case 'f':
      return "/";
    case 'a':
    case 'l':
      return " ";
    default:
      return "";
  }
}

// One pass; open brackets are remembered with what their commas become.
class Formula {
 public:
  explicit Formula(std::string_view rest) : rest_(rest) {}

  std::string read() {
    while (!rest_.empty()) {
      if (rest_[0] == '\\')
        read_switch();
      else
        read_character();
    }
    return std::move(text_);
  }

 private:
  void read_switch() {
    rest_.remove_prefix(1);
    if (rest_.empty()) return;
    if (!is_letter(rest_[0])) return put(1);
    const auto end = std::find_if_not(rest_.begin(), rest_.end(),
                                      [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    // Options such as \al and \up8 belong to the switch before them; one letter is a switch of its own.
    if (length == 1) switch_ = lower(rest_[0]);
    rest_.remove_prefix(length);
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }

  void read_character() {
    const char c = rest_[0];
    if (c == '(' && switch_ != 0) {
      open_.push_back(switch_);
      if (switch_ == 'r') text_ += "√";
      switch_ = 0;
      return rest_.remove_prefix(1);
    }
    if (c == '(') open_.push_back(0);
    if (c == ')' && !open_.empty()) {
      const bool written = open_.back() == 0;
      open_.pop_back();
      if (!written) return rest_.remove_prefix(1);
    }
    if ((c == ',' || c == ';') && !open_.empty() && open_.back() != 0) {
      text_ += separator_of(open_.back());
      return rest_.remove_prefix(1);
    }
    put(1);
  }

  void put(std::size_t length) {
    text_ += rest_.substr(0, length);
    rest_.remove_prefix(length);
  }

  std::string_view rest_;
  std::string text_;
  std::string open_;  // the switch of each open bracket; 0 for brackets of the text
  char switch_ = 0;
};

}  // namespace

std::string formula_of(std::string_view instruction) {
  instruction.remove_prefix(std::min(instruction.find_first_not_of(kSpace), instruction.size()));
  if (instruction.size() < 3 || lower(instruction[0]) != 'e' || lower(instruction[1]) != 'q') return {};
  if (kSpace.find(instruction[2]) == std::string_view::npos && instruction[2] != '\\') return {};
  instruction.remove_prefix(2);
  instruction.remove_prefix(std::min(instruction.find_first_not_of(kSpace), instruction.size()));
  return Formula(instruction).read();
}

void Fields::begin() {
  in_result_.push_back(false);
  ++hidden_;
  if (hidden_ == 1) instruction_.clear();
}

void Fields::separate() {
  if (in_result_.empty() || in_result_.back()) return;
  in_result_.back() = true;
  --hidden_;
}

std::string Fields::end() {
  if (in_result_.empty()) return {};
  const bool without_result = !in_result_.back();
  if (without_result) --hidden_;
  in_result_.pop_back();
  if (hidden_ == 0) hidden_bytes_ = 0;
  if (!without_result) return {};
  // A formula within a formula is part of its instruction.
  std::string shown = hidden_ == 0 ? formula_of(instruction_) : std::string();
  if (hidden_ == 0) instruction_.clear();
  return shown;
}

void Fields::take(std::string_view instruction) {
  hidden_bytes_ += instruction.size();
  if (hidden_bytes_ > kInstructionLimit) return reset();
  instruction_ += instruction;
}

void Fields::reset() {
  in_result_.clear();
  hidden_ = 0;
  hidden_bytes_ = 0;
  instruction_.clear();
}

}  // namespace kecang::extract
