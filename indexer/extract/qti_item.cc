#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "indexer/extract/markup_text.h"
#include "indexer/extract/qti.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

// "responseIdentifier", and "response-identifier" of version 3.
std::string attribute_of(XmlNode node, std::string_view name) {
  if (std::string value = node.attribute(name); !value.empty()) return value;
  std::string kebab;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper) kebab += '-';
    kebab += upper ? static_cast<char>(c + 32) : c;
  }
  return node.attribute(kebab);
}

// What is right, by the identifier of the response.
struct Declaration {
  std::vector<std::string> correct;
  bool several = false;
};

Declaration read_declaration(XmlNode node) {
  Declaration declaration{.correct = {}, .several = attribute_of(node, "cardinality") != "single"};
  for (const XmlNode value : node.child("correctResponse").children())
    declaration.correct.push_back(normal_label(value.text()));
  if (!declaration.correct.empty()) return declaration;
  for (const XmlNode entry : node.child("mapping").children())
    if (number_of(attribute_of(entry, "mappedValue")) > 0)
      declaration.correct.push_back(attribute_of(entry, "mapKey"));
  return declaration;
}

constexpr auto kChoices =
    std::to_array<std::string_view>({"simpleChoice", "simpleAssociableChoice", "gapText", "gapImg",
                                     "inlineChoice", "hottext", "hotspotChoice", "associableHotspot"});

bool is_choice(std::string_view name) {
  return std::find(kChoices.begin(), kChoices.end(), name) != kChoices.end();
}

bool is_interaction(std::string_view name) {
  return name.ends_with("Interaction");
}

// Feedback is no part of what is asked.
class ChoiceText final : public ElementText {
 public:
  bool replaces(XmlNode element, std::string&) override { return element.name() == "feedbackInline"; }
};

std::string choice_text(XmlNode choice) {
  ChoiceText without_feedback;
  return markup_text(choice, without_feedback);
}

struct Choice {
  std::string identifier;
  std::string text;
};

struct Interaction {
  std::string name;
  Declaration declaration{};
  std::vector<Choice> choices{};
  std::vector<std::string> gaps{};

  std::size_t index_of(std::string_view identifier) const {
    const auto found = std::find_if(choices.begin(), choices.end(),
                                    [&](const Choice& choice) { return choice.identifier == identifier; });
    return static_cast<std::size_t>(found - choices.begin());
  }
  std::string text_of(std::string_view identifier) const {
    const auto index = index_of(identifier);
    return index < choices.size() && !choices[index].text.empty() ? choices[index].text
                                                                  : std::string(identifier);
  }
};

Interaction read_interaction(XmlNode node, const std::map<std::string, Declaration>& declarations) {
  Interaction interaction{.name = std::string(node.name())};
  const auto found = declarations.find(attribute_of(node, "responseIdentifier"));
  if (found != declarations.end()) interaction.declaration = found->second;
  if (attribute_of(node, "maxChoices") == "1") interaction.declaration.several = false;
  for (std::size_t i = node.place() + 1; i < node.past(); ++i) {
    const XmlNode inner = node.tree()->node(i);
    if (is_choice(inner.name()))
      interaction.choices.push_back({attribute_of(inner, "identifier"), choice_text(inner)});
    if (inner.name() == "gap") interaction.gaps.push_back(attribute_of(inner, "identifier"));
  }
  return interaction;
}

// "A D" → its two halves.
std::pair<std::string, std::string> halves(const std::string& pair) {
  const auto space = pair.find(' ');
  if (space == std::string::npos) return {pair, {}};
  return {pair.substr(0, space), pair.substr(space + 1)};
}

std::string pairs_answer(const Interaction& interaction) {
  std::vector<std::string> pairs;
  for (const auto& pair : interaction.declaration.correct) {
    const auto [left, right] = halves(pair);
    pairs.push_back(interaction.text_of(left) + std::string(kPairedWith) + interaction.text_of(right));
  }
  return joined(pairs, kNextBlank);
}

// What goes into the gaps, in the order of the gaps.
std::string gaps_answer(const Interaction& interaction) {
  std::vector<std::string> in_gaps;
  for (const auto& gap : interaction.gaps)
    for (const auto& pair : interaction.declaration.correct)
      if (const auto [choice, into] = halves(pair); into == gap)
        in_gaps.push_back(interaction.text_of(choice));
  return joined(in_gaps, kNextBlank);
}

