#include <algorithm>
#include <set>

#include "indexer/extract/extractors.h"
#include "indexer/extract/moodle_files.h"
#include "indexer/extract/moodle_question.h"
#include "indexer/extract/text_document.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/xml_tree.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

// `<questiontext format="html"><text>…</text><file>…</file></questiontext>`; some write no inner element.
std::string text_of(XmlNode node) {
  if (!node) return {};
  const XmlNode inner = node.child("text");
  return moodle_text((inner ? inner : node).text(), node.attribute("format"));
}

// Feedback for the whole question, and hints.
constexpr auto kRemarks = std::to_array<std::string_view>(
    {"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint", "graderinfo",
     "responsetemplate", "specificfeedback", "questionnote", "prtcorrect", "prtpartiallycorrect",
     "prtincorrect", "instructions", "answerpreload"});

bool is_remark(std::string_view name) {
  return std::find(kRemarks.begin(), kRemarks.end(), name) != kRemarks.end();
}

void read_part(XmlNode part, MoodleQuestion& question) {
  const std::string_view name = part.name();
  if (name == "answer")
    question.answers.push_back(
        {text_of(part), number_of(part.attribute("fraction")), text_of(part.child("feedback"))});
  if (name == "subquestion") question.pairs.emplace_back(text_of(part), text_of(part.child("answer")));
  if (name == "dragbox" || name == "selectoption") question.boxes.push_back(text_of(part));
  if (name == "drag") question.remarks += text_of(part) + '\n';
  if (is_remark(name)) question.remarks += text_of(part) + '\n';
}

// Choices are shown with the question; what else is called an answer is one.
bool is_shown_with(std::string_view type) {
  return type == "multichoice" || type == "calculatedmulti" || type == "multichoiceset" ||
         type == "oumultiresponse" || type == "ordering";
}

bool is_of_answer(XmlNode file, const MoodleQuestion& question) {
  for (XmlNode around = file.parent(); around && around.name() != "question"; around = around.parent()) {
    const std::string_view name = around.name();
    if (name == "generalfeedback" || name == "feedback" || is_remark(name)) return true;
    if (name == "answer" && around.parent().name() == "question" && !is_shown_with(question.type))
      return true;
  }
  return false;
}

void add_files(XmlNode node, EmbeddedFileNames& names, MoodleQuestion& question) {
  for (const XmlNode file : node.all("file"))
    (is_of_answer(file, question) ? question.answer_images : question.images)
        .push_back(names.name_of(file.attribute("name"), file.text()));
}

MoodleQuestion read_question(XmlNode node, EmbeddedFileNames& names) {
  MoodleQuestion question{.type = node.attribute("type"),
                          .name = text_of(node.child("name")),
                          .stem = text_of(node.child("questiontext")),
                          .explanation = text_of(node.child("generalfeedback")),
                          .score = number_of(node.child_text("defaultgrade"))};
  const std::string single = node.child_text("single");
  question.single = single != "false" && single != "0";
  for (const XmlNode part : node.children()) read_part(part, question);
  add_files(node, names, question);
  return question;
}

// What the head says of the whole file.
struct Overview {
  std::string categories;
  std::set<std::string> types;
  Token last = Token::done;
};

Overview overview_of(std::string_view xml) {
  Overview overview;
  XmlReader reader(xml);
  while (!reader.at_end()) {
    overview.last = reader.next();
    if (overview.last != Token::start || reader.name() != "question") continue;
    const std::string type = reader.attribute("type").value_or("");
    if (type != "category") {
      overview.types.insert(normal_label(type));
      continue;
    }
    const XmlTree tree(reader);
    if (!overview.categories.empty()) overview.categories += '\t';
    overview.categories += normal_label(text_of(tree.root().child("category")));
  }
  return overview;
}

void read_questions(std::string_view xml, QuestionWriter& writer) {
  EmbeddedFileNames names;
  XmlReader reader(xml);
  while (!reader.at_end() && !writer.full()) {
    if (reader.next() != Token::start || reader.name() != "question") continue;
    const XmlTree tree(reader);
    const XmlNode question = tree.root();
    if (question.attribute("type") == "category")
      writer.section(text_of(question.child("category")), text_of(question.child("info")));
    else
      write_moodle_question(read_question(question, names), writer);
  }
}

}  // namespace

std::string EmbeddedFileNames::name_of(std::string_view name, std::string_view base64) {
  std::string plain = normal_label(name);
  std::replace(plain.begin(), plain.end(), '/', '_');  // it sets the count apart
  auto& counts = counts_[plain];
  const auto count = counts.emplace(sha256(base64), counts.size() + 1).first->second;
  return count == 1 ? plain : std::to_string(count) + '/' + plain;
}

void read_moodle_files(const Source& source,
                       const std::function<void(const std::string& name, std::string_view base64)>& take) {
  const TextDocument document(source);
  EmbeddedFileNames names;
  XmlReader reader(document.text());
  while (!reader.at_end()) {
    if (reader.next() != Token::start || reader.name() != "question") continue;
    const XmlTree tree(reader);
    if (tree.root().attribute("type") == "category") continue;
    for (const XmlNode file : tree.root().all("file")) {
      const std::string base64 = file.text();
      take(names.name_of(file.attribute("name"), base64), base64);
    }
  }
}

ExtractEnd extract_moodle_xml(const Source& source, const std::string& media_type, Output& out) {
  const TextDocument document(source);
  const Overview overview = overview_of(document.text());
  DocumentHead head = document.head(media_type);
  head.properties["categories"] = overview.categories;
  head.properties["question_types"] = joined({overview.types.begin(), overview.types.end()}, "\t");
  out.head(head);
  if (overview.last == Token::forbidden) return {ExtractStatus::broken, "extract.xml_dtd"};
  QuestionWriter writer(out);
  read_questions(document.text(), writer);
  if (overview.last == Token::broken) return stopped(out, ExtractStatus::broken, "extract.damaged");
  return document.end(out);
}

}  // namespace kecang::extract
