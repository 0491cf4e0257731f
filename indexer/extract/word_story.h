#pragma once
/// Reads WordprocessingML: the text of a document, or of its notes, comments, headers and footers. In one
/// pass, with what stands within a paragraph but is read on its own (text boxes) behind it. Not for use by
/// several threads at once.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/alternate_content.h"
#include "indexer/extract/field_text.h"
#include "indexer/extract/list_numbers.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/pictured_text.h"
#include "indexer/extract/word_styles.h"

namespace kecang::extract {

/// Who takes the paragraphs of a story, one after the other.
class StoryListener {
 public:
  virtual ~StoryListener() = default;
  /// A paragraph, or a row of a table with tabs between its cells.
  virtual void paragraph(PicturedText text) = 0;
  virtual void heading(PicturedText text) = 0;
  /// Wants no more.
  virtual bool full() const = 0;
};

class WordStory {
 public:
  /// The text of the file that is to stand where an `altChunk` names a relation.
  using Chunk = std::function<std::string(const std::string& relation)>;
  /// The member that holds the picture which a relation names; empty for none.
  using PictureName = std::function<std::string(const std::string& relation)>;

  /// All must outlive the story; lists count on from story to story.
  WordStory(const WordStyles& styles, ListNumbers& numbers, StoryListener& listener, Chunk chunk = nullptr,
            PictureName picture_name = nullptr)
      : styles_(styles),
        numbers_(numbers),
        listener_(listener),
        chunk_(std::move(chunk)),
        picture_name_(std::move(picture_name)) {}

  /// A whole part. What was left open at its end is told, too.
  XmlState read(std::string_view xml);
  /// What the pictures show, as their makers say: a line each, once.
  const std::vector<std::string>& pictures() const { return pictures_; }

 private:
  /// A text with paragraphs of its own: the story itself, or a text box within a paragraph of another.
  struct Flow {
    PicturedText paragraph{};
    PicturedText boxes{};  // the text boxes of this paragraph
    PicturedText lines{};  // of a text box: its paragraphs; of the story: the open row
    std::string style{};
    std::string run_style{};
    std::string font{};
    ListPlace place{};
    std::size_t tables = 0;
    char separator = '\0';  // before the next paragraph within `lines`
    bool heading = false;
    bool named_outline = false;  // the paragraph itself says whether it is a heading
    bool in_properties = false;
    bool in_run = false;
    bool hidden = false;
    bool has_picture = false;
    bool goes_on = false;  // the mark at its end was deleted
  };

  void on_start(XmlReader& reader);
  bool passes_over(const XmlReader& reader);
  void on_content(XmlReader& reader);
  void on_property(const XmlReader& reader);
  void on_run_property(const XmlReader& reader);
  void on_field(const XmlReader& reader);
  void on_end(std::string_view name);
  void begin_paragraph();
  void begin_box();
  void end_box();
  void add(std::string_view text);
  void add_picture(const std::string& relation);
  void add_picture_words(const XmlReader& reader);
  void add_symbol(const XmlReader& reader);
  void add_chunk(const XmlReader& reader);
  void end_paragraph();
  void finish_paragraph();
  std::string number();
  void tell(PicturedText text);
  void end_row();
  Flow& flow() { return flows_.back(); }

  const WordStyles& styles_;
  ListNumbers& numbers_;
  StoryListener& listener_;
  Chunk chunk_;
  PictureName picture_name_;
  std::size_t placed_ = 0;  // pictures, by their names
  AlternateContent alternatives_;
  Fields fields_;
  std::vector<std::string> pictures_;
  std::vector<Flow> flows_{1};
  std::size_t boxes_beyond_ = 0;
  bool in_text_ = false;
  bool in_instruction_ = false;
};

}  // namespace kecang::extract
