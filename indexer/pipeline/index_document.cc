#include "indexer/pipeline/index_document.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "schemas/model/lesson.h"

namespace kecang::pipeline {
namespace {

/// Folder and file names say what a file is about.
std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const auto slash = path.find('/');
    if (const auto part = path.substr(0, slash); !part.empty()) parts.push_back(part);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return parts;
}

std::map<Facet, std::vector<std::string>> facets_of(const Resource& resource) {
  const auto& tags = resource.tags;
  const std::array<std::pair<Facet, const std::string&>, 9> single = {{{Facet::type, tags.type.value},
                                                                       {Facet::subject, tags.subject.value},
                                                                       {Facet::grade, tags.grade.value},
                                                                       {Facet::edition, tags.edition.value},
                                                                       {Facet::school, resource.owner.text()},
                                                                       {Facet::year, tags.year.value},
                                                                       {Facet::format, resource.format},
                                                                       {Facet::stage, tags.stage.value},
                                                                       {Facet::volume, tags.volume.value}}};
  std::map<Facet, std::vector<std::string>> facets;
  for (const auto& [facet, value] : single)
    if (!value.empty()) facets[facet] = {value};
  if (resource.standing != Standing::none)
    facets[Facet::standing] = {std::string(enum_text(resource.standing))};
  for (const auto& release : resource.releases)
    if (release.kind == ReleaseKind::group) facets[Facet::group].push_back(release.target);
  return facets;
}

std::vector<std::string_view> keywords_of(const Resource& resource) {
  std::vector<std::string_view> words;
  if (resource.revision) words = parts_of(resource.revision->path);
  const auto& tags = resource.tags;
  for (const Tag* tag :
       {&tags.type, &tags.stage, &tags.subject, &tags.grade, &tags.volume, &tags.edition, &tags.year})
    if (!tag->value.empty()) words.push_back(tag->value);
  if (!resource.head.title.empty()) words.push_back(resource.head.title);
  if (resource.lesson)
    for (const auto* said : {&resource.lesson->room, &resource.lesson->teacher, &resource.lesson->classes})
      if (!said->empty()) words.push_back(*said);
  return words;
}

/// The lesson itself, without the chapters above it.
std::string_view lesson_of(std::string_view node) {
  return node.substr(node.rfind('/') + 1);
}

std::vector<IndexName> names_of(const indexing::Indexable& from) {
  const auto& resource = from.resource;
  const auto lesson = lesson_of(resource.tags.node.value);
  return {{NameKind::person, resource.created_by.text(), from.created_by_name},
          {NameKind::school, resource.owner.text(), from.owner_name},
          {NameKind::point, lesson, lesson}};
}

IndexQuestion index_question(const Question& from) {
  IndexQuestion question;
  question.index = from.index;
  question.kind = enum_text(from.kind);
  question.texts.push_back(from.stem);
  for (const auto& option : from.options) question.texts.push_back(option.text);
  for (const std::string_view text : {std::string_view(from.answer), std::string_view(from.explanation)})
    if (!text.empty()) question.answer_texts.push_back(text);
  return question;
}

std::optional<std::vector<std::string>> without_answers(const std::vector<Segment>& segments) {
  const bool printed = std::any_of(segments.begin(), segments.end(),
                                   [](const Segment& segment) { return !segment.answers.empty(); });
  if (!printed) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& segment : segments) texts.push_back(text_without_answers(segment));
  return texts;
}

}  // namespace

bool is_findable(const indexing::Indexable& item) {
  return item.resource.state != FileState::withdrawn && !item.scope_terms.empty();
}

IndexDocument index_document(const indexing::Indexable& from) {
  IndexDocument document;
  document.id = from.resource.id;
  document.version = from.version;
  document.title = from.resource.title;
  document.segments.reserve(from.segments.size());
  for (const auto& segment : from.segments) document.segments.push_back(segment.text);
  document.segments_without_answers = without_answers(from.segments);
  document.keywords = keywords_of(from.resource);
  document.marks = from.marks;
  for (const auto& label : from.title_labels) document.title_labels.push_back({label.begin, label.end});
  if (!from.created_by_name.empty()) document.keywords.push_back(from.created_by_name);
  document.facets = facets_of(from.resource);
  document.scope_terms = from.scope_terms;
  document.date = from.resource.created_at;
  document.questions.reserve(from.questions.size());
  for (const auto& question : from.questions) document.questions.push_back(index_question(question));
  document.answer_terms = from.answer_terms;
  document.names = names_of(from);
  // An empty file is like nothing.
  if (from.resource.revision && from.resource.revision->size > 0)
    document.blob = from.resource.revision->blob.hex();
  document.sketch = from.resource.sketch;
  document.lesson = lesson_key(from.resource.tags);
  return document;
}

}  // namespace kecang::pipeline
