#include "indexer/extract/markup_text.h"

#include <algorithm>
#include <array>

namespace kecang::extract {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr auto kBlocks = std::to_array<std::string_view>({"p",
                                                          "div",
                                                          "br",
                                                          "li",
                                                          "ul",
                                                          "ol",
                                                          "table",
                                                          "tr",
                                                          "h1",
                                                          "h2",
                                                          "h3",
                                                          "h4",
                                                          "h5",
                                                          "h6",
                                                          "pre",
                                                          "dl",
                                                          "dt",
                                                          "dd",
                                                          "blockquote",
                                                          "prompt",
                                                          "choiceInteraction",
                                                          "section",
                                                          "figure",
                                                          "stimulus",
                                                          "hr",
                                                          "simpleChoice",
                                                          "rubricBlock",
                                                          "matchInteraction",
                                                          "orderInteraction",
                                                          "associateInteraction",
                                                          "extendedTextInteraction",
                                                          "gapMatchInteraction"});
constexpr auto kHidden = std::to_array<std::string_view>(
    {"annotation", "annotation-xml", "script", "style", "templateProcessing", "responseProcessing"});

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class KeepsAll final : public ElementText {
 public:
  bool replaces(XmlNode, std::string&) override { return false; }
};

class Writer {
 public:
  void end_line() { new_line_ = true; }
  void next_cell() { cell_ = true; }

  void add(std::string_view text) {
    for (const char c : text) {
      if (kSpace.find(c) != std::string_view::npos) {
        space_ = true;
        continue;
      }
      if (!text_.empty() && new_line_)
        text_ += '\n';
      else if (!text_.empty() && cell_)
        text_ += '\t';
      else if (!text_.empty() && space_)
        text_ += ' ';
      new_line_ = cell_ = space_ = false;
      text_ += c;
    }
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool new_line_ = false;
  bool cell_ = false;
  bool space_ = false;
};

}  // namespace

std::string markup_text(XmlNode node, ElementText& replacing) {
  Writer writer;
  if (!node) return {};
  const XmlTree& tree = *node.tree();
  std::vector<std::size_t> block_ends;
  for (std::size_t i = node.place() + 1; i < node.past();) {
    while (!block_ends.empty() && block_ends.back() <= i) {
      writer.end_line();
      block_ends.pop_back();
    }
    const XmlNode here = tree.node(i);
    std::string replacement;
    if (here.name().empty()) {
      writer.add(tree.characters(i));
    } else if (replacing.replaces(here, replacement)) {
      writer.add(replacement);
      i = here.past();
      continue;
    } else if (is_one_of(kHidden, here.name())) {
      i = here.past();
      continue;
    } else if (is_one_of(kBlocks, here.name())) {
      writer.end_line();
      block_ends.push_back(here.past());
    } else if (here.name() == "td" || here.name() == "th") {
      writer.next_cell();
    }
    ++i;
  }
  return writer.take();
}

std::string markup_text(XmlNode node) {
  KeepsAll keeps_all;
  return markup_text(node, keeps_all);
}

}  // namespace kecang::extract
