#pragma once
/// Learns from labelled texts which terms go with which labels. Give it nothing but what everybody may see:
/// what it learns reaches every reader. The same texts in the same order teach the same.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/xapian/learned_terms.h"

namespace kecang::xapian {

/// Not for use by several threads at once.
class LabelLearning {
 public:
  LabelLearning() = default;
  LabelLearning(LabelLearning&&) = default;
  LabelLearning& operator=(LabelLearning&&) = default;
  /// A document: the names it is labelled with, and its text. Of a label that many carry, and beyond what the
  /// memory is meant for, nothing more is learned. `teacher` is who can take it back; none for a text that
  /// stays.
  void add(const std::vector<std::string_view>& labels, const std::vector<std::string_view>& texts,
           const std::optional<ResourceId>& teacher = {});
  std::uint64_t documents() const { return documents_.size(); }
  LearnedTerms learned() const;

 private:
  using TermNumber = std::uint32_t;
  std::vector<TermNumber> terms_of(const std::vector<std::string_view>& texts);
  std::vector<LearnedTerms::Taught> characteristic(const std::vector<std::uint32_t>& documents,
                                                   const std::vector<std::uint32_t>& of_all) const;

  std::unordered_map<std::string, TermNumber> numbers_;
  std::vector<const std::string*> names_;  ///< by number
  std::vector<ResourceId> teachers_;
  std::vector<std::vector<TermNumber>> documents_;              ///< which terms each holds
  std::map<std::string, std::uint32_t> labels_;                 ///< how many documents carry each
  std::map<std::string, std::vector<std::uint32_t>> carriers_;  ///< of a piece
};

}  // namespace kecang::xapian
