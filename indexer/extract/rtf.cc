#include <algorithm>
#include <map>
#include <vector>

#include "indexer/extract/code_page.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/field_text.h"
#include "indexer/extract/rtf_picture.h"
#include "indexer/extract/rtf_tokens.h"
#include "indexer/extract/rtf_words.h"
#include "indexer/extract/sections.h"
#include "indexer/extract/text_form.h"
#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kFontsLimit = 10'000;
constexpr std::size_t kSmallTextLimit = 16 * 1024;  // of a title, an instruction
constexpr std::size_t kBesideLimit = 16ULL << 20;
constexpr std::size_t kPicturesLimit = 1'000;  // of one line

/// What holds within a group and ends with it.
struct Group {
  RtfTarget target = RtfTarget::body;
  bool starred = false;            // \*: to be dropped whole by those who do not know its word
  bool deleted = false;            // struck out, but still there
  std::int32_t after_unicode = 1;  // characters that stand behind \u for old readers
  std::int32_t font = -1;
};

/// Groups within groups, to any depth: those beyond a limit are only counted, and hold no text.
class Groups {
 public:
  Group& top() { return groups_.back(); }
  bool is_deep() const { return beyond_ > 0; }
  std::uint64_t depth() const { return groups_.size() - 1 + beyond_; }
  void open() {
    if (groups_.size() > kLimit) {
      ++beyond_;
      return;
    }
    groups_.push_back(groups_.back());
    groups_.back().starred = false;
  }
  void close() {
    if (beyond_ > 0)
      --beyond_;
    else if (groups_.size() > 1)
      groups_.pop_back();
  }

 private:
  static constexpr std::size_t kLimit = 2'000'000;
  std::vector<Group> groups_{Group{.target = RtfTarget::passed}};
  std::uint64_t beyond_ = 0;
};

class RtfReader {
 public:
  RtfReader(const Source& source, const std::string& media_type, Output& out)
      : tokens_(source), out_(out), sections_(out), head_{.media_type = media_type} {}

  ExtractEnd read() {
    bool begun = false;
    const RtfToken* token = &tokens_.next();
    for (; token->kind != RtfToken::Kind::end && !out_.full(); token = &tokens_.next()) {
      take(*token);
      begun = begun || groups_.depth() > 0;
      if (begun && groups_.depth() == 0) break;
    }
    const bool whole = groups_.depth() == 0;
    flush();
    if (!line_.text.empty() || !line_.pictures.empty()) end_line();
    write_head();
    sections_.finish(beside_);
    if (!whole && !out_.full()) return stopped(out_, ExtractStatus::broken, "extract.damaged");
    return finished(out_);
  }

 private:
  void take(const RtfToken& token) {
    switch (token.kind) {
      case RtfToken::Kind::open:
        flush();
        to_skip_ = 0;
        return groups_.open();
      case RtfToken::Kind::close:
        return close_group();
      case RtfToken::Kind::word:
        return take_word(token);
      case RtfToken::Kind::symbol:
        return take_symbol(token.text[0]);
      case RtfToken::Kind::byte:
      case RtfToken::Kind::text:
        return add_bytes(token.text);
      case RtfToken::Kind::end:
        return;
    }
  }

  void close_group() {
    flush();
    to_skip_ = 0;
    const RtfTarget inner = groups_.top().target;
    groups_.close();
    const RtfTarget outer = groups_.top().target;
    if (inner == outer) return;
    if (inner == RtfTarget::instruction) {
      add_text(formula_of(instruction_));
      instruction_.clear();
    }
    if (inner == RtfTarget::beside) add_beside("\n");
    if (inner == RtfTarget::picture) end_picture();
  }

  void take_symbol(char symbol) {
    if (symbol == '*') {
      groups_.top().starred = true;
      return;
    }
    if (to_skip_ > 0) {
      --to_skip_;
      return;
    }
    if (symbol == '\\' || symbol == '{' || symbol == '}') return add_bytes(std::string(1, symbol));
    flush();
    if (symbol == '~') add_text(" ");
    if (symbol == '_') add_text("-");
    if (symbol == '\r' || symbol == '\n') add_text("\n");
  }

