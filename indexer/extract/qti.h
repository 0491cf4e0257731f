#pragma once
/// The questions of QTI: version 1.2 has many in one file, 2.x and 3.0 an item in each.
#include <string>
#include <string_view>

#include "indexer/extract/question_writer.h"
#include "indexer/extract/xml_tree.h"

namespace kecang::extract {

/// QTI 3 writes `qti-item-body` for what was `itemBody`: names in a QTI tree have the older form.
std::string qti_name(std::string_view name);

/// The items below a root of version 1.2, and the one item that is a root of 2.x or 3.0.
void write_qti12_items(XmlNode root, QuestionWriter& writer);
void write_qti_item(XmlNode item, QuestionWriter& writer);

/// All questions of a file, by its root; false when it is no QTI.
bool write_qti(const XmlTree& tree, QuestionWriter& writer);

}  // namespace kecang::extract
