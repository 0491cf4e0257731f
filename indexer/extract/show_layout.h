#pragma once
/// Which slides a PowerPoint document shows, in which order, and where they lie. Not for use by several
/// threads at once.
#include <cstdint>
#include <string>
#include <vector>

#include "indexer/extract/ole.h"

namespace kecang::extract {

/// A text and what it is on its slide.
struct ShowText {
  bool title = false;
  std::string text;
};

inline constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

struct ShowSlide {
  std::uint64_t offset = kNowhere;
  std::uint64_t notes = kNowhere;  ///< where its notes lie
  std::vector<ShowText> outline;   ///< texts kept beside the slide, which it names by number
};

struct ShowLayout {
  std::vector<ShowSlide> slides;
  std::string headers;  ///< and footers and dates, of all slides
  /// The document's own list could not be followed: the slides are in the order in which they were written.
  bool damaged = false;
};

/// `last_edit` is where the newest list of the document's parts is described; 0 when unknown.
ShowLayout read_show_layout(const OleStream& document, std::uint64_t last_edit);

/// Headers, footers and typed dates, a line each, as their records pass by.
class ShowHeaders {
 public:
  void take(const class ShowRecords& records);
  const std::string& text() const { return text_; }

 private:
  std::uint64_t end_ = 0;
  std::string text_;
};

/// Collects texts as their records pass by.
class ShowTexts {
 public:
  /// False when the record is none of a text.
  bool take(const class ShowRecords& records);
  std::vector<ShowText>& texts() { return texts_; }

 private:
  std::vector<ShowText> texts_;
  bool title_ = false;
};

}  // namespace kecang::extract