  void take_word(const RtfToken& token) {
    const std::string& word = token.text;
    const std::int32_t number = token.number.value_or(0);
    if (word == "bin") return take_binary(static_cast<std::uint64_t>(std::max(number, 0)));
    if (word == "u") return add_unicode(number);
    if (to_skip_ > 0) {
      --to_skip_;
      return;
    }
    if (const auto target = rtf_target(word)) return begin_target(*target);
    if (std::exchange(groups_.top().starred, false)) return begin_target(RtfTarget::dropped);
    if (const std::string_view text = rtf_text(word); !text.empty()) {
      flush();
      return add_text(text);
    }
    take_property(word, number, token.number.has_value());
  }

  // What is dropped stays so; of what is passed over, parts may be text.
  void begin_target(RtfTarget target) {
    flush();
    Group& group = groups_.top();
    group.starred = false;
    if (group.target == RtfTarget::dropped) return;
    const bool in_instruction = group.target == RtfTarget::instruction && target == RtfTarget::body;
    const bool in_notes = group.target == RtfTarget::beside && target == RtfTarget::body;
    if (in_instruction || in_notes) return;
    if (target == RtfTarget::beside) add_beside("\n");
    // A title may come twice, first without its Unicode.
    if (target == RtfTarget::title) head_.title.clear();
    if (target == RtfTarget::property) property_.clear();
    group.target = target == RtfTarget::picture && !is_shown(group) ? RtfTarget::dropped : target;
  }

  void take_property(const std::string& word, std::int32_t number, bool numbered) {
    Group& group = groups_.top();
    if (group.target == RtfTarget::picture) return picture_.take_word(word, number);
    if (word == "f" || word == "fcharset" || word == "cpg") return take_font(word, number);
    if (word == "ansicpg") document_page_ = number;
    if (word == "mac") document_page_ = 10000;
    if (word == "pc") document_page_ = 437;
    if (word == "pca") document_page_ = 850;
    if (word == "deff") default_font_ = number;
    if (word == "uc") group.after_unicode = std::clamp(number, 0, 16);
    if (word == "deleted") group.deleted = !numbered || number != 0;
    if (word == "plain") {
      flush();
      group.font = default_font_;
      group.deleted = false;
    }
    if (word == "pard") heading_ = in_table_ = false;
    if (word == "outlinelevel") heading_ = number >= 0 && number < 9;
    if (word == "intbl") in_table_ = true;
  }

  void take_font(const std::string& word, std::int32_t number) {
    flush();
    Group& group = groups_.top();
    if (word == "f") group.font = number;
    if (group.target != RtfTarget::fonts || fonts_.size() > kFontsLimit) return;
    if (word == "fcharset") fonts_[group.font] = code_page_of_charset(number);
    if (word == "cpg" && number > 0) fonts_[group.font] = number;
  }

  // ---- pictures ----

  // Of a shape, the one that it is and not what fills it.
  bool is_shown(const Group& group) const {
    const bool of_shape = group.target == RtfTarget::passed && property_ == "pib";
    return (group.target == RtfTarget::body || of_shape) && !group.deleted && !groups_.is_deep() &&
           out_.takes_pictures() && line_.pictures.size() < kPicturesLimit;
  }

  void take_binary(std::uint64_t bytes) {
    if (groups_.top().target != RtfTarget::picture) return tokens_.skip(bytes);
    picture_.take_bytes(tokens_.take(bytes, picture_.room()));
  }

  void end_picture() {
    if (std::string name = out_.picture(picture_.take()); !name.empty()) line_.add_picture(std::move(name));
  }

  // ---- characters ----

  void add_bytes(std::string_view bytes) {
    const auto skipped = std::min<std::size_t>(static_cast<std::size_t>(to_skip_), bytes.size());
    to_skip_ -= static_cast<std::int32_t>(skipped);
    bytes.remove_prefix(skipped);
    if (groups_.top().target == RtfTarget::picture) return picture_.take_digits(bytes);
    pending_ += bytes;
    if (pending_.size() >= kPendingLimit && !ends_in_lead_byte()) flush();
  }

  bool ends_in_lead_byte() const {
    return !pending_.empty() && static_cast<std::uint8_t>(pending_.back()) >= 0x80 &&
           pending_.size() < 2 * kPendingLimit;
  }

