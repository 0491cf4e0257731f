#pragma once
/// What the styles of a Word document say of text: what is a heading, what is hidden, what is numbered. Not
/// for use by several threads at once.
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kecang::extract {

/// A place in a list, as a paragraph or its style gives it. Either part may come from the other.
struct ListPlace {
  std::string list;          ///< its id; "0" takes a paragraph out of its style's list
  std::optional<int> level;  ///< from 0
};

class WordStyles {
 public:
  /// Of the styles part; none (nullptr) says nothing.
  explicit WordStyles(const std::string* xml);

  bool is_heading(const std::string& style) const;
  bool is_hidden(const std::string& style) const;
  /// An empty list's id when the style is not numbered.
  ListPlace numbering(const std::string& style) const;
  /// The style of paragraphs that name none.
  const std::string& usual() const { return usual_; }

 private:
  struct Style {
    std::string based_on{};
    std::optional<bool> heading{};
    std::optional<bool> hidden{};
    ListPlace numbering{};
  };
  void read(class XmlReader& reader);
  void take(XmlReader& reader, Style& style);
  /// The first style from this one down that has a say, as `says` finds it.
  template <class Says>
  const Style* who(const std::string& style, Says says) const;

  std::map<std::string, Style> styles_;
  std::string usual_;
};

/// Whether a switch such as `<w:vanish/>` is on.
bool is_on(const XmlReader& reader);
/// The attribute `val` as a number.
std::optional<int> number_value(const XmlReader& reader);

}  // namespace kecang::extract
