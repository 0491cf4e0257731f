#include "indexer/extract/html_text.h"

#include <algorithm>
#include <array>

#include "indexer/extract/entities.h"

namespace kecang::extract {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f";

// Elements that stand on lines of their own.
constexpr auto kBlocks = std::to_array<std::string_view>(
    {"address", "article", "aside", "blockquote", "body",    "br",     "center",  "dd",    "details",
     "div",     "dl",      "dt",    "figure",     "footer",  "form",   "h1",      "h2",    "h3",
     "h4",      "h5",      "h6",    "header",     "hr",      "item",   "li",      "main",  "nav",
     "ol",      "option",  "p",     "pre",        "section", "select", "summary", "table", "tbody",
     "tfoot",   "thead",   "title", "tr",         "ul"});
// Elements whose content is no text to read.
constexpr auto kHidden = std::to_array<std::string_view>({"script", "style", "template"});

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool starts_with_word(std::string_view text, std::string_view lower_case) {
  if (text.size() < lower_case.size()) return false;
  return std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                    [](char a, char b) { return a == lower(b); });
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view html) : rest_(html) {}

  HtmlText run() {
    while (!rest_.empty()) {
      if (rest_[0] == '<' && starts_markup()) {
        read_markup();
      } else {
        const auto end = rest_.find('<', 1);
        add_text(rest_.substr(0, end));
        rest_.remove_prefix(std::min(end, rest_.size()));
      }
    }
    return std::move(result_);
  }

 private:
  // A lone '<', as in "a < b", is text.
  bool starts_markup() const {
    if (rest_.size() < 2) return false;
    const char c = lower(rest_[1]);
    return (c >= 'a' && c <= 'z') || c == '/' || c == '!' || c == '?';
  }

  void read_markup() {
    if (starts_with_word(rest_, "<!--")) return skip_past("-->");
    if (starts_with_word(rest_, "<![cdata[")) return read_cdata();
    if (rest_[1] == '!' || rest_[1] == '?') return skip_past(">");
    read_tag();
  }

  void read_cdata() {
    rest_.remove_prefix(9);
    const auto end = rest_.find("]]>");
    const HtmlText inner = Tokenizer::of_fragment(rest_.substr(0, end));
    append(inner.text);
    rest_.remove_prefix(std::min(end == std::string_view::npos ? end : end + 3, rest_.size()));
  }

  // CDATA within CDATA does not exist, so this nests once.
  static HtmlText of_fragment(std::string_view html) {
    if (html.find('<') == std::string_view::npos) return {.text = decode_entities(html)};
    std::string plain;
    for (std::size_t at = 0; at < html.size();) {
      const auto open = html.find('<', at);
      plain += decode_entities(html.substr(at, open - at));
      if (open == std::string_view::npos) break;
      const auto close = html.find('>', open);
      if (close == std::string_view::npos) break;
      plain += ' ';
      at = close + 1;
    }
    return {.text = plain};
  }

  void read_tag() {
    const std::size_t end = tag_end();
    std::string_view tag = rest_.substr(1, end == std::string_view::npos ? end : end - 1);
    rest_.remove_prefix(std::min(end == std::string_view::npos ? end : end + 1, rest_.size()));
    const bool closing = !tag.empty() && tag[0] == '/';
    if (closing) tag.remove_prefix(1);
    std::string name(tag.substr(0, std::min(tag.find_first_of(" \t\r\n\f/"), std::size_t{32})));
    std::transform(name.begin(), name.end(), name.begin(), lower);
    if (!closing && is_one_of(kHidden, name)) return skip_element(name);
    if (name == "img" && !closing) add_image(tag);
    if (name == "td" || name == "th") cell_ = true;
    if (is_one_of(kBlocks, name)) new_line_ = true;
    if (name == "title") in_title_ = !closing;
    if (name == "pre") preformatted_ = !closing;
  }

  // Pictures that stand in the address itself have no name.
  void add_image(std::string_view tag) {
    std::string source = attribute_of(tag, "src");
    if (!source.empty() && !starts_with_word(source, "data:")) result_.images.push_back(std::move(source));
  }

  static std::string attribute_of(std::string_view tag, std::string_view wanted) {
    tag.remove_prefix(std::min(tag.find_first_of(kSpace), tag.size()));
    while (!tag.empty()) {
      tag.remove_prefix(std::min(tag.find_first_not_of(" \t\r\n\f/"), tag.size()));
      const auto name_end = std::min(tag.find_first_of(" \t\r\n\f=/"), tag.size());
      const std::string_view name = tag.substr(0, name_end);
      tag.remove_prefix(name_end);
      tag.remove_prefix(std::min(tag.find_first_not_of(kSpace), tag.size()));
      std::string_view value;
      if (tag.starts_with('=')) {
        tag.remove_prefix(1);
        tag.remove_prefix(std::min(tag.find_first_not_of(kSpace), tag.size()));
        const bool quoted = tag.starts_with('"') || tag.starts_with('\'');
        const auto end = quoted ? tag.find(tag[0], 1) : tag.find_first_of(kSpace);
        value = quoted ? tag.substr(1, std::min(end, tag.size()) - 1) : tag.substr(0, end);
        tag.remove_prefix(std::min(quoted && end < tag.size() ? end + 1 : end, tag.size()));
      }
      if (name.size() == wanted.size() && starts_with_word(name, wanted)) return decode_entities(value);
    }
    return {};
  }

  std::size_t tag_end() const {
    char quote = 0;
    bool after_equals = false;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if ((c == '"' || c == '\'') && after_equals) {
        quote = c;
      } else if (c == '>') {
        return i;
      }
      if (kSpace.find(c) == std::string_view::npos) after_equals = c == '=';
    }
    return rest_.find('>');  // a quote was never closed
  }

  void skip_element(const std::string& name) {
    const std::string close = "</" + name;
    while (!rest_.empty()) {
      const auto at = rest_.find("</");
      rest_.remove_prefix(std::min(at, rest_.size()));
      if (starts_with_word(rest_, close)) return skip_past(">");
      rest_.remove_prefix(std::min<std::size_t>(2, rest_.size()));
    }
  }

  void skip_past(std::string_view end) {
    const auto at = rest_.find(end);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
  }

  void add_text(std::string_view raw) {
    const std::string decoded = decode_entities(raw);
    if (in_title_ && result_.title.empty()) result_.title = decoded;
    append(decoded);
  }

  void append(std::string_view decoded) {
    std::string& out = result_.text;
    for (const char c : decoded) {
      const bool space = kSpace.find(c) != std::string_view::npos;
      if (space && !preformatted_) {
        pending_space_ = true;
        continue;
      }
      if (!out.empty() && out.back() != '\n') {
        if (new_line_)
          out += '\n';
        else if (cell_)
          out += '\t';
        else if (pending_space_)
          out += ' ';
      }
      new_line_ = cell_ = pending_space_ = false;
      out += c;
    }
  }

  std::string_view rest_;
  HtmlText result_;
  bool in_title_ = false;
  bool preformatted_ = false;
  bool new_line_ = false;
  bool cell_ = false;
  bool pending_space_ = false;
};

}  // namespace

HtmlText html_text(std::string_view utf8) {
  return Tokenizer(utf8).run();
}

}  // namespace kecang::extract
