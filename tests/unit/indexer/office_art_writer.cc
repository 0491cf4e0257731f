#include "tests/unit/indexer/office_art_writer.h"

#include "schemas/base/text.h"
#include "tests/support/png.h"
#include "tests/unit/indexer/ole_writer.h"

namespace kecang::testing {
namespace {

std::string record(std::uint16_t type, std::uint16_t instance, std::string_view body,
                   std::uint16_t version = 0) {
  return le(instance << 4 | version, 2) + le(type, 2) + le(body.size(), 4) + std::string(body);
}

std::string container(std::uint16_t type, std::string_view body) {
  return record(type, 0, body, 0xF);
}

// A run of characters that is a picture in the stream of pictures, as formatting says it.
std::string picture_formatting(std::size_t place) {
  const std::string instructions = le(0x0855, 2) + '\1' + le(0x6A03, 2) + le(place, 4);
  return static_cast<char>(instructions.size()) + instructions;
}

// A page about the characters of a text: those at `places` are pictures.
struct PictureMark {
  std::size_t at;
  std::size_t place;
};
std::string formatting_page(const std::vector<PictureMark>& marks, std::size_t text_end) {
  std::vector<std::size_t> ends{kWordText};
  std::vector<std::string> formats;
  for (const auto& mark : marks) {
    if (mark.at > ends.back()) {
      ends.push_back(mark.at);
      formats.emplace_back();
    }
    ends.push_back(mark.at + 2);
    formats.push_back(picture_formatting(mark.place));
  }
  ends.push_back(text_end);
  formats.emplace_back();
  std::string page;
  for (const std::size_t end : ends) page += le(end, 4);
  std::string tail;
  std::string places;
  for (const auto& format : formats) {
    if (!format.empty()) tail.insert(0, format + std::string(format.size() % 2, '\0'));
    places += static_cast<char>(format.empty() ? 0 : (511 - tail.size() - 1) / 2);
  }
  page += places;
  // The formatting stands from the end of the page on downwards, at even places.
  page.resize(510 - tail.size(), '\0');
  return page + tail + '\0' + static_cast<char>(formats.size());
}

}  // namespace

std::string png_blip(std::string_view png) {
  return record(0xF01E, 0x6E0, std::string(16, 'd') + '\xFF' + std::string(png));
}

std::string wmf_blip(std::string_view wmf, std::uint32_t width, std::uint32_t height) {
  const std::string packed = stored_by_zlib(std::string(wmf));
  return record(0xF01B, 0x216,
                std::string(16, 'd') + le(wmf.size(), 4) + std::string(16, '\0') + le(width, 4) +
                    le(height, 4) + le(packed.size(), 4) + '\0' + '\xFE' + packed);
}

std::string stored_blip(std::string_view blip) {
  return record(0xF007, 6,
                std::string(20, '\0') + le(blip.size(), 4) + le(1, 4) + le(0xFFFFFFFF, 4) + le(0, 4) +
                    std::string(blip),
                2);
}

std::string stored_blip_at(std::size_t offset, std::size_t size) {
  return record(0xF007, 6, std::string(20, '\0') + le(size, 4) + le(1, 4) + le(offset, 4) + le(0, 4), 2);
}

std::string art_shape(std::uint32_t number, std::uint32_t blip, std::string_view anchor) {
  std::string body = record(0xF00A, 75, le(number, 4) + le(0xA00, 4), 2);
  if (blip > 0) body += record(0xF00B, 2, le(0x007F, 2) + le(0, 4) + le(0x4104, 2) + le(blip, 4), 3);
  if (!anchor.empty()) body += record(0xF010, 0, anchor);
  return container(0xF004, body);
}

std::string art_group(std::string_view shapes) {
  return container(0xF003, shapes);
}

std::string art_drawing(std::string_view shapes) {
  return container(0xF002, record(0xF008, 1, le(3, 4) + le(1027, 4)) +
                               art_group(art_shape(1024, 0) + std::string(shapes)));
}

std::string art_drawing_group(const std::vector<std::string>& stored_blips) {
  std::string blips;
  for (const auto& blip : stored_blips) blips += blip;
  return container(0xF000, record(0xF006, 0, std::string(24, '\0')) +
                               record(0xF001, static_cast<std::uint16_t>(stored_blips.size()), blips, 0xF));
}

std::string excel_anchor(std::uint16_t row, std::uint16_t column) {
  return le(2, 2) + le(column, 2) + le(100, 2) + le(row, 2) + le(50, 2) + le(column + 1, 2) + le(0, 2) +
         le(row + 1, 2) + le(0, 2);
}

std::string word_paper(const WordPaper& paper) {
  constexpr std::size_t kFormatting = 250;
  constexpr std::size_t kAnchors = 474;
  constexpr std::size_t kDrawings = 554;
  const std::u32string characters = text::to_utf32(paper.text);
  std::string data;
  std::vector<PictureMark> marks;
  std::string anchors;
  std::string shapes;
  std::uint32_t floating = 0;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (characters[i] == 1) {
      const std::string shape = container(0xF004, "") + stored_blip(paper.inlined.at(marks.size()));
      marks.push_back({kWordText + 2 * i, data.size()});
      data += le(68 + shape.size(), 4) + le(68, 2) + le(0x64, 2) + std::string(60, '\0') + shape;
    }
    if (characters[i] == 8) {
      anchors += le(i, 4);
      ++floating;
      shapes += art_shape(2000 + floating, floating);
    }
  }
  std::string facts;
  for (std::uint32_t i = 1; i <= floating; ++i) facts += le(2000 + i, 4) + std::string(22, '\0');
  anchors += le(characters.size(), 4) + facts;

  const std::size_t text_size = 2 * characters.size();
  const std::size_t page = behind_text(text_size);
  std::string behind = formatting_page(marks, kWordText + text_size);
  std::vector<std::string> stored;
  for (const auto& blip : paper.floating) {
    stored.push_back(stored_blip_at(page + behind.size(), blip.size()));
    behind += blip;
  }
  return word_file(
      {.runs = {{.bytes = utf16(paper.text)}},
       .tables = {{kFormatting, le(kWordText, 4) + le(kWordText + text_size, 4) + le(page / 512, 4)},
                  {kAnchors, anchors},
                  {kDrawings, art_drawing_group(stored) + '\0' + art_drawing(shapes)}},
       .behind = behind,
       .data = data});
}

}  // namespace kecang::testing
