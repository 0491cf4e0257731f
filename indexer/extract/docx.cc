#include "indexer/extract/docx.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "indexer/extract/alt_chunk.h"
#include "indexer/extract/drawing.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/sections.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/word_story.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kChunks = 100;

// Stories beside the text, by the type of their relation and by what writers call them.
struct SideStory {
  std::string_view relation;
  std::string_view name;
};
constexpr auto kSideStories = std::to_array<SideStory>({{"comments", "word/comments.xml"},
                                                        {"endnotes", "word/endnotes"},
                                                        {"footer", "word/footer"},
                                                        {"footnotes", "word/footnotes"},
                                                        {"header", "word/header"}});

bool is_side_story(std::string_view relation) {
  return std::any_of(kSideStories.begin(), kSideStories.end(),
                     [&](const SideStory& story) { return story.relation == relation; });
}

// Where relations are missing, names serve.
bool is_side_name(std::string_view name) {
  return std::any_of(kSideStories.begin(), kSideStories.end(),
                     [&](const SideStory& story) { return name.starts_with(story.name); });
}

class IntoSections final : public StoryListener {
 public:
  explicit IntoSections(Sections& sections) : sections_(sections) {}
  void paragraph(PicturedText text) override { sections_.paragraph(std::move(text)); }
  void heading(PicturedText text) override { sections_.heading(std::move(text)); }
  bool full() const override { return sections_.full(); }

 private:
  Sections& sections_;
};

class IntoText final : public StoryListener {
 public:
  void paragraph(PicturedText text) override { text_.append(text.text) += '\n'; }
  void heading(PicturedText text) override { paragraph(std::move(text)); }
  bool full() const override { return false; }
  std::string take() { return std::exchange(text_, {}); }

 private:
  std::string text_;
};

class WordDocument {
 public:
  WordDocument(const Source& source, int within)
      : package_(source),
        main_(main_part(package_, "word/document.xml")),
        relations_(relations_of(package_, main_)),
        styles_(package_.part(related_part(package_, main_, "styles", "word/styles.xml"))),
        numbers_(package_.part(related_part(package_, main_, "numbering", "word/numbering.xml")), styles_),
        within_(within) {
    for (const auto& [id, relation] : relations_)
      if (relation.type == "aFChunk") chunks_[relation.target];
    if (!chunks_.empty()) read_members(source, chunks_);
  }

  ExtractEnd read(const std::string& media_type, Output& out) {
    out.head(head_of(package_, media_type));
    const std::string* document = package_.part(main_);
    if (document == nullptr) return {ExtractStatus::broken, "extract.damaged"};
    Sections sections(out);
    IntoSections listener(sections);
    WordStory story(
        styles_, numbers_, listener, [this](const std::string& id) { return chunk(id); },
        [this](const std::string& id) { return picture(id); });
    const XmlState state = story.read(*document);
    if (state != XmlState::forbidden) sections.finish(side_text(story.pictures()));
    return office_end(package_, state, out);
  }

 private:
  // Each is read once, however often it is named.
  std::string chunk(const std::string& relation) {
    const auto found = relations_.find(relation);
    if (found == relations_.end() || chunks_read_ == kChunks) return {};
    const auto bytes = chunks_.find(found->second.target);
    if (bytes == chunks_.end() || bytes->second.empty()) return {};
    ++chunks_read_;
    return chunk_text(std::exchange(bytes->second, {}), bytes->first, within_);
  }

  // What is linked to lies elsewhere, and is no relation here.
  std::string picture(const std::string& relation) const {
    const auto found = relations_.find(relation);
    return found == relations_.end() || found->second.type != "image" ? std::string() : found->second.target;
  }

  // Footnotes, headers, SmartArt, what pictures show and the like, after the text. Headers of several
  // sections say the same.
  std::string side_text(const std::vector<std::string>& pictures) {
    std::set<std::string> names;
    for (const auto& [id, relation] : relations_)
      if (is_side_story(relation.type)) names.insert(relation.target);
    for (const auto& [name, xml] : package_.parts())
      if (is_side_name(name)) names.insert(name);
    std::set<std::string> said;
    std::string text;
    for (const auto& name : names) {
      const std::string* xml = package_.part(name);
      const std::string story = xml == nullptr ? std::string() : normal_text(story_text(*xml));
      if (said.insert(story).second) text += story + '\n';
    }
    text += drawn_text();
    for (const auto& words : pictures) text.append("\n").append(words);
    return normal_text(text);
  }

  std::string story_text(const std::string& xml) {
    IntoText listener;
    WordStory(styles_, numbers_, listener).read(xml);
    return listener.take();
  }

  std::string drawn_text() const {
    std::string text = drawn_beside(package_, main_);
    if (!relations_.empty()) return text;
    for (const auto& [name, xml] : package_.parts()) {
      if (name.starts_with("word/charts/chart")) text += chart_labels(xml);
      if (name.starts_with("word/diagrams/data")) text += drawing_text(xml).text + '\n';
    }
    return text;
  }

  Package package_;
  std::string main_;
  std::map<std::string, Relation> relations_;
  WordStyles styles_;
  ListNumbers numbers_;
  std::map<std::string, std::string> chunks_;  // by their names in the package
  std::size_t chunks_read_ = 0;
  int within_;
};

}  // namespace

ExtractEnd read_docx(const Source& source, const std::string& media_type, int within, Output& out) {
  return WordDocument(source, within).read(media_type, out);
}

ExtractEnd extract_docx(const Source& source, const std::string& media_type, Output& out) {
  return read_docx(source, media_type, 0, out);
}

}  // namespace kecang::extract
