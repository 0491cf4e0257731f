#include "indexer/extract/xml_tree.h"

#include "schemas/base/trim.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

constexpr std::size_t kNodesLimit = 1'000'000;

}  // namespace

XmlTree::XmlTree(std::string_view utf8, NameForm form) {
  XmlReader reader(utf8, XmlReader::Doctype::passed_when_harmless);
  read(reader, 0, form);
}

XmlTree::XmlTree(XmlReader& reader, NameForm form) {
  open(reader, form);
  read(reader, reader.depth() - 1, form);
}

void XmlTree::open(XmlReader& reader, NameForm form) {
  Node node{.name = form == nullptr ? std::string(reader.name()) : form(reader.name()),
            .attributes = reader.attributes(),
            .parent = open_.empty() ? 0 : open_.back()};
  open_.push_back(nodes_.size());
  nodes_.push_back(std::move(node));
}

// Up to the end of the element that is `outer` deep; 0: of the document.
void XmlTree::read(XmlReader& reader, std::size_t outer, NameForm form) {
  while (outer == 0 || reader.depth() > outer) {
    const Token token = reader.next();
    if (nodes_.size() >= kNodesLimit) {
      state_ = State::too_large;
      break;
    }
    if (reader.at_end()) {
      if (token == Token::broken) state_ = State::broken;
      if (token == Token::forbidden) state_ = State::forbidden;
      break;
    }
    if (token == Token::start) open(reader, form);
    if (token == Token::text && !open_.empty())
      nodes_.push_back({.text = reader.text(), .parent = open_.back(), .past = nodes_.size() + 1});
    if (token == Token::end && !open_.empty()) {
      nodes_[open_.back()].past = nodes_.size();
      open_.pop_back();
    }
  }
  for (const auto place : open_) nodes_[place].past = nodes_.size();
  open_.clear();
}

std::string_view XmlNode::name() const {
  return tree_ == nullptr ? std::string_view() : tree_->nodes_[at_].name;
}

std::string XmlNode::attribute(std::string_view local_name) const {
  if (tree_ == nullptr) return {};
  return xml_attribute(tree_->nodes_[at_].attributes, local_name).value_or("");
}

XmlNode XmlNode::parent() const {
  if (tree_ == nullptr || at_ == 0) return {};
  return {tree_, tree_->nodes_[at_].parent};
}

std::size_t XmlNode::past() const {
  return tree_ == nullptr ? 0 : tree_->nodes_[at_].past;
}

std::vector<XmlNode> XmlNode::children() const {
  std::vector<XmlNode> found;
  if (tree_ == nullptr) return found;
  for (std::size_t i = at_ + 1; i < past(); i = tree_->nodes_[i].past)
    if (!tree_->nodes_[i].name.empty()) found.push_back({tree_, i});
  return found;
}

XmlNode XmlNode::child(std::string_view name) const {
  if (tree_ == nullptr) return {};
  for (std::size_t i = at_ + 1; i < past(); i = tree_->nodes_[i].past)
    if (tree_->nodes_[i].name == name) return {tree_, i};
  return {};
}

XmlNode XmlNode::find(std::string_view name) const {
  if (tree_ == nullptr) return {};
  for (std::size_t i = at_ + 1; i < past(); ++i)
    if (tree_->nodes_[i].name == name) return {tree_, i};
  return {};
}

std::vector<XmlNode> XmlNode::all(std::string_view name) const {
  std::vector<XmlNode> found;
  if (tree_ == nullptr) return found;
  for (std::size_t i = at_ + 1; i < past();) {
    const bool match = tree_->nodes_[i].name == name;
    if (match) found.push_back({tree_, i});
    i = match ? tree_->nodes_[i].past : i + 1;
  }
  return found;
}

std::string XmlNode::text() const {
  std::string text;
  if (tree_ == nullptr) return text;
  for (std::size_t i = at_ + 1; i < past(); ++i) text += tree_->nodes_[i].text;
  return text;
}

std::string XmlNode::child_text(std::string_view name) const {
  return std::string(trimmed(child(name).text()));
}

}  // namespace kecang::extract
