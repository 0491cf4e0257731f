#include "indexer/extract/omml.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "indexer/extract/alternate_content.h"
#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

constexpr std::size_t kDepth = 64;

// Elements that change how what they hold is written; all others only hold it.
constexpr auto kStructures = std::to_array<std::string_view>(
    {"f",      "sSup", "sSub", "sSubSup", "sPre", "rad",   "nary",     "d",    "func",      "limLow",
     "limUpp", "m",    "mr",   "acc",     "bar",  "eqArr", "groupChr", "box",  "borderBox", "phant",
     "e",      "num",  "den",  "sub",     "sup",  "deg",   "lim",      "fName"});
constexpr auto kProperties =
    std::to_array<std::string_view>({"chr", "begChr", "endChr", "sepChr", "pos", "type", "show"});

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// ---- brackets, where one line would say something else without them ----

bool within(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

bool is_word_character(char32_t c) {
  if (c < 0x80) return within(c, '0', '9') || within(c, 'a', 'z') || within(c, 'A', 'Z') || c == '.';
  if (c == U'×' || c == U'÷' || c == U'±' || c == U'·') return false;
  if (c == U'∞' || c == U'∅') return true;
  const bool sign = within(c, 0x2190, 0x23FF) || within(c, 0x27C0, 0x2BFF) || within(c, 0x2000, 0x2027);
  return !sign && !within(c, 0x3000, 0x303F) && !within(c, 0xFF01, 0xFF0F);
}

bool is_word(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), is_word_character);
}

char32_t closing(char32_t open) {
  if (open == U'(') return U')';
  if (open == U'[') return U']';
  return open == U'{' ? U'}' : U'\0';
}

// "(a+b)": the first bracket is closed by the last.
bool is_bracketed(std::u32string_view text) {
  if (text.size() < 2 || closing(text.front()) == 0 || text.back() != closing(text.front())) return false;
  std::size_t open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == text.front()) ++open;
    if (text[i] == closing(text.front()) && --open == 0) return i + 1 == text.size();
  }
  return false;
}

// What a fraction's line may stand beside: x, x^2, f(x), 2√(3), (a+b).
bool is_factor(std::u32string_view text) {
  const auto is_tight = [](char32_t c) { return is_word_character(c) || c == '^' || c == '_' || c == U'√'; };
  const auto bracket = std::find_if_not(text.begin(), text.end(), is_tight);
  const std::u32string_view rest = text.substr(static_cast<std::size_t>(bracket - text.begin()));
  return rest.empty() || is_bracketed(rest);
}

std::string bracketed(const std::string& text) {
  return '(' + text + ')';
}

std::string factor(const std::string& text) {
  return is_factor(text::to_utf32(text)) ? text : bracketed(text);
}

std::string script(char mark, const std::string& text) {
  if (text.empty()) return {};
  const std::u32string characters = text::to_utf32(text);
  return mark + (is_word(characters) || is_bracketed(characters) ? text : bracketed(text));
}

// Degrees and primes are raised by themselves.
std::string raised(const std::string& text) {
  if (text == "∘" || text == "°") return "°";
  return text == "′" || text == "″" || text == "'" ? text : script('^', text);
}

// A mark that stands above or below: one letter carries it, of more than one the brackets do.
std::string marked(const std::string& text, const std::string& mark) {
  return (text::to_utf32(text).size() == 1 ? text : bracketed(text)) + mark;
}

// ---- one element with all it holds ----

class Element {
 public:
  Element(std::string_view name, std::size_t depth) : name_(name), depth_(depth) {}

  const std::string& name() const { return name_; }
  std::size_t depth() const { return depth_; }
  void add(std::string_view characters) { part("").append(characters); }
  void add(const std::string& name, std::string text) { parts_.emplace_back(name, std::move(text)); }
  void set(std::string_view property, std::string value) {
    properties_.emplace_back(property, std::move(value));
  }
  std::string line() const;

 private:
  using Named = std::pair<std::string, std::string>;