std::string labels_answer(const Interaction& interaction) {
  std::vector<std::size_t> labels;
  for (const auto& value : interaction.declaration.correct)
    if (const auto index = interaction.index_of(value); index < interaction.choices.size())
      labels.push_back(index);
  if (interaction.name != "orderInteraction") std::sort(labels.begin(), labels.end());
  return joined_labels(labels);
}

bool has_options(const Interaction& interaction) {
  return interaction.name == "choiceInteraction" || interaction.name == "orderInteraction";
}

std::string answer_of(const Interaction& interaction) {
  const std::string_view name = interaction.name;
  if (has_options(interaction)) return labels_answer(interaction);
  if (name == "matchInteraction" || name == "associateInteraction" || name == "graphicAssociateInteraction")
    return pairs_answer(interaction);
  if (name == "gapMatchInteraction" || name == "graphicGapMatchInteraction") return gaps_answer(interaction);
  std::vector<std::string> values;
  for (const auto& value : interaction.declaration.correct) values.push_back(interaction.text_of(value));
  return joined(values, name == "textEntryInteraction" ? kOrElse : kNextBlank);
}

QuestionKind kind_of(const Interaction& interaction) {
  const std::string_view name = interaction.name;
  if (name == "choiceInteraction")
    return interaction.declaration.several ? QuestionKind::multiple_choice : QuestionKind::single_choice;
  if (name == "orderInteraction" || name == "graphicOrderInteraction") return QuestionKind::ordering;
  if (name == "matchInteraction" || name == "associateInteraction" || name == "graphicAssociateInteraction")
    return QuestionKind::matching;
  if (name == "textEntryInteraction" || name == "inlineChoiceInteraction" || name == "gapMatchInteraction" ||
      name == "graphicGapMatchInteraction")
    return QuestionKind::fill_in;
  if (name == "extendedTextInteraction") return QuestionKind::short_answer;
  return QuestionKind::other;
}

std::string options_as_lines(const Interaction& interaction) {
  std::string lines;
  for (std::size_t i = 0; i < interaction.choices.size(); ++i)
    lines += '\n' + option_label(i) + ". " + interaction.choices[i].text;
  return lines;
}

std::string choices_in_brackets(const Interaction& interaction) {
  std::vector<std::string> texts;
  for (const auto& choice : interaction.choices) texts.push_back(choice.text);
  return "(" + joined(texts, " / ") + ")";
}

bool is_for_teachers(XmlNode rubric) {
  const std::string view = attribute_of(rubric, "view");
  return !view.empty() && view.find("candidate") == std::string::npos;
}

void add_image(XmlNode element, std::vector<std::string>& images) {
  const std::string type = element.attribute("type");
  const bool object = element.name() == "object" && (type.empty() || type.starts_with("image/"));
  const std::string address = element.name() == "img" ? element.attribute("src")
                              : object                ? element.attribute("data")
                                                      : std::string();
  if (!address.empty() && !address.starts_with("data:")) images.push_back(address);
}

// What says whether the answer was right, and what is for teachers, shows answers.
bool shows_answer(XmlNode element) {
  const std::string_view name = element.name();
  return name == "feedbackInline" || name == "feedbackBlock" || name == "modalFeedback" ||
         (name == "rubricBlock" && is_for_teachers(element));
}

void add_images(XmlNode body, Question& question) {
  std::size_t answer_until = 0;
  for (std::size_t i = body.place(); i < body.past(); ++i) {
    const XmlNode here = body.tree()->node(i);
    if (shows_answer(here)) answer_until = std::max(answer_until, here.past());
    add_image(here, i < answer_until ? question.answer_images : question.images);
  }
}

// The item's body as text: blanks for what is to be entered; choices and feedback are taken out.
class Body final : public ElementText {
 public:
  explicit Body(const std::map<std::string, Declaration>& declarations) : declarations_(declarations) {}

