#include "indexer/extract/drawn_pictures.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "indexer/extract/base64.h"
#include "indexer/extract/image.h"
#include "indexer/extract/signatures.h"
#include "indexer/extract/source.h"
#include "indexer/extract/xml_reader.h"
#include "indexer/sandbox/descriptor.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kSignature = 4096;
constexpr double kDrawnPerInch = 144;  // formulas are small
constexpr double kShownPerInch = 96;   // pixels of a page that LibreOffice draws
constexpr double kCentimetres = 2.54;
constexpr double kMostPixels = 1600;
constexpr double kLeastPixels = 5;
constexpr std::uint64_t kPictureLimit = 1 << 20;  // bytes of one that was drawn
constexpr std::uint64_t kTotalLimit = 6 << 20;    // of all
constexpr int kRuns = 3;

// ---- how large ----

/// "2.5cm" in inches; 0 for what is no length of its own: "100%", "auto".
double length_of(std::string_view text) {
  struct Unit {
    std::string_view name;
    double inches;
  };
  static constexpr auto kUnits = std::to_array<Unit>({{"", 1 / kShownPerInch},
                                                      {"px", 1 / kShownPerInch},
                                                      {"pt", 1.0 / 72},
                                                      {"pc", 1.0 / 6},
                                                      {"in", 1},
                                                      {"cm", 1 / kCentimetres},
                                                      {"mm", 0.1 / kCentimetres},
                                                      {"ex", 8 / kShownPerInch},
                                                      {"em", 16 / kShownPerInch}});
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return 0;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const auto known =
      std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& one) { return one.name == unit; });
  return known == kUnits.end() ? 0 : value * known->inches;
}

// The third and fourth of the numbers that say which part of the plane is shown.
PictureSize size_of_view(std::string_view view) {
  double numbers[4] = {};
  for (double& number : numbers) {
    view.remove_prefix(std::min(view.find_first_not_of(" ,\t\r\n"), view.size()));
    const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), number);
    view.remove_prefix(static_cast<std::size_t>(end - view.data()));
  }
  return {.width = numbers[2] / kShownPerInch, .height = numbers[3] / kShownPerInch};
}

