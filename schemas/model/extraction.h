#pragma once
/// What comes out of a file, and the frames in which kecang-extract says it (schemas/extraction-protocol.md).
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/describe.h"

namespace kecang {

/// Where in a file a text stands, so that a hit opens there.
enum class LocatorKind { whole, page, slide, sheet, section, time };
template <>
struct EnumNames<LocatorKind> {
  static constexpr auto values =
      std::array{std::pair{LocatorKind::whole, "whole"},     std::pair{LocatorKind::page, "page"},
                 std::pair{LocatorKind::slide, "slide"},     std::pair{LocatorKind::sheet, "sheet"},
                 std::pair{LocatorKind::section, "section"}, std::pair{LocatorKind::time, "time"}};
};

struct Locator {
  LocatorKind kind = LocatorKind::whole;
  std::int64_t number = 0;  ///< page, slide, sheet, section: from 1; time: milliseconds from the start
  std::int64_t end = 0;     ///< time: milliseconds where the cue ends
  std::string label{};      ///< sheet name or section heading
  bool operator==(const Locator&) const = default;
};
template <class V>
void describe(V& v, Locator& l) {
  v("kind", l.kind);
  v("number", l.number);
  v("end", l.end);
  v("label", l.label);
}

/// Bytes [from, to) of a segment's text.
struct AnswerPassage {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  bool operator==(const AnswerPassage&) const = default;
};
template <class V>
void describe(V& v, AnswerPassage& p) {
  v("from", p.from);
  v("to", p.to);
}
using AnswerPassages = std::vector<AnswerPassage>;

struct Segment {
  Locator locator;
  std::string text;
  AnswerPassages answers{};  ///< what of the text answers questions; ascending, apart, at most kMostPassages
};
template <class V>
void describe(V& v, Segment& s) {
  v("locator", s.locator);
  v("text", s.text);
  v.secret("answers", s.answers);
}
inline constexpr std::size_t kMostPassages = 1'000;

/// The text for those who may not read the answers: without them, and without the lines they leave empty.
std::string text_without_answers(const Segment& segment);

/// Where answers are printed in a segment that was given before.
struct SegmentAnswers {
  std::uint32_t segment = 0;  ///< its place among the segments, from 0
  AnswerPassages passages{};
};
template <class V>
void describe(V& v, SegmentAnswers& a) {
  v("segment", a.segment);
  v("passages", a.passages);
}
/// Ascending, apart, and not too many.
bool is_in_order(const AnswerPassages& passages);

/// How the reading of one file ended.
enum class ExtractStatus {
  ok,
  partial,      ///< some text was read; the reason says what was not
  unsupported,  ///< a kind of file whose text we do not read yet
  encrypted,
  broken,
  too_large,  ///< a limit on size, time, memory, members or depth was reached before any text was read
};
template <>
struct EnumNames<ExtractStatus> {
  static constexpr auto values = std::array{std::pair{ExtractStatus::ok, "ok"},
                                            std::pair{ExtractStatus::partial, "partial"},
                                            std::pair{ExtractStatus::unsupported, "unsupported"},
                                            std::pair{ExtractStatus::encrypted, "encrypted"},
                                            std::pair{ExtractStatus::broken, "broken"},
                                            std::pair{ExtractStatus::too_large, "too_large"}};
};

/// What a file says of itself.
struct DocumentHead {
  std::string media_type{};  ///< by content, e.g. application/pdf
  std::string encoding{};    ///< of text files: UTF-8, GB18030, Big5, UTF-16LE, UTF-16BE
  std::string title{};
  std::map<std::string, std::string>
      properties{};  ///< author, pages, slides, sheets, cues, duration_ms, columns …
};
template <class V>
void describe(V& v, DocumentHead& d) {
  v("media_type", d.media_type);
  v("encoding", d.encoding);
  v("title", d.title);
  v("properties", d.properties);
}

/// What became of one member of an archive while it was unpacked.
enum class MemberState { stored, junk, encrypted, broken, too_large, not_a_file };
template <>
struct EnumNames<MemberState> {
  static constexpr auto values = std::array{
      std::pair{MemberState::stored, "stored"},       std::pair{MemberState::junk, "junk"},
      std::pair{MemberState::encrypted, "encrypted"}, std::pair{MemberState::broken, "broken"},
      std::pair{MemberState::too_large, "too_large"}, std::pair{MemberState::not_a_file, "not_a_file"}};
};

struct Member {
  std::uint32_t index = 0;  ///< its place in the archive, from 0, directories not counted
  std::string path{};  ///< decoded, NFC, '/' between parts, made safe: never absolute, no "..", no controls
  std::uint64_t size = 0;  ///< bytes really unpacked
  MemberState state = MemberState::stored;
  std::string reason{};  ///< stable code when the state is not stored, e.g. member.encrypted
};
template <class V>
void describe(V& v, Member& m) {
  v("index", m.index);
  v("path", m.path);
  v("size", m.size);
  v("state", m.state);
  v("reason", m.reason);
}

/// The last word of an extraction. Without it the process died, and the file counts as failed.
struct ExtractEnd {
  ExtractStatus status = ExtractStatus::ok;
  std::string reason{};  ///< stable code (schemas/error-codes.md, "extract.*"), empty when ok
};
template <class V>
void describe(V& v, ExtractEnd& e) {
  v("status", e.status);
  v("reason", e.reason);
}

// ---- frames ----

enum class FrameType : std::uint8_t {
  head = 1,          ///< CBOR DocumentHead; once, first
  segment = 2,       ///< CBOR Segment
  member_begin = 3,  ///< CBOR Member with what is known before its bytes
  member_data = 4,   ///< raw bytes of the member begun last
  member_end = 5,    ///< CBOR Member with the final size, state and reason
  end = 6,           ///< CBOR ExtractEnd; once, last
  question = 7,      ///< CBOR Question (schemas/model/question.h); after the segment it stands in
  answers = 8,       ///< CBOR SegmentAnswers; after the segment they stand in
};

struct Frame {
  FrameType type;
  std::string payload;
};

inline constexpr std::uint32_t kFramePayloadLimit = 4 * 1024 * 1024;

/// type (1 byte), payload length (4 bytes, little endian), payload.
std::string frame_bytes(FrameType type, std::string_view payload);

/// Cuts a stream into frames. The sender is hostile: an unknown type or a length beyond the limit is
/// corrupt/extract.protocol, for good. Not for use by several threads at once.
class FrameParser {
 public:
  void feed(std::string_view bytes) { buffer_.append(bytes); }
  /// The next whole frame, or nothing yet.
  Result<std::optional<Frame>> next();
  bool empty() const { return consumed_ == buffer_.size(); }

 private:
  std::string buffer_;
  std::size_t consumed_ = 0;
};

}  // namespace kecang

KECANG_NOUN(kecang::Locator);
KECANG_NOUN(kecang::AnswerPassage);
KECANG_NOUN(kecang::Segment);
KECANG_NOUN(kecang::SegmentAnswers);
KECANG_NOUN(kecang::DocumentHead);
KECANG_NOUN(kecang::Member);
KECANG_NOUN(kecang::ExtractEnd);
