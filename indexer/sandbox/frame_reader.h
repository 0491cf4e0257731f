#pragma once
/// Hands the frames of one extraction to a sink. The sender is hostile: order, sizes, text and paths are
/// checked. Not for use by several threads at once.
#include <optional>

#include "indexer/sandbox/extractor.h"

namespace kecang {

class FrameReader {
 public:
  FrameReader(ExtractTask task, std::uint64_t output_limit, ExtractSink& sink)
      : task_(task), output_limit_(output_limit), sink_(sink) {}

  /// corrupt/extract.protocol when the bytes are not what the protocol says; too_large/extract.output_limit;
  /// else the sink's own error.
  Result<void> feed(std::string_view bytes);
  /// The last word, once it came.
  const std::optional<ExtractEnd>& end() const { return end_; }
  /// Some text or member came.
  bool has_content() const { return has_content_; }
  /// The last error came from the sink.
  bool sink_failed() const { return sink_failed_; }

 private:
  Result<void> take(const Frame& frame);
  Result<void> take_head(std::string_view payload);
  Result<void> take_segment(std::string_view payload);
  Result<void> take_question(std::string_view payload);
  Result<void> take_answers(std::string_view payload);
  Result<void> take_member_begin(std::string_view payload);
  Result<void> take_member_data(std::string_view bytes);
  Result<void> take_member_end(std::string_view payload);
  Result<void> take_end(std::string_view payload);
  bool may_be_named(std::string_view path) const;
  Result<void> spend(std::size_t bytes);
  Result<void> from_sink(Result<void> result);

  ExtractTask task_;
  std::uint64_t output_limit_;
  ExtractSink& sink_;
  FrameParser parser_;
  std::optional<ExtractEnd> end_;
  std::uint64_t spent_ = 0;
  std::uint32_t segments_ = 0;
  std::uint32_t questions_ = 0;
  bool has_head_ = false;
  bool in_member_ = false;
  bool has_content_ = false;
  bool sink_failed_ = false;
};

}  // namespace kecang
