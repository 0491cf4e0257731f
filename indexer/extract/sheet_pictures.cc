#include "indexer/extract/sheet_pictures.h"

#include <charconv>
#include <utility>

#include "indexer/extract/alternate_content.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

constexpr std::size_t kPicturesLimit = 5'000;  // of one sheet, of one workbook's cells

// The member that a `blip` shows, by the relations of the part it stands in; empty for one that is linked.
std::string member_of(const XmlReader& blip, const std::map<std::string, Relation>& relations) {
  const auto found = relations.find(blip.attribute("embed").value_or(""));
  return found == relations.end() || found->second.type != "image" ? std::string() : found->second.target;
}

// Walks a drawing: anchors, each with the cell it begins in and what it holds.
class AnchorReader {
 public:
  AnchorReader(const std::map<std::string, Relation>& relations, std::vector<CellPicture>& pictures)
      : relations_(relations), pictures_(pictures) {}

  void read(std::string_view xml) {
    XmlReader reader(xml);
    for (Token token = reader.next(); !reader.at_end() && pictures_.size() < kPicturesLimit;
         token = reader.next()) {
      if (token == Token::text && number_ != nullptr) take_number(reader.text());
      if (token == Token::start) on_start(reader);
      if (token == Token::end) on_end(reader.name());
    }
  }

 private:
  void on_start(XmlReader& reader) {
    const std::string_view name = reader.name();
    if (alternatives_.repeats(reader)) return reader.skip_element();
    if (name.ends_with("Anchor")) anchored_ = false;
    if (name == "from") in_from_ = anchored_ = true;
    if (name == "row" && in_from_) number_ = &row_;
    if (name == "col" && in_from_) number_ = &column_;
    if (name == "pic") in_picture_ = true;
    if (name != "blip" || !in_picture_ || !anchored_) return;
    if (std::string member = member_of(reader, relations_); !member.empty())
      pictures_.push_back({row_, column_, std::move(member)});
  }

  void on_end(std::string_view name) {
    number_ = nullptr;
    if (name == "from") in_from_ = false;
    if (name == "pic") in_picture_ = false;
  }

  void take_number(std::string_view text) {
    std::from_chars(text.data(), text.data() + text.size(), *number_);
  }

  const std::map<std::string, Relation>& relations_;
  std::vector<CellPicture>& pictures_;
  AlternateContent alternatives_;
  std::uint64_t row_ = 0;
  std::uint64_t column_ = 0;
  std::uint64_t* number_ = nullptr;  // which of them is being read
  bool in_from_ = false;
  bool anchored_ = false;
  bool in_picture_ = false;
};

}  // namespace

std::vector<CellPicture> pictures_on_sheet(const Package& package, std::string_view sheet) {
  std::vector<CellPicture> pictures;
  for (const auto& drawing : related_parts(package, sheet, "drawing")) {
    const auto relations = relations_of(package, drawing);
    AnchorReader(relations, pictures).read(*package.part(drawing));
  }
  return pictures;
}

CellImages::CellImages(const Package& package, std::string_view workbook) {
  const std::string part = related_part(package, workbook, "cellImage", "xl/cellimages.xml");
  const std::string* xml = package.part(part);
  if (xml == nullptr) return;
  const auto relations = relations_of(package, part);
  std::string name;
  XmlReader reader(*xml);
  for (Token token = reader.next(); !reader.at_end() && members_.size() < kPicturesLimit;
       token = reader.next()) {
    if (token != Token::start) continue;
    if (reader.name() == "cNvPr") name = reader.attribute("name").value_or("");
    if (reader.name() != "blip" || name.empty()) continue;
    if (std::string member = member_of(reader, relations); !member.empty())
      members_.emplace(std::exchange(name, {}), std::move(member));
  }
}

// =DISPIMG("ID_0A1B",1)
std::string CellImages::shown_by(std::string_view value) const {
  constexpr std::string_view kFunction = "DISPIMG(\"";
  if (members_.empty() || !value.starts_with('=')) return {};
  const auto at = value.find(kFunction);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = value.substr(at + kFunction.size());
  const auto found = members_.find(rest.substr(0, rest.find('"')));
  return found == members_.end() ? std::string() : found->second;
}

}  // namespace kecang::extract
