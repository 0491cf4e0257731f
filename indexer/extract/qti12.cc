#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "indexer/extract/html_text.h"
#include "indexer/extract/qti.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

struct Label {
  std::string identifier;
  std::string text;
};

// One place for an answer: a list to choose from, or a field to write in.
struct Response {
  std::string identifier;
  std::string text;  // what is asked here, as of the left sides of a matching question
  bool several = false;
  bool written = false;
  std::vector<Label> labels{};

  std::size_t index_of(std::string_view label) const {
    const auto found =
        std::find_if(labels.begin(), labels.end(), [&](const Label& l) { return l.identifier == label; });
    return static_cast<std::size_t>(found - labels.begin());
  }
};

// A value and what it is worth.
struct Credit {
  std::string response;
  std::string value;
  double worth = 0;
};

bool is_response(std::string_view name) {
  return name == "response_lid" || name == "response_str" || name == "response_num" ||
         name == "response_xy" || name == "response_grp";
}

std::string material_text(XmlNode material) {
  const std::string text = material.text();
  return material.attribute("texttype") == "text/plain" ? text : html_text(text).text;
}

// All pictures within, those of what can be chosen, too.
void add_images(XmlNode node, std::vector<std::string>& images) {
  for (std::size_t i = node.place() + 1; i < node.past(); ++i) {
    const XmlNode here = node.tree()->node(i);
    if (here.name() == "matimage" && !here.attribute("uri").empty()) images.push_back(here.attribute("uri"));
    const bool markup = here.name() == "mattext" && here.attribute("texttype") != "text/plain";
    if (!markup) continue;
    auto found = html_text(here.text()).images;
    images.insert(images.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
}

// Texts from `from` on, but for those of responses, labels and what is hidden.
class Materials {
 public:
  void read(XmlNode node) {
    for (std::size_t i = node.place() + 1; i < node.past();) {
      const XmlNode here = node.tree()->node(i);
      const bool elsewhere = is_response(here.name()) || here.name() == "response_label";
      if (here.name() == "mattext" || here.name() == "matemtext") add(material_text(here));
      i = elsewhere ? here.past() : i + 1;
    }
  }
  const std::string& text() const { return text_; }

 private:
  void add(const std::string& text) {
    if (normal_label(text).empty()) return;
    if (!text_.empty()) text_ += '\n';
    text_ += text;
  }

  std::string text_;
};

std::string text_within(XmlNode node) {
  Materials materials;
  materials.read(node);
  return materials.text();
}

Response read_response(XmlNode node) {
  const std::string cardinality = node.attribute("rcardinality");
  Response response{.identifier = node.attribute("ident"),
                    .text = text_within(node),
                    .several = cardinality == "Multiple" || cardinality == "Ordered",
                    .written = static_cast<bool>(node.find("render_fib")) || node.name() == "response_str"};
  for (const XmlNode label : node.all("response_label"))
    response.labels.push_back({label.attribute("ident"), normal_text(text_within(label))});
  return response;
}

std::vector<Response> responses_of(XmlNode presentation) {
  std::vector<Response> responses;
  for (std::size_t i = presentation.place() + 1; i < presentation.past(); ++i) {
    const XmlNode here = presentation.tree()->node(i);
    if (is_response(here.name())) responses.push_back(read_response(here));
  }
  return responses;
}

// "100", and "SCORE.max" as Blackboard writes it.
double worth_of(XmlNode condition) {
  double worth = 0;
  for (const XmlNode set : condition.all("setvar")) {
    const std::string value = normal_label(set.text());
    worth = std::max(worth, value.find("max") != std::string::npos ? 1.0 : number_of(value));
  }
  return worth;
}

bool is_negated(XmlNode node) {
  for (XmlNode around = node.parent(); around && around.name() != "conditionvar"; around = around.parent())
    if (around.name() == "not") return true;
  return false;
}

std::vector<Credit> credits_of(XmlNode item) {
  std::vector<Credit> credits;
  for (const XmlNode condition : item.all("respcondition")) {
    const double worth = worth_of(condition);
    if (worth <= 0) continue;
    const XmlNode variables = condition.child("conditionvar");
    for (const char* kind : {"varequal", "varsubset"})
      for (const XmlNode equal : variables.all(kind))
        if (!is_negated(equal))
          credits.push_back({equal.attribute("respident"), normal_label(equal.text()), worth});
    const XmlNode least = variables.find("vargte");
    const XmlNode most = variables.find("varlte");
    if (least && most && !variables.find("varequal"))
      credits.push_back(
          {least.attribute("respident"), normal_label(least.text() + ".." + most.text()), worth});
  }
  return credits;
}

// The right values of one response: with one choice those worth most.
std::vector<std::string> right_values(const Response& response, const std::vector<Credit>& credits) {
  double most = 0;
  for (const auto& credit : credits)
    if (credit.response == response.identifier) most = std::max(most, credit.worth);
  const bool all = response.several || response.written;
  std::vector<std::string> values;
  for (const auto& credit : credits)
    if (credit.response == response.identifier && (all || credit.worth == most) &&
        std::find(values.begin(), values.end(), credit.value) == values.end())
      values.push_back(credit.value);
  return values;
}

std::vector<std::size_t> right_labels(const Response& response, const std::vector<Credit>& credits) {
  std::vector<std::size_t> labels;
  for (const auto& value : right_values(response, credits))
    if (const auto index = response.index_of(value); index < response.labels.size()) labels.push_back(index);
  std::sort(labels.begin(), labels.end());
  return labels;
}

// The texts of the right labels, or what is to be written.
std::string right_text(const Response& response, const std::vector<Credit>& credits) {
  std::vector<std::string> texts;
  for (const auto& value : right_values(response, credits)) {
    const auto index = response.index_of(value);
    texts.push_back(index < response.labels.size() ? response.labels[index].text : value);
  }
  return joined(texts, kOrElse);
}

// The item's own word for its kind, in lower case; many say it in different fields.
std::string declared_kind(XmlNode item) {
  static const std::set<std::string> fields{"question_type", "cc_profile", "qmd_itemtype",
                                            "bbmd_questiontype"};
  std::string kind;
  for (const XmlNode field : item.all("qtimetadatafield"))
    if (fields.contains(field.child_text("fieldlabel"))) kind += field.child_text("fieldentry");
  kind += item.find("qmd_itemtype").text() + item.find("bbmd_questiontype").text();
  std::transform(kind.begin(), kind.end(), kind.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return kind;
}

bool says(const std::string& kind, std::string_view word) {
  return kind.find(word) != std::string::npos;
}

double score_of(XmlNode item) {
  for (const XmlNode field : item.all("qtimetadatafield"))
    if (field.child_text("fieldlabel") == "points_possible" ||
        field.child_text("fieldlabel") == "cc_weighting")
      return number_of(field.child_text("fieldentry"));
  return 0;
}

bool is_yes(const std::string& text) {
  return text == "True" || text == "true" || text == "TRUE" || text == "对" || text == "正确";
}

void set_one_choice(const Response& response, const std::vector<Credit>& credits, const std::string& kind,
                    Question& question) {
  const auto right = right_labels(response, credits);
  if (says(kind, "true_false") || says(kind, "true/false") || says(kind, "truefalse")) {
    question.kind = QuestionKind::true_false;
    if (!right.empty()) set_true_false(question, is_yes(response.labels[right.front()].text));
    return;
  }
  for (const auto& label : response.labels) add_option(question, label.text);
  set_choice(question, right, response.several);
}

bool same_labels(const std::vector<Response>& responses) {
  const auto texts = [](const Response& response) {
    std::vector<std::string> all;
    for (const auto& label : response.labels) all.push_back(label.text);
    return all;
  };
  const auto first = texts(responses.front());
  return !first.empty() && std::all_of(responses.begin(), responses.end(),
                                       [&](const Response& response) { return texts(response) == first; });
}

void set_match(const std::vector<Response>& responses, const std::vector<Credit>& credits,
               Question& question) {
  Pairs pairs;
  for (const auto& response : responses) pairs.emplace_back(response.text, right_text(response, credits));
  for (const auto& label : responses.front().labels) pairs.emplace_back(std::string(), label.text);
  set_matching(question, pairs);
}

// What can be chosen belongs to the question; what is accepted in a blank does not.
void set_blanks(const std::vector<Response>& responses, const std::vector<Credit>& credits,
                Question& question, std::string& remarks) {
  question.kind = QuestionKind::fill_in;
  std::vector<std::string> answers;
  for (const auto& response : responses) {
    std::string lines = response.text;
    for (const auto& label : response.labels) lines += '\n' + label.text;
    const bool accepted = right_values(response, credits).size() >= response.labels.size();
    (accepted ? remarks : question.stem) += '\n' + lines;
    answers.push_back(right_text(response, credits));
  }
  question.answer = joined(answers, kNextBlank);
}

void set_kind(const std::vector<Response>& responses, const std::vector<Credit>& credits,
              const std::string& kind, Question& question, std::string& remarks) {
  if (responses.empty()) return;
  if (responses.size() == 1 && !responses.front().written && !responses.front().labels.empty())
    return set_one_choice(responses.front(), credits, kind, question);
  if (responses.size() > 1 && same_labels(responses)) return set_match(responses, credits, question);
  set_blanks(responses, credits, question, remarks);
  if (says(kind, "essay") || question.answer.empty()) question.kind = QuestionKind::short_answer;
}

void add_feedback(XmlNode item, Question& question, std::string& remarks) {
  for (const XmlNode feedback : item.all("itemfeedback")) {
    const bool general = feedback.attribute("ident").starts_with("general_fb") || feedback.find("solution");
    std::string& to = general ? question.explanation : remarks;
    to += text_within(feedback) + '\n';
    add_images(feedback, question.answer_images);
  }
}

}  // namespace

void write_qti12_items(XmlNode root, QuestionWriter& writer) {
  for (const XmlNode item : root.all("item")) {
    if (writer.full()) return;
    const XmlNode presentation = item.child("presentation");
    Materials materials;
    if (presentation) materials.read(presentation);
    Question question{.stem = materials.text(), .score = score_of(item)};
    if (presentation) add_images(presentation, question.images);
    std::string remarks;
    if (presentation)
      set_kind(responses_of(presentation), credits_of(item), declared_kind(item), question, remarks);
    add_feedback(item, question, remarks);
    writer.add(std::move(question), item.attribute("title"), remarks);
  }
}

}  // namespace kecang::extract
