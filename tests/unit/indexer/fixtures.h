#pragma once
/// Files made by the tests themselves, read through the real confined child.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/sandbox/extractor.h"
#include "tests/support/zip_writer.h"
#include "tests/unit/indexer/relations.h"

namespace kecang::testing {

struct ReadMember {
  Member member;
  std::string bytes;
};

/// Everything a child said of one file.
struct Reading {
  DocumentHead head;
  std::vector<Segment> segments;
  std::vector<Question> questions;
  std::vector<ReadMember> members;
  ExtractEnd end;

  /// All text, segments joined by a line end.
  std::string text() const;
  /// The same for those who may not read the answers.
  std::string text_without_answers() const;
  /// The paths of the members, in order.
  std::vector<std::string> paths() const;
  const ReadMember& member(std::string_view path) const;
};

Reading read_file(const std::string& bytes, std::string_view name, const ExtractLimits& limits = {});
Reading unpack_file(const std::string& bytes, std::string_view name, const ExtractLimits& limits = {});
Reading read_by_ocr(const std::string& bytes, std::string_view name);
/// The files made from it are its members.
Reading preview_file(const std::string& bytes, std::string_view name,
                     const ExtractLimits& limits = preview_limits());

/// The path of the program under test.
std::string extract_program();

/// The names and contents of a package's parts; a content types part is added.
using Parts = std::vector<std::pair<std::string, std::string>>;
std::string package(const Parts& parts);
/// A docx whose document has this body.
std::string docx(std::string_view body, const Parts& more = {});
/// `<w:p>` with one run.
std::string paragraph(std::string_view text, std::string_view style = "");
/// A PDF with one line of ASCII text on each page. `trailer_entries` goes into its trailer.
std::string pdf(const std::vector<std::string>& pages, std::string_view trailer_entries = "");
/// A ZIP of one deflated member of so many zero bytes.
std::string zip_of_zeros(std::string_view name, std::size_t size);

}  // namespace kecang::testing
