#include "indexer/extract/xml_reader.h"

#include "indexer/extract/entities.h"

namespace kecang::extract {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string_view without_prefix(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool consume(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view trim_left(std::string_view text) {
  const auto first = text.find_first_not_of(kSpace);
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

// Where a tag ends: the first '>' outside quotes.
std::size_t tag_end(std::string_view text) {
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return i;
    }
  }
  return std::string_view::npos;
}

// Where a DOCTYPE ends: the first '>' outside quotes and brackets. Comments between the brackets may hold
// apostrophes.
std::size_t doctype_end(std::string_view text) {
  const auto end = tag_end(text);
  const auto bracket = text.substr(0, end).find('[');
  if (bracket == std::string_view::npos) return end;
  for (std::size_t i = bracket + 1; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    std::size_t past = 0;
    if (rest.starts_with("<!--")) past = rest.find("-->");
    if (rest[0] == '"' || rest[0] == '\'') past = rest.find(rest[0], 1);
    if (past == std::string_view::npos) return past;
    i += past;
    if (rest[0] == ']') return text.find('>', i);
  }
  return std::string_view::npos;
}

// Entities can be bombs, or files of this machine.
bool declares_entities(std::string_view doctype) {
  return doctype.find("<!ENTITY") != std::string_view::npos;
}

}  // namespace

XmlReader::Token XmlReader::stop(Token why) {
  stopped_ = why;
  return why;
}

XmlReader::Token XmlReader::next() {
  if (stopped_) return *stopped_;
  if (empty_element_) {
    empty_element_ = false;
    --depth_;
    return Token::end;
  }
  while (!rest_.empty()) {
    if (rest_[0] != '<') {
      const auto end = rest_.find('<');
      const auto raw = rest_.substr(0, end);
      rest_.remove_prefix(raw.size());
      if (depth_ == 0) continue;
      text_ = decode_entities(raw);
      return Token::text;
    }
    if (rest_.size() > 1 && (rest_[1] == '!' || rest_[1] == '?')) {
      const Token token = read_markup();
      if (token == Token::done) continue;
      return token;
    }
    return read_tag();
  }
  return stop(depth_ == 0 && !name_.empty() ? Token::done : Token::broken);
}

// Comments and instructions say `done`, meaning that there is nothing to tell.
XmlReader::Token XmlReader::read_markup() {
  const auto skip_past = [&](std::string_view end) {
    const auto at = rest_.find(end);
    if (at == std::string_view::npos) return stop(Token::broken);
    rest_.remove_prefix(at + end.size());
    return Token::done;
  };
  if (consume(rest_, "<!--")) return skip_past("-->");
  if (consume(rest_, "<?")) return skip_past("?>");
  if (rest_.starts_with("<!DOCTYPE") && doctype_ == Doctype::passed_when_harmless) {
    const auto end = doctype_end(rest_);
    if (end == std::string_view::npos) return stop(Token::broken);
    if (declares_entities(rest_.substr(0, end))) return stop(Token::forbidden);
    rest_.remove_prefix(end + 1);
    return Token::done;
  }
  if (!consume(rest_, "<![CDATA[")) return stop(Token::forbidden);
  const auto end = rest_.find("]]>");
  if (end == std::string_view::npos) return stop(Token::broken);
  text_ = rest_.substr(0, end);
  rest_.remove_prefix(end + 3);
  return Token::text;
}

XmlReader::Token XmlReader::read_tag() {
  const auto end = tag_end(rest_);
  if (end == std::string_view::npos) return stop(Token::broken);
  std::string_view tag = rest_.substr(1, end - 1);
  rest_.remove_prefix(end + 1);
  const bool closing = consume(tag, "/");
  empty_element_ = !closing && !tag.empty() && tag.back() == '/';
  if (empty_element_) tag.remove_suffix(1);
  const auto name_end = tag.find_first_of(kSpace);
  name_ = without_prefix(tag.substr(0, name_end));
  attributes_ = closing || name_end == std::string_view::npos ? std::string_view() : tag.substr(name_end);
  if (name_.empty() || (closing && depth_ == 0)) return stop(Token::broken);
  if (closing) {
    --depth_;
    return Token::end;
  }
  ++depth_;
  return Token::start;
}

std::optional<std::string> XmlReader::attribute(std::string_view local_name) const {
  return xml_attribute(attributes_, local_name);
}

std::optional<std::string> XmlReader::prefixed_attribute(std::string_view local_name) const {
  return xml_attribute(attributes_, local_name, true);
}

void XmlReader::skip_element() {
  const auto outer = depth_ - 1;
  while (depth_ > outer) {
    const Token token = next();
    if (token == Token::done || token == Token::broken || token == Token::forbidden) return;
  }
}

std::optional<std::string> xml_attribute(std::string_view attributes, std::string_view local_name,
                                         bool prefixed_only) {
  std::string_view rest = trim_left(attributes);
  while (!rest.empty()) {
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    std::string_view name = rest.substr(0, equals);
    name = name.substr(0, name.find_last_not_of(kSpace) + 1);
    rest = trim_left(rest.substr(equals + 1));
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return std::nullopt;
    const auto close = rest.find(rest[0], 1);
    if (close == std::string_view::npos) return std::nullopt;
    const bool prefixed = name.find(':') != std::string_view::npos;
    if (without_prefix(name) == local_name && (prefixed || !prefixed_only))
      return decode_entities(rest.substr(1, close - 1));
    rest = trim_left(rest.substr(close + 1));
  }
  return std::nullopt;
}

}  // namespace kecang::extract
