#pragma once
/// Regular expressions over one part of a path (filename-hints.json). Their named groups say what was found.
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/result.h"

namespace kecang::vocab {

struct HintMatch {
  std::string whole;
  std::map<std::string, std::string> groups;  ///< those that took part, by name
};

/// Immutable once filled; any thread may call `find`.
class HintRules {
 public:
  HintRules();
  ~HintRules();
  HintRules(HintRules&&) noexcept;
  HintRules& operator=(HintRules&&) noexcept;

  /// invalid/vocab.malformed with what is wrong with the expression.
  Result<void> add(const std::string& expression);
  /// The first match of each rule that has one, in the rules' order. A rule that needs too many steps finds
  /// nothing.
  std::vector<HintMatch> find(std::string_view part) const;

 private:
  class Rule;
  std::vector<Rule> rules_;
};

}  // namespace kecang::vocab
