#pragma once
/// Fields of Word documents and RTF: instructions that are not shown, and results that are. Not for use by
/// several threads at once.
#include <string>
#include <string_view>
#include <vector>

namespace kecang::extract {

/// The readable form of a formula field, `EQ \f(1,2)`: 1/2. Empty for other fields.
std::string formula_of(std::string_view instruction);

/// Which parts of a text are shown, as fields begin and end.
class Fields {
 public:
  void begin();
  /// The instruction ended, the result follows.
  void separate();
  /// What is shown instead of a field without a result; mostly empty.
  std::string end();
  /// Within an instruction now: `take` keeps its text for `end`.
  bool hidden() const { return hidden_ > 0; }
  void take(std::string_view instruction);
  void reset();

 private:
  std::vector<bool> in_result_;
  std::size_t hidden_ = 0;
  std::string instruction_;
  std::size_t hidden_bytes_ = 0;
};

}  // namespace kecang::extract
