#include "indexer/sandbox/frame_reader.h"

#include "schemas/base/text.h"
#include "schemas/model/derived.h"

namespace kecang {
namespace {

Error protocol(std::string what) {
  return Error::corrupt("extract.protocol").because(std::move(what));
}

template <class T>
Result<T> decode_payload(std::string_view payload) {
  auto noun = from_cbor<T>(payload);
  if (!noun) return protocol(noun.error().describe());
  return noun;
}

bool is_safe_part(std::string_view part) {
  return !part.empty() && part != "." && part != ".." && part.size() <= 255;
}

// What the child promises of names is checked again, since it may be in other hands by now.
bool is_safe_path(std::string_view path) {
  if (!text::is_utf8(path)) return false;
  for (const char c : path)
    if (static_cast<unsigned char>(c) < 0x20 || c == '\\') return false;
  while (true) {
    const auto slash = path.find('/');
    if (!is_safe_part(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

// document.pdf, poster.jpg, page-0001.jpg and so on, pictures of questions.
bool is_preview_name(std::string_view name) {
  if (name == "document.pdf" || name == "poster.jpg" || is_picture_name(name)) return true;
  constexpr std::string_view kFirstPage = "page-0001.jpg";
  if (name.size() != kFirstPage.size() || !name.starts_with("page-") || !name.ends_with(".jpg")) return false;
  return name.substr(5, 4).find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_utf8(const DocumentHead& head) {
  for (const auto& [name, value] : head.properties)
    if (!text::is_utf8(name) || !text::is_utf8(value)) return false;
  return text::is_utf8(head.title) && text::is_utf8(head.media_type) && text::is_utf8(head.encoding);
}

bool is_utf8(const Question& question) {
  for (const auto& option : question.options)
    if (!text::is_utf8(option.label) || !text::is_utf8(option.text)) return false;
  for (const auto* images : {&question.images, &question.answer_images})
    for (const auto& image : *images)
      if (!text::is_utf8(image)) return false;
  for (const auto* part : {&question.number, &question.stem, &question.answer, &question.explanation,
                           &question.doubt, &question.locator.label})
    if (!text::is_utf8(*part)) return false;
  return true;
}

}  // namespace

Result<void> FrameReader::feed(std::string_view bytes) {
  parser_.feed(bytes);
  while (true) {
    KECANG_ASSIGN(auto frame, parser_.next());
    if (!frame) return {};
    KECANG_TRY(take(std::move(*frame)));
  }
}

Result<void> FrameReader::take(const Frame& frame) {
  if (end_) return protocol("a frame after the end");
  if ((frame.type == FrameType::head) == has_head_) return protocol("the head comes first, and once");
  const bool for_members = frame.type == FrameType::member_begin || frame.type == FrameType::member_end;
  const bool for_bytes = frame.type == FrameType::member_data;
  const bool for_text = frame.type == FrameType::segment || frame.type == FrameType::question ||
                        frame.type == FrameType::answers;
  const bool gives_bytes = task_ == ExtractTask::members || task_ == ExtractTask::preview;
  const bool gives_members = gives_bytes || task_ == ExtractTask::names;
  if ((for_members && !gives_members) || (for_bytes && !gives_bytes) || (for_text && gives_members))
    return protocol("a frame of another task");
  switch (frame.type) {
    case FrameType::head:
      return take_head(frame.payload);
    case FrameType::segment:
      return take_segment(frame.payload);
    case FrameType::question:
      return take_question(frame.payload);
    case FrameType::answers:
      return take_answers(frame.payload);
    case FrameType::member_begin:
      return take_member_begin(frame.payload);
    case FrameType::member_data:
      return take_member_data(frame.payload);
    case FrameType::member_end:
      return take_member_end(frame.payload);
    case FrameType::end:
      return take_end(frame.payload);
  }
  return protocol("unknown frame");
}

Result<void> FrameReader::take_head(std::string_view payload) {
  KECANG_ASSIGN(const auto head, decode_payload<DocumentHead>(payload));
  if (!is_utf8(head)) return protocol("a head that is no UTF-8");
  has_head_ = true;
  return from_sink(sink_.head(head));
}

Result<void> FrameReader::take_segment(std::string_view payload) {
  KECANG_ASSIGN(auto segment, decode_payload<Segment>(payload));
  if (!text::is_utf8(segment.text) || !text::is_utf8(segment.locator.label))
    return protocol("text that is no UTF-8");
  // They come in frames of their own.
  if (!segment.answers.empty()) return protocol("answers within a segment");
  ++segments_;
  KECANG_TRY(spend(segment.text.size()));
  has_content_ = true;
  return from_sink(sink_.segment(std::move(segment)));
}

Result<void> FrameReader::take_question(std::string_view payload) {
  KECANG_ASSIGN(auto question, decode_payload<Question>(payload));
  if (!is_utf8(question)) return protocol("a question that is no UTF-8");
  if (question.index != questions_ || question.parent >= static_cast<std::int64_t>(question.index))
    return protocol("a question out of its place");
  ++questions_;
  KECANG_TRY(spend(payload.size()));
  return from_sink(sink_.question(std::move(question)));
}

Result<void> FrameReader::take_answers(std::string_view payload) {
  KECANG_ASSIGN(auto answers, decode_payload<SegmentAnswers>(payload));
  if (answers.segment >= segments_ || !is_in_order(answers.passages))
    return protocol("answers of no segment, or in disorder");
  KECANG_TRY(spend(payload.size()));
  return from_sink(sink_.answers(std::move(answers)));
}

Result<void> FrameReader::take_member_begin(std::string_view payload) {
  KECANG_ASSIGN(const auto member, decode_payload<Member>(payload));
  if (in_member_ || !may_be_named(member.path))
    return protocol("a member within a member, or a hostile path");
  in_member_ = true;
  return from_sink(sink_.member_begin(member));
}

Result<void> FrameReader::take_member_data(std::string_view bytes) {
  if (!in_member_) return protocol("bytes of no member");
  KECANG_TRY(spend(bytes.size()));
  return from_sink(sink_.member_data(bytes));
}

Result<void> FrameReader::take_member_end(std::string_view payload) {
  KECANG_ASSIGN(const auto member, decode_payload<Member>(payload));
  if (!in_member_ || !may_be_named(member.path)) return protocol("the end of no member, or a hostile path");
  in_member_ = false;
  has_content_ = has_content_ || member.state == MemberState::stored;
  return from_sink(sink_.member_end(member));
}

Result<void> FrameReader::take_end(std::string_view payload) {
  KECANG_ASSIGN(auto end, decode_payload<ExtractEnd>(payload));
  if (in_member_) return protocol("an end within a member");
  end_ = std::move(end);
  return {};
}

bool FrameReader::may_be_named(std::string_view path) const {
  return task_ == ExtractTask::preview ? is_preview_name(path) : is_safe_path(path);
}

Result<void> FrameReader::spend(std::size_t bytes) {
  spent_ += bytes;
  if (spent_ > output_limit_) return Error::too_large("extract.output_limit");
  return {};
}

Result<void> FrameReader::from_sink(Result<void> result) {
  sink_failed_ = !result.has_value();
  return result;
}

}  // namespace kecang
