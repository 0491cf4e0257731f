#include <map>

#include "indexer/extract/extractors.h"
#include "indexer/extract/html_text.h"
#include "indexer/extract/moodle_question.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/xml_tree.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

std::string text_of(XmlNode node, const char* name) {
  return moodle_text(node.child(name).text(), node.child_text(std::string(name) + "format"));
}

bool is_part_of_another(XmlNode question) {
  const std::string parent = question.child_text("parent");
  return !parent.empty() && parent != "0" && parent != question.attribute("id");
}

// A question with answers within its text keeps each of them as a question of its own, by id.
using EmbeddedTexts = std::map<std::string, std::string>;

// "{#1}" is the first of the questions that `sequence` names.
std::string with_embedded(std::string stem, XmlNode question, const EmbeddedTexts& embedded) {
  const std::string sequence = question.find("sequence").text() + ",";
  std::size_t number = 0;
  for (std::size_t at = 0; at < sequence.size();) {
    const auto comma = sequence.find(',', at);
    const std::string mark = "{#" + std::to_string(++number) + "}";
    const auto text = embedded.find(normal_label(sequence.substr(at, comma - at)));
    const auto place = stem.find(mark);
    if (text != embedded.end() && place != std::string::npos) stem.replace(place, mark.size(), text->second);
    at = comma + 1;
  }
  return stem;
}

MoodleAnswer read_answer(XmlNode answer, XmlNode question) {
  MoodleAnswer read{moodle_text(answer.child("answertext").text(), answer.child_text("answerformat")),
                    100 * number_of(answer.child_text("fraction")), text_of(answer, "feedback")};
  const XmlNode truth = question.find("truefalse");
  if (truth) read.text = truth.child_text("trueanswer") == answer.attribute("id") ? "true" : "false";
  return read;
}

MoodleQuestion read_question(XmlNode node, const EmbeddedTexts& embedded) {
  MoodleQuestion question{.type = node.child_text("qtype"),
                          .name = node.child_text("name"),
                          .stem = text_of(node, "questiontext"),
                          .explanation = text_of(node, "generalfeedback"),
                          .score = number_of(node.child_text("defaultmark"))};
  if (question.type == "multianswer") question.stem = with_embedded(question.stem, node, embedded);
  question.single = node.find("single").text() != "0";
  for (const XmlNode answer : node.all("answer")) question.answers.push_back(read_answer(answer, node));
  for (const XmlNode match : node.all("match"))
    question.pairs.emplace_back(text_of(match, "questiontext"), match.child_text("answertext"));
  if (question.type == "ddwtos" || question.type == "gapselect")
    for (const auto& answer : question.answers) question.boxes.push_back(answer.text);
  for (const char* name :
       {"correctfeedback", "incorrectfeedback", "graderinfo", "prtcorrect", "prtincorrect"})
    for (const XmlNode remark : node.all(name)) question.remarks += html_text(remark.text()).text + '\n';
  return question;
}

// Calls `visit` with each question's tree; says how the XML ended.
template <class Visit>
XmlState for_each_question(std::string_view xml, Visit visit) {
  XmlReader reader(xml);
  Token token = Token::start;
  while (!reader.at_end()) {
    token = reader.next();
    if (token != Token::start || reader.name() != "question" || !reader.attribute("id")) continue;
    const XmlTree tree(reader);
    visit(tree.root());
  }
  return state_of(token);
}

XmlState read_questions(std::string_view xml, QuestionWriter& writer) {
  EmbeddedTexts embedded;
  const XmlState state = for_each_question(xml, [&](XmlNode question) {
    if (is_part_of_another(question)) embedded[question.attribute("id")] = text_of(question, "questiontext");
  });
  if (state == XmlState::forbidden) return state;
  return for_each_question(xml, [&](XmlNode question) {
    if (!is_part_of_another(question) && !writer.full())
      write_moodle_question(read_question(question, embedded), writer);
  });
}

// The elements of activities and sections in which people wrote.
bool is_written(std::string_view name) {
  return name == "name" || name == "intro" || name == "content" || name == "title" || name == "summary" ||
         name == "subject" || name == "message" || name == "concept" || name == "definition" ||
         name == "alltext";
}

XmlState read_activity(std::string_view xml, QuestionWriter& writer) {
  std::string text;
  std::string label;
  XmlReader reader(xml);
  Token token = Token::start;
  while (!reader.at_end()) {
    token = reader.next();
    if (token != Token::start || !is_written(reader.name())) continue;
    const XmlTree tree(reader);
    const std::string written = html_text(tree.root().text()).text;
    if (label.empty()) label = normal_label(written);
    if (written != "$@NULL@$") text += written + '\n';
  }
  writer.section(label, text);
  return state_of(token);
}

// "activities/page_7/page.xml", not what stands beside it.
bool is_activity(std::string_view name) {
  if (name.starts_with("sections/")) return name.ends_with("/section.xml");
  if (!name.starts_with("activities/")) return false;
  const auto module = name.substr(11, name.find_first_of("_/", 11) - 11);
  return name.ends_with("/" + std::string(module) + ".xml");
}

}  // namespace

ExtractEnd extract_moodle_backup(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source);
  DocumentHead head{.media_type = media_type};
  XmlState worst = XmlState::whole;
  if (const std::string* xml = package.part("moodle_backup.xml")) {
    XmlReader reader(*xml);
    worst = reader.next() == Token::forbidden ? XmlState::forbidden : worst;
    const XmlTree tree(*xml);
    const XmlNode information = tree.root().find("information");
    head.title = normal_label(information.child_text("original_course_fullname"));
    head.properties["schema_version"] = information.child_text("moodle_release");
  }
  out.head(head);
  QuestionWriter writer(out);
  for (const auto& [name, xml] : package.parts())
    if (is_activity(name) && !writer.full()) worst = std::max(worst, read_activity(xml, writer));
  if (const std::string* xml = package.part("questions.xml"))
    worst = std::max(worst, read_questions(*xml, writer));
  return office_end(package, worst, out);
}

}  // namespace kecang::extract
