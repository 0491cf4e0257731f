#pragma once
/// Reads XML as a row of tokens, in one pass, without recursion and without a tree, so that neither depth nor
/// size of a hostile document matters. Namespaces are not resolved: names are compared without their prefix.
/// A DOCTYPE is refused. Not for use by several threads at once.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kecang::extract {

class XmlReader {
 public:
  enum class Token {
    start,      ///< an element begins; `<a/>` gives start and end
    end,        ///< an element ends
    text,       ///< characters, references decoded; CDATA too
    done,       ///< the document ended as it should
    broken,     ///< the document stops within an element or is no XML
    forbidden,  ///< a DOCTYPE
  };

  /// `utf8` must outlive the reader.
  explicit XmlReader(std::string_view utf8) : rest_(utf8) {}

  Token next();
  /// The element's name without prefix; of start and end tokens.
  std::string_view name() const { return name_; }
  const std::string& text() const { return text_; }
  /// How many elements are open: 1 within the root.
  std::size_t depth() const { return depth_; }
  /// The value of an attribute of the start token, by its name without prefix.
  std::optional<std::string> attribute(std::string_view local_name) const;
  /// The same, of an attribute that has a prefix: `r:id` beside `id`.
  std::optional<std::string> prefixed_attribute(std::string_view local_name) const;
  /// After a start token: goes on behind the element's end.
  void skip_element();

 private:
  Token read_tag();
  Token read_markup();
  std::optional<std::string> find_attribute(std::string_view local_name, bool prefixed_only) const;
  Token stop(Token why);

  std::string_view rest_;
  std::string_view name_;
  std::string_view attributes_;
  std::string text_;
  std::size_t depth_ = 0;
  bool empty_element_ = false;
  std::optional<Token> stopped_;
};

}  // namespace kecang::extract
