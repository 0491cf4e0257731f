#include <algorithm>
#include <utility>

#include "indexer/extract/charset.h"
#include "indexer/extract/code_page.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/ole_properties.h"
#include "indexer/extract/sections.h"
#include "indexer/extract/word_layout.h"
#include "indexer/extract/word_pictures.h"
#include "indexer/extract/word_text.h"

namespace kecang::extract {
namespace {

constexpr int kLatin = 1252;
// Narrow text of Word 97 is Latin by definition, but other writers put their double-byte code there.
constexpr std::size_t kLeastPairs = 4;
constexpr std::size_t kPlacedPictures = 5'000;

class DocReader {
 public:
  DocReader(const OleStream& document, const WordLayout& layout, WordPictures& pictures, Output& out)
      : document_(document), layout_(layout), pictures_(pictures), out_(out), bytes_left_(document.size()) {
    code_page_ = layout.old ? likely_code_page(sample(), layout.code_page) : kLatin;
  }

  void read() {
    Sections sections(out_);
    WordText main([&](PicturedText line, bool heading) {
      heading ? sections.heading(std::move(line)) : sections.paragraph(std::move(line));
    });
    read_story(WordStory::main, main);
    std::string beside;
    WordText side([&](PicturedText line, bool) { beside.append(line.text) += '\n'; });
    for (const WordStory story : {WordStory::footnotes, WordStory::endnotes, WordStory::comments,
                                  WordStory::boxes, WordStory::headers, WordStory::header_boxes})
      read_story(story, side);
    sections.finish(beside);
  }

  /// Pieces named bytes that are not there.
  bool damaged() const { return damaged_; }

 private:
  static constexpr std::size_t kChunk = 64 * 1024;
  /// Characters that stand for pictures in the text and beside it.
  enum Mark : std::uint8_t { inlined = 0x01, floating = 0x08 };

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
      read_paragraphs(bytes, offset, piece, text);
      offset += bytes.size();
      length -= bytes.size();
    }
    if (length > 0 && !out_.full()) damaged_ = true;
  }

  void read_paragraphs(std::string_view bytes, std::uint64_t offset, const WordPiece& piece, WordText& text) {
    while (!bytes.empty()) {
      const auto paragraph =
          std::upper_bound(layout_.paragraphs.begin(), layout_.paragraphs.end(), offset,
                           [](std::uint64_t place, const WordParagraph& p) { return place < p.end; });
      const bool known = paragraph != layout_.paragraphs.end();
      const std::uint64_t length =
          known ? std::min<std::uint64_t>(paragraph->end - offset, bytes.size()) : bytes.size();
      read_run(bytes.substr(0, length), offset, piece, known ? &*paragraph : nullptr, text);
      bytes.remove_prefix(length);
      offset += length;
    }
  }

  void read_run(std::string_view bytes, std::uint64_t offset, const WordPiece& piece,
                const WordParagraph* paragraph, WordText& text) {
    const int page = code_page_of(bytes, piece.wide);
    const std::size_t width = piece.wide ? 2 : 1;
    while (pictures_.any() && placed_ < kPlacedPictures) {
      const std::size_t mark = picture_mark(bytes, width);
      if (mark == bytes.size()) break;
      text.add(decode_code_page(bytes.substr(0, mark + width), page), paragraph);
      if (byte_at(bytes, mark) == Mark::inlined)
        place(pictures_.inlined_at(offset + mark), text);
      else
        for (auto& name : pictures_.floating_at(piece.first + (offset + mark - piece.offset) / width))
          place(std::move(name), text);
      bytes.remove_prefix(mark + width);
      offset += mark + width;
    }
    text.add(decode_code_page(bytes, page), paragraph);
  }

  void place(std::string name, WordText& text) {
    if (name.empty()) return;
    ++placed_;
    text.add_picture(std::move(name));
  }

  // Where the next character is that stands for a picture in the text or beside it; the end if there is none.
  static std::size_t picture_mark(std::string_view bytes, std::size_t width) {
    for (std::size_t at = 0; at + width <= bytes.size(); at += width) {
      const bool marked = byte_at(bytes, at) == Mark::inlined || byte_at(bytes, at) == Mark::floating;
      if (marked && (width == 1 || bytes[at + 1] == 0)) return at;
    }
    return bytes.size();
  }

  int code_page_of(std::string_view bytes, bool wide) const {
    constexpr int kUtf16 = 1200;
    if (wide) return kUtf16;
    if (!layout_.old && is_double_byte(layout_.code_page) && has_paired_wide_bytes(bytes, kLeastPairs))
      return layout_.code_page;
    return code_page_;
  }

  const OleStream& document_;
  const WordLayout& layout_;
  WordPictures& pictures_;
  Output& out_;
  std::uint64_t bytes_left_;
  int code_page_;
  std::size_t placed_ = 0;  // pictures
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
  WordPictures pictures(file, document, layout, out);
  DocReader reader(document, layout, pictures, out);
  reader.read();
  if (!out.full() && (layout.damaged || reader.damaged()))
    return stopped(out, ExtractStatus::broken, "extract.damaged");
  return finished(out);
}

}  // namespace kecang::extract