  bool replaces(XmlNode element, std::string& text) override {
    const std::string_view name = element.name();
    const bool asks = is_interaction(name) && element.place() >= past_interaction_;
    if (asks) past_interaction_ = element.past();
    if (asks) interactions_.push_back(read_interaction(element, declarations_));
    if (name == "textEntryInteraction" || name == "gap") text = kBlank;
    if (asks && name == "inlineChoiceInteraction")
      text = std::string(kBlank) + choices_in_brackets(interactions_.back());
    if (name == "feedbackInline") remarks_ += markup_text(element) + '\n';
    if (name == "rubricBlock" && is_for_teachers(element)) {
      explanation_ += markup_text(element) + '\n';
      return true;
    }
    if (name == "simpleChoice") add_feedback_within(element);
    const bool taken_out = is_choice(name) && name != "hottext";
    return !text.empty() || taken_out || name == "feedbackInline";
  }

  const std::vector<Interaction>& interactions() const { return interactions_; }
  std::string& remarks() { return remarks_; }
  std::string& explanation() { return explanation_; }

 private:
  void add_feedback_within(XmlNode choice) {
    for (const XmlNode feedback : choice.all("feedbackInline")) remarks_ += markup_text(feedback) + '\n';
  }

  const std::map<std::string, Declaration>& declarations_;
  std::vector<Interaction> interactions_;
  std::size_t past_interaction_ = 0;
  std::string remarks_;
  std::string explanation_;
};

// Two choices called true and false are no choice.
void recognise_true_false(Question& question) {
  static const std::set<std::string> yes_words{"true", "True", "TRUE", "对", "正确", "√"};
  static const std::set<std::string> no_words{"false", "False", "FALSE", "错", "错误", "×"};
  if (question.kind != QuestionKind::single_choice || question.options.size() != 2) return;
  const auto index_of = [&](const std::set<std::string>& words) {
    return words.contains(question.options[0].text) ? 0U : words.contains(question.options[1].text) ? 1U : 2U;
  };
  const auto yes = index_of(yes_words);
  if (yes == 2 || index_of(no_words) != 1 - yes) return;
  const std::string answer = question.answer;
  const std::string yes_label = question.options[yes].label;
  question.kind = QuestionKind::true_false;
  question.options.clear();
  if (!answer.empty()) set_true_false(question, answer == yes_label);
}

void set_answers(const std::vector<Interaction>& interactions, Question& question) {
  if (interactions.size() == 1) {
    const Interaction& only = interactions.front();
    question.kind = kind_of(only);
    question.answer = answer_of(only);
    if (only.name != "inlineChoiceInteraction" && only.name != "hottextInteraction")
      for (const auto& choice : only.choices) add_option(question, choice.text);
    return recognise_true_false(question);
  }
  std::vector<std::string> answers;
  std::set<QuestionKind> kinds;
  for (const auto& interaction : interactions) {
    if (has_options(interaction)) question.stem += options_as_lines(interaction);
    answers.push_back(answer_of(interaction));
    kinds.insert(kind_of(interaction));
  }
  question.kind = kinds == std::set{QuestionKind::fill_in} ? QuestionKind::fill_in : QuestionKind::other;
  question.answer = joined(answers, kNextBlank);
}

double score_of(XmlNode item) {
  for (const XmlNode outcome : item.all("outcomeDeclaration"))
    if (attribute_of(outcome, "identifier") == "SCORE")
      return number_of(attribute_of(outcome, "normalMaximum"));
  return 0;
}

}  // namespace

void write_qti_item(XmlNode item, QuestionWriter& writer) {
  std::map<std::string, Declaration> declarations;
  for (const XmlNode node : item.all("responseDeclaration"))
    declarations[attribute_of(node, "identifier")] = read_declaration(node);
  Body body(declarations);
  Question question{.stem = markup_text(item.child("itemBody"), body), .score = score_of(item)};
  set_answers(body.interactions(), question);
  question.explanation = body.explanation();
  if (item.child("itemBody")) add_images(item.child("itemBody"), question);
  for (const XmlNode feedback : item.all("modalFeedback")) {
    body.remarks() += markup_text(feedback) + '\n';
    add_images(feedback, question);
  }
  writer.add(std::move(question), attribute_of(item, "title"), body.remarks());
}

}  // namespace kecang::extract