  // Halves of characters beyond the first plane come one after the other.
  void add_unicode(std::int32_t number) {
    flush();
    to_skip_ = groups_.top().after_unicode;
    auto unit = static_cast<char32_t>(number < 0 ? number + 0x10000 : number);
    const char32_t high = std::exchange(high_half_, U'\0');
    if (unit >= 0xD800 && unit <= 0xDBFF) {
      high_half_ = unit;
      return;
    }
    if (unit >= 0xDC00 && unit <= 0xDFFF) {
      if (high == 0) return;
      unit = 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
    }
    if (unit > 0x10FFFF) return;
    add_text(text::to_utf8(std::u32string(1, unit)));
  }

  // Bytes are decoded run by run, since a character may take two.
  void flush() {
    if (pending_.empty()) return;
    const std::string bytes = std::exchange(pending_, {});
    if (is_kept()) add_text(decode_code_page(bytes, code_page_of(bytes)));
  }

  int code_page_of(std::string_view bytes) {
    const auto font = fonts_.find(groups_.top().font);
    const int named = font == fonts_.end() || font->second == 0 ? document_page_ : font->second;
    // Some writers give Western fonts to Chinese bytes.
    const bool in_document_page = is_double_byte(document_page_) && has_paired_wide_bytes(bytes, 1);
    return !is_double_byte(named) && in_document_page ? document_page_ : named;
  }

  bool is_kept() {
    const Group& group = groups_.top();
    return !groups_.is_deep() && !group.deleted && group.target != RtfTarget::passed &&
           group.target != RtfTarget::dropped && group.target != RtfTarget::fonts &&
           group.target != RtfTarget::picture;
  }

  void add_text(std::string_view text) {
    if (!is_kept()) return;
    switch (groups_.top().target) {
      case RtfTarget::body:
        return add_body(text);
      case RtfTarget::beside:
        return add_beside(text);
      case RtfTarget::instruction:
        if (instruction_.size() < kSmallTextLimit) instruction_ += text;
        return;
      case RtfTarget::property:
        if (property_.size() < kSmallTextLimit) property_ += text;
        return;
      case RtfTarget::title:
        if (head_.title.size() < kSmallTextLimit) head_.title += text;
        return;
      case RtfTarget::author:
        return add_property("author", text);
      case RtfTarget::subject:
        return add_property("subject", text);
      case RtfTarget::keywords:
        return add_property("keywords", text);
      default:
        return;
    }
  }

  void add_property(const std::string& name, std::string_view text) {
    std::string& value = head_.properties[name];
    if (value.size() < kSmallTextLimit) value += text;
  }

  void add_beside(std::string_view text) {
    if (beside_.size() < kBesideLimit) beside_ += text;
  }

  void add_body(std::string_view text) {
    if (text == "\n") return end_line();
    line_ += text;
  }

  void end_line() {
    write_head();
    PicturedText line = std::exchange(line_, {});
    heading_ && !in_table_ ? sections_.heading(std::move(line)) : sections_.paragraph(std::move(line));
  }

  // The facts about the document stand before its text.
  void write_head() {
    if (std::exchange(head_written_, true)) return;
    head_.title = normal_label(head_.title);
    for (auto& [name, value] : head_.properties) value = normal_label(value);
    out_.head(head_);
  }

  static constexpr std::size_t kPendingLimit = 16 * 1024;

  RtfTokens tokens_;
  Output& out_;
  Sections sections_;
  DocumentHead head_;
  Groups groups_;
  std::map<std::int32_t, int> fonts_;  // the code page of each; 0 for the document's
  std::int32_t default_font_ = -1;
  int document_page_ = 1252;
  std::string pending_;
  PicturedText line_;
  std::string beside_;
  std::string instruction_;
  std::string property_;  // the name of the shape's property that was named last
  RtfPicture picture_;
  std::int32_t to_skip_ = 0;
  char32_t high_half_ = 0;
  bool heading_ = false;
  bool in_table_ = false;
  bool head_written_ = false;
};

}  // namespace

ExtractEnd extract_rtf(const Source& source, const std::string& media_type, Output& out) {
  return RtfReader(source, media_type, out).read();
}

}  // namespace kecang::extract
