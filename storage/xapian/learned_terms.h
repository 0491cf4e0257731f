#pragma once
/// What a library's own labels teach of its language: a label (a chapter, a lesson, a knowledge point) is
/// often not written in the texts that carry it. For each piece of a label's name, the terms of the texts
/// that carry it more than others do (schemas/index-layout.md, "What labels teach"). Any thread may read.
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schemas/base/ids.h"
#include "schemas/base/result.h"

namespace kecang::xapian {

/// The pieces of a label or of what somebody asks for: its names as wholes, its pairs of Han characters, its
/// Latin words. Each once, in a fixed order.
std::vector<std::string> label_pieces(std::string_view normalised);

/// A term of the index that goes with what is asked for.
struct RelatedTerm {
  std::string term;
  double share;  ///< of all; they add up to 1
};

/// The `count` first of them, their shares made to add up to 1.
std::vector<RelatedTerm> most_telling(std::vector<RelatedTerm> terms, std::size_t count);

class LearnedTerms {
 public:
  struct Taught {
    std::string term;      ///< as in the index
    std::uint32_t weight;  ///< how much it tells for the piece; above 0
  };
  struct Piece {
    std::uint32_t telling = 0;  ///< how few labels have it, in thousandths of a nat; above 0
    std::vector<Taught> terms;  ///< the most telling first
  };

  void teach(std::string piece, Piece taught);
  /// The resources it was learned from, in any order.
  void set_teachers(std::vector<ResourceId> teachers);
  /// Whether it was learned from one of them.
  bool taught_by(const std::vector<ResourceId>& resources) const;
  const std::vector<ResourceId>& teachers() const { return teachers_; }
  /// Nothing is known, and why.
  enum class Forgotten : std::uint8_t {
    no,          ///< it is known, or there was nothing to learn
    taken_back,  ///< a teacher may teach no longer; what it said cannot be told from what the others say
    wished       ///< an operator wants it so
  };
  static LearnedTerms forget(Forgotten why);
  Forgotten forgotten() const { return forgotten_; }
  bool empty() const { return pieces_.empty(); }
  std::size_t size() const { return pieces_.size(); }

  /// Nothing unless most of what is asked for is made of pieces of labels. The most telling first.
  std::vector<RelatedTerm> related_to(std::string_view normalised_topic) const;

  /// The form on disk: equal for equal content.
  std::string text() const;
  /// unavailable/index.version_mismatch for another version of form or analyser, corrupt/index.corrupt for
  /// anything else that is not whole.
  static Result<LearnedTerms> parse(std::string_view text);

 private:
  std::unordered_map<std::string, Piece> pieces_;
  std::vector<ResourceId> teachers_;  ///< ascending
  Forgotten forgotten_ = Forgotten::no;
  std::uint32_t rarest_ = 0;  ///< what the rarest piece tells, and so one that no label has
};

}  // namespace kecang::xapian
