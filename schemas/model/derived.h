#pragma once
/// What is made from an original so that it can be looked at: pages, thumbnails, a poster. It can be made
/// again at any time.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/describe.h"

namespace kecang {

struct DerivedFile {
  std::string name;  ///< document.pdf, page-0001.jpg …, poster.jpg, picture-… and answer-… of questions
  std::string media_type;
  BlobId blob;
  std::uint64_t size = 0;
};
template <class V>
void describe(V& v, DerivedFile& f) {
  v("name", f.name);
  v("media_type", f.media_type);
  v.secret("blob", f.blob);
  v("size", f.size);
}

/// Stands under the original's digest, so that the same bytes are shown once, whoever holds them.
struct Derived {
  std::vector<DerivedFile> files;
  std::string reason;  ///< stable code when there is nothing to show, or not all of it
  Time made_at;
  std::uint32_t version =
      0;  ///< kDerivedVersion of then; what an older program made is made anew when read anew
};
/// 1: with the pictures of questions. 2: with those of sheets, DOC and RTF, and with those that are drawn.
inline constexpr std::uint32_t kDerivedVersion = 2;
template <class V>
void describe(V& v, Derived& d) {
  v("files", d.files);
  v("reason", d.reason);
  v("made_at", d.made_at);
  v.secret("version", d.version);
}

/// A picture that a question names becomes a file of its own, "picture-0123456789abcdef.png": named after its
/// name within the original, and ending as its bytes say. What only answers show begins with "answer-", so
/// that the name alone tells whom the file is for.
enum class PictureOf { stem, answer };
/// The name without its ending.
std::string picture_name(PictureOf of, std::string_view image);
/// The ending of a picture's media type, ".png"; empty for what is not kept as a picture.
std::string_view picture_ending(std::string_view media_type);
/// Of either kind, with one of the endings.
bool is_picture_name(std::string_view name);
bool is_answer_picture(std::string_view name);
/// How many of them there are for one file at most.
inline constexpr std::size_t kMostPictures = 200;

}  // namespace kecang

KECANG_NOUN(kecang::DerivedFile);
KECANG_NOUN(kecang::Derived);
