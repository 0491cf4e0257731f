#pragma once
/// A piece of XML as a flat row of nodes, for formats whose meaning hangs on what contains what. Nothing here
/// recurses: what stands within a node are the nodes up to its end. The number of nodes is bounded. Any
/// thread may read a finished tree.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/xml_reader.h"

namespace kecang::extract {

class XmlTree;

/// A node of a tree, or none; a handle that costs nothing to copy. The tree must outlive it.
class XmlNode {
 public:
  XmlNode() = default;
  explicit operator bool() const { return tree_ != nullptr; }

  /// Without prefix, in the tree's form; empty for text.
  std::string_view name() const;
  /// Empty when there is none.
  std::string attribute(std::string_view local_name) const;
  XmlNode parent() const;
  /// The elements directly within.
  std::vector<XmlNode> children() const;
  /// The first element of that name directly within; none if there is none.
  XmlNode child(std::string_view name) const;
  /// The first element of that name anywhere within.
  XmlNode find(std::string_view name) const;
  /// All of them in order, but for those within another one.
  std::vector<XmlNode> all(std::string_view name) const;
  /// All characters within, as they stand.
  std::string text() const;
  /// The text of a `child`, without the space around it.
  std::string child_text(std::string_view name) const;

  /// What stands within, in order: elements and texts. `past()` is the first place behind the node.
  std::size_t place() const { return at_; }
  std::size_t past() const;
  const XmlTree* tree() const { return tree_; }

 private:
  friend class XmlTree;
  XmlNode(const XmlTree* tree, std::size_t at) : tree_(tree), at_(at) {}
  const XmlTree* tree_ = nullptr;
  std::size_t at_ = 0;
};

class XmlTree {
 public:
  enum class State { whole, broken, forbidden, too_large };
  /// How names are written in the tree.
  using NameForm = std::string (*)(std::string_view name);

  /// A whole document. `utf8` must outlive the tree.
  explicit XmlTree(std::string_view utf8, NameForm form = nullptr);
  explicit XmlTree(XmlReader& reader, NameForm form = nullptr);
  XmlTree(XmlTree&&) = delete;

  State state() const { return state_; }
  /// None when nothing could be read.
  XmlNode root() const { return nodes_.empty() ? XmlNode() : XmlNode(this, 0); }
  XmlNode node(std::size_t place) const { return {this, place}; }
  /// The characters of a text node.
  std::string_view characters(std::size_t place) const { return nodes_[place].text; }
  /// The place of the nearest element around a node; its own place for the root.
  std::size_t parent_of(std::size_t place) const { return nodes_[place].parent; }

 private:
  friend class XmlNode;
  struct Node {
    std::string name{};
    std::string_view attributes{};
    std::string text{};
    std::size_t parent = 0;
    std::size_t past = 0;
  };
  void read(XmlReader& reader, std::size_t outer, NameForm form);
  void open(XmlReader& reader, NameForm form);

  std::vector<Node> nodes_;
  std::vector<std::size_t> open_;
  State state_ = State::whole;
};

}  // namespace kecang::extract
