#include "server/library/derived_intake.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kecang {
namespace {

constexpr std::size_t kMostFiles = 64 + kMostPictures;

struct Ending {
  std::string_view end;
  std::string_view media_type;
};
/// Whoever wrote these bytes read a hostile file: what they are is decided here, and they never run.
constexpr auto kEndings = std::to_array<Ending>({{".pdf", "application/pdf"},
                                                 {".jpg", "image/jpeg"},
                                                 {".png", "image/png"},
                                                 {".gif", "image/gif"},
                                                 {".webp", "image/webp"}});

Error out_of_order() {
  return Error::corrupt("extract.protocol");
}

std::string_view media_type_of(std::string_view name) {
  const bool plain = !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  if (!plain) return {};
  const auto* known = std::find_if(kEndings.begin(), kEndings.end(),
                                   [&](const Ending& one) { return name.ends_with(one.end); });
  return known == kEndings.end() ? std::string_view() : known->media_type;
}

}  // namespace

Result<void> DerivedIntake::feed(std::string_view bytes) {
  frames_.feed(bytes);
  while (true) {
    KECANG_ASSIGN(const auto frame, frames_.next());
    if (!frame) return {};
    KECANG_TRY(take(*frame));
  }
}

Result<void> DerivedIntake::take(const Frame& frame) {
  if (frame.type == FrameType::member_begin) return begin_file(frame);
  if (!writer_) return out_of_order();
  if (frame.type == FrameType::member_data) return writer_->append(frame.payload);
  if (frame.type != FrameType::member_end) return out_of_order();
  files_.back().size = writer_->size();
  writers_.push_back(std::move(writer_));
  return {};
}

Result<void> DerivedIntake::begin_file(const Frame& frame) {
  if (writer_ || files_.size() == kMostFiles) return out_of_order();
  auto member = from_cbor<Member>(frame.payload);
  if (!member) return out_of_order();
  const auto media_type = media_type_of(member->path);
  if (media_type.empty()) return out_of_order();
  KECANG_ASSIGN(writer_, blobs_.begin());
  files_.push_back({.name = member->path, .media_type = std::string(media_type), .blob = {}, .size = 0});
  return {};
}

Result<std::vector<DerivedFile>> DerivedIntake::finish() {
  if (writer_ || !frames_.empty()) return out_of_order();
  if (files_.empty()) return std::exchange(files_, {});
  KECANG_ASSIGN(const auto blobs, blobs_.commit(std::exchange(writers_, {})));
  for (std::size_t i = 0; i < files_.size(); ++i) files_[i].blob = blobs[i].id;
  return std::exchange(files_, {});
}

}  // namespace kecang
