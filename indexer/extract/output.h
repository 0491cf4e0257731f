#pragma once
/// What an extractor says: frames on a descriptor (schemas/extraction-protocol.md). Text is brought into its
/// normal form and cut into segments of bounded size here, so that no extractor has to. Not for use by
/// several threads at once.
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/picture_names.h"
#include "indexer/extract/pictured_text.h"
#include "schemas/model/extraction.h"
#include "schemas/model/question.h"

namespace kecang::extract {

/// Hears what an extractor says, in its normal form, while it is said.
class OutputListener {
 public:
  virtual ~OutputListener() = default;
  virtual void text(const Locator& locator, std::string_view text,
                    std::span<const PlacedPicture> pictures) = 0;
  /// A row of a sheet, besides its text; `number` counts from 0, empty cells keep their place.
  virtual void row(const Locator& locator, std::uint64_t number, const std::vector<std::string>& cells) = 0;
  /// What lies on the sheet, before or behind its rows.
  virtual void picture(const Locator& locator, const CellPicture& picture) = 0;
};

class Output {
 public:
  /// `limit`: bytes of text, or of unpacked members, before `full`. With `fd` -1 only the listener hears.
  Output(int fd, std::uint64_t limit) : fd_(fd), limit_(limit) {}

  /// Once, first.
  void head(const DocumentHead& head);
  bool has_head() const { return has_head_; }
  /// Text under one locator; nothing for text without a visible character. A `whole` text beyond the segment
  /// size becomes numbered sections; others are repeated under the same locator.
  void segment(const Locator& locator, std::string_view text) { segment(locator, text, {}); }
  /// With pictures in it, which the listener hears of.
  void segment(const Locator& locator, std::string_view text, std::vector<PlacedPicture> pictures);
  /// How many segments were written.
  std::uint32_t segments() const { return segments_; }
  /// Where answers are printed in a text that was given to `segment` in its normal form, when `first`
  /// segments had been written.
  void answers(std::uint32_t first, std::string_view text, const AnswerPassages& passages);
  /// All segments from `first` on count as answers.
  void answers_from(std::uint32_t first);
  /// Writes nothing: for the listener, who cannot tell cells in the text of a sheet.
  void table_row(const Locator& locator, std::uint64_t number, const std::vector<std::string>& cells);
  void table_picture(const Locator& locator, const CellPicture& picture);
  /// Somebody hears of pictures, and there is room for more. Extractors need not unpack them otherwise.
  bool takes_pictures() const { return (is_heard() || keep_picture_) && !names_.full(); }
  /// The name of a picture that has none in the file: the same for the same bytes, empty where none is given.
  std::string picture(std::string_view bytes);
  /// Gets the bytes of those that are named here, each once; must outlive the output.
  using PictureKeeper = std::function<void(const std::string& name, std::string_view bytes)>;
  void keep_pictures(PictureKeeper keeper) { keep_picture_ = std::move(keeper); }
  /// One listener, or none (nullptr); it must outlive the output or be taken off.
  void let_hear(OutputListener* listener) { listener_ = listener; }
  bool is_heard() const { return listener_ != nullptr; }
  /// Its texts are brought into their normal form; `index` is given here. Returns the index, for its
  /// children.
  std::uint32_t question(Question question);
  /// Keeps those that are written; must outlive the output.
  void keep_questions(std::vector<Question>* kept) { kept_ = kept; }
  void member_begin(const Member& member);
  void member_data(std::string_view bytes);
  void member_end(const Member& member);
  /// Once, last.
  void end(const ExtractEnd& end);

  /// Small frames wait for company; this sends what waits. `end` does it, too.
  void flush();

  /// The limit is reached or nobody listens any more: stop working.
  bool full() const { return full_; }
  /// Some text or member was written.
  bool has_content() const { return has_content_; }
  /// Bytes until the limit.
  std::uint64_t room() const { return limit_ - spent_; }

 private:
  void write(FrameType type, std::string_view payload);
  bool spend(std::size_t bytes);

  int fd_;
  OutputListener* listener_ = nullptr;
  std::vector<Question>* kept_ = nullptr;
  PictureKeeper keep_picture_;
  PictureNames names_;
  std::string waiting_;
  std::uint64_t limit_;
  std::uint64_t spent_ = 0;
  bool has_head_ = false;
  bool has_content_ = false;
  bool full_ = false;
  std::uint32_t segments_ = 0;
  std::uint32_t questions_ = 0;
};

/// The end of a reading that went through to the end, unless the output ran full before.
ExtractEnd finished(const Output& out);
/// `partial` when some text was written, `otherwise` if not.
ExtractEnd stopped(const Output& out, ExtractStatus otherwise, std::string reason);

}  // namespace kecang::extract
