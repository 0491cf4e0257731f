#include "indexer/extract/qti.h"

#include "indexer/extract/extractors.h"
#include "indexer/extract/text_document.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {

std::string qti_name(std::string_view name) {
  if (!name.starts_with("qti-")) return std::string(name);
  std::string camel;
  bool upper = false;
  for (const char c : name.substr(4)) {
    if (c == '-') {
      upper = true;
      continue;
    }
    camel += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    upper = false;
  }
  return camel;
}

bool write_qti(const XmlTree& tree, QuestionWriter& writer) {
  const XmlNode root = tree.root();
  if (root.name() == "questestinterop") {
    write_qti12_items(root, writer);
    return true;
  }
  if (root.name() != "assessmentItem") return false;
  write_qti_item(root, writer);
  return true;
}

ExtractEnd extract_qti(const Source& source, const std::string& media_type, Output& out) {
  const TextDocument document(source);
  const XmlTree tree(document.text(), qti_name);
  DocumentHead head = document.head(media_type);
  const XmlNode root = tree.root();
  const XmlNode titled = root.name() == "assessmentItem" ? root : root.find("assessment");
  head.title = normal_label(titled.attribute("title"));
  out.head(head);
  if (tree.state() == XmlTree::State::forbidden) return {ExtractStatus::broken, "extract.xml_dtd"};
  QuestionWriter writer(out);
  write_qti(tree, writer);
  if (tree.state() == XmlTree::State::too_large)
    return stopped(out, ExtractStatus::too_large, "extract.part_too_large");
  if (tree.state() == XmlTree::State::broken) return stopped(out, ExtractStatus::broken, "extract.damaged");
  return document.end(out);
}

}  // namespace kecang::extract
