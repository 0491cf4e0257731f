#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "indexer/extract/extractors.h"
#include "indexer/extract/html_text.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/question_writer.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Ordered = nlohmann::ordered_json;

std::string string_in(const Ordered& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string text_in(const Ordered& object, const char* key) {
  return html_text(string_in(object, key)).text;
}

bool flag_in(const Ordered& object, const char* key) {
  if (!object.is_object()) return false;
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

const Ordered& list_in(const Ordered& object, const char* key) {
  static const Ordered none = Ordered::array();
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? *found : none;
}

const Ordered& object_in(const Ordered& object, const char* key) {
  static const Ordered none = Ordered::object();
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found != object.end() && found->is_object() ? *found : none;
}

// The picture above a question: {"media": {"type": {"library": "H5P.Image 1.1", "params": {"file": {"path":
// …}}}}}.
void add_image(const Ordered& params, Question& question) {
  const Ordered& media = object_in(object_in(params, "media"), "type");
  const std::string path = string_in(object_in(object_in(media, "params"), "file"), "path");
  const bool inside = !path.empty() && path.find("://") == std::string::npos;
  if (string_in(media, "library").starts_with("H5P.Image") && inside)
    question.images.push_back("content/" + path);
}

void set_multi_choice(const Ordered& params, Question& question) {
  question.stem = text_in(params, "question");
  std::vector<std::size_t> correct;
  for (const auto& answer : list_in(params, "answers")) {
    if (flag_in(answer, "correct")) correct.push_back(question.options.size());
    add_option(question, text_in(answer, "text"));
  }
  set_choice(question, correct, correct.size() > 1);
}

// "Berries are *blue/navy:a hint*": what stands between the stars is to be filled in.
void add_starred(std::string_view text, Question& question, std::vector<std::string>& answers) {
  bool open = false;
  while (!text.empty()) {
    const auto star = text.find('*');
    const auto piece = text.substr(0, star);
    if (!open) question.stem += piece;
    if (open && star != std::string_view::npos) {
      question.stem += kBlank;
      answers.emplace_back(piece.substr(0, piece.find(':')));
    }
    if (star == std::string_view::npos) break;
    open = !open;
    text.remove_prefix(star + 1);
  }
}

void set_blanks(const Ordered& params, Question& question) {
  question.kind = QuestionKind::fill_in;
  question.stem = text_in(params, "text") + '\n';
  std::vector<std::string> answers;
  for (const auto& part : list_in(params, "questions")) {
    if (part.is_string()) add_starred(html_text(part.get<std::string>()).text, question, answers);
    question.stem += '\n';
  }
  question.answer = joined(answers, kNextBlank);
}

void set_drag_text(const Ordered& params, Question& question) {
  question.kind = QuestionKind::fill_in;
  question.stem = text_in(params, "taskDescription") + '\n';
  std::vector<std::string> answers;
  add_starred(string_in(params, "textField"), question, answers);
  question.answer = joined(answers, kNextBlank);
}

std::vector<Question> questions_of(std::string_view library, const Ordered& params) {
  std::vector<Question> questions;
  Question question;
  if (library == "H5P.MultiChoice") set_multi_choice(params, question);
  if (library == "H5P.TrueFalse") {
    question.stem = text_in(params, "question");
    set_true_false(question, string_in(params, "correct") == "true");
  }
  if (library == "H5P.Blanks") set_blanks(params, question);
  if (library == "H5P.DragText") set_drag_text(params, question);
  if (library == "H5P.Essay") {
    question.kind = QuestionKind::short_answer;
    question.stem = text_in(params, "taskDescription");
  }
  add_image(params, question);
  if (!normal_label(question.stem).empty()) questions.push_back(question);
  if (library != "H5P.SingleChoiceSet") return questions;
  for (const auto& choice : list_in(params, "choices")) {
    Question one{.stem = text_in(choice, "question")};
    for (const auto& answer : list_in(choice, "answers"))
      if (answer.is_string()) add_option(one, html_text(answer.get<std::string>()).text);
    set_choice(one, {0}, false);  // the first is right; they are shuffled when shown
    questions.push_back(std::move(one));
  }
  return questions;
}

// Keys whose strings nobody reads.
bool is_technical(std::string_view key) {
  static constexpr auto kKeys = std::to_array<std::string_view>(
      {"library", "subContentId", "path", "mime", "license", "licenseVersion", "contentType", "machineName",
       "color", "width", "height", "id", "url", "type", "codecs", "externalPath"});
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

// All strings of the content in their order, and the questions among its libraries; without recursion.
class Walker {
 public:
  void walk(const Ordered& content, const std::string& main_library) {
    find_questions(main_library, content);
    std::vector<const Ordered*> waiting{&content};
    while (!waiting.empty()) {
      const Ordered& here = *waiting.back();
      waiting.pop_back();
      if (here.is_string()) text_ += html_text(here.get_ref<const std::string&>()).text + '\n';
      if (here.is_object()) enter(here);
      std::vector<const Ordered*> within;
      if (here.is_array())
        for (const auto& item : here) within.push_back(&item);
      if (here.is_object())
        for (const auto& [key, value] : here.items())
          if (!is_technical(key)) within.push_back(&value);
      waiting.insert(waiting.end(), within.rbegin(), within.rend());
    }
  }

  const std::string& text() const { return text_; }
  std::vector<Question>& questions() { return questions_; }

 private:
  // A library in use: {"library": "H5P.Blanks 1.12", "params": {…}}.
  void enter(const Ordered& object) {
    const std::string library = string_in(object, "library");
    const auto params = object.find("params");
    if (!library.empty() && params != object.end())
      find_questions(library.substr(0, library.find(' ')), *params);
  }

  void find_questions(const std::string& library, const Ordered& params) {
    for (auto& question : questions_of(library, params)) questions_.push_back(std::move(question));
  }

  std::string text_;
  std::vector<Question> questions_;
};

bool is_h5p_part(std::string_view name) {
  return name == "h5p.json" || name == "content/content.json";
}

/// What no exercise needs; what was built is taken down again recursively.
constexpr int kDeepest = 128;

Ordered parsed(const Package& package, std::string_view name) {
  const std::string* bytes = package.part(name);
  if (bytes == nullptr) return Ordered::value_t::discarded;
  bool too_deep = false;
  auto value = Ordered::parse(
      *bytes,
      [&](int depth, Ordered::parse_event_t, const Ordered&) {
        too_deep = too_deep || depth > kDeepest;
        return !too_deep;
      },
      false);
  return too_deep ? Ordered(Ordered::value_t::discarded) : value;
}

}  // namespace

ExtractEnd extract_h5p(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source, is_h5p_part);
  const Ordered about = parsed(package, "h5p.json");
  const Ordered content = parsed(package, "content/content.json");
  DocumentHead head{.media_type = media_type, .title = normal_label(string_in(about, "title"))};
  const std::string main_library = string_in(about, "mainLibrary");
  head.properties["main_library"] = main_library;
  out.head(head);
  Walker walker;
  if (!content.is_discarded()) {
    walker.walk(content, main_library);
    out.segment({}, head.title + '\n' + walker.text());
  }
  for (auto& question : walker.questions()) out.question(std::move(question));
  const bool broken = about.is_discarded() || content.is_discarded();
  return office_end(package, broken ? XmlState::broken : XmlState::whole, out);
}

}  // namespace kecang::extract