  std::string& part(const std::string& name) {
    if (parts_.empty() || parts_.back().first != name) parts_.emplace_back(name, "");
    return parts_.back().second;
  }
  std::string property(std::string_view name, std::string_view otherwise) const {
    for (const auto& [known, value] : properties_)
      if (known == name) return value;
    return std::string(otherwise);
  }
  // All parts of that name, in order.
  std::string joined(std::string_view name, std::string_view between = "") const {
    std::string all;
    bool first = true;
    for (const auto& [known, text] : parts_) {
      if (known != name) continue;
      if (!std::exchange(first, false)) all += between;
      all += text;
    }
    return all;
  }
  bool holds_characters() const {
    return std::any_of(parts_.begin(), parts_.end(), [](const Named& part) { return part.first.empty(); });
  }
  std::string everything() const {
    std::string all;
    for (const auto& [name, text] : parts_) all += text;
    return all;
  }
  std::string limits() const { return script('_', joined("sub")) + raised(joined("sup")); }
  std::string fraction() const;
  std::string root() const;
  std::string sum() const;
  std::string function() const;
  std::string equations() const;

  std::string name_;
  std::size_t depth_;
  std::vector<Named> parts_;
  std::vector<Named> properties_;
};

std::string Element::fraction() const {
  if (property("type", "bar") == "noBar") return joined("num") + "¦" + joined("den");
  return factor(joined("num")) + '/' + factor(joined("den"));
}

std::string Element::root() const {
  const std::string degree = joined("deg");
  return "√" + (degree.empty() ? degree : '[' + degree + ']') + bracketed(joined("e"));
}

std::string Element::sum() const {
  const std::string range = limits();
  return property("chr", "∫") + range + (range.empty() ? "" : " ") + joined("e");
}

std::string Element::function() const {
  const std::string argument = joined("e");
  const bool apart = !argument.empty() && closing(static_cast<unsigned char>(argument.front())) == 0;
  return joined("fName") + (apart ? " " : "") + argument;
}

// An ampersand says where the lines are aligned.
std::string Element::equations() const {
  std::string lines = joined("e", "; ");
  std::erase(lines, '&');
  return lines;
}

// Characters that stand beside the parts are those of elements too deep to be told apart.
std::string Element::line() const {
  if (holds_characters()) return everything();
  if (name_ == "f") return fraction();
  if (name_ == "rad") return root();
  if (name_ == "nary") return sum();
  if (name_ == "func") return function();
  if (name_ == "eqArr") return equations();
  if (name_ == "sSup" || name_ == "sSub" || name_ == "sSubSup") return joined("e") + limits();
  if (name_ == "sPre") return limits() + ' ' + joined("e");
  if (name_ == "d")
    return property("begChr", "(") + joined("e", property("sepChr", "|")) + property("endChr", ")");
  if (name_ == "limLow") return joined("e") + script('_', joined("lim"));
  if (name_ == "limUpp") return joined("e") + script('^', joined("lim"));
  if (name_ == "m") return joined("mr", "; ");
  if (name_ == "mr") return joined("e", ", ");
  if (name_ == "acc") return marked(joined("e"), property("chr", "\u0302"));
  if (name_ == "bar") return marked(joined("e"), property("pos", "bot") == "top" ? "\u0305" : "\u0332");
  if (name_ == "groupChr") return property("chr", "⏟") + bracketed(joined("e"));
  const std::string shown = name_ == "phant" ? property("show", "1") : "1";
  return shown == "0" || shown == "off" || shown == "false" ? std::string() : everything();
}

// The elements that are open, outermost first.
class FormulaReader {
 public:
  std::string read(XmlReader& reader) {
    const std::size_t outer = reader.depth() - 1;
    open_.emplace_back("oMath", reader.depth());
    bool in_text = false;
    while (reader.depth() > outer) {
      const Token token = reader.next();
      if (reader.at_end()) break;
      if (token == Token::text && in_text) open_.back().add(reader.text());
      in_text = token == Token::start && reader.name() == "t";
      if (token == Token::start) on_start(reader);
      if (token == Token::end && open_.size() > 1 && open_.back().depth() > reader.depth()) close();
    }
    while (open_.size() > 1) close();
    return open_.back().line();
  }

 private:
  void on_start(XmlReader& reader) {
    const std::string_view name = reader.name();
    if (alternatives_.repeats(reader) || name == "del" || name == "moveFrom") return reader.skip_element();
    if (name == "br") open_.back().add(" ");
    if (is_one_of(kProperties, name)) open_.back().set(name, reader.attribute("val").value_or(""));
    if (open_.size() < kDepth && is_one_of(kStructures, name)) open_.emplace_back(name, reader.depth());
  }

  void close() {
    const std::string name = open_.back().name();
    std::string line = open_.back().line();
    open_.pop_back();
    open_.back().add(name, std::move(line));
  }

  AlternateContent alternatives_;
  std::vector<Element> open_;
};

}  // namespace

std::string linear_formula(XmlReader& reader) {
  return FormulaReader().read(reader);
}

}  // namespace kecang::extract