// What can be seen, whatever it stands in.
bool is_drawn(std::string_view element) {
  static constexpr auto kDrawn = std::to_array<std::string_view>(
      {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image"});
  return std::find(kDrawn.begin(), kDrawn.end(), element) != kDrawn.end();
}

std::optional<PictureSize> svg_size(std::string_view bytes) {
  constexpr PictureSize kUsual{.width = 300 / kShownPerInch, .height = 150 / kShownPerInch};
  XmlReader reader(bytes, XmlReader::Doctype::passed_when_harmless);
  auto token = reader.next();
  while (token == XmlReader::Token::text) token = reader.next();
  if (token != XmlReader::Token::start || reader.name() != "svg") return std::nullopt;
  PictureSize size{.width = length_of(reader.attribute("width").value_or("")),
                   .height = length_of(reader.attribute("height").value_or(""))};
  const PictureSize view = size_of_view(reader.attribute("viewBox").value_or(""));
  bool drawn = false;
  for (; !reader.at_end(); token = reader.next())
    drawn = drawn || (token == XmlReader::Token::start && is_drawn(reader.name()));
  if (token != XmlReader::Token::done || !drawn) return std::nullopt;
  const bool seen = view.width > 0 && view.height > 0;
  if (size.width <= 0 && size.height <= 0) return seen ? view : kUsual;
  if (size.width <= 0) size.width = seen ? size.height * view.width / view.height : kUsual.width;
  if (size.height <= 0) size.height = seen ? size.width * view.height / view.width : kUsual.height;
  return size;
}

std::optional<PictureSize> bitmap_size(std::string_view bytes) {
  const std::string type = signature_type(bytes.substr(0, kSignature));
  if (type != "image/bmp" && type != "image/tiff") return std::nullopt;
  PictureFacts facts = picture_facts(Source::of_bytes(bytes, ""), type);
  if (facts.end.status != ExtractStatus::ok) return std::nullopt;
  const auto inches = [&](const char* side) {
    return std::strtod(facts.head.properties[side].c_str(), nullptr) / kDrawnPerInch;
  };
  return PictureSize{.width = inches("width"), .height = inches("height")};
}

std::optional<PictureSize> wanted_size(std::string_view bytes) {
  if (is_wmf(bytes)) return wmf_size(bytes);
  if (is_emf(bytes)) return emf_size(bytes);
  const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != std::string_view::npos && bytes[first] == '<') return svg_size(bytes);
  return bitmap_size(bytes);
}

// ---- drawing ----

// A page of the size of the picture, in a file that LibreOffice reads: alone, a metafile would lie on a page
// of paper.
std::string page_of(std::string_view bytes, PictureSize size) {
  const auto centimetres = [](double inches) {
    return std::to_string(inches * kDrawnPerInch / kShownPerInch * kCentimetres) + "cm";
  };
  const std::string width = centimetres(size.width);
  const std::string height = centimetres(size.height);
  const std::string oasis = "urn:oasis:names:tc:opendocument:xmlns:";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document xmlns:office=\"" + oasis +
         "office:1.0\" xmlns:draw=\"" + oasis + "drawing:1.0\" xmlns:style=\"" + oasis +
         "style:1.0\" xmlns:fo=\"" + oasis + "xsl-fo-compatible:1.0\" xmlns:svg=\"" + oasis +
         "svg-compatible:1.0\" office:version=\"1.2\" "
         "office:mimetype=\"application/vnd.oasis.opendocument.graphics\"><office:styles/>"
         "<office:automatic-styles><style:page-layout style:name=\"L\"><style:page-layout-properties "
         "fo:margin-top=\"0cm\" fo:margin-bottom=\"0cm\" fo:margin-left=\"0cm\" fo:margin-right=\"0cm\" "
         "fo:page-width=\"" +
         width + "\" fo:page-height=\"" + height +
         "\"/></style:page-layout><style:style style:name=\"P\" style:family=\"drawing-page\">"
         "<style:drawing-page-properties draw:fill=\"solid\" draw:fill-color=\"#ffffff\" "
         "draw:background-size=\"border\"/></style:style></office:automatic-styles><office:master-styles>"
         "<style:master-page style:name=\"M\" style:page-layout-name=\"L\" draw:style-name=\"P\"/>"
         "</office:master-styles><office:body><office:drawing><draw:page draw:name=\"p\" "
         "draw:master-page-name=\"M\"><draw:frame svg:x=\"0cm\" svg:y=\"0cm\" svg:width=\"" +
         width + "\" svg:height=\"" + height + "\"><draw:image><office:binary-data>" + to_base64(bytes) +
         "</office:binary-data></draw:image></draw:frame></draw:page></office:drawing></office:body>"
         "</office:document>";
}

/// Gives LibreOffice what is still to be drawn and collects what it made.
class Drawer {
 public:
  Drawer(const std::vector<Drawing>& drawings, OfficeProgram& office, DerivedFiles& files)
      : drawings_(drawings), office_(office), files_(files) {
    for (std::size_t i = 0; i < drawings.size(); ++i)
      if (put(i)) left_.push_back(i);
  }

  // It draws one after the other: where it died, the first that is missing was too much for it.
  void draw(int input) {
    for (int run = 0; run < kRuns && !left_.empty(); ++run) {
      std::vector<std::string> names;
      for (const std::size_t i : left_) names.push_back(name_of(i));
      if (!office_.convert("png:draw_png_Export", names, input).started) return;
      std::erase_if(left_, [&](std::size_t i) { return collect(i); });
      if (!left_.empty()) left_.erase(left_.begin());
    }
  }

 private:
  static std::string name_of(std::size_t i) { return "drawing" + std::to_string(i) + ".fodg"; }

  bool put(std::size_t i) const {
    const auto size = drawing_size(drawings_[i].bytes);
    return size && office_.put(name_of(i), page_of(drawings_[i].bytes, *size));
  }

  /// Whether it was made, even if it is of no use.
  bool collect(std::size_t i) {
    const std::string path = office_.path_of("out/drawing" + std::to_string(i) + ".png");
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file) return false;
    const auto drawn = Source::of(file.get(), "drawing.png");
    if (!drawn || drawn->size() == 0) return false;
    if (drawn->size() > kPictureLimit || drawn->size() > kTotalLimit - total_) return true;
    if (picture_facts(*drawn, "image/png").end.status != ExtractStatus::ok || files_.full()) return true;
    total_ += drawn->size();
    files_.add(drawings_[i].name + ".png", drawn->read(0, kPictureLimit));
    return true;
  }

  const std::vector<Drawing>& drawings_;
  OfficeProgram& office_;
  DerivedFiles& files_;
  std::vector<std::size_t> left_;
  std::uint64_t total_ = 0;
};

}  // namespace

std::optional<PictureSize> drawing_size(std::string_view bytes) {
  auto size = wanted_size(bytes);
  if (!size) return std::nullopt;
  const double longer = std::max(size->width, size->height) * kDrawnPerInch;
  if (!std::isfinite(longer)) return std::nullopt;
  const double scale = longer > kMostPixels ? kMostPixels / longer : 1;
  size->width *= scale;
  size->height *= scale;
  const bool seen =
      size->width * kDrawnPerInch >= kLeastPixels && size->height * kDrawnPerInch >= kLeastPixels;
  return seen ? size : std::nullopt;
}

void draw_pictures(const std::vector<Drawing>& drawings, OfficeProgram& office, int input,
                   DerivedFiles& files) {
  if (drawings.empty() || files.full() || !office.prepare()) return;
  Drawer(drawings, office, files).draw(input);
}

}  // namespace kecang::extract
