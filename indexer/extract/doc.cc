#include <algorithm>

#include "indexer/extract/charset.h"
#include "indexer/extract/code_page.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/ole_properties.h"
#include "indexer/extract/sections.h"
#include "indexer/extract/word_layout.h"
#include "indexer/extract/word_text.h"

namespace kecang::extract {
namespace {

constexpr int kLatin = 1252;
// Narrow text of Word 97 is Latin by definition, but other writers put their double-byte code there.
constexpr std::size_t kLeastPairs = 4;

class DocReader {
 public:
  DocReader(const OleStream& document, const WordLayout& layout, Output& out)
      : document_(document), layout_(layout), out_(out), bytes_left_(document.size()) {
    code_page_ = layout.old ? likely_code_page(sample(), layout.code_page) : kLatin;
  }

  void read() {
    Sections sections(out_);
    WordText main([&](std::string_view line, bool heading) {
      heading ? sections.heading(line) : sections.paragraph(line);
    });
    read_story(WordStory::main, main);
    std::string beside;
    WordText side([&](std::string_view line, bool) { beside.append(line) += '\n'; });
    for (const WordStory story : {WordStory::footnotes, WordStory::endnotes, WordStory::comments,
                                  WordStory::boxes, WordStory::headers, WordStory::header_boxes})
      read_story(story, side);
    sections.finish(beside);
  }

  /// Pieces named bytes that are not there.
  bool damaged() const { return damaged_; }

 private:
  static constexpr std::size_t kChunk = 64 * 1024;

  std::string sample() const {
    return layout_.pieces.empty() ? std::string() : document_.read(layout_.pieces[0].offset, kChunk);
  }

  void read_story(WordStory story, WordText& text) {
    const auto index = static_cast<std::size_t>(story);
    std::uint64_t from = 0;
    for (std::size_t i = 0; i < index; ++i) from += layout_.story_lengths[i];
    const std::uint64_t to = from + layout_.story_lengths[index];
    for (const WordPiece& piece : layout_.pieces) {
      const std::uint64_t first = std::max(from, piece.first);
      const std::uint64_t end = std::min(to, piece.first + piece.count);
      if (first < end) read_piece(piece, first - piece.first, end - first, text);
    }
    text.finish();
  }

  void read_piece(const WordPiece& piece, std::uint64_t skip, std::uint64_t count, WordText& text) {
    const std::uint64_t width = piece.wide ? 2 : 1;
    std::uint64_t offset = piece.offset + skip * width;
    std::uint64_t length = count * width;
    // No whole document reads a byte twice; one that does so many times could go on for hours.
    if (length > bytes_left_) {
      length = bytes_left_;
      damaged_ = true;
    }
    bytes_left_ -= length;
    while (length > 0 && !out_.full()) {
      const std::string bytes = document_.read(offset, std::min<std::uint64_t>(length, kChunk));
      if (bytes.empty()) break;
      read_paragraphs(bytes, offset, piece.wide, text);
      offset += bytes.size();
      length -= bytes.size();
    }
    if (length > 0 && !out_.full()) damaged_ = true;
  }

  void read_paragraphs(std::string_view bytes, std::uint64_t offset, bool wide, WordText& text) {
    while (!bytes.empty()) {
      const auto paragraph =
          std::upper_bound(layout_.paragraphs.begin(), layout_.paragraphs.end(), offset,
                           [](std::uint64_t place, const WordParagraph& p) { return place < p.end; });
      const bool known = paragraph != layout_.paragraphs.end();
      const std::uint64_t length =
          known ? std::min<std::uint64_t>(paragraph->end - offset, bytes.size()) : bytes.size();
      text.add(decoded(bytes.substr(0, length), wide), known ? &*paragraph : nullptr);
      bytes.remove_prefix(length);
      offset += length;
    }
  }

  std::string decoded(std::string_view bytes, bool wide) const {
    if (wide) return decode_code_page(bytes, 1200);
    if (!layout_.old && is_double_byte(layout_.code_page) && has_paired_wide_bytes(bytes, kLeastPairs))
      return decode_code_page(bytes, layout_.code_page);
    return decode_code_page(bytes, code_page_);
  }

  const OleStream& document_;
  const WordLayout& layout_;
  Output& out_;
  std::uint64_t bytes_left_;
  int code_page_;
  bool damaged_ = false;
};

}  // namespace

ExtractEnd extract_doc(const Source& source, const std::string& media_type, Output& out) {
  const OleFile file(source);
  const bool bare = !source.read(0, kOleMagic.size()).starts_with(kOleMagic);
  const OleStream document = bare ? OleStream::whole(source) : file.stream("WordDocument");
  const WordLayout layout = read_word_layout(file, document);
  DocumentHead head{.media_type = media_type};
  read_properties(file, head);
  out.head(head);
  DocReader reader(document, layout, out);
  reader.read();
  if (!out.full() && (layout.damaged || reader.damaged()))
    return stopped(out, ExtractStatus::broken, "extract.damaged");
  return finished(out);
}

}  // namespace kecang::extract
