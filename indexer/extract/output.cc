#include "indexer/extract/output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kSegmentLimit = 64 * 1024;
constexpr std::size_t kQuestionText = 32 * 1024;  // of a stem, an answer, an explanation, an option
constexpr std::size_t kDataFrame = 256 * 1024;
constexpr std::size_t kOptions = 100;
constexpr std::size_t kImages = 1000;
constexpr std::size_t kFlushAt = 32 * 1024;

std::string bounded_text(std::string_view text) {
  const std::string normal = normal_text(text);
  const auto pieces = split_at_lines(normal, kQuestionText);
  return pieces.empty() ? std::string() : std::string(pieces.front());
}

// The pictures stay where they are in it.
std::string normal_form(std::string_view text, std::vector<PlacedPicture>& pictures) {
  std::vector<std::size_t> places;
  for (const auto& picture : pictures) places.push_back(picture.at);
  std::string normal = normal_text(text, places);
  for (std::size_t i = 0; i < pictures.size(); ++i) pictures[i].at = places[i];
  return normal;
}

// Each once, in their order.
void bring_to_names(std::vector<std::string>& images) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const auto& image : images) {
    std::string name = normal_label(image);
    if (!name.empty() && names.size() < kImages && seen.insert(name).second) names.push_back(std::move(name));
  }
  images = std::move(names);
}

// Those in bytes [from, to), counted from `from`. Too many are one.
AnswerPassages passages_within(const AnswerPassages& passages, std::uint32_t from, std::uint32_t to) {
  AnswerPassages within;
  for (const auto& passage : passages) {
    const AnswerPassage part{std::max(passage.from, from), std::min(passage.to, to)};
    if (part.from < part.to) within.push_back({part.from - from, part.to - from});
  }
  if (within.size() > kMostPassages) return {{within.front().from, within.back().to}};
  return within;
}

}  // namespace

void Output::head(const DocumentHead& head) {
  has_head_ = true;
  write(FrameType::head, to_cbor(head));
}

void Output::segment(const Locator& locator, std::string_view text, std::vector<PlacedPicture> pictures) {
  if (full_) return;
  const std::string normal = normal_form(text, pictures);
  if (listener_ != nullptr) listener_->text(locator, normal, pictures);
  const auto pieces = split_at_lines(normal, kSegmentLimit);
  Segment segment{locator, {}};
  const bool number_pieces = locator.kind == LocatorKind::whole && pieces.size() > 1;
  if (number_pieces) segment.locator.kind = LocatorKind::section;
  for (const auto piece : pieces) {
    if (!spend(piece.size())) return;
    if (number_pieces) ++segment.locator.number;
    segment.text = piece;
    write(FrameType::segment, to_cbor(segment));
    has_content_ = true;
    ++segments_;
  }
}

void Output::answers(std::uint32_t first, std::string_view text, const AnswerPassages& passages) {
  if (passages.empty()) return;
  for (const auto piece : split_at_lines(text, kSegmentLimit)) {
    if (first >= segments_) return;
    const auto begin = static_cast<std::uint32_t>(piece.data() - text.data());
    auto within = passages_within(passages, begin, begin + static_cast<std::uint32_t>(piece.size()));
    if (!within.empty()) write(FrameType::answers, to_cbor(SegmentAnswers{first, std::move(within)}));
    ++first;
  }
}

void Output::answers_from(std::uint32_t first) {
  for (; first < segments_; ++first)
    write(FrameType::answers, to_cbor(SegmentAnswers{first, {{0, std::uint32_t{kSegmentLimit}}}}));
}

void Output::table_row(const Locator& locator, std::uint64_t number, const std::vector<std::string>& cells) {
  if (listener_ != nullptr && !full_) listener_->row(locator, number, cells);
}

void Output::table_picture(const Locator& locator, const CellPicture& picture) {
  if (listener_ != nullptr && !full_) listener_->picture(locator, picture);
}

std::string Output::picture(std::string_view bytes) {
  if (!takes_pictures()) return {};
  auto [name, is_new] = names_.name(bytes);
  if (is_new && keep_picture_) keep_picture_(name, bytes);
  return name;
}

std::uint32_t Output::question(Question question) {
  question.index = questions_;
  for (auto* text : {&question.stem, &question.answer, &question.explanation}) *text = bounded_text(*text);
  question.options.resize(std::min(question.options.size(), kOptions));
  for (auto* images : {&question.images, &question.answer_images}) bring_to_names(*images);
  for (auto& option : question.options) option.text = bounded_text(option.text);
  const auto payload = to_cbor(question);
  if (!spend(payload.size())) return question.index;
  write(FrameType::question, payload);
  if (kept_ != nullptr) kept_->push_back(std::move(question));
  return questions_++;
}

void Output::member_begin(const Member& member) {
  write(FrameType::member_begin, to_cbor(member));
}

void Output::member_data(std::string_view bytes) {
  if (!spend(bytes.size())) return;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kDataFrame)))
    write(FrameType::member_data, bytes.substr(0, kDataFrame));
}

void Output::member_end(const Member& member) {
  if (member.state == MemberState::stored) has_content_ = true;
  write(FrameType::member_end, to_cbor(member));
}

void Output::end(const ExtractEnd& end) {
  write(FrameType::end, to_cbor(end));
  flush();
}

bool Output::spend(std::size_t bytes) {
  if (full_ || bytes > room()) full_ = true;
  if (!full_) spent_ += bytes;
  return !full_;
}

void Output::write(FrameType type, std::string_view payload) {
  waiting_ += frame_bytes(type, payload);
  if (waiting_.size() >= kFlushAt) flush();
}

void Output::flush() {
  std::string_view rest = waiting_;
  while (!rest.empty() && fd_ >= 0) {
    const auto written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      full_ = true;
      break;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  waiting_.clear();
}

ExtractEnd finished(const Output& out) {
  if (out.full()) return stopped(out, ExtractStatus::too_large, "extract.output_limit");
  return {};
}

ExtractEnd stopped(const Output& out, ExtractStatus otherwise, std::string reason) {
  return {out.has_content() ? ExtractStatus::partial : otherwise, std::move(reason)};
}

}  // namespace kecang::extract
