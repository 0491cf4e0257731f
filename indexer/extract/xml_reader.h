#pragma once
/// Reads XML as a row of tokens, in one pass, without recursion and without a tree, so that neither depth nor
/// size of a hostile document matters. Namespaces are not resolved: names are compared without their prefix.
/// A DOCTYPE is refused, unless the caller lets one pass that does no harm. Not for use by several
/// threads at once.
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

  /// A DOCTYPE that names a file, which nobody loads, or declares elements, which nobody checks, may be
  /// passed over; one that declares entities never.
  enum class Doctype { forbidden, passed_when_harmless };

  /// `utf8` must outlive the reader.
  explicit XmlReader(std::string_view utf8, Doctype doctype = Doctype::forbidden)
      : rest_(utf8), doctype_(doctype) {}

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
  /// All attributes of the start token, as they stand in the document; for `xml_attribute`.
  std::string_view attributes() const { return attributes_; }
  /// The last token was done, broken or forbidden.
  bool at_end() const { return stopped_.has_value(); }
  /// After a start token: goes on behind the element's end.
  void skip_element();

 private:
  Token read_tag();
  Token read_markup();
  Token stop(Token why);

  std::string_view rest_;
  Doctype doctype_;
  std::string_view name_;
  std::string_view attributes_;
  std::string text_;
  std::size_t depth_ = 0;
  bool empty_element_ = false;
  std::optional<Token> stopped_;
};

/// The value of an attribute by its name without prefix; `prefixed_only` passes over those without one.
std::optional<std::string> xml_attribute(std::string_view attributes, std::string_view local_name,
                                         bool prefixed_only = false);

}  // namespace kecang::extract
